from __future__ import annotations

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
