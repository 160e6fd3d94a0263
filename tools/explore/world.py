"""The world of an exploration: what a state is, and the one machine room in which every state is played.

A state is a frozen value. To go on from it, its ledgers are laid into SQLite databases in memory, and its living owners
hold their locks; after a step the world is read off again.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

import msgspec

from storyboard.compiler.request import Request
from storyboard.ledger import HostPlace, owners, schema
from storyboard.ledger.audit import audit
from storyboard.ledger.books import Books
from storyboard.ledger.migrations import migrate
from storyboard.ledger.opening import FILE
from storyboard.ledger.sqlite import FolderDatabase
from storyboard.production.plan.lockfile import Lock
from storyboard.production.purchase.actions import Action
from storyboard.production.purchase.records import EndCause, Phase, PurchaseOutcome
from storyboard.production.purchase.state import ClipPurchase
from storyboard.profiles import DEFAULT, load
from storyboard.profiles.body import filled
from storyboard.records.clip import ClipRef
from storyboard.records.lock import LockEntry
from storyboard.system.oslock import take
from tools.explore.journal import Records

T = TypeVar("T")
PRICE = 100
SECONDS = 5  # of a clip
SPENT: Literal["SPENT"] = "SPENT"
_PROFILE = DEFAULT
HOST = _PROFILE.rpartition("@")[2]
CLIP, PUBLISH = "clip", "publish"  # the names of the tasks after consent
PLACE = HostPlace("host.example")
_EPOCH = datetime(2026, 1, 10, 12, tzinfo=UTC)
# What says how an attempt stands; the rest follows from it, or is the same in every order.
_COLUMNS = "id, run, owner, state, price, held, spent, created, sent, request_id, sha256, path, note, counts, look"
_ROWS = f"SELECT {_COLUMNS} FROM attempt ORDER BY id"
_ATTEMPTS = "SELECT id, op, run, state, request_id, price, sent FROM attempt ORDER BY id"
_ABOUT = "SELECT key, value FROM about ORDER BY key"
_CAPS = "SELECT scope, lim, used FROM cap WHERE used > 0 ORDER BY scope"
# Small pages: a ledger is copied at each step.
_SETUP = ("PRAGMA page_size=512", "PRAGMA foreign_keys=1", "BEGIN")

Entries = tuple[LockEntry, ...]  # of a lock file


class Row(NamedTuple):
    """An attempt as far as promises speak of it; one that has no `run` was taken up."""

    id: str
    op: str
    run: str
    state: str
    request_id: str | None
    price: int
    sent: str | None


class Job(msgspec.Struct, frozen=True):
    """A job of the host: whose send it is (None: of nobody here), when it was made and is shown, and what it costs.

    `knew` are the jobs that the history had shown its sender's run, or could have. A job is `forgotten` where the
    ledger that knew it is lost. One that is SPENT has failed, and was charged all the same.
    """

    id: str
    op: str
    builder: int | None
    machine: int
    made: int
    shown: int
    cost: int
    state: Literal["running", "COMPLETED", "FAILED", "SPENT"] = "running"
    knew: tuple[str, ...] = ()
    forgotten: bool = False


class Task(msgspec.Struct, frozen=True):
    """A step of a builder that is under way: `purchase` and `action` are those of a clip, None before there are clips.

    `over` is whether the run has heard of its end; before, it waits before a call, or to be heard where it has an
    `outcome`. It `began` its action at a tick, and has `told` the run the phases of its way. A clip without a purchase
    has not been let in yet.
    """

    name: str
    over: bool = False
    began: int = 0
    told: tuple[Phase, ...] = ()
    journal: Records = ()
    purchase: ClipPurchase | None = None
    action: Action | None = None
    incoming: str | None = None
    outcome: PurchaseOutcome | None = None

    @property
    def waits(self) -> bool:
        """Whether it waits before a call."""
        return not self.over and self.outcome is None and (self.name != CLIP or self.purchase is not None)


class Builder(msgspec.Struct, frozen=True):
    """One storyc: its machine, how often it was started, and what it is at; `owner` is empty while it does not run.

    `knew` are the jobs that the history had when it looked, or at first when it began. `looked` is the tick of its look
    before the first send, and `seen` what this has shown of each operation. `lock` is the lock file as it was read,
    and `dear` are the attempts that had cost more than their price before its first send. `mark` is what tells its
    tasks from others.
    """

    machine: int
    runs: int = 0
    owner: str = ""
    tasks: tuple[Task, ...] = ()
    results: Records = ()
    stopped: bool = False
    closed: tuple[EndCause, str] = ("", "")
    knew: tuple[str, ...] = ()
    looked: int = -1
    seen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    lock: Entries = ()
    dear: tuple[str, ...] = ()
    mark: bytes = b""

    @property
    def may_write(self) -> bool:
        """Whether it is at clips, when the lock file is written."""
        return any(task.name in (CLIP, PUBLISH) for task in self.tasks)


class Copy(msgspec.Struct, frozen=True):
    """A copy of a ledger: its bytes, its rows, and how many jobs there were."""

    ledger: bytes
    rows: str
    jobs: int


class State(msgspec.Struct, frozen=True):
    """All that is: ledgers, the host's jobs, clips on each disk, the hour, who lives, and what may still go wrong."""

    ledgers: tuple[bytes, ...]
    rows: tuple[str, ...]
    jobs: tuple[Job, ...]
    disks: tuple[frozenset[str], ...]
    locks: tuple[Entries, ...]
    tick: int
    builders: tuple[Builder, ...]
    crashes: int
    faults: int
    losses: int = 0
    copies: int = 0
    carries: int = 0
    copy: Copy | None = None

    @property
    def is_quiet(self) -> bool:
        """Whether nobody works."""
        return not any(builder.tasks for builder in self.builders)

    def key(self) -> bytes:
        """What tells this state from others, in eight bytes."""
        builders = tuple(
            (builder.runs, builder.owner, builder.stopped, builder.closed, builder.knew, builder.looked, builder.mark)
            for builder in self.builders
        )
        copy = self.copy and (self.copy.rows, self.copy.jobs)
        return _digest(
            (self.facts(), self.tick, builders, self.crashes, self.faults, self.losses, self.copies, self.carries, copy)
        )

    def history(self) -> tuple[Job, ...]:
        """The jobs that the host's history shows by now."""
        return tuple(job for job in self.jobs if self.tick >= job.shown)

    def facts(self) -> tuple[Any, ...]:
        """What lies in the ledgers, at the host and on the disks."""
        return self.rows, self.jobs, tuple(tuple(sorted(disk)) for disk in self.disks), self.locks


