"""A dissolve dissolves, and a fade, a wipe and an iris are seen; the closing text has its card."""

from __future__ import annotations

from pathlib import Path

import av
import pytest
from av.video.frame import VideoFrame
from PIL import ImageChops, ImageStat

from storyboard.film.animatic.changes import LastPicture, Transitions
from storyboard.film.animatic.make import make
from storyboard.film.animatic.motion import picture_of
from storyboard.film.animatic.overlay import clock_of
from storyboard.film.animatic.sheet import Frame
from storyboard.film.animatic.timeline import close_of, stretches
from storyboard.film.cuts import survey
from storyboard.film.probe import probe
from storyboard.film.staging.ending import ending_of
from storyboard.film.staging.plan import Card, Reel
from storyboard.film.staging.transition import fades_out, transition_of


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("slow dissolve", "dissolve"), ("Fade in from black", "fade"), ("wipe left", "wipe"), ("iris out", "iris"),
        ("weiche Blende", "dissolve"), ("Aufblende", "fade"), ("叠化", "dissolve"), ("fondu enchaîné", "dissolve"),
        ("ouverture en fondu", "fade"), ("match cut", ""), ("hard cut", ""),
    ],
)  # fmt: skip
def test_a_transition_is_read_in_every_language(words: str, kind: str) -> None:
    assert (transition_of(Card(1, 0, 1000, transition=words)) or "") == kind


@pytest.mark.parametrize(
    "words",
    [
        "fade out", "Fade to black.", "Abblende", "fondu au noir", "fundido a negro", "dissolvenza al nero", "淡出",
        "затемнение",
    ],
)  # fmt: skip
def test_a_fade_out_is_how_a_shot_ends(words: str) -> None:
    card = Card(1, 0, 1000, transition=words)
    assert fades_out(card)
    assert transition_of(card) is None


def test_a_change_takes_at_most_half_of_a_short_shot() -> None:
    steps = {end: _steps(end) for end in (36, 30, 25)}
    assert steps == {36: [*range(24, 31)], 30: [*range(24, 28)], 25: [24]}


def _steps(end: int) -> list[int]:
    cards = (Card(1, 0, 1000), Card(2, 1000, 2000, transition="dissolve"))
    reel = Reel("Film", "", 1, 1, 320, 192, 2000, 2000, cards)
    return Transitions(reel, [0, 24, end], before=LastPicture()).steps(1, 24, end)


def drawn(folder: Path, transition: str, closing: str = "", *, first: str = "", moving: bool = True) -> list[list[int]]:
    """Rows of the middle of each picture of two shots, bright on the left, dark on the right of the film."""
    cards = (
        Card(1, 0, 1000, action="Snow.", transition=first), Card(2, 1000, 3000, action="A night.", transition=transition)
    )  # fmt: skip
    reel = Reel("Film", "", 2, 2, 320, 192, 3000, 3000, cards, closing=closing)
    make(reel, folder / "clip.mp4", speak=False, moving=moving)
    with av.open(str(folder / "clip.mp4")) as film:
        return [_grey(frame.reformat(format="gray")) for frame in film.decode(video=0)]


def _grey(frame: VideoFrame) -> list[int]:
    return list(picture_of(frame.planes[0]).crop((0, 50, 320, 100)).resize((3, 1)).tobytes())


def middle(rows: list[list[int]], at: int) -> float:
    return sum(rows[at]) / 3


def test_a_dissolve_comes_between_a_fade_goes_through_black_and_a_cut_is_hard(tmp_path: Path) -> None:
    cut, dissolve, fade = (drawn(tmp_path, words) for words in ("cut", "dissolve", "fade"))
    bright, dark = middle(cut, 22), middle(cut, 50)
    assert abs(middle(cut, 24) - dark) < 4 < bright - dark
    assert dark + (bright - dark) * 0.3 < middle(dissolve, 31) < dark + (bright - dark) * 0.7
    assert min(middle(fade, at) for at in range(24, 40)) < 8 < dark
    for rows in (dissolve, fade):
        assert len(rows) == 72
        assert abs(middle(rows, 50) - dark) < 4
        assert abs(middle(rows, 22) - bright) < 4


def test_a_shot_that_fades_out_ends_in_black_and_the_next_one_is_cut_to(tmp_path: Path) -> None:
    plain, faded = drawn(tmp_path, ""), drawn(tmp_path, "", first="fade to black")
    assert middle(plain, 23) > 60
    assert middle(faded, 23) < 24
    assert middle(faded, 23) < middle(faded, 18) < middle(faded, 12)
    assert all(abs(middle(faded, at) - middle(plain, at)) < 3 for at in (8, 24, 50))


