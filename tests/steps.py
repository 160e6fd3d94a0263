"""Counts what a piece of work does, since its seconds say more of the machine than of the work."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType


def steps(work: Callable[[], object]) -> int:
    """How many calls a piece of work makes, those of functions written in C included."""
    calls = 0

    def count(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


def linear(work: Callable[[int], object], size: int) -> bool:
    """Whether four times as much takes about four times as many calls; twice as many for each would be sixteen."""
    return steps(lambda: work(4 * size)) < 5 * steps(lambda: work(size)) + 200
