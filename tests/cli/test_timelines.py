"""Timelines by the command line: the files that are built, those that are missing, and what is said."""

from __future__ import annotations

import json
import wave
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import run
from storyboard.film.mp4 import facts
from tests.film import filming

Captured = pytest.CaptureFixture[str]
STORY = """title: Zwei
# Ein
takes: 2
Shot 1 [0-2.5s] A lamp.
Shot 2 [2.5-5s] A hand.
# Zwei
audio: own.wav
Shot 1 [0-5s] Noon.
"""


def export(*words: str) -> int:
    return run(["export", "film.story", "--format", "otio", *words])


def references(path: Path) -> list[dict[str, Any]]:
    """The media of each event on the first track."""
    track = json.loads(path.read_text())["tracks"]["children"][0]["children"]
    return [each["media_references"] for each in track if each["OTIO_SCHEMA"] == "Clip.2"]


@pytest.fixture
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "storyc.toml").write_text("")
    (tmp_path / "film.story").write_text(STORY)
    with wave.open(str(tmp_path / "own.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(2 * 8000 * 4))
    (tmp_path / "cut").mkdir()
    (tmp_path / "build" / "film").mkdir(parents=True)
    return tmp_path


def test_a_clip_that_lands_is_where_the_timeline_says(film: Path, capsys: Captured) -> None:
    target = film / "cut" / "a.otio"
    assert export("-o", str(target)) == 0
    missing = references(target)[0]["DEFAULT_MEDIA"]
    assert missing["target_url"] == "../build/film/01-ein.mp4"
    assert missing["metadata"]["storyc"]["media"] == "missing"
    assert missing["available_range"]["duration"] == {"OTIO_SCHEMA": "RationalTime.1", "rate": 30, "value": 150}
    # It comes at a rate, a length and a size of its own.
    filming.clip(film / "build" / "film" / "01-ein.mp4", Fraction(21, 4), fps=24, size=(640, 360))
    assert (target.parent / missing["target_url"]).is_file()
    assert export("-o", str(target)) == 0
    landed = references(target)[0]["DEFAULT_MEDIA"]
    assert landed["target_url"] == missing["target_url"]
    assert landed["metadata"]["storyc"]["media"] == "paid"
    assert landed["available_range"]["duration"] == {"OTIO_SCHEMA": "RationalTime.1", "rate": 24, "value": 126}
    assert capsys.readouterr().err == ""


def test_the_animatic_stands_for_a_clip_until_it_is_paid_for(film: Path, capsys: Captured) -> None:
    filming.clip(film / "build" / "film" / "01-ein.animatic.mp4", 5, fps=24)
    assert export() == 0
    tracks = json.loads(capsys.readouterr().out)["tracks"]["children"]
    track = tracks[0]["children"]
    assert tracks[2]["children"][1]["source_range"]["duration"]["value"] == 120  # the sound lasts 4 s of the 5
    shown = [each["media_references"]["DEFAULT_MEDIA"]["target_url"] for each in track]
    assert shown == ["build/film/01-ein.animatic.mp4"] * 2 + ["build/film/02-zwei.mp4"]
    others = track[0]["media_references"]["take 2"]
    assert (others["name"], others["metadata"]["storyc"]["media"]) == ("01-ein.take2.mp4", "missing")
    # A take that is paid for is shown before an animatic.
    filming.clip(film / "build" / "film" / "01-ein.take2.mp4", 5, fps=24)
    assert export("-o", "a.otio") == 0
    assert [media["DEFAULT_MEDIA"]["name"] for media in references(film / "a.otio")][:2] == ["01-ein.take2.mp4"] * 2


def test_a_draft_of_stills_is_shown_too(film: Path, capsys: Captured) -> None:
    filming.clip(film / "build" / "film" / "01-ein.animatic.mp4", 5, still=True, cuts=(40, 80))
    assert export("-o", "a.otio") == 0
    shown = references(film / "a.otio")[0]["DEFAULT_MEDIA"]
    assert shown["name"] == "01-ein.animatic.mp4"
    assert shown["available_range"]["duration"]["value"] == 150


def test_facts_are_those_of_the_file(tmp_path: Path) -> None:
    known = facts(filming.clip(tmp_path / "a.mp4", 2, fps=25, size=(320, 180)))
    assert known is not None
    assert (known.rate, known.length, known.width, known.height, known.sound) == (25, 2, 320, 180, True)
    # A film of one still is two pictures, of which the last one lasts as long as one of its rate.
    known = facts(filming.clip(tmp_path / "still.mp4", 5, fps=30, still=True))
    assert known is not None
    assert (known.rate, known.length) == (30, 5)
    known = facts(filming.foreign(tmp_path / "b.mp4", 1, fps=30, sound=None))
    assert known is not None
    assert (known.rate, known.sound) == (30, False)
    whole = (tmp_path / "a.mp4").read_bytes()
    for cut in (0, 7, 40, len(whole) // 2, len(whole) - 3):
        (tmp_path / "c.mp4").write_bytes(whole[:cut])
        assert facts(tmp_path / "c.mp4") is None or cut > whole.index(b"moov")


def test_what_is_lost_is_said_on_stderr_and_what_is_no_timeline_has_no_rate(film: Path, capsys: Captured) -> None:
    assert run(["export", "film.story", "--format", "edl", "--fps", "24", "-o", "a.edl"]) == 0
    said = "note: clip 1, Ein: take 2 is left out, since the format has one a clip\n"
    assert capsys.readouterr().err == said
    assert run(["export", "film.story", "--format", "edl", "--quiet", "-o", "a.edl"]) == 0
    assert capsys.readouterr().err == ""
    assert run(["export", "film.story", "--format", "edl", "--only", "2"]) == 0
    assert "C01" not in capsys.readouterr().out
    for words, why in ((("csv", "--fps", "25"), "`csv` is none"), (("edl", "--fps", "fast"), "is no frame rate")):
        assert run(["export", "film.story", "--format", *words]) == 2
        assert why in capsys.readouterr().err
