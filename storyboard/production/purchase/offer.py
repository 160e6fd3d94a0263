"""What a paid build would spend: its projects with their books open. Nothing is said here, and nothing is sent."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec

from storyboard.config import Config, HostSettings
from storyboard.diagnostics import UserError
from storyboard.ledger import has_books
from storyboard.ledger.records import Attempt, Caps, HostPlace, Ledger, LedgerTrouble, Standing
from storyboard.production import plan
from storyboard.production.files.bought import sounds
from storyboard.production.files.manifest import FileConflict, prepare
from storyboard.production.plan import lineage, lockfile
from storyboard.production.plan.lineage import Origins
from storyboard.production.plan.lockfile import Entry, Lock
from storyboard.production.purchase.adopting import adopt
from storyboard.production.purchase.ordering import asked_for, examiner, paced, patience, shortened
from storyboard.production.purchase.places import Addresses, open_or_read, store_of, turns
from storyboard.production.purchase.provenance import in_the_way
from storyboard.production.purchase.records import (
    PATIENTLY,
    Baseline,
    Polling,
    PurchaseContext,
    SeenCosts,
    WaitTerms,
)
from storyboard.production.records import FilmOrder
from storyboard.profiles import Profile, host_of, hosts, load
from storyboard.profiles.hosts import Retention
from storyboard.providers import Provider
from storyboard.records.parts import ConsentRecord
from storyboard.source import Files
from storyboard.store.records import Store, StoreTrouble
from storyboard.system.addresses import shown
from storyboard.system.mounts import network_kind


class OfferError(UserError):
    """The books, the settings or the profiles cannot be used to spend money; the text says why."""


class Consent(msgspec.Struct, frozen=True):
    """What was agreed to: `most` is the cap of the run in micro-dollars, None where none was named.

    `planned` is whether a saved plan is consent, `part` whether this run is a shard of it, `locked` whether every clip
    must be in the lock file. `blind` is whether to buy without a look into the host's history, `take_up` names jobs of
    it that are clips of this run, whatever it hides.
    """

    yes: bool = False
    planned: bool = False
    part: bool = False
    most: int | None = None
    locked: bool = False
    blind: bool = False
    take_up: tuple[str, ...] = ()


class Objection(msgspec.Struct, frozen=True):
    """What is in the way of a run: phrases of one kind, what to do about each, and what to do about all of them."""

    kind: Literal["usage", "key", "cap", "out of date", "host"]
    phrases: tuple[str, ...]
    help: str = ""
    advice: str = ""


class Notice(msgspec.Struct, frozen=True):
    """What is worth knowing and in nobody's way; a warning where it `warns`."""

    text: str
    warns: bool = True


class HostAccess(msgspec.Struct, frozen=True):
    """How the host of a run is reached, as a configuration wants it; `place` is where its jobs run.

    `open` is the provider, which raises NoKey, `kept` how long it keeps what it made, `usual` the seconds that a
    generation takes, and `pace` those that an emulator has told of itself.
    """

    place: Callable[[Config], HostPlace]
    open: Callable[[Config], Provider]
    kept: Callable[[Config], Retention]
    usual: Callable[[Config], float]
    pace: Callable[[Config], float | None] = lambda config: None