def marked(builder: Builder) -> Builder:
    """The builder with the mark of its tasks, which is made once and not for each state that it is in."""
    tasks = tuple(
        (
            task.name, task.over, task.began, task.told, task.journal, task.incoming, task.action, task.outcome,
            _purchase_key(task.purchase) if task.purchase is not None else (),
        )
        for task in builder.tasks
    )  # fmt: skip
    return msgspec.structs.replace(
        builder, mark=_digest((tasks, builder.results, builder.seen, builder.lock, builder.dear))
    )


def _digest(parts: object) -> bytes:
    return hashlib.blake2b(repr(parts).encode(), digest_size=8).digest()


def _purchase_key(purchase: ClipPurchase) -> tuple[Any, ...]:
    return tuple(getattr(purchase, name) for name in purchase.__struct_fields__ if name not in ("order", "polling"))


def replaced(values: tuple[T, ...], place: int, value: T) -> tuple[T, ...]:
    """The values with another one at a place."""
    return (*values[:place], value, *values[place + 1 :])


def moment(tick: int) -> datetime:
    """The time of a tick: seconds after an hour at which no day ends."""
    return _EPOCH + timedelta(seconds=tick)


def entries_of(lock: Lock) -> Entries:
    """The blocks of a lock file in their order."""
    return tuple(lock.blocks[name] for name in sorted(lock.blocks))


def tick_of(at: datetime) -> int:
    """The tick of a moment."""
    return round((at - _EPOCH).total_seconds())


@cache
def request(clip: int, seed: int = 7) -> Request:
    """A request for a clip that has no story."""
    name = f"{clip}/{seed}"
    profile = load(_PROFILE, None)
    size = next(iter(profile.size.allowed))
    values = {"prompt": name, "seed": seed, "size": size, "duration": SECONDS}
    return Request(
        story="a.story",
        clip=ClipRef(clip, "", f"clip-{clip}"),
        variant="",
        take=1,
        profile=_PROFILE,
        fields=filled(profile, values, ()),
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        shots=(),
        price=PRICE,
        path="a.story",
        line=1,
        prompt=name,
        seconds=SECONDS,
        size=size,
        seed=seed,
        route=profile.route_of(size),
    )


