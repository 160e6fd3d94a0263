"""Parts of the books: which attempts are meant, and what those come to."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

# What attempts may be summed by.
SumBy = Literal["story", "variant", "day", "month", "model", "run", "state"]


class Extract(msgspec.Struct, frozen=True):
    """Which attempts of the books are meant: those begun from `since` on and before `until`, of the stories at a path.

    `story` is a path from the root, of a story or a folder, empty for all; `unsettled` leaves out what is over.
    """

    since: datetime | None = None
    until: datetime | None = None
    story: str = ""
    unsettled: bool = False


class Subtotal(msgspec.Struct, frozen=True):
    """What the attempts come to that have these values in common; money in micro-dollars."""

    values: tuple[str, ...]
    attempts: int
    held: int
    spent: int
    rehearsal: bool = False
