"""The ledger of one machine: a SQLite database, each change one durable transaction."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from storyboard.compiler.request import Request
from storyboard.ledger import chain, owners, schema
from storyboard.ledger.changes import Changes
from storyboard.ledger.opening import FILE, open_to_read, open_to_write, worded
from storyboard.ledger.records import (
    Attempt,
    Caps,
    HostPlace,
    LedgerTrouble,
    NoRoom,
    PriorLook,
    Reserved,
    State,
    Taken,
)
from storyboard.ledger.rows import attempt_of, consent_of, looked, moment, scopes, values_of
from storyboard.ledger.steps import BY_HAND, ENDED, INHERITED, KEPT, MEASURED, NOT_SENT, UNTOLD, off_spec_said
from storyboard.recall import witness
from storyboard.records.parts import ConsentRecord, OffSpec

_MOST = 2**62  # beyond any sum of money, within SQLite's integers


def open_books(
    folder: Path, place: HostPlace, run: str, name: Callable[[], str], now: Callable[[], datetime]
) -> Books:  # fmt: skip
    """The ledger of a folder with a new owner. Raises LedgerTrouble."""
    db = open_to_write(folder)
    try:
        with worded(folder / FILE):
            owner, handle = owners.become(folder / owners.FOLDER, name)
    except BaseException:
        db.close()
        raise
    return Books(folder, db, place, run, name, now, owner, handle)


def read_books(
    folder: Path, place: HostPlace | None, name: Callable[[], str], now: Callable[[], datetime]
) -> Books | None:  # fmt: skip
    """The ledger of a folder to be read, None where there is none. Raises LedgerTrouble."""
    db = open_to_read(folder)
    return None if db is None else Books(folder, db, place, "", name, now, "", None)


class Books(Changes):
    """A Ledger: one connection, which the threads of a process share one after the other."""

    def __init__(
        self,
        folder: Path, db: sqlite3.Connection, place: HostPlace | None, run: str, name: Callable[[], str],
        now: Callable[[], datetime], owner: str, handle: int | None,
    ) -> None:  # fmt: skip
        """Take over an open database; `handle` holds the owner's lock, None where the books are only read."""
        super().__init__(folder / FILE, db, place)
        self.owner = owner
        self.run = run
        self._owners = folder / owners.FOLDER
        self._name = name
        self._now = now
        self._handle = handle
        with worded(self.file):
            self._opened = os.stat(self.file)

    def room(self, money: int, clips: int, caps: Caps) -> NoRoom | None:
        """The first cap that this much more would pass, or None."""
        with self._reading() as db:
            for kind, scope in scopes(self.run, self._stamp(), self.place.rehearsal):
                limit: int | None = getattr(caps, kind)
                more = clips if kind == "clips" else money
                row = db.execute(schema.USED, {"scope": scope}).fetchone()
                used: int = row[0] if row else 0
                if limit is not None and used + more > limit:
                    return NoRoom(kind, limit, used, more)
        return None

    def reserve(
        self, request: Request, seconds: int, caps: Caps, consent: ConsentRecord | None = None
    ) -> Reserved | Taken | NoRoom:  # fmt: skip
        """Hold the price of a request, unless it has a live attempt or a cap has no room."""
        if request.price <= 0:
            raise LedgerTrouble(f"the request of clip {request.clip.index} has no price, which a cap could count")
        created = self._stamp()
        values = values_of(request, seconds, created) | self._mine()
        values["consent"] = consent_of(consent)
        with self._changing() as db:
            live = [attempt_of(row) for row in db.execute(schema.LIVE_OF_OP, values)]
            self._trust(db, [request.sha256], live)
            if live:
                return Taken(live[0])
            for kind, scope in scopes(self.run, created, self.place.rehearsal):
                limit: int | None = getattr(caps, kind)
                more = 1 if kind == "clips" else request.price
                db.execute(schema.COUNTER, {"scope": scope})
                taken = db.execute(
                    schema.TAKE, {"scope": scope, "more": more, "lim": None if limit is None else min(limit, _MOST)}
                )
                if not taken.rowcount:
                    used: int = db.execute(schema.USED, {"scope": scope}).fetchone()[0]
                    db.execute("ROLLBACK")
                    assert limit is not None
                    return NoRoom(kind, limit, used, more)
            event = chain.event(values["id"], 1, "", "reserved", created, "", (request.price, request.price, 0), values)
            db.execute(schema.INSERT, values | {"head": event["hash"], "counts": 1})
            db.execute(schema.EVENT, event)
            return Reserved(attempt_of(db.execute(schema.LIVE_OF_OP, values).fetchone()))

    def learn(
        self, request: Request, seconds: int, request_id: str, *,
        sent: datetime | None = None, paid: datetime | None = None, over: str = "",
    ) -> Reserved | Taken:  # fmt: skip
        """Write down a job that other books have paid for: it costs nothing here, unless `paid`."""
        created = self._stamp() if paid is None else moment(paid)
        price, note = (0, "paid elsewhere") if paid is None else (request.price, "paid for before")
        values = values_of(msgspec.structs.replace(request, price=price), seconds, created) | self._mine()
        values |= {} if paid is None else {"run": ""}
        with self._changing() as db:
            row = db.execute(schema.LIVE_OF_OP, values).fetchone()
            if row:
                return Taken(attempt_of(row))
            known = db.execute(schema.LIVE_AS, self._scope | {"request_id": request_id}).fetchone()
            if known:
                raise LedgerTrouble(f"request `{request_id}` belongs to attempt `{known[0]}` already")
            counts = int(paid is not None)
            event = chain.event(values["id"], 1, "", "reserved", created, note, (price, price, 0), values)
            db.execute(schema.INSERT, values | {"head": event["hash"], "counts": counts, "consent": None})
            db.execute(schema.EVENT, event)
            for kind, scope in scopes("", created, self.place.rehearsal) if counts else ():
                db.execute(schema.COUNTER, {"scope": scope})
                db.execute(schema.MOVE, {"scope": scope, "more": counts if kind == "clips" else price})
            at = paid or sent
            self._step(db, values["id"], "sending", sent=moment(at) if at is not None else None)
            self._step(db, values["id"], "accepted", learned=request_id, request_id=request_id)
            if over:
                self._step(db, values["id"], "void", why=over, lost=True)
            return Reserved(attempt_of(db.execute(schema.ONE, {"start": values["id"]}).fetchone()))

    def begin_send(self, attempt: str, look: PriorLook | None = None) -> bool:
        """Turn our `reserved` into `sending`; False where it is not ours any more."""
        known = None if look is None else msgspec.json.encode(look).decode("utf-8")
        with self._changing() as db:
            if not db.execute(schema.FENCE, {"id": attempt, "owner": self.owner}).fetchone():
                return False
            self._step(db, attempt, "sending", sent=self._stamp(), look=known)
            return True

    def accepted(self, attempt: str, request_id: str) -> None:
        """Write down the host's name of the job; who learned it is the owner from now on."""
        with self._changing() as db:
            self._accept(db, attempt, request_id)

    def _accept(self, db: sqlite3.Connection, attempt: str, request_id: str) -> None:
        row = self._row(db, attempt)
        where = {"place": row["place"], "rehearsal": row["rehearsal"], "request_id": request_id}
        known = db.execute(schema.KNOWN_AS, where).fetchone()
        if known and known[0] != attempt:
            raise LedgerTrouble(f"request `{request_id}` belongs to attempt `{known[0]}` already")
        self._step(db, attempt, "accepted", learned=request_id, owner=self.owner, request_id=request_id)

    def stored(self, attempt: str, sha256: str, size: int, off_spec: tuple[OffSpec, ...] | None = None) -> None:
        """Write down that the clip lies in the store under this hash, and what of it is not as it was ordered."""
        with self._changing() as db:
            self._step(db, attempt, "stored", learned=sha256, sha256=sha256, size=size, **looked(off_spec))

    def measured(self, attempt: str, off_spec: tuple[OffSpec, ...]) -> None:
        """Write down what of a clip that lies in the store is not as it was ordered."""
        with self._changing() as db:
            self._remark(db, attempt, f"{MEASURED}{off_spec_said(off_spec)}", **looked(off_spec))

    def agreed(self, attempt: str) -> None:
        """Write down that a clip is taken as it is."""
        with self._changing() as db:
            self._remark(db, attempt, f"{BY_HAND}taken as it is", agreed=True)

    def reopened(self, attempt: str, why: str) -> None:
        """Make a clip that lies in the store one that the host is asked for again."""
        with self._changing() as db:
            self._step(db, attempt, "accepted", why=why, owner=self.owner, steps=KEPT)

    def charged(self, attempt: str, cost: int, why: str) -> None:
        """Hold what the host has charged for a job that failed."""
        with self._changing() as db:
            self._step(db, attempt, "accepted", why=why, cost=cost, steps=("accepted",))

    def recorded(self, attempt: str, cost: int, took: float | None, *, known: bool = True) -> None:
        """Count what the host charged in place of what was held."""
        with self._changing() as db:
            self._step(db, attempt, "recorded", learned="" if known else UNTOLD, cost=cost, took=took, cost_known=known)

    def brought(
        self, attempt: str, sha256: str, size: int | None, cost: int, off_spec: tuple[OffSpec, ...] | None = None, *,
        request_id: str = "", why: str = "", known: bool = True,
    ) -> None:  # fmt: skip
        """Write down, all or nothing, that the clip of an attempt lies in the store, and what it has cost."""
        with self._changing() as db:
            before: State = self._row(db, attempt)["state"]
            if before == "unknown":
                self._accept(db, attempt, request_id)
            elif before in KEPT:
                self._step(db, attempt, "accepted", why=why, owner=self.owner, steps=KEPT)
            self._step(db, attempt, "stored", learned=sha256, sha256=sha256, size=size, **looked(off_spec))
            self._step(db, attempt, "recorded", learned="" if known else UNTOLD, cost=cost, cost_known=known)

    def renamed(self, attempt: str, request_id: str, cost: int, why: str, *, known: bool = True) -> None:
        """Write down the host's name of the job of a clip that lies in the store, and what that has cost."""
        with self._changing() as db:
            # A chain learns the name of a job that was not known alone.
            self._step(db, attempt, "unknown", why=why, owner="", steps=KEPT)
            self._accept(db, attempt, request_id)
            self._step(db, attempt, "stored", learned=self._row(db, attempt)["sha256"])
            self._step(db, attempt, "recorded", learned="" if known else UNTOLD, cost=cost, cost_known=known)

    def published(self, attempt: str, path: str) -> None:
        """Write down where the clip was put."""
        with self._changing() as db:
            self._step(db, attempt, "published", learned=path, path=path)

    def unknown(self, attempt: str, why: str) -> None:
        """Write down that the outcome of a send is not known; the attempt is nobody's then."""
        with self._changing() as db:
            self._step(db, attempt, "unknown", why=why, owner="")

    def void(self, attempt: str, why: str, *, lost: bool = False) -> None:
        """End an attempt: its hold is freed, or counted as spent where what was paid for is `lost`."""
        with self._changing() as db:
            self._step(db, attempt, "void", why=why, lost=lost)

    def identified(self, attempt: str, request_id: str, cost: int, why: str) -> None:
        """Write down which job it was that was given up for lost, and count what that has cost."""
        with self._changing() as db:
            self._step(db, attempt, "void", why=why, cost=cost, lost=True, steps=("void",), request_id=request_id)

    def serve(self, root: str) -> None:
        """Write down that a project with this root shares these books, unless that is known."""
        if root not in self.roots():
            with self._changing() as db:
                db.execute(schema.SERVE, {"root": root})

    def adopt(self) -> tuple[Attempt, ...]:
        """Take over what dead owners left. What is ours and open now, and all that is unknown."""
        with self._reading() as db:
            self._writable()
            others: list[str] = [row[0] for row in db.execute(schema.OTHERS, self._scope | {"owner": self.owner})]
        for owner in others:
            with worded(self.file), owners.inherited(self._owners, owner) as dead:
                if dead:
                    with self._changing() as db:
                        names = self._scope | {"mine": self.owner, "owner": owner}
                        for id, state in db.execute(schema.LEFT, names).fetchall():
                            self._bury(db, id, state, owner)
                        db.execute(schema.INHERIT, names)
        owners.tidy(self._owners, [self.owner, *others])
        with self._reading() as db:
            return tuple(map(attempt_of, db.execute(schema.OURS, self._scope | {"owner": self.owner})))

    def alive(self, owner: str) -> bool:
        """Whether an owner still runs; a paused one does."""
        if owner != self.owner:
            witness.spoil("no file tells whether another run lives")
        with witness.aside():
            return owners.living(self._owners, owner)

    def claim(self, attempt: str) -> bool:
        """Take over one attempt, as `adopt` would; False where its owner lives. Its state may have changed then."""
        with self._reading() as db:
            self._writable()
            owner: str = self._row(db, attempt)["owner"]
        if owner in (self.owner, ""):
            return True
        with worded(self.file), owners.inherited(self._owners, owner) as dead:
            if not dead:
                return False
            with self._changing() as db:
                row = self._row(db, attempt)
                if row["owner"] == owner:
                    self._bury(db, attempt, row["state"], owner)
                    if row["state"] in INHERITED:
                        db.execute(schema.INHERIT_ONE, {"mine": self.owner, "id": attempt, "owner": owner})
                return row["owner"] in (owner, self.owner, "")

    def close(self) -> None:
        """Give up ownership and close the books; nothing happens where they are closed."""
        with self._lock:
            if self._process == os.getpid():
                self._db.close()
            if self._handle is not None:
                owners.leave(self._owners, self.owner, self._handle)
                self._handle = None

    def _writable(self) -> None:
        if self._handle is None:
            raise LedgerTrouble(f"the ledger `{self.file}` is open only for reading")

    @contextmanager
    def _changing(self) -> Generator[sqlite3.Connection]:
        with self._reading() as db:
            self._writable()
            self._check_place()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                if db.in_transaction:
                    db.execute("COMMIT")
            except BaseException:
                # SQLite itself rolls back when the disk is full; a second time would hide why.
                if db.in_transaction:
                    with suppress(sqlite3.Error):
                        db.execute("ROLLBACK")
                raise

    def _check_place(self) -> None:
        """Raise LedgerTrouble where the file was removed: SQLite would go on writing, and no other build would know."""
        try:
            same = os.path.samestat(os.stat(self.file), self._opened)
        except FileNotFoundError:
            same = False
        if not same:
            raise LedgerTrouble(f"the ledger `{self.file}` was removed or replaced while it was open")

    def _mine(self) -> dict[str, Any]:
        place = {"place": self.place.name, "rehearsal": self.place.rehearsal}
        return {"id": self._name(), "run": self.run, "owner": self.owner} | place

    def _bury(self, db: sqlite3.Connection, attempt: str, state: State, owner: str) -> None:
        """Settle what a dead owner had not done yet, or may have done."""
        if state == "reserved":
            self._step(db, attempt, "void", why=NOT_SENT, sender=owner)
        elif state == "sending":
            self._step(db, attempt, "unknown", why=ENDED, owner="", sender=owner)
