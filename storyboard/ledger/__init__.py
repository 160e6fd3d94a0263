"""The books of what was paid: the records, the promise that each ledger gives, and each ledger opened by its address.

A ledger of another kind is one more file, `at_SCHEME.py`, that holds what `at_file.py` holds.
"""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storyboard.ledger.records import (
    LIVE,
    NOWHERE,
    Attempt,
    Caps,
    Event,
    HostPlace,
    Ledger,
    LedgerTrouble,
    NoRoom,
    Reserved,
    State,
    Taken,
)
from storyboard.recall import witness
from storyboard.system.addresses import keeper

if TYPE_CHECKING:
    from storyboard.ledger.postgres.limits import Allowed
    from storyboard.ledger.postgres.migrating import Migrated

__all__ = [
    "LIVE",
    "Attempt",
    "Caps",
    "Event",
    "HostPlace",
    "Ledger",
    "LedgerTrouble",
    "NoRoom",
    "Reserved",
    "State",
    "Taken",
    "allow",
    "has_books",
    "migrate",
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


def open_ledger(
    address: Path | str, run: str | None = None, *, place: HostPlace = NOWHERE, now: Callable[[], datetime] = _now
) -> Ledger:
    """The ledger at an address, made where there is none, with an owner of its own until it is closed.

    A path or a `file:` URL is the folder of a database. `run` is the id that its reservations bear, a new one where it
    is None, `place` where their jobs run. Open it after forking: a process that is forked later can neither use it nor
    keep its owner alive. Raises LedgerTrouble.
    """
    module, place_of_books = _keeper(address)
    if not isinstance(place_of_books, Path):
        witness.spoil("a ledger at an address was opened")
    return module.open_books(place_of_books, place, run or new_run(), new_run, now)


def has_books(address: Path | str) -> bool:
    """Whether there is a ledger at an address. Raises LedgerTrouble where that cannot be seen."""
    module, place = _keeper(address)
    return module.exists(place)


def read_ledger(address: Path | str, place: HostPlace | None = None) -> Ledger | None:
    """The ledger at an address to be read, None where there is none; nothing is made or migrated, and no owner.

    Without a `place` it shows rehearsals and all else, with one the side that it is on. A writer may work beside it,
    and the disk may be read-only. What changes a ledger raises LedgerTrouble, as does one that cannot be read.
    """
    module, place_of_books = _keeper(address)
    return module.read_books(place_of_books, place, new_run, _now)


def allow(
    address: Path | str, caps: Mapping[str, int | None], rates: Mapping[str, int | None], buyer: str = ""
) -> Allowed:  # fmt: skip
    """What the ledger at an address allows once these caps, of one `buyer` or of all, and rates are set in it.

    Raises LedgerTrouble.
    """
    keeper_of_books = _by_command(address, "caps", "are `[caps]` of storyc.toml and STORYC_CAPS_…")
    return keeper_of_books.allow(address, caps, rates, buyer)


def migrate(address: Path | str, *, restored: bool = False) -> Migrated:
    """Make the ledger at an address, or bring it to the newest form. Raises LedgerTrouble."""
    return _by_command(address, "forms", "change by themselves when it is opened").migrate(address, restored=restored)


def _by_command(address: Path | str, what: str, otherwise: str) -> Any:
    """The module of a ledger that is cared for by commands. Raises LedgerTrouble."""
    module, place = _keeper(address)
    if not hasattr(module, "migrate"):
        raise LedgerTrouble(
            f"the ledger in `{place}` is of one machine, and its {what} {otherwise}; a studio's is named by "
            "STORYC_LEDGER"
        )
    return module


def _keeper(address: Path | str) -> tuple[Any, Path | str]:
    """The module that keeps ledgers of an address's scheme, `at_file` for a path, and what it calls the place."""
    return keeper(sys.modules[__name__], address, LedgerTrouble, "ledger")
