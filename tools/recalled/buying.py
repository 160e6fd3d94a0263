"""Purchases of a project that is asked about, as its ledger and its lock file have them; no host is spoken to."""

from __future__ import annotations

import random
from contextlib import nullcontext
from pathlib import Path

from storyboard.compiler.pipeline import Options, compile_story
from storyboard.config import Config
from storyboard.ledger import HostPlace, Ledger, LedgerTrouble, open_ledger
from storyboard.ledger.records import Caps, Reserved
from storyboard.production.build import films
from storyboard.production.files import paths
from storyboard.production.files.bought import publish
from storyboard.production.files.drawn import of_film
from storyboard.production.files.manifest import FileConflict, Manifest, prepare, write_part
from storyboard.production.plan import lockfile
from storyboard.production.records import BuildSettings, FilmOrder
from storyboard.production.run.joined import film_key
from storyboard.production.work import Work, works
from storyboard.source import DiskFiles
from storyboard.store import Store, StoreTrouble, open_store

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
                entry = lockfile.entry(known, ledger=ledger.id, price=known.price)
                lockfile.write(self.root, lockfile.merged(lockfile.read(self.root), [entry], requests))
            if self.random.random() < 0.7:
                self.leave()
        except (LedgerTrouble, lockfile.LockTrouble) as trouble:
            return str(trouble)
        return f"{story} is {known.state if known is not None else 'gone'}"

    def build(self, story: str) -> str:
        """Lay down what a paid build of a story of one clip leaves, of bytes that play nowhere: nobody looks into them.

        The tool has no host, and a clip that is measured is not measured again.
        """
        files, config, options = DiskFiles(self.root), Config(), Options()
        settings = BuildSettings(self.root, self.root / "build", 1)
        try:
            ledger = self.ledger = self.ledger or open_ledger(prepare(self.root), place=HOST)
            store = open_store(self.root / ".storyc" / "store", ledger.owner, ledger.alive)
            mine = Manifest(self.root)
            for film in films(files, compile_story(files, story, config, options), config, options):
                for work in works(film, settings, files):
                    self._lay(film, work, ledger, store, mine)
            mine.save()
            self.leave()
        except (LedgerTrouble, StoreTrouble, FileConflict, lockfile.LockTrouble) as trouble:
            return str(trouble)
        return f"{story} is built"

    def _lay(self, film: FilmOrder, work: Work, ledger: Ledger, store: Store, mine: Manifest) -> None:
        request = work.requests[0]
        held = ledger.reserve(request, 5, Caps())
        if not isinstance(held, Reserved):
            return
        into = store.receive()
        into.write(request.sha256.encode())
        blob = store.keep(into)
        id = held.attempt.id
        self.jobs += 1
        ledger.begin_send(id)
        ledger.accepted(id, f"{self.jobs:032x}")
        ledger.stored(id, blob.sha256, blob.size)
        ledger.recorded(id, request.price, 60.0)
        ledger.measured(id, ())
        video, beside = paths.paid(work.base), paths.record(work.base)
        ledger.published(id, paths.from_root(self.root, video))
        attempt, kept = ledger.attempt(id), store.path(blob.sha256)
        assert attempt is not None
        assert kept is not None
        publish(kept, video, beside, request, attempt, 5000, request.price, lambda: nullcontext(mine))
        base = paths.film_base(self.root / "build", film.story, film.variant)
        record = of_film(
            film, key=film_key([blob.sha256]), digest=blob.sha256, ms=5000,
            clips=[(paths.from_root(self.root, video), blob.sha256)], encoded=[],
        )  # fmt: skip
        texts = [(write_part(path, data), path) for path, data in (*work.texts, (paths.record(base), record))]
        mine.replace([(write_part(paths.paid(base), kept.read_bytes()), paths.paid(base)), *texts])
        entry = lockfile.entry(attempt, ledger=ledger.id, price=request.price)
        lockfile.write(self.root, lockfile.merged(lockfile.read(self.root), [entry], [request]))

    def leave(self) -> str:
        """Close the books."""
        if self.ledger is not None:
            self.ledger.close()
            self.ledger = None
        return ""
