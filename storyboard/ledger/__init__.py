"""The books of what was paid: the records, the promise that each ledger gives, and the ledger of one machine."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from storyboard.ledger.records import LIVE, Attempt, Caps, Event, Ledger, LedgerTrouble, NoRoom, Reserved, State, Taken

__all__ = [
    "LIVE",
    "Attempt",
    "Caps",
    "Event",
    "Ledger",
    "LedgerTrouble",
    "NoRoom",
    "Reserved",
    "State",
    "Taken",
    "has_books",
    "new_run",
    "open_ledger",
    "read_ledger",
]
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def new_run() -> str:
    """A new id of a run: ten digits and small letters."""
    return "".join(secrets.choice(_DIGITS) for _ in range(10))


def _now() -> datetime:
    return datetime.now(UTC)


def open_ledger(folder: Path, run: str | None = None, *, now: Callable[[], datetime] = _now) -> Ledger:
    """The ledger of a folder, made where there is none, with an owner of its own until it is closed.

    `run` is the id that its reservations bear, a new one where it is None. Open it after forking: a process that is
    forked later can neither use it nor keep its owner alive. Raises LedgerTrouble.
    """
    from storyboard.ledger.sqlite import open_books

    return open_books(folder, run or new_run(), new_run, now)


def has_books(folder: Path) -> bool:
    """Whether a folder holds a ledger. Raises LedgerTrouble where that cannot be seen."""
    from storyboard.ledger.opening import exists

    return exists(folder)


def read_ledger(folder: Path) -> Ledger | None:
    """The ledger of a folder to be read, None where there is none; nothing is made, and no owner.

    A writer may work beside it, and the disk may be read-only. What changes a ledger raises LedgerTrouble, as does a
    ledger that cannot be read.
    """
    from storyboard.ledger.sqlite import read_books

    return read_books(folder, new_run, _now)
