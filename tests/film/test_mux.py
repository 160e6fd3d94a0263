"""What is written is exactly as long as it was asked to be, cuts where it was told, and never a half file."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

pytest.importorskip("av")

from storyboard.film.encoder import Encoding
from storyboard.film.mux import Writer
from storyboard.film.probe import probe
from tests.film.filming import clip, grey, watched

LENGTHS = [Fraction(1), Fraction(3, 2), Fraction(5, 4), Fraction(15, 4), Fraction(2)]


@pytest.mark.parametrize("still", [False, True], ids=["moving", "still"])
@pytest.mark.parametrize("length", LENGTHS, ids=str)
def test_lengths_are_exact_in_container_video_and_sound(tmp_path: Path, length: Fraction, still: bool) -> None:
    found = probe(clip(tmp_path / "a.mp4", length, cuts=(7, 20), still=still, ticks=[Fraction(1, 2)]))
    assert found.length == length
    assert found.video_ms == found.audio_ms == found.container_ms == float(length * 1000)
    assert (found.index_first, found.whole, found.joinable) == (True, True, True)
    assert (found.fps, found.steady) == (24, not still)
    assert found.time_base == Fraction(1, 12288)
    assert (found.sample_rate, found.channels) == (48_000, 1)
    assert (found.codec, found.pixels) == ("h264", "yuv420p")


@pytest.mark.parametrize("fps", [12, 24, 25, 30, 60])
def test_any_rate_is_exact(tmp_path: Path, fps: int) -> None:
    found = probe(clip(tmp_path / "a.mp4", 2, fps=fps))
    assert (found.frames, found.fps, found.video_ms, found.audio_ms) == (2 * fps, fps, 2000, 2000)


def test_ntsc_rate_is_exact_to_its_own_pictures(tmp_path: Path) -> None:
    rate = Fraction(30_000, 1001)
    with Writer(tmp_path / "a.mp4", Encoding(160, 90, rate), Fraction(1)) as film:
        for _ in range(film.frames):
            film.picture(grey(90))
    found = probe(tmp_path / "a.mp4")
    assert (found.frames, found.fps, found.length) == (30, rate, Fraction(1001, 1000))
    assert found.audio_ms == 1001


def test_a_length_between_two_pictures_is_rounded_and_its_sound_with_it(tmp_path: Path) -> None:
    found = probe(clip(tmp_path / "a.mp4", Fraction(101, 100)))
    assert found.frames == 24
    assert found.video_ms == found.audio_ms == 1000


def test_cuts_are_on_their_frames_and_stand_alone(tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", 2, value=40, cuts=(11, 30))
    assert probe(path).keys == (0, 11, 30)
    seen = watched(path)
    assert seen.times == [Fraction(number, 24) for number in range(48)]
    lights = [40 if number < 11 else 80 if number < 30 else 120 for number in range(48)]
    assert all(abs(one - two) <= 2 for one, two in zip(seen.lights, lights, strict=True))
    assert seen.messages == []


def test_still_cards_need_one_picture_each_and_one_before_the_end(tmp_path: Path) -> None:
    seen = watched(clip(tmp_path / "a.mp4", 2, value=40, cuts=(11, 30), still=True))
    assert seen.times == [Fraction(number, 24) for number in (0, 11, 30, 47)]
    assert seen.messages == []


def test_sound_is_where_it_was_put_and_padded_or_cut(tmp_path: Path) -> None:
    seen = watched(clip(tmp_path / "a.mp4", 2, ticks=[Fraction(1, 2), Fraction(7, 4)]))
    assert abs(seen.tick(Fraction(1, 2))) < 1
    assert abs(seen.tick(Fraction(7, 4))) < 1
    for amount in (0, 1, 1023, 48_000, 96_001, 200_000):
        with Writer(tmp_path / "b.mp4", Encoding(160, 90), Fraction(2)) as film:
            film.picture(grey(90))
            film.sound(bytes(2 * amount))
        assert probe(tmp_path / "b.mp4").audio_ms == 2000


def test_sound_in_crumbs_is_the_same_file(tmp_path: Path) -> None:
    crumbs = bytes(range(256)) * 700
    for name, step in (("a", 174), ("b", 1 << 20)):
        with Writer(tmp_path / name, Encoding(160, 90), Fraction(2), sound="stereo") as film:
            film.picture(grey(90))
            for start in range(0, len(crumbs), step):
                film.sound(crumbs[start : start + step])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert probe(tmp_path / "a").channels == 2


def test_twice_the_same_is_the_same_file_without_a_date(tmp_path: Path) -> None:
    one, two = (clip(tmp_path / name, 1, ticks=[Fraction(1, 2)]).read_bytes() for name in ("a.mp4", "b.mp4"))
    assert one == two
    assert b"Lavf" not in one


def test_a_silent_film_has_no_sound_track(tmp_path: Path) -> None:
    found = probe(clip(tmp_path / "a.mp4", 1, sound=""))
    assert (found.audio_ms, found.sample_rate, found.video_ms) == (None, None, 1000)


def test_what_goes_wrong_leaves_no_file(tmp_path: Path) -> None:
    def half(fault: BaseException) -> None:
        with Writer(tmp_path / "a.mp4", Encoding(160, 90), Fraction(2)) as film:
            film.picture(grey(90))
            raise fault

    for fault in (KeyboardInterrupt(), RuntimeError("no"), ValueError("no")):
        with pytest.raises(type(fault)):
            half(fault)
        assert list(tmp_path.iterdir()) == []


def test_a_film_without_a_picture_is_no_film(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="without a picture"), Writer(tmp_path / "a", Encoding(160, 90), Fraction(1)):
        pass
    assert list(tmp_path.iterdir()) == []


def test_pictures_come_in_their_order_and_not_after_the_end(tmp_path: Path) -> None:
    with Writer(tmp_path / "a.mp4", Encoding(160, 90), Fraction(1)) as film:
        film.picture(grey(90), 5)
        film.picture(grey(90), 99)
        with pytest.raises(ValueError, match="picture 5 comes after picture 5"):
            film.picture(grey(90), 5)
    assert probe(tmp_path / "a.mp4").frames == 2


@pytest.mark.parametrize("size", [(161, 90), (160, 91), (0, 90)])
def test_an_odd_size_is_refused_before_a_file_is_opened(tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "a.mp4").write_bytes(b"kept")
    with pytest.raises(ValueError, match="no even size"):
        Writer(tmp_path / "a.mp4", Encoding(*size), Fraction(1))
    assert (tmp_path / "a.mp4").read_bytes() == b"kept"


def test_a_folder_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        Writer(tmp_path / "none" / "a.mp4", Encoding(160, 90), Fraction(1))


@pytest.mark.parametrize("name", ["Regen, 50 %.mp4", "雨.mp4", "a:b|c.mp4", "-y.mp4", "%d.mp4"])
def test_any_name_is_a_name(tmp_path: Path, name: str) -> None:
    assert probe(clip(tmp_path / name, 1)).whole
    assert [path.name for path in tmp_path.iterdir()] == [name]
