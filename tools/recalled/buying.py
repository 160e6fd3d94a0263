"""Purchases of a project that is asked about, as its ledger and its lock file have them; no host is spoken to."""

from __future__ import annotations

import random
from pathlib import Path

from storyboard.compiler.pipeline import compile_story
from storyboard.config import Config
from storyboard.ledger import HostPlace, Ledger, LedgerTrouble, open_ledger
from storyboard.ledger.records import Caps, Reserved
from storyboard.production.plan import lockfile
from storyboard.source import DiskFiles

HOST = HostPlace("api.segmind.com")


class Buyer:
    """Whoever buys clips of a project; between two purchases the books may stay open, and their owner alive."""

    def __init__(self, root: Path, chance: random.Random) -> None:
        self.root, self.random = root, chance
        self.ledger: Ledger | None = None
        self.jobs = 0

    def buy(self, story: str, most: int | None = None) -> str:
        """What became of the purchase of a clip, which ends after some steps, anywhere where none is said."""
        requests = compile_story(DiskFiles(self.root), story, Config()).requests
        if not requests:
            return f"{story} has nothing to buy"
        try:
            ledger = self.ledger = self.ledger or open_ledger(self.root / ".storyc", place=HOST)
            reserved = ledger.reserve(requests[0], 5, Caps())
            if not isinstance(reserved, Reserved):
                return f"{story} was bought before"
            attempt = reserved.attempt.id
            self.jobs += 1
            steps = (
                lambda: ledger.begin_send(attempt),
                lambda: ledger.accepted(attempt, f"{self.jobs:032x}"),
                lambda: ledger.stored(attempt, "0" * 64, 9),
                lambda: ledger.recorded(attempt, self.random.choice((1, 1_250_000, 9_000_000)), 60.0),
                lambda: ledger.published(attempt, "build/a.mp4"),
            )
            count = self.random.randint(0, len(steps)) if most is None else most
            for step in steps[:count]:
                step()
            known = ledger.attempt(attempt)
            if known is not None and count >= 2 and self.random.random() < 0.5:
                entry = lockfile.entry(known, ledger=ledger.id, generation=ledger.generation(), price=known.price)
                lockfile.write(self.root, lockfile.merged(lockfile.read(self.root), [entry], requests))
            if self.random.random() < 0.7:
                self.leave()
        except (LedgerTrouble, lockfile.LockTrouble) as trouble:
            return str(trouble)
        return f"{story} is {known.state if known is not None else 'gone'}"

    def leave(self) -> str:
        """Close the books."""
        if self.ledger is not None:
            self.ledger.close()
            self.ledger = None
        return ""
