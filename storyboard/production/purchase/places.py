"""Where the books of a run lie, where its jobs run, and what is of another place."""

from __future__ import annotations

import threading
from contextlib import closing
from datetime import datetime
from pathlib import Path

import msgspec

from storyboard.ledger import open_ledger, read_ledger
from storyboard.ledger.records import Attempt, HostPlace, Ledger, LedgerTrouble, ReadOnlyLedger
from storyboard.production.plan import lineage
from storyboard.production.plan.lockfile import Lock
from storyboard.production.purchase import mirror
from storyboard.store import open_store
from storyboard.store.records import Store
from storyboard.system.addresses import shown

# The folder of ledger and store in a project's root, and the store's in that.
HOME = ".storyc"
STORE = "store"
# The folder in that for what is rehearsed: ledger, store and lock file.
REHEARSALS = "rehearsal"
_NAMED = 5  # clips that one message names
_UPLOADS = 16


class Addresses(msgspec.Struct, frozen=True):
    """Where the books of a run lie: ledger and store, in folders or at addresses, and the folder of the lock file."""

    ledger: Path | str
    store: Path | str
    lock: Path


def turns(store: Path | str) -> threading.Semaphore:
    """The turns to keep a clip: a disk has one, and into a bucket several go at once, each of which waits for it."""
    return threading.Semaphore(1 if isinstance(store, Path) else _UPLOADS)


def scattered(addresses: Addresses, ledger: Ledger, origin: str) -> tuple[str, str] | None:
    """Why the clips of a studio's ledger would lie where only this machine finds them, and what to do; else None.

    `origin` is where the setting of the store comes from.
    """
    if not isinstance(addresses.store, Path) or origin != "default" or ledger.limits() is None:
        return None
    why = f"many machines share the ledger `{shown(addresses.ledger)}`, and clips would lie on this one alone"
    return why, "say by STORYC_STORE where they are to lie"


def open_or_read(addresses: Addresses, here: HostPlace, run: str, lock: Lock) -> tuple[Ledger, str]:
    """The ledger of some addresses, for the run of this id, and why it may only be read, empty where it may be written.

    One that may only be read, which has no owner, serves who neither buys nor fetches. So does one of many machines
    that is older than the lock file, or than what its store has noted: whoever else buys by it knows nothing of what it
    lacks.

    Raises LedgerTrouble, and StoreTrouble where it is not to be known what the store has noted.
    """
    address = addresses.ledger
    try:
        ledger = open_ledger(address, run, place=here)
        if ledger.limits() is None:
            return ledger, ""
        try:
            jobs = lacking(addresses, ledger, lock, ledger.restored)
        except BaseException:
            ledger.close()
            raise
        if not jobs:
            return ledger, ""
        ledger.close()
        than = "`storyc.lock`" if jobs.keys() & lock.blocks.keys() else "its store"
        barred = f"the ledger `{shown(address)}` is read-only: it is older than {than}, as a backup is"
    except ReadOnlyLedger as trouble:
        barred = str(trouble)
    ledger = read_ledger(address, here)
    if ledger is None:
        raise LedgerTrouble(barred)
    jobs = lacking(addresses, ledger, lock, None)
    names = ", ".join(f"`{name}` (job `{job}`)" for name, job in list(jobs.items())[:_NAMED])
    more = f" and {len(jobs) - _NAMED} more" if len(jobs) > _NAMED else ""
    return ledger, f"{barred}; it lacks {names}{more}" if names else barred


def lacking(addresses: Addresses, ledger: Ledger, lock: Lock, since: datetime | None) -> dict[str, str | None]:
    """The jobs that a ledger has bought since a moment and does not know, by the names of their blocks."""
    blocks = dict(lineage.lacking(lock, ledger, since))
    if ledger.limits() is not None:
        blocks = dict(mirror.lacking(ledger, open_store(addresses.store, ""), since)) | blocks
    return {name: entry.request_id for name, entry in blocks.items()}


def store_of(addresses: Addresses, ledger: Ledger) -> Store:
    """The store that is used with a ledger, which knows whose files on their way are nobody's any more."""
    store = open_store(addresses.store, ledger.owner, ledger.alive)
    if ledger.owner and ledger.limits() is not None:
        mirror.keep(ledger, store)
    if ledger.owner and addresses.store != _beside(addresses.ledger):
        mirror.sign(ledger, store)
    return store


def other_keepers(addresses: Addresses, store: Store, ledger: Ledger) -> list[str]:
    """The ids of other ledgers that keep clips in a store: of those that have signed there, and of one beside it."""
    ids = {*store.keepers()}
    beside = read_ledger(addresses.store.parent) if isinstance(addresses.store, Path) else None
    if beside is not None:
        with closing(beside):
            ids.add(beside.id)
    return sorted(ids - {ledger.id})


def _beside(ledger: Path | str) -> Path | None:
    """The store that lies with a ledger, and is that one's alone; None where none does."""
    return ledger / STORE if isinstance(ledger, Path) else None


def elsewhere(attempt: Attempt, here: HostPlace) -> str:
    """Why the host that is spoken to cannot be asked about an attempt, empty where it can."""
    if attempt.rehearsal == here.rehearsal and attempt.place in ("", here.name):
        return ""
    return f"attempt `{attempt.id}` is of {attempt.place or 'another host'}, and the host is {here.name} now"
