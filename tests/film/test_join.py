"""Clips of any kind become one film that ends when it should, each sound under its own picture."""

from __future__ import annotations

import itertools
import random
import tracemalloc
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("av")

from storyboard.film.join import join
from storyboard.film.probe import NotMedia, probe
from tests.film.filming import clip, decode_times, foreign, watched

HALF = Fraction(1, 2)


def whole(path: Path, ms: float, *, sound: bool = True) -> None:
    """The film is as long as it should be by every measure, and in order."""
    found = probe(path)
    assert abs(found.video_ms - ms) <= 1
    assert found.container_ms is not None
    assert abs(found.container_ms - ms) <= 1
    assert (found.audio_ms is not None) == sound
    if found.audio_ms is not None:
        assert abs(found.audio_ms - ms) <= 1
    assert found.index_first
    assert found.whole
    times = decode_times(path)
    assert all(one < two for one, two in itertools.pairwise(times))


def test_five_clips_end_on_time_and_every_tick_is_under_its_picture(tmp_path: Path) -> None:
    lengths = (15, 10, 5, 15, 10)
    paths, ticks, begun = list[Path](), list[Fraction](), 0
    for number, length in enumerate(lengths):
        own = [HALF, Fraction(length, 2), length - HALF]
        paths.append(clip(tmp_path / f"{number}.mp4", length, value=40 + 30 * number, ticks=own))
        ticks += [begun + tick for tick in own]
        begun += length
    done = join(paths, tmp_path / "film.mp4")
    assert (done.ms, done.copied, done.reencoded) == (55_000, 5, ())
    whole(tmp_path / "film.mp4", 55_000)
    found = probe(tmp_path / "film.mp4")
    assert (found.frames, found.fps, found.steady) == (55 * 24, 24, True)
    seen = watched(tmp_path / "film.mp4")
    assert seen.messages == []
    assert seen.times == [Fraction(number, 24) for number in range(55 * 24)]
    assert max(abs(seen.tick(tick)) for tick in ticks) <= 1
    for number, start in enumerate(itertools.accumulate((0, *lengths[:-1]))):
        assert abs(seen.lights[start * 24] - (40 + 30 * number)) <= 2
        assert start == 0 or abs(seen.lights[start * 24 - 1] - (10 + 30 * number)) <= 2


def test_pictures_are_copied_bit_by_bit(tmp_path: Path) -> None:
    import av

    def packets(path: Path) -> list[bytes]:
        with av.open(str(path)) as film:
            return [bytes(packet) for packet in film.demux(video=0) if packet.size]

    paths = [clip(tmp_path / f"{number}.mp4", 1, value=50 * number + 50) for number in range(3)]
    join(paths, tmp_path / "film.mp4")
    assert packets(tmp_path / "film.mp4") == [packet for path in paths for packet in packets(path)]


@pytest.mark.parametrize("lengths", [(Fraction(5, 4), Fraction(3, 2), Fraction(7, 4)), (Fraction(1, 3),) * 7])
def test_parts_of_a_second_do_not_add_up(tmp_path: Path, lengths: tuple[Fraction, ...]) -> None:
    paths = [clip(tmp_path / f"{number}.mp4", length, ticks=[]) for number, length in enumerate(lengths)]
    done = join(paths, tmp_path / "film.mp4")
    assert done.copied == len(lengths)
    whole(tmp_path / "film.mp4", float(1000 * sum(lengths)))
    assert probe(tmp_path / "film.mp4").length == sum(lengths)


