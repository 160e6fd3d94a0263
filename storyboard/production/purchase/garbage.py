"""Which files of a store nobody needs any more, as far as one ledger and some lock files know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from storyboard.ledger.records import Ledger
from storyboard.production.plan.lockfile import Lock
from storyboard.production.purchase.likeness import sounds_in
from storyboard.store.records import Store, StoredFile


def garbage(store: Store, ledger: Ledger, locks: Iterable[Lock], before: datetime) -> list[StoredFile]:
    """The files of a store that were put there before a moment, and that no attempt and no lock file names.

    What was given up for lost, or never billed, needs none. An attempt that waits for the fleet needs its sounds, which
    its project may have lost since. The ledger has to show rehearsals and all else.
    """
    needed = {entry.file_sha256 for lock in locks for entry in lock.blocks.values()}
    # Listed first: what comes meanwhile is younger than that.
    files = [file for file in store.all() if file.at < before]
    for attempt in ledger.attempts():
        if attempt.state in ("reserved", "sending"):  # a send that is refused waits again
            needed.update(sound.removeprefix("sha256:") for sound in sounds_in(attempt.body))
        elif attempt.state != "void":
            needed.add(attempt.sha256)
    return [file for file in files if file.sha256 not in needed]