def test_the_timecode_goes_dark_with_the_shot(tmp_path: Path) -> None:
    cards = (Card(1, 0, 1000, action="Snow.", transition="fade to black"), Card(2, 1000, 2000, action="Snow."))
    reel = Reel("Film", "", 1, 1, 640, 384, 2000, 2000, cards)
    make(reel, tmp_path / "clip.mp4", speak=False)
    clock = clock_of(Frame(640, 384))
    box = (clock.x, clock.y, clock.x + 11 * clock.cell, clock.y + clock.high)
    with av.open(str(tmp_path / "clip.mp4")) as film:
        brightest = [max(picture_of(frame.planes[0]).crop(box).tobytes()) for frame in film.decode(video=0)]
    assert min(brightest[4], brightest[24]) > 180
    assert brightest[23] < 40


def test_the_timecode_goes_white_with_the_picture(tmp_path: Path) -> None:
    reel = Reel("", "", 2, 2, 640, 384, 2000, 2000, (Card(1, 0, 2000, action="A night."),), closing="Fade to white.")
    make(reel, tmp_path / "clip.mp4", speak=False)
    clock = clock_of(Frame(640, 384))
    box = (clock.x, clock.y, clock.x + 11 * clock.cell, clock.y + clock.high)
    with av.open(str(tmp_path / "clip.mp4")) as film:
        darkest = [min(picture_of(frame.planes[0]).crop(box).tobytes()) for frame in film.decode(video=0)]
    assert darkest[4] < 60
    assert darkest[-1] > 190


def test_a_wipe_goes_over_the_picture_and_an_iris_closes_round_its_middle(tmp_path: Path) -> None:
    wipe, iris = drawn(tmp_path, "wipe"), drawn(tmp_path, "iris")
    left, _, right = wipe[31]
    assert left + 20 < right
    assert max(iris[31]) < 40


def test_the_closing_text_comes_over_the_end_of_the_last_shot() -> None:
    parts = list(
        stretches([0, 48, 120, 144], [1, 1], 24, True, titled=False, close=close_of(ending_of("The lamp"), 24))
    )
    closing = [part for part in parts if part.closing]
    assert [(part.first, part.end, part.card) for part in closing] == [(84, 92, 1), (92, 120, 1)]
    assert closing[0].title[0] < closing[0].title[-1] == 1
    assert [at for part in parts for at in range(part.first, part.end)] == list(range(144))


def test_the_closing_text_is_seen(tmp_path: Path) -> None:
    plain, closed = drawn(tmp_path, ""), drawn(tmp_path, "", "The lamp goes")
    assert abs(middle(plain, 47) - middle(closed, 47)) < 3
    assert abs(middle(plain, 70) - middle(closed, 70)) > 6


def test_the_closing_text_is_seen_in_a_draft_and_comes_slowly(tmp_path: Path) -> None:
    plain = drawn(tmp_path, "", moving=False)
    closed = drawn(tmp_path, "", "The lamp goes", moving=False)
    assert len(closed) == len(plain) + 9
    assert abs(middle(plain, -1) - middle(closed, -1)) > 6
    path = tmp_path / "clip.mp4"
    assert [change.frame for change in survey(path, probe(path)).changes] == [24]


def test_a_dissolve_mixes_pictures_and_never_two_labels(tmp_path: Path) -> None:
    cards = (
        Card(1, 0, 1000, action="Macro: a cup at night."),
        Card(7, 1000, 3000, action="Macro: a spoon at night.", transition="dissolve"),
    )
    make(Reel("Film", "", 2, 2, 640, 384, 3000, 3000, cards), tmp_path / "clip.mp4", speak=False)
    with av.open(str(tmp_path / "clip.mp4")) as film:
        shown = [picture_of(frame.planes[0]) for frame in film.decode(video=0)]
    margin = Frame(640, 384).margin
    numbers = [picture.crop((margin, margin, margin + 40, margin + 40)) for picture in shown]
    one, seven = (
        ImageChops.subtract(numbers[a], numbers[b]).point([0] * 90 + [255] * 166) for a, b in ((20, 60), (60, 20))
    )

    def ink(at: int) -> tuple[float, float]:
        old, new = (ImageStat.Stat(numbers[at], mask).mean[0] for mask in (one, seven))
        return old, new

    assert ink(20)[0] > 150 < ink(60)[1]
    # Either has gone while the other is seen.
    assert max(min(ink(at)) for at in range(24, 41)) < 60
    path = tmp_path / "clip.mp4"
    assert not survey(path, probe(path)).changes