def test_still_cards_join_moving_ones(tmp_path: Path) -> None:
    one = clip(tmp_path / "a.mp4", 2, value=40, cuts=(12,), still=True, ticks=[HALF])
    two = clip(tmp_path / "b.mp4", 1, value=120, ticks=[HALF])
    three = clip(tmp_path / "c.mp4", 12, value=200, still=True, ticks=[11 + HALF])
    for order in ((one, two, three), (two, three, one)):
        done = join(order, tmp_path / "film.mp4")
        assert (done.copied, done.reencoded) == (3, ())
        whole(tmp_path / "film.mp4", 15_000)
        assert watched(tmp_path / "film.mp4").messages == []
    seen = watched(tmp_path / "film.mp4")
    for at, light in ((0, 120), (0.99, 120), (1, 200), (12.9, 200), (13, 40), (13.49, 40), (13.5, 80), (14.9, 80)):
        assert abs(seen.shown(at) - light) <= 2, at
    for tick in (HALF, 12 + HALF, 13 + HALF):
        assert abs(seen.tick(tick)) <= 1


OTHERS: dict[str, tuple[str, dict[str, Any], str]] = {
    "size": ("b.mp4", {"size": (320, 180)}, "is 320x180, the first clip 160x90"),
    "shape": ("b.mp4", {"size": (90, 160)}, "is 90x160, the first clip 160x90"),
    "tiny": ("b.mp4", {"size": (34, 18)}, "is 34x18, the first clip 160x90"),
    "rate": ("b.mp4", {"fps": 30}, "counts 1/15360 s, the first clip 1/12288 s"),
    "codec": ("b.mp4", {"codec": "libx265", "options": {"x265-params": "log-level=0"}}, "is hevc, the first clip h264"),
    "pixels": ("b.mp4", {"pixels": "yuv444p"}, "has yuv444p pixels, the first clip yuv420p"),
    "reordered": ("b.mp4", {"options": {"bf": "3"}}, "has headers that differ from the first clip's"),
    "container": ("b.mkv", {}, "counts 1/1000 s, the first clip 1/12288 s"),
    "transport": ("b.ts", {}, "counts 1/90000 s, the first clip 1/12288 s"),
    "vp9": ("b.webm", {"codec": "libvpx-vp9", "sound": ("libopus", 48_000, "stereo")}, "is vp9, the first clip h264"),
    "avi": ("b.avi", {"codec": "mpeg4", "sound": ("pcm_s16le", 22_050, "mono")}, "is mpeg4, the first clip h264"),
}


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("first", ["ours", "theirs"])
def test_what_differs_is_encoded_anew(tmp_path: Path, kind: str, first: str) -> None:
    name, differing, why = OTHERS[kind]
    ours = clip(tmp_path / "a.mp4", 2, value=60, ticks=[HALF, 2 - HALF])
    theirs = foreign(tmp_path / name, 2, value=150, ticks=[HALF, 2 - HALF], **differing)
    paths = [ours, theirs, ours] if first == "ours" else [theirs, ours, theirs]
    done = join(paths, tmp_path / "film.mp4")
    if first == "ours":
        assert (done.copied, done.reencoded) == (2, ((theirs, why),))
    else:
        assert ours in [path for path, _ in done.reencoded]
    whole(tmp_path / "film.mp4", done.ms)
    assert abs(done.ms - 6000) <= 3  # clocks of whole milliseconds
    seen = watched(tmp_path / "film.mp4")
    assert seen.messages == []
    for tick in (HALF, 2 - HALF, 2 + HALF, 4 - HALF, 4 + HALF, 6 - HALF):
        assert abs(seen.tick(tick)) <= 2
    ours_at, theirs_at = ((0.5, 5.5), 3.0) if first == "ours" else ((2.1, 3.9), 5.0)
    assert all(abs(seen.shown(at) - 60) <= 3 for at in ours_at)
    assert 145 <= seen.shown(theirs_at) <= 205
    found, like = probe(tmp_path / "film.mp4"), probe(paths[0])
    assert (found.width, found.height) == (like.width, like.height)
    assert found.channels == (1 if kind == "avi" else 2)


