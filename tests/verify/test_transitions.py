"""A transition that the story asks for, and that the free film draws, is no missing cut."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("av")
pytest.importorskip("PIL")

from storyboard.cli import run

Captured = pytest.CaptureFixture[str]
STORY = "Shot 1 [0-2s] Snow, a white morning.\nShot 2 [2-5s] A black night.\n  transition: {words}\n"


@pytest.mark.parametrize(
    ("words", "cut"), [("wipe", False), ("Überblendung", False), ("match cut", True), ("fade out", True)]
)
def test_a_transition_is_no_missing_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, words: str, cut: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "f.story").write_text(STORY.format(words=words))
    assert run(["build", "-q", "f.story"]) == 0
    capsys.readouterr()
    assert run(["verify", "f.story"]) == 0
    told = capsys.readouterr().out
    assert ("shot 2" in told) is cut