class ProjectBooks(msgspec.Struct):
    """One project with its books open: its films, its plan, and what runs that died have left in the ledger.

    `baseline` is what the host had before this run, `again` the operations whose clip was paid for there and is gone.
    `chosen` are the jobs that a user takes as they are, whatever file the lock file names.
    `adopted` says which clips were found where they belong, and are in the books now. `beside` are the other ledgers of
    the run, by the roots of the projects that they are of. `quotes` is what the host has said that clips would cost.
    `barred` is why the ledger may only be read, empty where it may be written. A run that does not buy means only what
    was sent.
    """

    root: Path
    files: Files
    config: Config
    films: Sequence[FilmOrder]
    ledger: Ledger
    store: Store
    lock: Lock
    addresses: Addresses
    rehearsal: bool
    kept: Retention
    usual: float
    pace: float | None = None
    rows: tuple[plan.PlanRow, ...] = ()
    left: tuple[Attempt, ...] = ()
    provider: Provider | None = None
    baseline: Baseline = Baseline()
    again: frozenset[str] = frozenset()
    chosen: frozenset[str] = frozenset()
    adopted: tuple[str, ...] = ()
    beside: dict[Path, Ledger] = {}
    quotes: dict[plan.Priced, int] = {}
    barred: str = ""
    buys: bool = True

    def read(self) -> None:
        """Read from the ledger how each request stands."""
        requests = [request for film in self.films for request in film.requests]
        lengths = plan.lengths(requests)
        rows = plan.rows(requests, lengths, self.ledger, self.lock, files=self.files, rehearsal=self.rehearsal)
        self.rows = tuple(plan.dearer(row, self.quotes) for row in rows if self.buys or plan.is_sent(row))

    def read_less(self) -> None:
        """Read it anew, and stay with what was read before of each request that would be bought only by now."""
        before = {row.request.sha256: row for row in self.rows}
        meant = self.bought
        self.read()
        self.rows = tuple(
            before[row.request.sha256] if row.state in plan.BOUGHT and row.request.sha256 not in meant else row
            for row in self.rows
        )

    @property
    def planned(self) -> plan.ProjectPlan:
        """The project's part of the plan."""
        return plan.ProjectPlan(self.rows, self.files, rehearsal=self.rehearsal, ledger=str(self.addresses.ledger))

    @property
    def total(self) -> int:
        """What would be spent, in micro-dollars."""
        return plan.total(self.rows)

    @property
    def bought(self) -> frozenset[str]:
        """The operations that would be bought."""
        return frozenset(row.request.sha256 for row in self.rows if row.state in plan.BOUGHT)

    @property
    def paid_before(self) -> frozenset[str]:
        """The operations that would be bought although they were paid for once, here or at the host."""
        return self.again | {row.request.sha256 for row in self.rows if row.lost}

    @property
    def prices(self) -> dict[str, int]:
        """What was shown as the price of each operation, in micro-dollars."""
        return {row.request.sha256: row.request.price for row in self.rows}

    @property
    def made_by_host(self) -> int:
        """How many clips the host makes, or is to make."""
        return len({row.request.sha256 for row in self.rows if row.state != "cached"})

    @property
    def entries(self) -> dict[str, Entry]:
        """What the lock file says of operations."""
        entries = {row.request.sha256: row.entry for row in self.rows if row.entry is not None}
        return {op: lineage.freed(item) if item.request_id in self.chosen else item for op, item in entries.items()}

    @property
    def origins(self) -> Origins:
        """Which sends have begun the jobs that the lock file names."""
        return lineage.origins(self.lock, self.ledger)

    @property
    def read_only(self) -> bool:
        """Whether the ledger may only be read: it has no owner then."""
        return not self.ledger.owner

    def asks(self) -> bool:
        """Whether the host must be spoken to."""
        left = any(attempt.state != "recorded" for attempt in self.left)
        return left or any(row.state != "cached" or self._is_gone(row.attempt) for row in self.rows)

    def _is_gone(self, attempt: Standing | None) -> bool:
        """Whether a clip that was bought is not in the store, nor could be taken back, or lies nowhere whole."""
        if attempt is None or attempt.sha256 is None:
            return False
        if not self.store.has(attempt.sha256):
            return True
        placed = attempt.path is not None and (self.root / attempt.path).is_file()
        return not placed and self.store.path(attempt.sha256) is None

    def typical(self) -> float | None:
        """The seconds that a generation takes as a rule. Raises OfferError."""
        with worded():
            return plan.typical(self.rows, self.ledger, self.files)

    def part(self) -> plan.ProjectPlan:
        """The project's part of the plan, with how long it takes. Raises OfferError."""
        return msgspec.structs.replace(self.planned, typical=self.typical())

    def context(
        self, caps: Caps, agreed: ConsentRecord | None, costs: SeenCosts, waiting: WaitTerms = PATIENTLY
    ) -> PurchaseContext:  # fmt: skip
        """What the build of this project works with. Raises OfferError and HostError."""
        settings = self._settings()
        with worded():
            if waiting.jobs != "patiently":
                costs.proven |= plan.kept_to(self.rows, self.ledger, self.files)
            known = [self.ledger.typical(profile) for profile in {row.request.profile for row in self.rows}]
            past = min((time for time in known if time is not None), default=0.0)
        return PurchaseContext(
            ledger=self.ledger,
            store=self.store,
            provider=self.provider,
            caps=caps,
            model=partial(asked_for, files=self.files),
            sounds=sounds(self.films, self.files),
            examine=examiner(self.files),
            keeping=turns(self.addresses.store),
            polling=shortened(paced(self._polling(past), settings, self.pace), waiting),
            baseline=self.baseline,
            origins=self.origins,
            consent=agreed,
            trusted=frozenset(self.config.trust_prices),
            in_flight=hosts.host(self.config.provider).limits.slots or settings.in_flight,
            costs=costs,
        )

    def _polling(self, past: float) -> Polling:
        # Half of what is usual: a question before that would only count against the host's limit.
        most = patience(self._settings(), self._profiles(), self.usual)
        return Polling(lead=past / 2, kept=self.kept.record, patience=most)

    def _settings(self) -> HostSettings:
        return self.config.host.get(self.config.provider, HostSettings())

    def _profiles(self) -> list[Profile]:
        return [load(name, self.files) for name in {row.request.profile for row in self.rows}]


