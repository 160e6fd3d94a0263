"""Seconds that are paid for and that no shot uses: shown for a second, and left out on demand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("av")
pytest.importorskip("PIL")

from storyboard.cli import run
from storyboard.film.probe import probe

Captured = pytest.CaptureFixture[str]
STORY = "# One\nduration: 10\nShot 1 [0-6s] A lamp.\n# Two\nShot 1 [0-4s500ms] A key.\n".replace("4s500ms", "4.5s")


@pytest.fixture
def film(folder: Path) -> Path:
    """A project with one story, whose first clip has four seconds too many and whose second has a half."""
    for path in folder.glob("*.story"):
        path.unlink()
    (folder / "f.story").write_text(STORY)
    return folder


@pytest.mark.parametrize(("words", "clips", "length"), [((), (7, 5), 12), (("--planned",), (6, 4.5), 10.5)])
def test_what_no_shot_uses_is_short_or_left_out(
    film: Path, capsys: Captured, words: tuple[str, ...], clips: tuple[float, ...], length: float
) -> None:
    assert run(["build", "--draft", *words, "f.story"]) == 0
    told = capsys.readouterr().err
    assert f"joined build/f.animatic.mp4 ({length:g} s)" in told
    files = sorted((film / "build" / "f").glob("*.mp4"))
    assert [float(probe(path).length) for path in files] == list(clips)
    assert float(probe(film / "build" / "f.animatic.mp4").length) == length
    record = json.loads((film / "build" / "f" / "01-one.animatic.json").read_bytes())
    assert (record["duration"], record["planned"]) == (10, 6)
    assert run(["verify", "f.story"]) == 0
    assert "newer" not in capsys.readouterr().err
    assert run(["build", "--draft", *words, "f.story"]) == 0
    assert f"kept   build/f.animatic.mp4 ({length:g} s)" in capsys.readouterr().err
