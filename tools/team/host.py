"""A host that is a file: who sends a clip is charged by a line of it, and its history is exact and at once."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import msgspec

from storyboard.ledger.records import LIVE, Ledger


class Host:
    """The lines of a file, each one charge: the operation, the attempt that was sent, and the job."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def charge(self, op: str, attempt: str) -> str:
        """The name of a new job, which is charged as soon as its line stands there, whole or not at all."""
        job = f"job-{attempt}-{os.urandom(4).hex()}"
        handle = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, f"{op} {attempt} {job}\n".encode())
        finally:
            os.close(handle)
        return job

    def charges(self) -> list[tuple[str, str, str]]:
        """All charges, in their order."""
        if not self._file.exists():
            return []
        lines = [line.split() for line in self._file.read_text().splitlines()]
        return [(op, attempt, job) for op, attempt, job in lines]


class Verdict(msgspec.Struct, frozen=True):
    """What was charged, how many clips were charged twice, how many beyond the cap, and how many no row speaks of.

    `faults` is what does not agree in the ledger. `open` are the attempts whose outcome is not known.
    """

    charges: int
    twice: int
    over: int
    lost: int
    open: int
    faults: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether the promise was kept."""
        return not (self.twice or self.over or self.lost or self.faults)


def verdict(host: Host, ledger: Ledger, cap: int) -> Verdict:
    """What a host has charged beside what a ledger knows of it."""
    charges, attempts = host.charges(), ledger.attempts()
    by_op = Counter(op for op, _, _ in charges)
    live = {attempt.op for attempt in attempts if attempt.state in LIVE}
    return Verdict(
        charges=len(charges),
        twice=sum(number - 1 for number in by_op.values()),
        over=max(0, len(charges) - cap),
        lost=len(by_op.keys() - live),
        open=sum(attempt.state in ("reserved", "sending", "unknown") for attempt in attempts),
        faults=tuple(ledger.audit()),
    )
