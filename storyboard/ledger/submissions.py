"""What waits for the fleet: attempts that are reserved for nobody who could die, so that any worker may send them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

import msgspec

from storyboard.compiler.request import Request
from storyboard.ledger import chain
from storyboard.ledger.changes import Changes
from storyboard.ledger.database import RowChange, Session
from storyboard.ledger.records import (
    FLEET,
    Attempt,
    Caps,
    Ledger,
    LedgerTrouble,
    NoRoom,
    PriorLook,
    Reserved,
    Taken,
)
from storyboard.ledger.rows import attempt_of, consent_of, moment, scopes
from storyboard.records.parts import ConsentRecord


@runtime_checkable
class FleetLedger(Ledger, Protocol):
    """A ledger as the fleet uses it. All methods raise LedgerTrouble."""

    def check_may_buy(self) -> None:
        """Raises LedgerTrouble where its user may fetch and settle, and buy nothing."""
        ...

    def submit(
        self, request: Request, seconds: int, caps: Caps, consent: ConsentRecord | None
    ) -> Reserved | Taken | NoRoom:  # fmt: skip
        """Hold the price of a request as `reserve` does, for the fleet: it waits until a worker sends it."""
        ...

    def withdraw(self, attempt: str, why: str) -> bool:
        """End an attempt that waits for the fleet; False where it does not wait any more, as one that is sent."""
        ...

    def resubmit(self, attempt: str, why: str) -> None:
        """End an attempt that was certainly not billed, and hold its price for the fleet anew, all or nothing."""
        ...

    def under_way(self, most: int) -> tuple[Attempt, ...]:
        """What was sent at our place and is not in the store yet, and the first `most` that wait for the fleet."""
        ...


def of_fleet(ledger: Ledger) -> FleetLedger:
    """A ledger as the fleet uses it. Raises LedgerTrouble where it is of a kind that knows no fleet."""
    if not isinstance(ledger, FleetLedger):
        raise LedgerTrouble(f"a ledger of the kind `{type(ledger).__name__}` knows no fleet")
    return ledger


class Submissions(Changes):
    """The part of a FleetLedger that is not Ledger's, in a database."""

    _name: Callable[[], str]

    def check_may_buy(self) -> None:
        """Raises LedgerTrouble where the user of these books may buy nothing."""
        with self._reading():
            self._database.check_may_buy()

    def withdraw(self, attempt: str, why: str) -> bool:
        """End an attempt that waits for the fleet; False where it does not wait any more."""
        with self._changing() as db:
            return self._withdrawn(db, attempt, why)

    def _withdrawn(self, db: Session, attempt: str, why: str) -> bool:
        row = self._any_row(db, attempt)
        if row is None or (row["state"], row["owner"]) != ("reserved", FLEET):
            return False
        self._step(db, attempt, "void", why=why, row=row, owner="")
        return True

    def resubmit(self, attempt: str, why: str) -> None:
        """End an attempt that was certainly not billed, and hold its price for the fleet anew, all or nothing."""
        with self._changing() as db:
            row = self._row(db, attempt)
            before = attempt_of(db.execute(self._sql.one, {"start": attempt}).fetchone())
            if before.state not in ("reserved", "sending") or not before.run:
                raise LedgerTrouble(f"attempt `{attempt}` is `{before.state}` and cannot wait for the fleet")
            self._step(db, attempt, "void", why=why, row=row)
            # It was agreed to when it was first held, and goes on counting on that day.
            values = _columns(before) | {"id": self._name()}
            event = chain.event(
                values["id"], 1, "", "reserved", values["created"], "", (before.price, before.price, 0), values
            )
            self._database.later(RowChange(self._sql.insert, values | {"head": event["hash"], "counts": 1}, 1))
            self._database.later(RowChange(self._sql.event, event))
            for counter in scopes(before.run, values["created"], before.rehearsal, before.buyer):
                more = {"scope": counter.scope, "more": 1 if counter.kind == "clips" else before.price}
                self._database.later(RowChange(self._sql.move, more))

    def under_way(self, most: int) -> tuple[Attempt, ...]:
        """What was sent at our place and is not in the store yet, and the first `most` that wait for the fleet."""
        with self._reading() as db:
            wanted = self._scope | {"fleet": FLEET, "most": most}
            return tuple(map(attempt_of, db.execute(self._sql.under_way, wanted)))


def look_of(request: Request, now: datetime) -> str:
    """The column of what a worker must know of a request beside its body: what its seed stands for, and its route."""
    look = PriorLook(now, derived=request.derived_seed, route=request.route)
    return msgspec.json.encode(look).decode("utf-8")


def _columns(attempt: Attempt) -> dict[str, Any]:
    """The columns of an attempt that is to be reserved anew."""
    kept = (*chain.FIXED, "place", "rehearsal", "buyer")
    values = {name: getattr(attempt, name) for name in kept}
    look = None if attempt.look is None else msgspec.json.encode(attempt.look).decode("utf-8")
    return values | {
        "created": moment(attempt.created),
        "consent": consent_of(attempt.consent),
        "look": look,
        "owner": FLEET,
    }
