"""What a plan's consent buys, written into the ledger, so that whoever works for the fleet needs nothing else."""

from __future__ import annotations

from collections.abc import Callable

from storyboard.fleet import FleetError
from storyboard.ledger.records import Attempt, Caps, NoRoom, Reserved
from storyboard.ledger.submissions import of_fleet
from storyboard.production.files.bought import sounds
from storyboard.production.plan import BOUGHT
from storyboard.production.purchase.likeness import sounds_in
from storyboard.production.purchase.offer import ProjectBooks
from storyboard.profiles import load, shipped
from storyboard.records.parts import ConsentRecord


def check(books: ProjectBooks) -> None:
    """Raises FleetError where a clip is made by what only this project knows, and a worker has no project."""
    for name in sorted({row.request.profile for row in books.rows if row.state in BOUGHT}):
        if load(name, books.files) != shipped(name):
            raise FleetError(
                f"`profiles/{name}.yaml` is this project's own, and a worker of the fleet has no project: "
                "build these clips by `storyc build`"
            )


def submit(
    books: ProjectBooks, caps: Caps, consent: ConsentRecord, hear: Callable[[Attempt], None]
) -> NoRoom | None:  # fmt: skip
    """Hold the price of each clip that was agreed to, for the fleet; the cap that has no room, after those that it had.

    Each is told once it is held, since what comes after it may fail. The request is in the attempt; of a local sound
    the bytes go into the store. What somebody else has meanwhile is left to him. Raises LedgerTrouble, StoreTrouble and
    FleetError.
    """
    ledger, find, kept = of_fleet(books.ledger), sounds(books.films, books.files), set[str]()
    for row in {row.request.sha256: row for row in books.rows if row.state in BOUGHT}.values():
        digests = {name.removeprefix("sha256:") for name in sounds_in(row.request.fields)} - kept
        for digest in digests:
            _keep(books, find(digest))
        kept |= digests
        done = ledger.submit(row.request, row.seconds, caps, consent)
        if isinstance(done, NoRoom):
            return done
        if isinstance(done, Reserved):
            hear(done.attempt)
    return None


def _keep(books: ProjectBooks, sound: tuple[bytes, str] | None) -> None:
    """Put a local sound into the store, also where it lies: one that nobody has needed for long may be deleted."""
    if sound is None:
        raise FleetError("a sound file was changed while this ran: run it again")
    incoming = books.store.receive()
    try:
        incoming.write(sound[0])
        books.store.keep(incoming)
    finally:
        incoming.discard()
