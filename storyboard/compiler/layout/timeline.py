"""Lays out the times of a clip's shots: lengths follow on, untimed shots share the gap they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from storyboard.language.story import Shot

LEAST_SHARE = 1000


def lay_out(shots: Sequence[Shot], duration: int | None, least: int) -> tuple[Shot, ...]:
    """The shots with every start and end that can be known, in milliseconds; the others stay None.

    `duration` is the clip's set length or None for `auto`; `least` is the shortest length that the model offers, which
    a clip without any mark gets when nothing else is set.
    """
    if len(shots) == 1 and shots[0].mark is None:
        return (replace(shots[0], start=0, end=duration if duration is not None else least),)
    placed = list(shots)
    at: int | None = 0
    index = 0
    while index < len(placed):
        mark = placed[index].mark
        if mark is not None and mark.form == "range":
            at = mark.end
            index += 1
            continue
        if mark is not None and mark.form == "open":  # the end is the clip's, for the last shot alone
            at = duration if index == len(placed) - 1 else None
            placed[index] = replace(placed[index], start=mark.start, end=at)
            index += 1
            continue
        if mark is not None and mark.form == "broken":  # nothing is known after it until the next range
            placed[index] = replace(placed[index], start=None, end=None)
            at = None
            index += 1
            continue
        stop = index
        while stop < len(placed) and not _anchor(placed[stop]):
            stop += 1
        until = duration if stop == len(placed) else _start(placed[stop])
        at = _run(placed, index, stop, at, until)
        index = stop
    return tuple(placed)


def _anchor(shot: Shot) -> bool:
    return shot.mark is not None and shot.mark.form in ("range", "open", "broken")


def _start(shot: Shot) -> int | None:
    return shot.mark.start if shot.mark is not None else None


def _run(shots: list[Shot], start: int, stop: int, at: int | None, until: int | None) -> int | None:
    """Lay out a run of lengths and untimed shots between two known times; the time at which the run ends."""
    lengths = [shot.mark.length if shot.mark is not None else None for shot in shots[start:stop]]
    untimed = sum(length is None for length in lengths)
    share = last = None
    if untimed and at is not None and until is not None:
        room = until - at - sum(length or 0 for length in lengths)
        share = room // untimed // 1000 * 1000
        last = room - share * (untimed - 1)
        if share < LEAST_SHARE:
            share = last = None
    for offset, length in enumerate(lengths):
        if length is None:
            untimed -= 1
        long = length if length is not None else last if untimed == 0 else share
        end = at + long if at is not None and long is not None else None
        shots[start + offset] = replace(shots[start + offset], start=at, end=end)
        at = end
    return at


def in_order(shots: Sequence[Shot]) -> bool:
    """Whether all times are known and the shots start at 0 and follow each other without hole or overlap."""
    at = 0
    for shot in shots:
        if shot.start != at or shot.end is None or shot.end <= at:
            return False
        at = shot.end
    return bool(shots)


def planned(shots: Sequence[Shot]) -> int | None:
    """Where the last shot ends, or None while that is unknown."""
    ends = [shot.end for shot in shots]
    return max((end for end in ends if end is not None), default=None) if None not in ends else None


def inclusive(shots: Sequence[Shot]) -> bool:
    """Whether the clip is written in inclusive seconds (`0-3, 4-8, 9-12`): three shots, each start one after an end.

    A first start of 1 belongs to that way of writing.
    """
    if len(shots) < 3 or shots[1].start != (shots[0].end or 0) + 1000:  # as nearly all clips tell by this alone
        return False
    times = [(shot.start, shot.end) for shot in shots if shot.mark is not None and shot.mark.form == "range"]
    if len(times) != len(shots) or times[0][0] not in (0, 1000):
        return False
    whole = all(a is not None and b is not None and a % 1000 == 0 and b % 1000 == 0 for a, b in times)
    return whole and all(after[0] == (before[1] or 0) + 1000 for before, after in pairwise(times))
