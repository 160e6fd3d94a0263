"""The questions that a ledger in a database answers: nothing is changed here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from storyboard.ledger.audit import audit, disagreement, of_operations
from storyboard.ledger.database import Database, Session
from storyboard.ledger.extracts import Extract, Subtotal, SumBy
from storyboard.ledger.records import NOWHERE, Attempt, Event, HostPlace, Readout, TakeKey
from storyboard.ledger.rows import Damaged, attempt_of, event_of, moment, moment_of

_NONE: Mapping[TakeKey, str] = {}


class Queries:
    """The reading half of a Ledger in a database."""

    def __init__(self, database: Database, place: HostPlace | None) -> None:
        """Take over an open database. Raises LedgerTrouble."""
        self._database, self._sql = database, database.sql
        self.owner = database.owner
        self.place = place or NOWHERE
        self._scope: dict[str, Any] = {"rehearsal": place.rehearsal if place else None, "place": self.place.name}
        with self._reading() as db:
            self.id = self._about(db, "id") or ""
            restored = self._about(db, "restored")
        self.restored = moment_of(restored) if restored else None

    def live(self, operations: Iterable[str], *, hashed: bool = True) -> dict[str, Attempt]:
        """The live attempt of each of these operations that has one, of one moment, none that its chain denies."""
        ops = list(dict.fromkeys(operations))
        question = self._sql.live_of_ops, self._scope | {"ops": json.dumps(ops)}
        questions = question, *of_operations(self._sql, ops, hashed=hashed)

        def asked() -> tuple[list[Attempt], str]:
            with self._database.snapshot(*questions) as (rows, *answers):
                attempts = [attempt_of(row) for row in rows]
                ids = [attempt.id for attempt in attempts]
                return attempts, disagreement(ids, self._scope["rehearsal"], *answers)

        with self._reading():
            try:
                attempts, fault = asked()
            except self._database.faulty:  # a text that cannot be read ends a question
                with self._database.lenient():
                    attempts, fault = asked()
            if fault and not hashed:
                self.live(ops)  # the chains tell more
            if fault:
                raise Damaged(fault)
            return {attempt.op: attempt for attempt in attempts}

    def attempts(self, since: datetime | None = None) -> tuple[Attempt, ...]:
        """All attempts, the oldest first."""
        with self._reading() as db:
            wanted = self._scope | {"since": moment(since) if since else ""}
            rows = db.execute(self._sql.since if since else self._sql.all, wanted)
            return tuple(map(attempt_of, rows))

    def last_sent(self) -> datetime | None:
        """When the last of all attempts was sent; None where none was."""
        with self._reading() as db:
            at = db.execute(self._sql.last_sent, self._scope).fetchone()[0]
            return moment_of(at) if at else None

    def sent(self, since: datetime) -> tuple[Attempt, ...]:
        """The attempts that were sent since a moment, the oldest first."""
        with self._reading() as db:
            wanted = self._scope | {"since": moment(since)}
            return tuple(map(attempt_of, db.execute(self._sql.sent_since, wanted)))

    def readout(self, extract: Extract) -> Readout:
        """The attempts that are meant, the oldest first, and what of them cannot be read."""
        parts, values = _meant(extract)
        with self._reading() as db:
            try:
                return self._read(db.execute(self._sql.meant(parts), self._scope | values))
            except self._database.faulty:  # a text that cannot be read ends a question
                with self._database.lenient():
                    return self._read(db.execute(self._sql.meant(parts), self._scope | values))

    def sums(self, extract: Extract, by: Sequence[SumBy]) -> tuple[Subtotal, ...]:
        """What the attempts that are meant come to, by what they have in common."""
        parts, values = _meant(extract)
        with self._reading() as db, self._database.lenient():
            rows = db.execute(self._sql.summed(parts, by), self._scope | values)
            return tuple(
                Subtotal(tuple(map(str, keys)), number, int(on_hold), int(spent), bool(rehearsal))
                for rehearsal, number, on_hold, spent, *keys in rows
            )

    def latest(self, stories: Iterable[str], besides: Mapping[TakeKey, str] = _NONE) -> dict[TakeKey, Attempt]:
        """The last attempt that brought a clip of these stories, by story, clip number, variant and take."""
        wanted = self._scope | {"stories": json.dumps(sorted(set(stories)))}
        with self._reading() as db:
            ids = [id for id, op, *key in db.execute(self._sql.latest, wanted) if besides.get(tuple(key)) != op]
            attempts = map(attempt_of, db.execute(self._sql.of_ids, {"ids": json.dumps(ids)})) if ids else ()
            return {(attempt.story, attempt.clip, attempt.variant, attempt.take): attempt for attempt in attempts}

    def attempt(self, start: str) -> Attempt | None:
        """The attempt whose id begins so; None where none or several do."""
        with self._reading() as db:
            rows = db.execute(self._sql.one, {"start": start}).fetchall()
            return attempt_of(rows[0]) if len(rows) == 1 else None

    def events(self, attempt: str) -> tuple[Event, ...]:
        """What happened to an attempt, in order."""
        with self._reading() as db:
            return tuple(map(event_of, db.execute(self._sql.events, {"attempt": attempt})))

    def request_ids(self) -> frozenset[str]:
        """The names of all jobs at our place that any attempt is known by."""
        with self._reading() as db:
            return frozenset(row[0] for row in db.execute(self._sql.request_ids, self._scope))

    def named(self, request_ids: Iterable[str]) -> tuple[Attempt, ...]:
        """The attempts at our place that are known by these names, the oldest first."""
        with self._reading() as db:
            return tuple(
                map(attempt_of, db.execute(self._sql.named, self._scope | {"ids": json.dumps(list(request_ids))}))
            )

    def lost(self, operations: Iterable[str]) -> tuple[Attempt, ...]:
        """The attempts of these operations that are over and whose money stays spent, the oldest first."""
        with self._reading() as db:
            return tuple(
                map(attempt_of, db.execute(self._sql.gone, self._scope | {"ops": json.dumps(list(operations))}))
            )

    def roots(self) -> tuple[str, ...]:
        """The roots of the projects that share these books, from which the places of clips are counted."""
        with self._reading() as db:
            return tuple(row[0] for row in db.execute(self._sql.roots))

    def overruns(self) -> tuple[Attempt, ...]:
        """The attempts that were charged more than their price."""
        with self._reading() as db:
            return tuple(map(attempt_of, db.execute(self._sql.overruns, self._scope)))

    def typical(self, profile: str) -> float | None:
        """The median seconds of the last fifty calls of a profile, or None where there are none."""
        with self._reading() as db:
            took: list[float] = sorted(row[0] for row in db.execute(self._sql.took, self._scope | {"profile": profile}))
        if not took:
            return None
        return (took[(len(took) - 1) // 2] + took[len(took) // 2]) / 2

    def audit(self) -> Sequence[str]:
        """What does not agree, a phrase each. Empty: good."""
        with self._reading():
            return audit(self._database)

    def _reading(self) -> AbstractContextManager[Session]:
        return self._database.reading()

    def _about(self, db: Session, key: str) -> str | None:
        row = db.execute(self._sql.about, {"key": key}).fetchone()
        return None if row is None else str(row[0])

    def _read(self, rows: Iterable[tuple[Any, ...]]) -> Readout:
        attempts: list[Attempt] = []
        faults: list[str] = []
        try:
            for row in rows:
                try:
                    attempts.append(attempt_of(row))
                except Damaged as error:
                    faults.append(str(error))
        except self._database.faulty as error:
            if not self._database.is_damage(error):
                raise
            last = f"after attempt `{attempts[-1].id}`" if attempts else "before its first attempt"
            faults.append(f"the database is damaged {last}")
        return Readout(tuple(attempts), tuple(faults))


def _meant(extract: Extract) -> tuple[list[str], dict[str, str]]:
    """The parts of the statement for an extract, and their values."""
    values = {"story": extract.story} if extract.story else {}
    values |= {name: moment(at) for name, at in (("since", extract.since), ("until", extract.until)) if at is not None}
    return [*values, *(["unsettled"] if extract.unsettled else [])], values