def test_another_programs_first_clip_is_copied_beside_one_encoded_anew(tmp_path: Path) -> None:
    theirs = foreign(tmp_path / "a.mp4", 2, value=150, options={"bf": "2", "preset": "medium"}, ticks=[HALF])
    ours = clip(tmp_path / "b.mp4", 1, value=60, size=(90, 160), ticks=[HALF])
    done = join([theirs, ours, theirs, ours], tmp_path / "film.mp4")
    assert done.copied == 2
    assert [path for path, _ in done.reencoded] == [ours, ours]
    whole(tmp_path / "film.mp4", 6000)
    seen = watched(tmp_path / "film.mp4")
    assert seen.messages == []
    assert seen.times == [Fraction(number, 24) for number in range(144)]
    for at, low, high in ((0, 148, 152), (1.9, 190, 200), (2, 58, 62), (2.99, 58, 62), (3, 148, 152), (5.5, 58, 62)):
        assert low <= seen.shown(at) <= high, at


@pytest.mark.parametrize("kind", OTHERS)
def test_two_of_another_kind_are_joined(tmp_path: Path, kind: str) -> None:
    name, differing, _ = OTHERS[kind]
    theirs = foreign(tmp_path / name, 2, value=150, ticks=[HALF], **differing)
    done = join([theirs, theirs, theirs], tmp_path / "film.mp4")
    assert (done.copied, done.reencoded) == (3, ())
    whole(tmp_path / "film.mp4", done.ms)
    found, like = probe(tmp_path / "film.mp4"), probe(theirs)
    assert (found.frames, found.codec) == (3 * like.frames, like.codec)
    seen = watched(tmp_path / "film.mp4")
    assert seen.messages == []
    assert len(seen.times) == found.frames
    for clip_number in range(3):
        assert abs(seen.tick(HALF + 2 * clip_number)) <= 3
        assert 148 <= seen.shown(2 * clip_number + 0.02) <= 153


def test_bars_keep_the_shape_of_the_picture(tmp_path: Path) -> None:
    import av

    tall = clip(tmp_path / "b.mp4", 1, value=200, size=(90, 160))
    join([clip(tmp_path / "a.mp4", 1, value=60), tall], tmp_path / "film.mp4")
    with av.open(str(tmp_path / "film.mp4")) as film:
        frame = list(film.decode(video=0))[-1]
    plane = frame.planes[0]
    row = bytes(plane)[plane.line_size * 45 : plane.line_size * 45 + 160]
    lit = [at for at, light in enumerate(row) if light > 110]
    assert lit[0] in range(53, 57)
    assert lit[-1] in range(103, 107)
    assert max(row[:48]) <= 20


def test_a_clip_without_sound_is_silent_and_moves_nothing(tmp_path: Path) -> None:
    one = clip(tmp_path / "a.mp4", 1, ticks=[HALF])
    mute = clip(tmp_path / "b.mp4", Fraction(5, 4), sound="")
    done = join([mute, one, mute, one], tmp_path / "film.mp4")
    assert (done.ms, done.copied) == (4500, 4)
    whole(tmp_path / "film.mp4", 4500)
    seen = watched(tmp_path / "film.mp4")
    assert abs(seen.tick(Fraction(7, 4))) <= 1
    assert abs(seen.tick(Fraction(4))) <= 1
    assert max(map(abs, seen.samples[:48_000])) < 50


def test_clips_that_are_all_silent_make_a_silent_film(tmp_path: Path) -> None:
    mute = clip(tmp_path / "b.mp4", 1, sound="")
    join([mute, mute], tmp_path / "film.mp4")
    whole(tmp_path / "film.mp4", 2000, sound=False)


