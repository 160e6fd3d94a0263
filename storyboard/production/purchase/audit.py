"""Whether the ledger agrees with itself and with the store."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from storyboard.ledger.extracts import Extract
from storyboard.ledger.records import Attempt, Ledger
from storyboard.ledger.steps import KEPT, is_nameless
from storyboard.production.purchase.adopting import whole_at
from storyboard.store.records import Store


class Audit(msgspec.Struct, frozen=True):
    """What does not agree, a phrase each, and all attempts that were looked at."""

    differences: tuple[str, ...]
    attempts: Sequence[Attempt]


def audit(ledger: Ledger, store: Callable[[], Store], root: Path) -> Audit:
    """What does not agree in the ledger, and between it and the store, whose clips are read and hashed.

    Each clip that the store lacks comes with the commands that end that; `root` is where its place is counted from.
    Raises LedgerTrouble and StoreTrouble.
    """
    readout = ledger.readout(Extract())
    differences, attempts = [*ledger.audit(), *readout.faults], readout.attempts
    clips = store()
    for attempt in attempts:
        if attempt.state in KEPT and attempt.sha256 is not None and clips.path(attempt.sha256) is None:
            differences.append(
                f"attempt `{attempt.id}` is `{attempt.state}` but the store has no clip `{attempt.sha256}`: "
                f"{_ways(attempt, root, ledger)}"
            )
    return Audit(tuple(differences), attempts)


def _ways(attempt: Attempt, root: Path, ledger: Ledger) -> str:
    """How the clip of an attempt gets into the store again."""
    how = f"storyc ledger resolve {attempt.id}"
    place = whole_at(attempt, root, ledger)
    if place:
        command = f"{how} --file {shlex.quote(place)}"
        return f"it lies in `{place}`, from where the next paid build or `{command}` takes it back"
    first = "--attach REQUEST` names its job" if is_nameless(attempt) else "--refetch` fetches it from the host"
    return f"`{how} {first}, `--file CLIP` brings it by hand, `--lost` gives it up"
