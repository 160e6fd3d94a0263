"""The most that may be spent, and what is said when that would be passed."""

from __future__ import annotations

from typing import Literal

import msgspec

CapKind = Literal["run", "day", "month", "clips"]


class Caps(msgspec.Struct, frozen=True):
    """The most that may be spent, in micro-dollars, by a run, a day and a month (UTC), and the most clips of a ledger.

    None is no cap. What is spent is counted all the same, so that a cap set later knows of it.
    """

    run: int | None = None
    day: int | None = None
    month: int | None = None
    clips: int | None = None

    @property
    def lasting(self) -> bool:
        """Whether they end the spending of all runs together."""
        return any(cap is not None for cap in (self.day, self.month, self.clips))


class BookCaps(Caps, frozen=True):
    """The caps that books keep: those of all who spend by them, and `own`, those of `buyer`, who opened them.

    Where a project has a user of its own in the database, these are the project's. Nobody has a name where nobody is
    told from another one.
    """

    buyer: str = ""
    own: Caps = Caps()


class NoRoom(msgspec.Struct, frozen=True):
    """A cap that would be passed: `scope` is run, day, month or clips; `limit`, `used` and `wanted` in its unit.

    It is a cap `of_books` where the books keep it themselves, and of `buyer` alone where that one is named.
    """

    scope: CapKind
    limit: int
    used: int
    wanted: int
    of_books: bool = False
    buyer: str = ""


def lowest(own: int | None, of_books: int | None) -> tuple[int | None, bool]:
    """The lower one of two caps of a kind, and whether that is the books' own."""
    if of_books is not None and (own is None or of_books < own):
        return of_books, True
    return own, False
