"""Cuts a clip that is longer than the model's longest at shot borders, for the least price."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def borders(lengths: Sequence[int], offered: Sequence[int]) -> list[int] | None:
    """The indices at which pieces start (the first is 0), or None when a shot is longer than the longest offered.

    `lengths` are the shots' milliseconds, `offered` the model's lengths in milliseconds, ascending. Among all ways to
    cut, the least price wins (the seconds paid for, since every second costs the same), then the fewest pieces, then
    the least sum of squares of planned lengths, then the earliest borders.
    """
    count, most = len(lengths), offered[-1]
    # best[i]: price, pieces and squares of the best cut of the shots from i on, and where its first piece ends. Ties go
    # to the smaller end, so that the borders are the earliest: what follows a border is best for itself.
    best: list[tuple[int, int, int, int]] = [(0, 0, 0, count)] * (count + 1)
    for start in range(count - 1, -1, -1):
        cheapest: tuple[int, int, int, int] | None = None
        total = 0
        for end in range(start + 1, count + 1):
            total += lengths[end - 1]
            if total > most:
                break
            price, pieces, squares, _ = best[end]
            if price < 0:
                continue
            paid = offered[bisect_left(offered, total)]
            candidate = (price + paid, pieces + 1, squares + total * total, end)
            if cheapest is None or candidate < cheapest:
                cheapest = candidate
        best[start] = cheapest if cheapest is not None else (-1, 0, 0, 0)
    if best[0][0] < 0:
        return None
    starts: list[int] = []
    at = 0
    while at < count:
        starts.append(at)
        at = best[at][3]
    return starts
