"""Whether the ledger agrees with itself and with the store."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from storyboard.ledger.records import Attempt, Extract, Ledger
from storyboard.store.records import Store

KEPT = ("stored", "recorded", "published")  # states of an attempt whose clip the store must have


class Audit(msgspec.Struct, frozen=True):
    """What does not agree, a phrase each, and all attempts that were looked at."""

    differences: tuple[str, ...]
    attempts: Sequence[Attempt]


def audit(ledger: Ledger, store: Callable[[], Store]) -> Audit:
    """What does not agree in the ledger, and between it and the store, whose clips are read and hashed.

    Raises LedgerTrouble and StoreTrouble.
    """
    readout = ledger.readout(Extract())
    differences, attempts = [*ledger.audit(), *readout.faults], readout.attempts
    clips = store()
    for attempt in attempts:
        if attempt.state in KEPT and attempt.sha256 is not None and clips.path(attempt.sha256) is None:
            differences.append(
                f"attempt `{attempt.id}` is `{attempt.state}` but the store has no clip `{attempt.sha256}`"
            )
    return Audit(tuple(differences), attempts)
