"""Defences that are taken out of this process, which ends soon: a test that does not miss them would prove nothing."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from storyboard.ledger import Attempt, Ledger, owners
from storyboard.ledger.books import Books
from storyboard.production.purchase import driver, history, looking, objections
from storyboard.production.purchase.likeness import alike
from storyboard.providers import Job
from tools.torture.points import put


def absence() -> None:
    """Take a history that does not show a job for the proof that there is none."""
    real = history.reconcile

    def reconcile(
        ledger: Ledger, provider: Any, model: str, attempt: Attempt, *more: Any, **how: Any
    ) -> history.Reconciled:
        result = real(ledger, provider, model, attempt, *more, **how)
        if "does not show it" not in result.why:
            return result
        ledger.void(attempt.id, "the history does not have it")
        return history.Reconciled(settled=True)

    for module in (driver, objections):
        put(module, "reconcile", reconcile)


def presence() -> None:
    """Take a job that looks alike for one's own, though it was there before the send."""

    def candidates(jobs: Iterable[Job], attempt: Attempt, *more: Any) -> list[Job]:
        return [job for job in jobs if alike(job, msgspec.json.decode(attempt.request))]

    put(history, "candidates", candidates)


def unlooked() -> None:
    """Send without a look into the history."""

    def look(opened: Any, consent: Any) -> tuple[()]:
        return ()

    put(looking, "look", look)


def lease(seconds: float) -> None:
    """Take an owner for dead whose file is older than the lease, and free what it was sending."""
    buried(seconds)
    freed()


def buried(seconds: float) -> None:
    """Take an owner for dead whose file is older than so many seconds."""

    @contextmanager
    def inherited(folder: Path, owner: str) -> Generator[bool]:
        path = folder / owner
        yield not path.exists() or time.time() - path.stat().st_mtime > seconds

    put(owners, "inherited", inherited)


def freed() -> None:
    """Take what a dead owner was sending for not sent."""
    real = Books._bury  # pyright: ignore[reportPrivateUsage]

    def bury(self: Books, db: Any, attempt: str, state: Any, owner: str) -> None:
        if state == "sending":
            self._step(db, attempt, "void", why="expired", sender=owner)  # pyright: ignore[reportPrivateUsage]
        else:
            real(self, db, attempt, state, owner)

    put(Books, "_bury", bury)
