"""Counts what a piece of work does, since its seconds say more of the machine than of the work."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any, TypeVar

import pytest

_OURS = f"{os.sep}storyboard{os.sep}"
_T = TypeVar("_T")


class _TooMany(BaseException):
    """More calls were made than may be; no program catches it."""


def _counted(work: Callable[[], _T], most: int = sys.maxsize) -> tuple[_T, int]:
    calls = 0

    def count(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")
        if calls > most:
            raise _TooMany

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        return work(), calls
    finally:
        sys.setprofile(before)


def steps(work: Callable[[], object]) -> int:
    """How many calls a piece of work makes when it is done again, those of functions written in C included."""
    work()  # what is imported or compiled only once is no part of it
    return _counted(work)[1]


def linear(work: Callable[[int], object], size: int) -> bool:
    """Whether four times as much takes about four times as many calls; twice as many for each would be sixteen."""
    return steps(lambda: work(4 * size)) < 5 * steps(lambda: work(size)) + 200


def _lines(work: Callable[[], object]) -> Counter[CodeType]:
    """How many lines a piece of work runs in each function of ours, each turn of a loop counted anew."""
    counts: Counter[CodeType] = Counter()

    def inside(frame: FrameType, event: str, _what: object) -> Any:
        counts[frame.f_code] += event == "line"
        return inside

    def begun(frame: FrameType, _event: str, _what: object) -> Any:
        return inside if _OURS in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(begun)
    try:
        work()
    finally:
        sys.settrace(before)
    return counts


def growing(work: Callable[[int], object], size: int) -> list[str]:
    """The functions whose work grows faster than its object: by more than sixfold where that is four times as large.

    Twice as much for each would be sixteenfold. Where a function only begins to work between the two sizes, the double
    of the larger one tells.
    """
    work(4 * size)  # what is imported, compiled or cached once is no part of it
    small, large = (_lines(lambda times=times: work(times * size)) for times in (1, 4))
    suspects = {code: count for code, count in large.items() if count > 700 and count > 6 * small[code]}
    if not suspects:
        return []
    larger = _lines(lambda: work(8 * size))
    return [
        f"{code.co_filename.rpartition(_OURS)[2]}:{code.co_firstlineno} {code.co_qualname} ran {small[code]:,} lines,"
        f" then {count:,} and {larger[code]:,}"
        for code, count in suspects.items()
        if larger[code] > 3 * count
    ]


def within(most: int, work: Callable[[], _T]) -> _T:
    """What a piece of work gives back; it is broken off, and the test fails, as soon as it makes more calls."""
    try:
        return _counted(work, most)[0]
    except _TooMany:
        pytest.fail(f"it makes more than {most:,} calls")
