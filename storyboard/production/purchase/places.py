"""Where the books of a run lie, where its jobs run, and what is of another place."""

from __future__ import annotations

from pathlib import Path

import msgspec

from storyboard.ledger import open_ledger, read_ledger
from storyboard.ledger.records import Attempt, HostPlace, Ledger, ReadOnlyLedger
from storyboard.store import open_store
from storyboard.store.records import Store

# The folder of ledger and store in a project's root, and the store's in that.
HOME = ".storyc"
STORE = "store"
# The folder in that for what is rehearsed: ledger, store and lock file.
REHEARSALS = "rehearsal"


class Addresses(msgspec.Struct, frozen=True):
    """Where the books of a run lie: ledger and store, in folders or at addresses, and the folder of the lock file."""

    ledger: Path | str
    store: Path | str
    lock: Path


def open_or_read(address: Path | str, here: HostPlace, run: str) -> Ledger:
    """The ledger at an address, for the run of this id.

    One that may only be read, which has no owner, serves who neither buys nor fetches.

    Raises LedgerTrouble.
    """
    try:
        return open_ledger(address, run, place=here)
    except ReadOnlyLedger:
        ledger = read_ledger(address, here)
        if ledger is None:
            raise
        return ledger


def store_of(addresses: Addresses, ledger: Ledger) -> Store:
    """The store that is used with a ledger, which knows whose files on their way are nobody's any more."""
    return open_store(addresses.store, ledger.owner, ledger.alive)


def elsewhere(attempt: Attempt, here: HostPlace) -> str:
    """Why the host that is spoken to cannot be asked about an attempt, empty where it can."""
    if attempt.rehearsal == here.rehearsal and attempt.place in ("", here.name):
        return ""
    return f"attempt `{attempt.id}` is of {attempt.place or 'another host'}, and the host is {here.name} now"
