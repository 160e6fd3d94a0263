"""What a paid build has still to write into the lock file."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

from storyboard.compiler.request import Request
from storyboard.ledger.records import Attempt
from storyboard.production.files.manifest import Manifest
from storyboard.production.plan import lockfile
from storyboard.production.plan.lockfile import Entry, key
from storyboard.production.purchase.records import PurchasePlan
from storyboard.production.records import FilmOrder

_REST = 20  # times as long as the lock file took to write it is left alone


class LockWriter:
    """Collects clips that were settled, and writes them into the lock file now and then."""

    def __init__(self, plan: PurchasePlan, holding: Callable[[], AbstractContextManager[Manifest]]) -> None:
        self._plan, self._holding = plan, holding
        self._settled: list[tuple[FilmOrder, Request, Attempt]] = []
        self._rest_until = 0.0

    def note(self, film: FilmOrder, request: Request, attempt: Attempt) -> None:
        """Take note of a clip that lies in its place, unless the lock file says so already."""
        op, entry = request.sha256, self._plan.entries.get(request.sha256)
        # The same clip may be in several places, and has one entry; one that has moved takes it along.
        same = {key(twin.story, twin.clip.index, twin.variant, twin.take) for twin in film.every if twin.sha256 == op}
        if entry is None or (entry.story == film.story and lockfile.block(entry) not in same):
            self._settled.append((film, request, attempt))

    def write_sometimes(self) -> None:
        """Write what was noted, unless it was written just now. Raises LockTrouble."""
        if time.monotonic() >= self._rest_until:
            self.write()

    def write(self) -> None:
        """Write into the lock file what was noted. Raises LockTrouble."""
        if not self._settled:
            return
        since = time.monotonic()
        films = {id(film): film for film, _, _ in self._settled}
        requests = [request for film in films.values() for request in film.every]
        with self._holding():
            entries = [self._entry(request, attempt) for _, request, attempt in self._settled]
            folder = self._plan.lock
            lockfile.write(folder, lockfile.merged(lockfile.read(folder), entries, requests))
        self._settled.clear()
        # Thousands of blocks are not written anew for each clip that comes; what is not in it yet is in the ledger.
        self._rest_until = time.monotonic() + _REST * (time.monotonic() - since)

    def cost(self, request: Request, attempt: Attempt) -> int:
        """What a clip has cost; one that another machine has paid for costs nothing here, and its price stays."""
        entry = self._plan.entries.get(request.sha256)
        return attempt.spent if attempt.price or entry is None else round(entry.price_usd * 1_000_000)

    def _entry(self, request: Request, attempt: Attempt) -> Entry:
        assert attempt.sha256 is not None
        return lockfile.entry(
            request,
            provider=request.profile.rpartition("@")[2],
            seed=attempt.seed,
            request_id=attempt.request_id,
            price=self.cost(request, attempt),
            sha256=attempt.sha256,
            rehearsal=self._plan.rehearsal,
        )
