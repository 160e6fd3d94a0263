"""Which frames show what: every frame once, pages in turn, and the title going in eight frames."""

from __future__ import annotations

import pytest

from storyboard.film.animatic.timeline import Passage, stretches


def test_the_title_stands_then_goes_then_is_gone() -> None:
    whole, fading, clear, second = stretches([0, 96, 120], [1, 1], 24, True)
    assert whole == Passage(0, 24, 0, 0, (1.0,) * 24)
    assert fading == Passage(24, 31, 0, 0, tuple(step / 8 for step in range(7, 0, -1)))
    assert clear == Passage(31, 96, 0, 0)
    assert second == Passage(96, 120, 1, 0)


def test_the_title_of_still_cards_does_not_fade() -> None:
    assert list(stretches([0, 96], [1], 24, False)) == [Passage(0, 31, 0, 0, (1.0,) * 31), Passage(31, 96, 0, 0)]


def test_a_title_that_would_only_flash_is_left_out() -> None:
    assert list(stretches([0, 23, 48], [1, 1], 24, True)) == [Passage(0, 23, 0, 0), Passage(23, 48, 1, 0)]


@pytest.mark.parametrize("pages", [1, 2, 3, 7])
@pytest.mark.parametrize("moving", [True, False])
def test_each_frame_is_shown_once_whichever_page_turns_under_the_title(pages: int, moving: bool) -> None:
    parts = list(stretches([0, 70, 100, 130], [pages, 2], 24, moving))
    assert [at for part in parts for at in range(part.first, part.end)] == list(range(130))
    assert len({(part.card, part.page) for part in parts}) == pages + 3
    shares = [share for part in parts for share in part.title]
    assert shares == sorted(shares, reverse=True)
    assert len(shares) == 31
