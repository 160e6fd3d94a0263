from __future__ import annotations

from pathlib import Path

import pytest

from storyboard import resources


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


def test_the_cache_is_where_it_is_said_to_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STORYC_CACHE_DIR", str(tmp_path))
    assert resources.cache_folder() == tmp_path


@pytest.mark.skipif("sys.platform in ('win32', 'darwin')", reason="XDG names the folder on other systems")
def test_the_cache_follows_xdg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("STORYC_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert resources.cache_folder() == tmp_path / "storyc"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert resources.cache_folder() == tmp_path / ".cache" / "storyc"