def open_books(
    root: Path, files: Files, config: Config, films: Sequence[FilmOrder], addresses: Addresses, out: Path,
    access: HostAccess, stack: ExitStack, run: str, others: Sequence[ProjectBooks] = (), *, buys: bool = True,
) -> ProjectBooks:  # fmt: skip
    """The books of one project, open until the stack ends; what dead runs left is taken over.

    `out` is the folder that is built into, `run` the id of the run, which is one for all its projects. `others` are the
    books of that run which are open already: who shares a ledger with them owns what they own. Another owner would wait
    for ever for a job that they could not finish.

    Raises LockTrouble, and OfferError where the books cannot be used.
    """
    lock = lockfile.read(addresses.lock)
    with worded():
        prepare(root)
        here = access.place(config)
        sharing = [
            other for other in others if (other.addresses.ledger, other.ledger.place) == (addresses.ledger, here)
        ]
        if sharing:
            ledger, barred = sharing[0].ledger, sharing[0].barred
        else:
            ledger, barred = open_or_read(addresses, here, run, lock)
        stack.callback(ledger.close)
        stray = in_the_way(ledger, films, out, root)
        if stray:
            raise OfferError(stray)
        store = store_of(addresses, ledger)
        store.sweep()
        books = ProjectBooks(
            root, files, config, films, ledger, store, lock, addresses, here.rehearsal, access.kept(config),
            access.usual(config), access.pace(config), barred=barred, buys=buys,
        )  # fmt: skip
        for other in others:
            if other.ledger is not ledger:
                other.beside[root], books.beside[other.root] = ledger, other.ledger
        if books.read_only:
            books.read()
            return books
        # A ledger inside the project is of that one alone; a copy of it would look into the project it was copied from.
        if not (isinstance(addresses.ledger, Path) and addresses.ledger.is_relative_to(root)):
            ledger.serve(str(root))
        # Two hosts may share an address, as all do in a rehearsal: each is asked about its own models alone.
        # What is unknown has no owner, and is asked for by all.
        taken = {item.id for other in sharing for item in other.left if item.state != "unknown"}
        left = (item for item in ledger.adopt() if item.id not in taken)
        books.left = tuple(item for item in left if host_of(item.profile) == config.provider)
        books.read()
        books.adopted = adopt(root, out, films, books.rows, ledger, store)
        if books.adopted:
            books.read()
    return books


def check_addresses(addresses: Addresses, *, fresh: bool) -> None:
    """Raises OfferError where no ledger may lie: in a folder of a network, or in a new one unless that is `fresh`."""
    for folder in (addresses.ledger, addresses.store):
        if isinstance(folder, Path) and (kind := network_kind(folder)) is not None:
            raise OfferError(f"`{folder}` lies on `{kind}`, a network's file system: name a local folder by `--store`")
    with worded():
        lacking = not fresh and not has_books(addresses.ledger)
    if lacking:
        raise OfferError(
            f"there is no ledger in `{shown(addresses.ledger)}`, and what a CI runner pays for is forgotten with it: "
            "keep that folder from run to run, or say `--new-store`"
        )


def check_host(films: Sequence[FilmOrder], host: str) -> None:
    """Raises OfferError where a story is not for the provider's host."""
    for film in films:
        for request in film.requests[:1]:
            if host_of(request.profile) != host:
                theirs = host_of(request.profile)
                raise OfferError(
                    f"`{film.story}` is made for `{request.profile}`, which `{host}` does not have: build it by "
                    f"itself, with `--provider {theirs}`"
                )


@contextmanager
def worded() -> Generator[None]:
    """Raises OfferError for books, stores and folders that fail."""
    try:
        yield
    except (LedgerTrouble, StoreTrouble, FileConflict) as trouble:
        raise OfferError(str(trouble)) from trouble
