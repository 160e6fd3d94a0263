"""What a studio's ledger has bought, beside its clips in the store: by that an older copy of the ledger is known.

Each job that a host has named is a note there, a lock file of one block, whose name begins with the moment of the send.
What sorts after the last send that a ledger knows of, it has forgotten. Nothing but that rests on a note: where one
cannot be written the clip is paid for all the same, and the next build that opens the ledger writes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial

from storyboard.ledger.records import Attempt, Ledger, LedgerTrouble
from storyboard.production.plan import lockfile
from storyboard.production.plan.lockfile import Entry, LockTrouble
from storyboard.store.records import Store, StoreTrouble

_STAMP = "%Y%m%dT%H%M%SZ"
_APART = timedelta(hours=1)  # by which the clocks of two machines differ at most, and sends overtake each other
_SIGN = "ledger"  # the note of a ledger beside those of its jobs
_READ = 100  # notes that are read to say what is lacking


def keep(ledger: Ledger, store: Store) -> None:
    """Have each job that is named from now on be noted in a store, and those that were named lately and are not."""
    ledger.watch(partial(_note, ledger, store))
    with suppress(StoreTrouble):
        last = ledger.last_sent()
        noted = _noted(ledger, store, last)
        for attempt in _lately(ledger, last):
            if attempt.request_id is not None and _name(attempt) not in noted:
                store.note(f"{ledger.id}/{_name(attempt)}", _text(attempt, ledger))


def lacking(ledger: Ledger, store: Store, since: datetime | None = None) -> list[tuple[str, Entry]]:
    """The blocks of jobs that a ledger has bought since a moment and does not know, the first of them.

    Raises StoreTrouble.
    """
    # In this order: what is noted was in the ledger before.
    noted = _noted(ledger, store, ledger.last_sent())
    known = {attempt.id for attempt in _lately(ledger, ledger.last_sent()) if attempt.request_id is not None}
    after = "" if since is None else since.astimezone(UTC).strftime(_STAMP)
    parts = [(name, *name.partition("-")) for name in noted]
    names = [name for name, sent, _, id in parts if id and id not in known and sent > after]
    blocks: list[tuple[str, Entry]] = []
    for name in names[:_READ]:
        try:
            blocks += lockfile.parse(store.noted(f"{ledger.id}/{name}")).blocks.items()
        except LockTrouble as trouble:
            raise StoreTrouble(f"the note `{name}` of the store cannot be read: {trouble}") from trouble
    return blocks


def sign(ledger: Ledger, store: Store) -> None:
    """Have a store know that the clips of a ledger lie there, so that no other one takes them for nobody's."""
    with suppress(StoreTrouble):
        if ledger.id not in store.keepers():
            store.note(f"{ledger.id}/{_SIGN}", b"")


def _note(ledger: Ledger, store: Store, id: str) -> None:
    # The ledger has what was paid for, which is what the build goes on with.
    with suppress(StoreTrouble, LedgerTrouble):
        attempt = ledger.attempt(id)
        if attempt is not None:
            store.note(f"{ledger.id}/{_name(attempt)}", _text(attempt, ledger))


def _noted(ledger: Ledger, store: Store, last: datetime | None) -> Iterable[str]:
    return store.notes(ledger.id, "" if last is None else (last - _APART).astimezone(UTC).strftime(_STAMP))


def _lately(ledger: Ledger, last: datetime | None) -> tuple[Attempt, ...]:
    return () if last is None else ledger.sent(last - 2 * _APART)


def _name(attempt: Attempt) -> str:
    assert attempt.sent is not None
    return f"{attempt.sent.astimezone(UTC).strftime(_STAMP)}-{attempt.id}"


def _text(attempt: Attempt, ledger: Ledger) -> bytes:
    return lockfile.text(lockfile.lock_of([lockfile.entry(attempt, ledger=ledger.id)]))
