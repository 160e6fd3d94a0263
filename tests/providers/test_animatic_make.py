"""Clips as they are written: exact lengths and cuts, the same pictures each time, nothing left after a stop."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from array import array
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import av
import pytest
from av.video.frame import VideoFrame
from PIL import Image

import storyboard
from storyboard.film import animatic
from storyboard.film.animatic import Card, Reel, SpokenLine, Stopped, fonts, make
from storyboard.film.animatic.compose import veil
from storyboard.film.animatic.motion import box_at, fill, planes_of
from storyboard.film.animatic.overlay import segments
from storyboard.film.animatic.plate import draw_plate
from storyboard.film.animatic.sound import has_voice, track
from storyboard.film.animatic.timeline import frame_edges
from storyboard.film.staging.look import looks

CARDS = (
    Card(1, 0, 750, action="A cave at dawn.", camera="push in"),
    Card(2, 750, 1500, title="Pop", action="The egg bursts.", dialogue=(SpokenLine("GROG", "flat", "Again."),)),
)


def small(**more: object) -> Reel:
    given = {"width": 320, "height": 192, "duration": 2000, "planned": 1500, "cards": CARDS, **more}
    given["unused"] = given["duration"] - given["planned"]  # type: ignore[operator]
    return Reel(film="Film", title="Clip", index=1, count=2, **given)  # type: ignore[arg-type]


def pictures(path: Path) -> list[bytes]:
    with av.open(str(path)) as film:
        return [bytes(frame.to_image().tobytes()) for frame in film.decode(video=0)]


def times(path: Path) -> list[float]:
    with av.open(str(path)) as film:
        return [frame.time for frame in film.decode(video=0)]


def test_a_clip_is_exactly_as_long_as_planned(tmp_path: Path) -> None:
    out = tmp_path / "clip.mp4"
    made = make(small(), out, speak=False)
    assert (made.frames, made.cuts, made.warnings) == (48, (18, 36), ())
    with av.open(str(out)) as film:
        assert film.duration == 2_000_000
        video, sound = film.streams.video[0], film.streams.audio[0]
        assert (video.frames, video.average_rate) == (48, 24)
        assert video.duration * video.time_base == 2
        assert sound.duration * sound.time_base == 2
        keys = [frame.pts * frame.time_base * 24 for frame in film.decode(video=0) if frame.key_frame]
    assert keys == [0, 18, 36]


def test_the_same_reel_gives_the_same_pictures(tmp_path: Path) -> None:
    one, two = tmp_path / "1.mp4", tmp_path / "2.mp4"
    make(small(), one, speak=False)
    make(small(), two, speak=False)
    assert pictures(one) == pictures(two)


def test_still_cards_have_a_picture_a_card(tmp_path: Path) -> None:
    out = tmp_path / "clip.mp4"
    made = make(small(), out, moving=False, speak=False)
    assert made.frames == 48
    assert times(out) == [0, 0.75, 1.5, 47 / 24]


def test_what_is_not_planned_is_shown_as_such() -> None:
    assert frame_edges(small()) == [0, 18, 36, 48]
    assert len(segments(small())) == 3
    assert segments(small())[-1][1] <= 320 - 12


def test_times_between_frames_are_rounded_half_up() -> None:
    cards = tuple(Card(n + 1, n * 333, (n + 1) * 333) for n in range(3))
    assert frame_edges(small(cards=cards, planned=999, duration=999)) == [0, 8, 16, 24]


def test_progress_counts_up_to_the_end(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    make(small(), tmp_path / "clip.mp4", speak=False, progress=lambda done, of: seen.append((done, of)))
    assert seen[-1] == (48, 48)
    assert seen == sorted(seen)


def test_a_stop_leaves_nothing(tmp_path: Path) -> None:
    stop, out = threading.Event(), tmp_path / "clip.mp4"

    def progress(done: int, _: int) -> None:
        if done == 5:
            stop.set()

    with pytest.raises(Stopped):
        make(small(), out, speak=False, progress=progress, stop=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_reel_without_cards_and_an_odd_plate_can_be_drawn(tmp_path: Path) -> None:
    made = make(small(cards=(), planned=0, width=362, height=206), tmp_path / "clip.mp4", speak=False)
    assert made.frames == 48


@pytest.mark.parametrize(("width", "height"), [(64, 64), (128, 64), (16, 16), (30, 54)])
def test_a_picture_too_small_to_draw_in_is_drawn_larger(tmp_path: Path, width: int, height: int) -> None:
    made = make(small(width=width, height=height), tmp_path / "clip.mp4", speak=False)
    assert (made.frames, made.cuts) == (48, (18, 36))
    with av.open(str(tmp_path / "clip.mp4")) as film:
        shown = [frame.to_image() for frame in film.decode(video=0)]
    assert {picture.size for picture in shown} == {(width, height)}
    assert len({picture.tobytes() for picture in shown}) > 5  # which moves


def test_a_missing_glyph_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A font of the machine may have any sign.
    monkeypatch.setattr(fonts, "system_files", lambda: ())
    cards = (Card(1, 0, 2000, action="A \ue123 sign."),)
    made = make(small(cards=cards, planned=2000), tmp_path / "clip.mp4", moving=False, speak=False)
    assert len(made.warnings) == 1
    assert "U+E123" in made.warnings[0]


def test_a_move_is_smooth_and_stays_on_the_plate() -> None:
    for camera in ("push in", "pull out", "pan left", "tilt up", "orbit", "steadicam", "whip pan right"):
        reel = small(cards=(Card(1, 0, 1500, action="A hill.", camera=camera),))
        look = looks(reel)[0]
        planes = planes_of(draw_plate(186, 112, look, (10, 14, 176, 70)), 320, 192)
        boxes = [box_at(look.motion, frame / 95, planes, (0.5, 0.3), 4) for frame in range(96)]
        for left, top, right, bottom in boxes:
            assert 0 <= left < right <= 186.001
            assert 0 <= top < bottom <= 112.001
        steps = [[b - a for a, b in zip(one, two, strict=True)] for one, two in pairwise(boxes)]
        jerks = [abs(b - a) for one, two in pairwise(steps) for a, b in zip(one, two, strict=True)]
        assert max(jerks) < 0.2, camera


def test_the_sound_is_as_long_as_the_clip_and_ticks_at_cuts_where_it_is_asked_to() -> None:
    reel = small(cards=(Card(1, 0, 750), Card(2, 750, 2000)), planned=2000, ticks=True)
    heard = track(reel, speak=False).samples
    assert isinstance(heard, array)
    assert len(heard) == 96_000
    quiet = max(map(abs, heard[:36_000]))
    assert max(map(abs, heard[36_000:36_500])) > 4 * quiet
    assert heard == track(reel, speak=False).samples
    assert max(map(abs, track(small(cards=reel.cards, planned=2000), speak=False).samples)) < 2 * quiet


@pytest.mark.skipif(not has_voice(), reason="espeak-ng is not installed")
@pytest.mark.parametrize(
    ("text", "language"), [("Go now.", ""), ("Go now.", "xx"), ("走吧。", "zh"), ("صباح الخير", "ar")]
)
def test_a_line_is_spoken_inside_its_shot(text: str, language: str) -> None:
    cards = (
        Card(1, 0, 1000),
        Card(2, 1000, 2500, dialogue=(SpokenLine("A", "", text), SpokenLine("B", "", text * 9))),
        Card(3, 2500, 4000),
    )
    heard = track(small(cards=cards, planned=4000, duration=4000, language=language), speak=True).samples
    quiet = track(small(cards=cards, planned=4000, duration=4000, language=language), speak=False).samples
    changed = [at for at, (one, two) in enumerate(zip(heard, quiet, strict=True)) if one != two]
    assert len(changed) > 20_000
    assert 48_000 <= changed[0] < changed[-1] < 120_000


def test_the_key_rests_on_all_that_a_clip_is_drawn_by() -> None:
    assert animatic.KEY.startswith("animatic-")
    program = "import sys, storyboard.film.animatic\nfor name in sys.modules: print(name)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    # What reads a story is none of them: what comes of that is in the reel.
    drawing = ("storyboard.film.", "storyboard.language.words.", "storyboard.language.quotes")
    specs = [find_spec(name) for name in done.stdout.split() if name.startswith(drawing)]
    files = [Path(spec.origin) for spec in specs if spec is not None and spec.origin is not None]
    rooms = {file.parent.relative_to(Path(storyboard.__file__).parent).as_posix() for file in files}
    assert rooms == set(animatic.ROOMS)


@pytest.mark.parametrize("size", [(64, 64), (16, 16), (100, 16), (16, 400)])
def test_a_picture_may_be_as_small_as_a_stamp(tmp_path: Path, size: tuple[int, int]) -> None:
    out = tmp_path / "clip.mp4"
    assert make(small(width=size[0], height=size[1]), out, speak=False).frames == 48
    with av.open(str(out)) as film:
        assert (film.streams.video[0].width, film.streams.video[0].height) == size


@pytest.mark.parametrize(("width", "height"), [(320, 192), (642, 130), (1280, 720), (66, 258)])
def test_a_veil_made_in_bands_has_no_seam(width: int, height: int) -> None:
    noise = Image.frombytes("RGBA", (width, height), random.Random(1).randbytes(width * height * 4))
    whole = VideoFrame(width, height, "rgba")
    fill(whole.planes[0], noise.tobytes())
    asked = {"src_colorspace": "ITU709", "dst_colorspace": "ITU709", "dst_color_range": "MPEG"}
    expected = whole.reformat(format="yuva420p", **asked)
    made, top = veil(noise)
    assert top == 0
    assert (made.colorspace, made.color_range) == (expected.colorspace, expected.color_range)
    for plane, other in zip(made.planes, expected.planes, strict=True):
        rows = [
            [bytes(memoryview(each).cast("B")[at * each.line_size : at * each.line_size + each.width])
             for at in range(each.height)]
            for each in (plane, other)
        ]  # fmt: skip
        assert rows[0] == rows[1]