class Room:
    """The place in which states are played: a folder for locks, and a database in memory for each machine."""

    def __init__(self, folder: Path, machines: int) -> None:
        self.tick = 0
        self._dbs = [_empty() for _ in range(machines)]
        self._laid = [db.serialize() for db in self._dbs]
        self.empty = tuple(self._laid)
        self.anew = tuple(_empty().serialize() for _ in range(machines))  # ledgers of another name
        self._changes = [db.total_changes for db in self._dbs]
        self._folders = [folder / str(machine) for machine in range(machines)]
        for place in self._folders:
            (place / owners.FOLDER).mkdir(parents=True)
            (place / FILE).touch()  # whose presence the ledger looks for
        self._alive: dict[tuple[int, str], int] = {}
        self._books: dict[tuple[int, str], Books] = {}
        self._databases: dict[tuple[int, str], FolderDatabase] = {}
        self.names: Callable[[], str] = str  # how the next attempt is called

    def lay(self, state: State) -> None:
        """Make the ledgers and the owners those of a state."""
        self.tick = state.tick
        for machine, data in enumerate(state.ledgers):
            if self._laid[machine] is not data:
                # Another connection each time: one that has used virtual tables does not survive a second deserialize.
                self._dbs[machine].close()
                self._dbs[machine] = _opened(data)
                self._changes[machine] = 0
                self._laid[machine] = data
        wanted = {(builder.machine, builder.owner) for builder in state.builders if builder.owner}
        for gone in self._alive.keys() - wanted:
            self.bury(*gone)
        for owner in wanted - self._alive.keys():
            self.live(*owner)

    def live(self, machine: int, owner: str) -> None:
        """Let an owner live: its lock is held."""
        path = self._folders[machine] / owners.FOLDER / owner
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        assert take(handle)
        self._alive[machine, owner] = handle

    def bury(self, machine: int, owner: str) -> None:
        """Let an owner be dead: its lock is free, and its file remains."""
        os.close(self._alive.pop((machine, owner)))

    def leave(self, machine: int, owner: str) -> None:
        """Let an owner end in peace: nothing of it remains."""
        self.bury(machine, owner)
        with suppress(FileNotFoundError):
            (self._folders[machine] / owners.FOLDER / owner).unlink()

    def books(self, machine: int, owner: str) -> Books:
        """The ledger of a machine in the hands of an owner."""
        books = self._books.get((machine, owner))
        if books is None:
            database = self._databases[machine, owner] = FolderDatabase(
                self._folders[machine], self._dbs[machine], owner, 0
            )
            books = self._books[machine, owner] = Books(
                database, PLACE, f"run-{owner}", self._name, lambda: moment(self.tick)
            )
        # Opened once, laid out often; and where a ledger was lost the books are others.
        db = self._databases[machine, owner].db = self._dbs[machine]
        books.id = books._about(db, "id") or ""  # pyright: ignore[reportPrivateUsage]
        return books

    def _name(self) -> str:
        return self.names()

    def read(self, state: State) -> State:
        """The state with the ledgers as they are now."""
        ledgers, rows = list(state.ledgers), list(state.rows)
        for machine, db in enumerate(self._dbs):
            if db.total_changes != self._changes[machine]:
                self._changes[machine] = db.total_changes
                self._laid[machine] = ledgers[machine] = db.serialize()
                rows[machine] = repr([db.execute(query).fetchall() for query in (_ROWS, _CAPS, _ABOUT)])
        return msgspec.structs.replace(state, ledgers=tuple(ledgers), rows=tuple(rows), tick=self.tick)

    def audit(self, machine: int) -> list[str]:
        """What does not agree in the ledger of a machine."""
        return audit(FolderDatabase(self._folders[machine], self._dbs[machine]))

    def attempts(self, machine: int) -> list[Row]:
        """The attempts in the ledger of a machine."""
        return [Row(*row) for row in self._dbs[machine].execute(_ATTEMPTS)]


def _opened(data: bytes) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    db.deserialize(data)
    db.execute("PRAGMA foreign_keys=1")
    return db


def _empty() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    for statement in _SETUP:
        db.execute(statement)
    migrate(db, 0)
    db.execute(f"PRAGMA application_id={schema.APPLICATION}")
    db.execute("COMMIT")
    return db
