"""`split: auto` against all ways to cut: least price, fewest clips, least squares, earliest borders."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import pytest

from storyboard.compiler.layout.split import borders
from tests.compiling import compiled, times

WAN = (5_000, 10_000, 15_000)
MANY = tuple(range(2_000, 16_000, 1_000))


def cuts(count: int) -> Iterator[tuple[int, ...]]:
    """Every set of borders of a number of shots, each as the indices at which pieces start."""
    for size in range(count):
        for more in itertools.combinations(range(1, count), size):
            yield (0, *more)


def judged(
    starts: tuple[int, ...], lengths: list[int], offered: tuple[int, ...]
) -> tuple[int, int, int, tuple[int, ...]] | None:
    """Price, clips, squares and borders of one way to cut, or None where a piece is too long."""
    pieces = [sum(lengths[a:b]) for a, b in itertools.pairwise((*starts, len(lengths)))]
    paid = [next((each for each in offered if each >= piece), None) for piece in pieces]
    if None in paid:
        return None
    return sum(each for each in paid if each), len(pieces), sum(piece * piece for piece in pieces), starts


def brute(lengths: list[int], offered: tuple[int, ...]) -> list[int] | None:
    ways = [way for starts in cuts(len(lengths)) if (way := judged(starts, lengths, offered)) is not None]
    return list(min(ways)[3]) if ways else None


@pytest.mark.parametrize("offered", [WAN, MANY, (4_000, 7_000)], ids=["5-10-15", "2-to-15", "4-7"])
@pytest.mark.parametrize("step", [1_000, 500])
def test_the_best_cut_of_random_stories(offered: tuple[int, ...], step: int) -> None:
    chance = random.Random(f"{offered} {step}")
    for _ in range(1_700):
        most = offered[-1] // step + (chance.random() < 0.02)
        lengths = [chance.randint(1, chance.randint(1, most)) * step for _ in range(chance.randint(1, 7))]
        assert borders(lengths, offered) == brute(lengths, offered), lengths


def test_the_best_cut_of_compiled_stories() -> None:
    chance = random.Random(6)
    cut = 0
    for _ in range(200):
        lengths = [chance.randint(2, 15) for _ in range(chance.randint(2, 7))]
        at = [sum(lengths[:n]) for n in range(len(lengths) + 1)]
        marks = "\n".join(f"Shot {n + 1} [{a}-{b}s] scene {n}" for n, (a, b) in enumerate(itertools.pairwise(at)))
        made = compiled(f"split: auto\n{marks}")
        milliseconds = [length * 1000 for length in lengths]
        expected = brute(milliseconds, WAN) if at[-1] > 15 else [0]
        assert expected is not None
        starts = [0, *itertools.accumulate(len(clip.shots) for clip in made.clips[:-1])]
        assert starts == expected
        cut += len(starts) > 1
        assert all(times(clip)[0].startswith("0-") for clip in made.clips)
        assert len(made.requests) == len(made.clips)
    assert cut > 100


def least_price(lengths: list[int], offered: tuple[int, ...]) -> int:
    """The least price by another way than the compiler's: forward over the shots, prices only."""
    price: list[int | None] = [0] + [None] * len(lengths)
    for start in range(len(lengths)):
        before, total = price[start], 0
        for end in range(start + 1, len(lengths) + 1):
            total += lengths[end - 1]
            paid = next((each for each in offered if each >= total), None)
            if before is None or paid is None:
                break
            known = price[end]
            if known is None or before + paid < known:
                price[end] = before + paid
    answer = price[-1]
    assert answer is not None
    return answer


def test_a_thousand_shots_cost_the_least() -> None:
    chance = random.Random(1_000)
    lengths = [chance.randint(2, 15) for _ in range(1_000)]
    at = [0, *itertools.accumulate(lengths)]
    marks = "\n".join(f"Shot {n + 1} [{a}-{b}s] scene {n}" for n, (a, b) in enumerate(itertools.pairwise(at)))
    made = compiled(f"split: auto\n{marks}")
    assert sum(len(clip.shots) for clip in made.clips) == 1_000
    assert sum(clip.duration or 0 for clip in made.clips) == least_price([each * 1000 for each in lengths], WAN)
    assert len(made.requests) == len(made.clips)


def test_very_short_shots_are_many_in_a_clip() -> None:
    assert borders([1] * 2_000, WAN) == [0]
    assert borders([10] * 2_000, WAN) == [0, 1_000]


def test_a_shot_that_no_clip_holds_is_never_cut() -> None:
    assert borders([3_000, 16_000], WAN) is None
    made = compiled("split: auto\nShot 1 [0-3s] a\nShot 2 [3-20s] b")
    assert len(made.clips) == 1
    assert not made.requests