def test_sound_longer_or_shorter_than_its_pictures_moves_nothing(tmp_path: Path) -> None:
    """Hosts often return sound that ends a little before or after the picture."""
    import av

    def uneven(path: Path, seconds: float) -> Path:
        source = foreign(tmp_path / "source.mp4", 3, ticks=[HALF], sound=("aac", 48_000, "mono"))
        with av.open(str(source)) as given, av.open(str(path), "w") as out:
            video = out.add_stream_from_template(given.streams.video[0])
            sound = out.add_stream_from_template(given.streams.audio[0])
            for packet in given.demux():
                if not packet.size or packet.pts is None:
                    continue
                if packet.stream.type == "video":
                    packet.stream = video
                elif packet.pts * packet.time_base < seconds:
                    packet.stream = sound
                else:
                    continue
                out.mux(packet)
        return path

    one = uneven(tmp_path / "a.mp4", 2.2)
    two = uneven(tmp_path / "b.mp4", 9)
    done = join([one, two, one], tmp_path / "film.mp4")
    assert (done.ms, done.copied) == (9000, 3)
    whole(tmp_path / "film.mp4", 9000)
    seen = watched(tmp_path / "film.mp4")
    for tick in (HALF, 3 + HALF, 6 + HALF):
        assert abs(seen.tick(tick)) <= 1


def test_one_clip_is_a_film_too(tmp_path: Path) -> None:
    done = join([clip(tmp_path / "a.mp4", 1, ticks=[HALF])], tmp_path / "film.mp4")
    assert (done.ms, done.copied) == (1000, 1)
    whole(tmp_path / "film.mp4", 1000)


def test_twice_the_same_is_the_same_file(tmp_path: Path) -> None:
    paths = [clip(tmp_path / "a.mp4", 1, ticks=[HALF]), clip(tmp_path / "b.mp4", 1, size=(90, 160))]
    join(paths, tmp_path / "one.mp4")
    join(paths, tmp_path / "two.mp4")
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()


def test_a_clip_that_is_cut_short_stops_the_film_before_it_is_begun(tmp_path: Path) -> None:
    good = clip(tmp_path / "a.mp4", 2, ticks=[HALF])
    bad = tmp_path / "b.mp4"
    bad.write_bytes(good.read_bytes()[: -good.stat().st_size // 4])
    with pytest.raises(NotMedia, match=r"b\.mp4` is cut short: \d+ pictures of it can be read"):
        join([good, bad], tmp_path / "film.mp4")
    bad.write_bytes(b"nothing")
    with pytest.raises(NotMedia, match="cannot be read as a video"):
        join([good, bad], tmp_path / "film.mp4")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.mp4", "b.mp4"]


def test_damage_inside_a_clip_is_a_film_or_a_reason(tmp_path: Path) -> None:
    good = clip(tmp_path / "a.mp4", 1, value=60, cuts=(8, 16), ticks=[HALF])
    other = foreign(tmp_path / "c.mp4", 1, size=(128, 72), ticks=[HALF])
    dice = random.Random(11)
    for source in [good, other] * 15:
        data = bytearray(source.read_bytes())
        for _ in range(40):
            data[dice.randrange(len(data))] = dice.randrange(256)
        (tmp_path / "b.mp4").write_bytes(data)
        try:
            done = join([good, tmp_path / "b.mp4", good], tmp_path / "film.mp4")
        except NotMedia:
            assert not (tmp_path / "film.mp4").exists()
            continue
        whole(tmp_path / "film.mp4", done.ms)
        (tmp_path / "film.mp4").unlink()


def test_no_clips_and_a_film_over_its_own_clip_are_refused(tmp_path: Path) -> None:
    one = clip(tmp_path / "a.mp4", 1)
    with pytest.raises(ValueError, match="no clips"):
        join([], tmp_path / "film.mp4")
    with pytest.raises(ValueError, match="is one of the clips"):
        join([one, one], one)
    assert probe(one).whole


def test_memory_does_not_grow_with_the_film(tmp_path: Path) -> None:
    def most(count: int) -> int:
        tracemalloc.start()
        join([one, other] * count, tmp_path / "film.mp4")
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    one = clip(tmp_path / "a.mp4", 5, ticks=[HALF])
    other = clip(tmp_path / "b.mp4", 5, size=(90, 160), ticks=[HALF])
    most(1)
    assert most(6) < 2 * most(2) + 300_000
