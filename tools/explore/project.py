"""The project that each builder builds, as the passes before the first send have it: the real ones, with made films."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import msgspec

from storyboard.compiler.request import Request
from storyboard.config import CapSettings, Config, Money
from storyboard.ledger import Ledger
from storyboard.production import plan
from storyboard.production.lockwriter import LockWriter
from storyboard.production.plan.lockfile import Lock
from storyboard.production.purchase.offer import Consent, ProjectBooks
from storyboard.production.purchase.places import Addresses
from storyboard.profiles.hosts import Retention
from storyboard.providers import Provider
from storyboard.source import MemoryFiles
from storyboard.store.records import Store
from tools.explore.world import HOST, SECONDS

FILES = MemoryFiles({})
CONSENT = Consent(yes=True)
_NOWHERE = Addresses(Path(), Path(), Path())
_WEEK = 7 * 86_400
_KEPT = Retention(record=_WEEK, file=_WEEK, evidence="unverified", checked=date(2026, 1, 1), source="this exploration")


class Project(ProjectBooks):
    """The books of a project whose requests come from a scene and not from stories."""

    requests: tuple[Request, ...] = ()

    def read(self) -> None:
        """Read from the ledger how each request stands."""
        lengths = [SECONDS] * len(self.requests)
        self.rows = plan.rows(self.requests, lengths, self.ledger, self.lock, files=FILES)

    def wants(self, prices: Mapping[str, int]) -> None:
        """Be as the last pass has left it: these operations would be bought, at these prices."""
        wanted = (request for request in self.requests if request.sha256 in prices)
        priced = (msgspec.structs.replace(request, price=prices[request.sha256]) for request in wanted)
        self.rows = tuple(plan.PlanRow(request, SECONDS, "new") for request in priced)


class Writer(LockWriter):
    """A LockWriter that gives what it would write."""

    def written(self, lock: Lock) -> Lock:
        """The lock file after it has written what it has noted."""
        return self._changed(lock)


def project(
    requests: tuple[Request, ...], cap: int | None, lock: Lock, ledger: Ledger, store: Store, host: Provider
) -> Project:  # fmt: skip
    """The project of a builder under the cap of a day, with what its lock file says."""
    origins = {f"caps.{name}": "the scene" for name in CapSettings.__struct_fields__}
    caps = CapSettings(day=None if cap is None else Money(cap))
    return Project(
        Path(), FILES, Config(provider=HOST, caps=caps, origins=origins), (), ledger, store, lock,
        _NOWHERE, rehearsal=False,
        kept=_KEPT, usual=1.0, provider=host, requests=requests,
    )  # fmt: skip
