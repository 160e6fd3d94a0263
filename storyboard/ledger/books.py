"""A ledger in a database: each change is one durable transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec

from storyboard.compiler.request import Request
from storyboard.ledger import chain
from storyboard.ledger.caps import BookCaps, lowest
from storyboard.ledger.database import Database, RowChange, Session, Unmoved
from storyboard.ledger.records import (
    FLEET,
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
from storyboard.ledger.rows import Counter, attempt_of, consent_of, looked, moment, reserved, scopes, values_of
from storyboard.ledger.statements import COUNTERS
from storyboard.ledger.steps import BY_HAND, ENDED, INHERITED, KEPT, MEASURED, NOT_SENT, UNTOLD, off_spec_said
from storyboard.ledger.submissions import Submissions, look_of
from storyboard.recall import witness
from storyboard.records.parts import ConsentRecord, OffSpec

_UNLIMITED = BookCaps()
_NO_COUNTERS = {f"{name}{part}": None for name in COUNTERS for part in ("", "_lim", "_more")}
_TRIES = 10  # of a reservation that others come before, who then give up theirs
_MOST = 2**62  # beyond any sum of money, within a database's integers


class Books(Submissions):
    """A FleetLedger in a database, which the threads of a process share.

    A transaction takes its attempts first, then counters in the order of `scopes`: where rows are locked one by one,
    nobody waits for whom who waits for him.
    """

    def __init__(
        self, database: Database, place: HostPlace | None, run: str, name: Callable[[], str],
        now: Callable[[], datetime],
    ) -> None:  # fmt: skip
        """Take over an open database; `name` gives the ids of attempts."""
        super().__init__(database, place)
        self.run = run
        self._name = name
        self._now = now
        self._hear: Callable[[str], None] = lambda attempt: None

    def limits(self) -> BookCaps | None:
        """The caps that these books keep themselves."""
        with self._reading():
            return self._database.limits()

    def slot(self) -> float:
        """The seconds until our turn to send at our place."""
        with self._reading():
            return self._database.slot(self.place.name)

    def room(self, money: int, clips: int, caps: Caps) -> NoRoom | None:
        """The first cap that this much more would pass, or None."""
        return self._passed(self._stamp(), money, clips, caps, self._limits())

    def _passed(self, at: str, money: int, clips: int, caps: Caps, limits: BookCaps) -> NoRoom | None:
        """The first cap that an attempt of a moment would pass, or None."""
        with self._reading() as db:
            for counter in scopes(self.run, at, self.place.rehearsal, limits.buyer):
                kind, scope, of_buyer = counter
                limit, of_books = _limit(counter, caps, limits)
                more = clips if kind == "clips" else money
                row = db.execute(self._sql.used, {"scope": scope}).fetchone()
                used: int = row[0] if row else 0
                if limit is not None and used + more > limit:
                    return NoRoom(kind, limit, used, more, of_books, limits.buyer if of_buyer else "")
        return None

    def _limits(self) -> BookCaps:
        """The caps of these books for our side: what is rehearsed costs nothing."""
        return _UNLIMITED if self.place.rehearsal else self.limits() or _UNLIMITED

    def reserve(
        self, request: Request, seconds: int, caps: Caps, consent: ConsentRecord | None = None
    ) -> Reserved | Taken | NoRoom:  # fmt: skip
        """Hold the price of a request, unless it has a live attempt or a cap has no room."""
        return self._reserved(request, seconds, caps, {"consent": consent_of(consent), "look": None})

    def submit(
        self, request: Request, seconds: int, caps: Caps, consent: ConsentRecord | None
    ) -> Reserved | Taken | NoRoom:  # fmt: skip
        """Hold the price of a request for the fleet."""
        columns = {"consent": consent_of(consent), "look": look_of(request, self._now()), "owner": FLEET}
        return self._reserved(request, seconds, caps, columns)

    def _reserved(
        self, request: Request, seconds: int, caps: Caps, columns: dict[str, Any]
    ) -> Reserved | Taken | NoRoom:  # fmt: skip
        if request.price <= 0:
            raise LedgerTrouble(f"the request of clip {request.clip.index} has no price, which a cap could count")
        limits = self._limits()
        if limits is not _UNLIMITED and not limits.lasting:
            raise LedgerTrouble(f"the ledger `{self._database.name}` has no cap of the studio, and nobody buys without")
        for _ in range(_TRIES):
            # Of one moment, as its chain has to be; who comes between is kept out by the index of live attempts.
            live = self.live([request.sha256]) if self._tried(request.sha256) else {}
            if live:
                return Taken(live[request.sha256])
            values = values_of(request, seconds, self._stamp()) | self._mine() | columns | {"buyer": limits.buyer}
            try:
                self._hold(values, caps, limits)
                return Reserved(reserved(values))
            except Unmoved:
                full = self._full(values, caps, limits)
                if full is not None:
                    return full
        raise LedgerTrouble(f"the ledger `{self._database.name}` takes no attempt of `{request.sha256}`, and has none")

    def _tried(self, operation: str) -> bool:
        """Whether anybody has ever tried to buy something."""
        with self._reading() as db:
            return db.execute(self._sql.tried, {"op": operation}).fetchone() is not None

    def _hold(self, values: dict[str, Any], caps: Caps, limits: BookCaps) -> None:
        """Write down a new attempt, and count it. Raises Unmoved where somebody has one, or a counter has no room."""
        self._writable()
        created, price = values["created"], values["price"]
        event = chain.event(values["id"], 1, "", "reserved", created, "", (price, price, 0), values)
        row: dict[str, Any] = values | {"head": event["hash"], "counts": 1}
        counters = scopes(self.run, created, self.place.rehearsal, limits.buyer)
        wanted: dict[str, Any] = dict(_NO_COUNTERS)
        for counter in counters:
            limit, _ = _limit(counter, caps, limits)
            name = f"own_{counter.kind}" if counter.of_buyer else counter.kind
            lim = None if limit is None else min(limit, _MOST)
            wanted |= {name: counter.scope, f"{name}_lim": lim, f"{name}_more": 1 if counter.kind == "clips" else price}
        self._database.write(
            RowChange(self._sql.insert, row, 1),
            RowChange(self._sql.event, event),
            RowChange(self._sql.take, wanted, len(counters)),
        )
        if row["owner"] == self.owner:
            kept = ("id", "run", "owner", "price", "created", "place", "rehearsal", "buyer", "head", "counts")
            begun = {"state": "reserved", "held": price, "spent": 0, "sha256": None, "events": 1}
            self._fresh[row["id"]] = {name: row[name] for name in kept} | begun

    def _full(self, values: dict[str, Any], caps: Caps, limits: BookCaps) -> NoRoom | None:
        """The cap that has no room for an attempt which was not taken; None where somebody else has one of its kind."""
        with self._reading() as db:
            taken = db.execute(self._sql.live_of_op, values).fetchone()
        return None if taken else self._passed(values["created"], values["price"], 1, caps, limits)

    def learn(
        self, request: Request, seconds: int, request_id: str, *,
        sent: datetime | None = None, paid: datetime | None = None, over: str = "",
    ) -> Reserved | Taken:  # fmt: skip
        """Write down a job that other books have paid for: it costs nothing here, unless `paid`."""
        created = self._stamp() if paid is None else moment(paid)
        price, note = (0, "paid elsewhere") if paid is None else (request.price, "paid for before")
        values = values_of(msgspec.structs.replace(request, price=price), seconds, created) | self._mine()
        values |= {} if paid is None else {"run": ""}
        try:
            return self._learned(values, request_id, note, moment(at) if (at := paid or sent) else None, over)
        except Unmoved:
            # Somebody else's has come between the question for it and ours.
            live = self.live([request.sha256])
            if not live:
                raise
            return Taken(live[request.sha256])

    def _learned(
        self, values: dict[str, Any], request_id: str, note: str, sent: str | None, over: str
    ) -> Reserved | Taken:  # fmt: skip
        created, price = values["created"], values["price"]
        counts = int(not values["run"])  # what was found at the host is of no run, and is counted
        with self._changing() as db:
            row = db.execute(self._sql.live_of_op, values).fetchone()
            if row and not self._withdrawn(db, row[0], f"paid for already as `{request_id}`"):
                return Taken(attempt_of(row))
            known = db.execute(self._sql.live_as, self._scope | {"request_id": request_id}).fetchone()
            if known:
                raise LedgerTrouble(f"request `{request_id}` belongs to attempt `{known[0]}` already")
            event = chain.event(values["id"], 1, "", "reserved", created, note, (price, price, 0), values)
            new = values | {"head": event["hash"], "counts": counts, "look": None, "consent": None, "buyer": ""}
            self._database.later(RowChange(self._sql.insert, new, 1))
            self._database.later(RowChange(self._sql.event, event))
            for counter in scopes("", created, self.place.rehearsal, "") if counts else ():
                db.execute(self._sql.counter, {"scope": counter.scope})
                more = {"scope": counter.scope, "more": counts if counter.kind == "clips" else price}
                self._database.later(RowChange(self._sql.move, more))
            self._step(db, values["id"], "sending", sent=sent)
            self._step(db, values["id"], "accepted", learned=request_id, request_id=request_id)
            if over:
                self._step(db, values["id"], "void", why=over, lost=True)
            return Reserved(attempt_of(db.execute(self._sql.one, {"start": values["id"]}).fetchone()))

    def begin_send(self, attempt: str, look: PriorLook | None = None) -> bool:
        """Turn our `reserved` into `sending`; False where it is not ours any more."""
        known = None if look is None else msgspec.json.encode(look).decode("utf-8")
        facts = {"owner": self.owner, "sent": self._stamp(), "look": known}
        if self._advanced(attempt, "sending", **facts):
            return True
        with self._changing() as db:
            row = self._any_row(db, attempt)
            if row is None or row["state"] != "reserved" or row["owner"] not in (self.owner, FLEET):
                return False
            self._step(db, attempt, "sending", row=row, **facts)
            return True

    def accepted(self, attempt: str, request_id: str) -> None:
        """Write down the host's name of the job; who learned it is the owner from now on."""
        facts = {"learned": request_id, "owner": self.owner, "request_id": request_id}
        if not self._advanced(attempt, "accepted", **facts):
            with self._changing() as db:
                self._accept(db, attempt, request_id)
        self._hear(attempt)

    def watch(self, accepted: Callable[[str], None]) -> None:
        """Have the id of each attempt whose job is named from now on told, once that is written."""
        self._hear = accepted

    def _accept(self, db: Session, attempt: str, request_id: str) -> None:
        row = self._row(db, attempt)
        where = {"place": row["place"], "rehearsal": row["rehearsal"], "request_id": request_id}
        known = db.execute(self._sql.known_as, where).fetchone()
        if known and known[0] != attempt:
            raise LedgerTrouble(f"request `{request_id}` belongs to attempt `{known[0]}` already")
        self._step(db, attempt, "accepted", row=row, learned=request_id, owner=self.owner, request_id=request_id)

    def stored(self, attempt: str, sha256: str, size: int, off_spec: tuple[OffSpec, ...] | None = None) -> None:
        """Write down that the clip lies in the store under this hash, and what of it is not as it was ordered."""
        self._advance(attempt, "stored", learned=sha256, sha256=sha256, size=size, **looked(off_spec))

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
        self._advance(attempt, "recorded", learned="" if known else UNTOLD, cost=cost, took=took, cost_known=known)

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
        self._advance(attempt, "published", learned=path, path=path)

    def unknown(self, attempt: str, why: str) -> None:
        """Write down that the outcome of a send is not known; the attempt is nobody's then."""
        self._advance(attempt, "unknown", why=why, owner="")

    def void(self, attempt: str, why: str, *, lost: bool = False) -> None:
        """End an attempt: its hold is freed, or counted as spent where what was paid for is `lost`."""
        self._advance(attempt, "void", why=why, lost=lost)

    def identified(self, attempt: str, request_id: str, cost: int, why: str) -> None:
        """Write down which job it was that was given up for lost, and count what that has cost."""
        with self._changing() as db:
            self._step(db, attempt, "void", why=why, cost=cost, lost=True, steps=("void",), request_id=request_id)

    def serve(self, root: str) -> None:
        """Write down that a project with this root shares these books, unless that is known."""
        if root not in self.roots():
            with self._changing() as db:
                db.execute(self._sql.serve, {"root": root})

    def adopt(self) -> tuple[Attempt, ...]:
        """Take over what dead owners left. What is ours and open now, and all that is unknown."""
        with self._reading() as db:
            self._writable()
            named = db.execute(self._sql.others, self._scope | {"owner": self.owner})
            others: list[str] = [row[0] for row in named if row[0] != FLEET]
        for owner in others:
            with self._database.inherited(owner) as dead:
                if dead:
                    with self._changing() as db:
                        names = self._scope | {"mine": self.owner, "owner": owner}
                        for id, state in db.execute(self._sql.left, names).fetchall():
                            self._bury(db, id, state, owner)
                        db.execute(self._sql.inherit, names)
        self._database.tidy([self.owner, *others])
        with self._reading() as db:
            return tuple(map(attempt_of, db.execute(self._sql.ours, self._scope | {"owner": self.owner})))

    def alive(self, owner: str) -> bool:
        """Whether an owner still runs; a paused one does."""
        if owner == FLEET:
            return True
        if owner != self.owner:
            witness.spoil("no file tells whether another run lives")
        with witness.aside():
            return self._database.living(owner)

    def claim(self, attempt: str) -> bool:
        """Take over one attempt, as `adopt` would; False where its owner lives. Its state may have changed then."""
        with self._reading() as db:
            self._writable()
            owner: str = self._row(db, attempt)["owner"]
        if owner in (self.owner, ""):
            return True
        if owner == FLEET:
            return False
        with self._database.inherited(owner) as dead:
            if not dead:
                return False
            with self._changing() as db:
                row = self._row(db, attempt)
                if row["owner"] == owner:
                    self._bury(db, attempt, row["state"], owner)
                    if row["state"] in INHERITED:
                        db.execute(self._sql.inherit_one, {"mine": self.owner, "id": attempt, "owner": owner})
                return row["owner"] in (owner, self.owner, "")

    def hurry(self, seconds: float) -> None:
        """Wait for no longer than that from now on, for whatever it is."""
        self._database.hurry(seconds)

    def close(self) -> None:
        """Give up ownership and close the books; nothing happens where they are closed."""
        self._database.close()

    def _mine(self) -> dict[str, Any]:
        place = {"place": self.place.name, "rehearsal": self.place.rehearsal}
        return {"id": self._name(), "run": self.run, "owner": self.owner} | place

    def _bury(self, db: Session, attempt: str, state: State, owner: str) -> None:
        """Settle what a dead owner had not done yet, or may have done."""
        if state == "reserved":
            self._step(db, attempt, "void", why=NOT_SENT, sender=owner)
        elif state == "sending":
            self._step(db, attempt, "unknown", why=ENDED, owner="", sender=owner)


def _limit(counter: Counter, caps: Caps, limits: BookCaps) -> tuple[int | None, bool]:
    """The cap of a counter, and whether the books keep it."""
    if counter.of_buyer:
        return getattr(limits.own, counter.kind), True
    return lowest(getattr(caps, counter.kind), getattr(limits, counter.kind))
