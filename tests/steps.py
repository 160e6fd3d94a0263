"""Counts what a piece of work does, since its seconds say more of the machine than of the work."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

import pytest

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


def within(most: int, work: Callable[[], _T]) -> _T:
    """What a piece of work gives back; it is broken off, and the test fails, as soon as it makes more calls."""
    try:
        return _counted(work, most)[0]
    except _TooMany:
        pytest.fail(f"it makes more than {most:,} calls")
