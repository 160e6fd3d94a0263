"""Planned cuts beside found ones: which is which, and what the rest is called."""

from __future__ import annotations

from array import array
from fractions import Fraction

import pytest

pytest.importorskip("av")
pytest.importorskip("PIL")

from hypothesis import given
from hypothesis import strategies as some

from storyboard.film.cuts import Seen, SuddenChange
from storyboard.production.verify.match import NEAR, match, paired
from storyboard.production.verify.records import PlannedCut

TIMES = some.lists(some.integers(1, 9000), max_size=6, unique=True).map(sorted)


def seen(*changes: SuddenChange, frames: int = 240) -> Seen:
    empty = array("f", [0.0] * frames)
    return Seen(Fraction(24), frames, changes, (), empty, array("f"), array("f"), empty)


def told(*changes: SuddenChange, plan: tuple[int, ...] = (3000,), tolerance: int = 250) -> list[tuple[object, ...]]:
    cuts = match([PlannedCut(at, place) for place, at in enumerate(plan, 2)], seen(*changes), tolerance=tolerance)
    return [(cut.kind, cut.planned, cut.found, cut.error) for cut in cuts]


def test_a_cut_on_its_frame() -> None:
    assert told(SuddenChange(72, 40.0)) == [("hard", 3000, 3000, 0)]


def test_a_cut_that_was_moved_is_still_its_own() -> None:
    assert told(SuddenChange(84, 40.0)) == [("hard", 3000, 3500, 500)]
    assert told(SuddenChange(60, 40.0)) == [("hard", 3000, 2500, -500)]


def test_what_is_farther_than_a_second_is_another_cut() -> None:
    assert told(SuddenChange(97, 40.0)) == [("missing", 3000, None, None), ("extra", None, 4042, None)]


def test_a_flash_is_told_and_takes_no_cut() -> None:
    assert sorted(told(SuddenChange(72, 40.0, "flash", 3)), key=str) == [
        ("flash", None, 3000, None), ("missing", 3000, None, None)
    ]  # fmt: skip


@pytest.mark.parametrize("change", [SuddenChange(74, 3.0, weak=True), SuddenChange(74, 30.0, "light")])
def test_what_is_doubtful_counts_where_a_cut_is_planned_and_nowhere_else(change: SuddenChange) -> None:
    assert told(change) == [("hard", 3000, 3083, 83)]
    assert told(change, plan=()) == []
    assert told(change, plan=(4000,)) == [("missing", 4000, None, None)]


def test_the_title_of_an_animatic_is_no_cut() -> None:
    changes = seen(SuddenChange(31, 40.0), SuddenChange(72, 40.0))
    assert [cut.kind for cut in match([PlannedCut(3000, 2)], changes, tolerance=250, title=1300)] == ["hard"]
    assert [cut.kind for cut in match([PlannedCut(3000, 2)], changes, tolerance=250)] == ["extra", "hard"]


def test_a_faint_change_in_its_place_comes_before_a_strong_one_far_off() -> None:
    faint, strong = SuddenChange(72, 3.0, weak=True), SuddenChange(54, 40.0)
    assert told(strong, faint) == [("extra", None, 2250, None), ("hard", 3000, 3000, 0)]
    assert told(SuddenChange(70, 40.0), faint) == [("hard", 3000, 2917, -83)]


def test_the_end_of_a_title_is_nobodys_cut() -> None:
    changes = seen(SuddenChange(24, 16.0), SuddenChange(48, 5.5, weak=True))
    (cut,) = match([PlannedCut(2000, 2)], changes, tolerance=250, title=1000)
    assert (cut.kind, cut.found) == ("hard", 2000)


def test_two_plans_never_share_a_cut_nor_cross() -> None:
    assert paired([5000, 5400], [5300, 5600]) == [0, 1]
    assert paired([5000, 5400], [5390]) == [None, 0]


@given(TIMES, TIMES)
def test_pairs_are_in_order_and_near(planned: list[int], found: list[int]) -> None:
    pairs = paired(planned, found)
    used = [at for at in pairs if at is not None]
    assert used == sorted(set(used))
    assert all(at is None or abs(found[at] - planned[place]) <= NEAR for place, at in enumerate(pairs))
    # Nothing that is near and free is left without its cut.
    for place, at in enumerate(pairs):
        before = max((each for each in pairs[:place] if each is not None), default=-1)
        after = min((each for each in pairs[place:] if each is not None), default=len(found))
        if at is None:
            assert not any(abs(found[free] - planned[place]) <= NEAR for free in range(before + 1, after))
