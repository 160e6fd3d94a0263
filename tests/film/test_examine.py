"""A clip that came, beside what was ordered: what is off the order, and what does not play at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from storyboard.emulate.media import Clips, Footage, box
from storyboard.film.delivery import SILENT, Arrival, ClipShape, off_spec
from storyboard.film.examine import examine
from storyboard.records.parts import OffSpec

ORDER = ClipShape(1000, "320x240", 30, sound=True)


def arrived(folder: Path, footage: Footage) -> Path:
    clips = Clips()
    place = folder / "clip.mp4"
    place.write_bytes(clips.clip(footage, "a"))
    clips.close()
    return place


@pytest.mark.parametrize(
    ("footage", "off"),
    [
        (Footage("320x240", 1000, 30), ()),
        (Footage("320x240", 1200, 30), ()),
        (Footage("320x240", 800, 30), ()),
        (Footage("320x240", 1300, 30), (OffSpec("length", "1 s", "1.3 s"),)),
        (Footage("320x240", 700, 30), (OffSpec("length", "1 s", "0.7 s"),)),
        (Footage("240x320", 1000, 30), (OffSpec("size", "320x240", "240x320"),)),
        (Footage("320x240", 1000, 24), (OffSpec("frame rate", "30", "24"),)),
        (Footage("320x240", 1000, 30, sound=""), (OffSpec("sound", "always", "none"),)),
    ],
)
def test_what_is_off_the_order(tmp_path: Path, footage: Footage, off: tuple[OffSpec, ...]) -> None:
    assert examine(arrived(tmp_path, footage), ORDER) == Arrival(off)


def test_silence_throughout_is_a_notice(tmp_path: Path) -> None:
    assert examine(arrived(tmp_path, Footage("320x240", 1000, 30, "silence")), ORDER) == Arrival((), notice=SILENT)


def test_what_nobody_asked_for_is_not_off_the_order() -> None:
    assert list(off_spec(ClipShape(1000), ClipShape(1000, "16x16", 7))) == []


def test_what_does_not_play_is_spoilt(tmp_path: Path) -> None:
    place = arrived(tmp_path, Footage("320x240", 1000, 30, cuts=(200, 400, 600, 800)))
    whole = place.read_bytes()
    media = whole.index(b"mdat") + 4
    end = whole.index(b"free", media) - 4
    half = (media + end) // 2
    spoilt = {
        "random boxes": box(b"ftyp", b"isom") + box(b"moov", os.urandom(900)) + box(b"mdat", os.urandom(900)),
        "pictures of random bytes": whole[:media] + os.urandom(end - media) + whole[end:],
        "the second half of random bytes": whole[:half] + os.urandom(end - half) + whole[end:],
        "cut short": whole[: len(whole) - 200],
        "nothing": b"",
        "a page": b"<html></html>",
    }
    for name, data in spoilt.items():
        place.write_bytes(data)
        came = examine(place, ORDER)
        assert (came.off_spec, came.spoilt != "") == (None, True), name
