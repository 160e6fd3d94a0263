"""What the tests of the command line share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.stories import BAD, GOOD


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project with a good and a bad story, and the working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STORYC_CACHE_DIR", str(tmp_path / ".cache"))
    (tmp_path / "storyc.toml").write_text("")
    (tmp_path / "good.story").write_text(GOOD)
    (tmp_path / "bad.story").write_text(BAD)
    return tmp_path
