"""What the tests of the command line share."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, TextIO

import pytest

from storyboard.cli import terminal
from storyboard.system import replacing
from tests.cli.stories import BAD, GOOD
from tests.schemas.validating import hold


@pytest.fixture(autouse=True)
def _json_keeps_to_its_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold all JSON that a command prints or writes in this process against its schema."""
    write, replace = terminal._write, replacing.replace

    def written(stream: TextIO, text: str) -> None:
        if stream is sys.stdout:
            hold(text)
        write(stream, text)

    def replaced(target: Path, content: str | bytes) -> Any:
        if isinstance(content, str):
            hold(content)
        return replace(target, content)

    monkeypatch.setattr(terminal, "_write", written)
    monkeypatch.setattr(replacing, "replace", replaced)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project with a good and a bad story, and the working folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "storyc.toml").write_text("")
    (tmp_path / "good.story").write_text(GOOD)
    (tmp_path / "bad.story").write_text(BAD)
    return tmp_path
