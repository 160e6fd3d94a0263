from __future__ import annotations

from pathlib import Path

import pytest

from storyboard.system import resources


def test_shipped_files_are_found() -> None:
    assert resources.folder("grammars").joinpath("story.lark").is_file()
    assert "start" in resources.read("grammars", "story.lark")


@pytest.mark.parametrize(
    "name", ["", "..", "../pyproject.toml", "/etc/passwd", "a\\..\\b", "prompts", "none.j2", "a\0b"]
)
def test_a_name_that_is_no_shipped_file_is_not_there(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        resources.read("templates", name)


def test_a_kind_that_is_not_shipped_is_said() -> None:
    with pytest.raises(LookupError, match="nothing/"):
        resources.folder("nothing")


@pytest.mark.parametrize(("package", "changed"), [("tree", "tree/film/look.py"), ("wheel.whl/tree", "wheel.whl")])
def test_the_digest_of_code_is_another_when_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, changed: str
) -> None:
    monkeypatch.setattr(resources, "__file__", str(tmp_path / package / "system" / "resources.py"))
    (tmp_path / changed).parent.mkdir(parents=True, exist_ok=True)
    digests: list[str] = []
    for text in (b"a = 1\n", b"a = 2\n", b"a = 1\n"):
        (tmp_path / changed).write_bytes(text)
        digests.append(resources.digest_of_code("film"))
    assert digests[0] == digests[2] != digests[1]
