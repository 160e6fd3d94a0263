"""The film's time in every picture, the clip's beside it, and one title a film."""

from __future__ import annotations

import pytest

from storyboard.film.animatic.overlay import clip_clock_of, clock_of
from storyboard.film.animatic.sheet import Frame
from storyboard.film.animatic.slate import is_headed
from storyboard.film.animatic.timeline import stretches
from storyboard.film.staging.plan import Card, Reel


@pytest.mark.parametrize(("index", "title", "part", "headed"), [
    (1, "", 0, True), (1, "Dawn", 1, True), (2, "Dawn", 0, True), (2, "Dawn", 1, True), (2, "Dawn", 2, False),
    (2, "", 0, False),
])  # fmt: skip
def test_one_title_a_film_and_a_heading_a_clip(index: int, title: str, part: int, headed: bool) -> None:
    card = Card(1, 0, 5000)
    reel = Reel("Film", title, index, 3, 1280, 720, 5000, 5000, (card,), part=part)
    assert is_headed(reel) is headed
    assert any(passage.title for passage in stretches([0, 120], [1], 24, True, titled=is_headed(reel))) is headed


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280), (1920, 1080), (640, 360)])
def test_the_clocks_lie_apart_above_the_picture(size: tuple[int, int]) -> None:
    frame = Frame(*size)
    film, clip = clock_of(frame), clip_clock_of(frame)
    assert film.y + film.high <= clip.y
    assert clip.y + clip.high <= frame.margin + 96 * frame.u
    assert clip.x + 11 * clip.cell <= frame.width - frame.margin
    assert clip.high < film.high
