"""How an attempt is changed within a transaction: its state, its money, its counters, and the event that says so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from storyboard.ledger import chain
from storyboard.ledger.database import Database, RowChange, Session, Unmoved
from storyboard.ledger.queries import Queries
from storyboard.ledger.records import HostPlace, LedgerTrouble, State
from storyboard.ledger.rows import moment, note_of, scopes
from storyboard.ledger.steps import KEPT, LOSABLE, STEPS, balance

_UNCHANGED: dict[str, Any] = {"looked": False} | dict.fromkeys(
    ("sent", "request_id", "sha256", "size", "path", "took", "look", "off_spec", "agreed", "cost_known")
)
_GOES_ON: tuple[State, ...] = ("sending", "accepted", "stored", "recorded")  # what follows is soon, and ours
_ALONE = 2  # changes of a step that moves no counter


class Changes(Queries):
    """The changes of a ledger's attempts."""

    _now: Callable[[], datetime]

    def __init__(self, database: Database, place: HostPlace | None) -> None:
        """Take over an open database. Raises LedgerTrouble."""
        super().__init__(database, place)
        # The rows of our attempts as we have left them: what is changed by one is fenced by the hash of its last event.
        self._fresh: dict[str, dict[str, Any]] = {}

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
        self, db: Session, attempt: str, after: State, *, row: dict[str, Any] | None = None, **how: Any
    ) -> None:  # fmt: skip
        """Change an attempt within a transaction; `row` is what was just read, and how is as `_stepped` has it."""
        self._fresh.pop(attempt, None)
        for change in self._stepped(row or self._row(db, attempt), after, **how)[0]:
            self._database.later(change)

    def _advance(self, attempt: str, after: State, **how: Any) -> None:
        """Change an attempt in a transaction of its own."""
        if not self._advanced(attempt, after, **how):
            with self._changing() as db:
                self._step(db, attempt, after, **how)

    def _advanced(self, attempt: str, after: State, **how: Any) -> bool:
        """Whether an attempt was changed as its row was left by us: if that is not so any more, nothing is changed."""
        row = self._fresh.pop(attempt, None)
        if row is None or self._refusal(row, after, **how):
            return False
        changes, new = self._stepped(row, after, **how)
        if len(changes) > _ALONE:
            return False
        if "request_id" in how:
            # Where another attempt is known by this name none is changed.
            where = {"place": row["place"], "rehearsal": row["rehearsal"]}
            changes[0] = RowChange(self._sql.change_named, {**changes[0].values, **where}, 1)
        try:
            self._database.write(*changes)
        except Unmoved:
            return False
        if after in _GOES_ON:
            self._fresh[attempt] = new
        return True

    def _refusal(
        self, row: dict[str, Any], after: State, *, lost: bool = False, steps: Collection[State] | None = None,
        sender: str | None = None, **_: Any,
    ) -> str:  # fmt: skip
        """Why an attempt may not be changed so, empty where it may."""
        before: State = row["state"]
        if before not in (steps if steps is not None else LOSABLE if lost else STEPS[after]):
            return f"attempt `{row['id']}` is `{before}` and cannot become `{after}`"
        # Who settles by hand has read the attempt some time ago; since then a build may have found its job.
        if before in ("sending", "accepted") and row["owner"] != (sender or self.owner):
            return f"attempt `{row['id']}` is `{before}` in the hands of another process"
        return ""

    def _stepped(
        self,
        row: dict[str, Any],
        after: State,
        *,
        why: str = "",
        learned: str = "",
        owner: str | None = None,
        sender: str | None = None,
        cost: int | None = None,
        lost: bool = False,
        steps: Collection[State] | None = None,
        **facts: Any,
    ) -> tuple[list[RowChange], dict[str, Any]]:
        """What changes an attempt's state, its money and its counters, and writes the event; and its row after that."""
        refusal = self._refusal(row, after, lost=lost, steps=steps, sender=sender)
        if refusal:
            raise LedgerTrouble(refusal)
        before: State = row["state"]
        on_hold, spent = row["held"], row["spent"]
        if before != after or cost is not None:
            on_hold, spent = balance(on_hold, spent, after, cost, lost)
        freed = after == "void" and not lost
        number, at = row["events"] + 1, self._stamp()
        event = chain.event(
            row["id"], number, before, after, at, note_of(why or learned), (row["price"], on_hold, spent), row
        )
        new = row | {"state": after, "held": on_hold, "spent": spent, "events": number, "head": event["hash"]}
        new |= {"owner": row["owner"] if owner is None else owner, "counts": row["counts"] * int(not freed)}
        new |= {"sha256": facts.get("sha256") or row["sha256"]}
        changed = _UNCHANGED | facts | event | {"id": row["id"], "state": after, "owner": new["owner"]}
        changed |= {"note": note_of(why), "counts": new["counts"], "was": row["owner"], "previous": row["head"]}
        changes = [RowChange(self._sql.change, changed, 1), RowChange(self._sql.event, event)]
        more = on_hold + spent - row["held"] - row["spent"]
        for counter in scopes(row["run"], row["created"], row["rehearsal"], row["buyer"]):
            change = -row["counts"] * int(freed) if counter.kind == "clips" else more
            if change:
                changes.append(RowChange(self._sql.move, {"scope": counter.scope, "more": change}))
        return changes, new

    def _remark(self, db: Session, attempt: str, why: str, **facts: Any) -> None:
        """Note something of a clip that lies in the store, and stays there."""
        row = self._row(db, attempt)
        self._step(db, attempt, row["state"], why=why, steps=KEPT, row=row, **facts)
