"""How an attempt is changed within a transaction: its state, its money, its counters, and the event that says so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from storyboard.ledger import chain
from storyboard.ledger.database import Session
from storyboard.ledger.queries import Queries
from storyboard.ledger.records import LedgerTrouble, State
from storyboard.ledger.rows import moment, note_of, scopes
from storyboard.ledger.steps import KEPT, LOSABLE, STEPS, balance


class Changes(Queries):
    """The changes of a ledger's attempts; whoever makes them has begun a transaction by `_changing`."""

    _now: Callable[[], datetime]

    def _writable(self) -> None:
        if not self.owner:
            raise LedgerTrouble(f"the ledger `{self._database.name}` is open only for reading")

    @contextmanager
    def _changing(self) -> Generator[Session]:
        self._writable()
        with self._database.changing() as db:
            yield db

    def _stamp(self) -> str:
        return moment(self._now())

    def _row(self, db: Session, attempt: str) -> dict[str, Any]:
        row = self._any_row(db, attempt)
        if row is None:
            raise LedgerTrouble(f"the ledger `{self._database.name}` has no attempt `{attempt}`")
        return row

    def _any_row(self, db: Session, attempt: str) -> dict[str, Any] | None:
        rows = db.execute(self._sql.row, {"id": attempt})
        row = rows.fetchone()
        return None if row is None else dict(zip((column[0] for column in rows.description), row, strict=True))

    def _step(
        self,
        db: Session,
        attempt: str,
        after: State,
        *,
        why: str = "",
        learned: str = "",
        owner: str | None = None,
        sender: str | None = None,
        cost: int | None = None,
        lost: bool = False,
        steps: Collection[State] | None = None,
        row: dict[str, Any] | None = None,
        **facts: Any,
    ) -> None:
        """Change an attempt's state, its money and its counters, and write the event; `row` is what was just read."""
        row = row or self._row(db, attempt)
        before: State = row["state"]
        if before not in (steps if steps is not None else LOSABLE if lost else STEPS[after]):
            raise LedgerTrouble(f"attempt `{attempt}` is `{before}` and cannot become `{after}`")
        # Who settles by hand has read the attempt some time ago; since then a build may have found its job.
        if before in ("sending", "accepted") and row["owner"] != (sender or self.owner):
            raise LedgerTrouble(f"attempt `{attempt}` is `{before}` in the hands of another process")
        on_hold, spent = row["held"], row["spent"]
        if before != after or cost is not None:
            on_hold, spent = balance(on_hold, spent, after, cost, lost)
        freed = after == "void" and not lost
        number, at = row["events"] + 1, self._stamp()
        event = chain.event(
            attempt, number, before, after, at, note_of(why or learned), (row["price"], on_hold, spent), row
        )
        changed = dict.fromkeys(
            ("sent", "request_id", "sha256", "size", "path", "took", "look", "off_spec", "agreed", "cost_known")
        )
        changed |= {"looked": False} | facts | event
        changed |= {"id": attempt, "state": after, "owner": row["owner"] if owner is None else owner}
        changed |= {"note": note_of(why), "counts": row["counts"] * int(not freed), "was": row["owner"]}
        self._database.later(self._sql.change, changed, fenced=True)
        self._database.later(self._sql.event, event)
        more = on_hold + spent - row["held"] - row["spent"]
        for kind, scope in scopes(row["run"], row["created"], row["rehearsal"]):
            change = -row["counts"] * int(freed) if kind == "clips" else more
            if change:
                self._database.later(self._sql.move, {"scope": scope, "more": change})

    def _remark(self, db: Session, attempt: str, why: str, **facts: Any) -> None:
        """Note something of a clip that lies in the store, and stays there."""
        row = self._row(db, attempt)
        self._step(db, attempt, row["state"], why=why, steps=KEPT, row=row, **facts)
