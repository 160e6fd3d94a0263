"""Times of shots, laid out."""

from __future__ import annotations

import pytest

from storyboard.compiler.layout.timeline import in_order, inclusive, lay_out, planned
from storyboard.language.story import Mark, Shot
from storyboard.source import Span

HERE = Span("x.story", 0, 1)


def shots(*words: str) -> list[Shot]:
    """Shots from `0-3`, `3s`, `?` (no time) and `x` (a broken mark)."""
    made: list[Shot] = []
    for number, word in enumerate(words, start=1):
        mark = Mark(HERE, "untimed")
        if word == "x":
            mark = Mark(HERE, "broken")
        elif word.endswith("s"):
            mark = Mark(HERE, "length", length=int(word[:-1]) * 1000)
        elif word != "?":
            start, end = (int(each) * 1000 for each in word.split("-"))
            mark = Mark(HERE, "range", start=start, end=end)
        made.append(Shot(number, mark, HERE, mark.start, mark.end))
    return made


def laid(duration: int | None, *words: str) -> str:
    made = lay_out(shots(*words), duration * 1000 if duration is not None else None, 5000)
    return " ".join(
        "-".join("?" if each is None else f"{each / 1000:g}" for each in (shot.start, shot.end)) for shot in made
    )


@pytest.mark.parametrize(
    ("duration", "words", "expected"),
    [
        (None, "0-3 3-5", "0-3 3-5"),
        (None, "2s 3s", "0-2 2-5"),
        (10, "? ? ?", "0-3 3-6 6-10"),
        (10, "?", "0-10"),
        (None, "?", "0-?"),
        (None, "? ?", "0-? ?-?"),
        (None, "0-3 ? 5-9", "0-3 3-5 5-9"),
        (None, "0-3 ? ? 5-9", "0-3 3-4 4-5 5-9"),
        (None, "0-3 ? ? 4-9", "0-3 3-? ?-? 4-9"),
        (None, "0-3 ? 3-9", "0-3 3-? 3-9"),
        (15, "0-3 ? 2s ?", "0-3 3-8 8-10 10-15"),
        (None, "0-3 x 5-9", "0-3 ?-? 5-9"),
        (10, "0-3 x ?", "0-3 ?-? ?-?"),
        (10, "x 3s", "?-? ?-?"),
        (10, "0-3 12-13 ?", "0-3 12-13 13-?"),
        (5, "? ? ? ? ?", "0-1 1-2 2-3 3-4 4-5"),
        (5, "? ? ? ? ? ?", "0-? ?-? ?-? ?-? ?-? ?-?"),
    ],
)
def test_lay_out(duration: int | None, words: str, expected: str) -> None:
    assert laid(duration, *words.split()) == expected


def test_shares_are_whole_seconds_and_the_last_takes_the_rest() -> None:
    for count in range(1, 12):
        for room in range(count, 40):
            made = lay_out(shots(*["?"] * count), room * 1000 + 300, 5000)
            each = [(shot.end or 0) - (shot.start or 0) for shot in made]
            assert sum(each) == room * 1000 + 300
            assert set(each[:-1]) <= {room // count * 1000} or count == 1
            assert each[-1] >= each[0]


@pytest.mark.parametrize(("duration", "end"), [(None, 5000), (10_000, 10_000)])
def test_a_shot_without_a_mark_is_the_clip(duration: int | None, end: int) -> None:
    (shot,) = lay_out([Shot(1, None, HERE, None, None)], duration, 5000)
    assert (shot.start, shot.end) == (0, end)


@pytest.mark.parametrize(
    ("words", "sound"),
    [
        ("0-3 3-5", True),
        ("0-3 4-5", False),
        ("1-3 3-5", False),
        ("0-3 2-5", False),
        ("0-0", False),
        ("0-3 x", False),
        ("", False),
    ],
)
def test_in_order(words: str, sound: bool) -> None:
    assert in_order(lay_out(shots(*words.split()), None, 5000)) is sound


@pytest.mark.parametrize(("words", "end"), [("0-3 3-5", 5000), ("0-9 3-5", 9000), ("0-3 ?", None), ("", None)])
def test_planned(words: str, end: int | None) -> None:
    assert planned(lay_out(shots(*words.split()), None, 5000)) == end


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("0-3 4-8 9-12 13-15", True),
        ("1-3 4-8 9-12", True),
        ("2-3 4-8 9-12", False),
        ("0-3 4-8", False),
        ("0-3 4-8 8-12", False),
        ("0-3 4-8 10-12", False),
        ("0-3 ? 9-12", False),
    ],
)
def test_inclusive(words: str, expected: bool) -> None:
    assert inclusive(lay_out(shots(*words.split()), None, 5000)) is expected
