"""The questions that a ledger in a database answers: nothing is changed here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, TypeVar

from storyboard.ledger.audit import audit, disagreement, of_operations
from storyboard.ledger.database import Database, Session
from storyboard.ledger.extracts import Extract, Subtotal, SumBy
from storyboard.ledger.records import NOWHERE, Attempt, Event, HostPlace, Readout, Standing, TakeKey
from storyboard.ledger.rows import Damaged, attempt_of, event_of, moment, moment_of, standing_of

T = TypeVar("T")
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

    def live(self, operations: Iterable[str]) -> dict[str, Attempt]:
        """The live attempt of each of these operations that has one, of one moment, none that its chain denies."""
        wanted = self._wanted(operations)
        with self._reading():
            return {attempt.op: attempt for attempt in self._leniently(lambda: self._proven(wanted))}

    def standing(self, operations: Iterable[str]) -> Mapping[str, Standing]:
        """How the live attempt of each of these operations stands, of one moment, as its last event says."""
        wanted = self._wanted(operations)
        with self._reading():
            attempts: Sequence[Standing] | None = self._leniently(lambda: self._looked(wanted))
            # Where a look sees that something is wrong, the chains tell what.
            attempts = self._leniently(lambda: self._proven(wanted)) if attempts is None else attempts
            return {attempt.op: attempt for attempt in attempts}

    def _wanted(self, operations: Iterable[str]) -> dict[str, Any]:
        return self._scope | {"ops": json.dumps(list(dict.fromkeys(operations)))}

    def _looked(self, wanted: Mapping[str, Any]) -> Sequence[Standing] | None:
        """How live attempts stand, None where one is not as its last event says, or an index denies it."""
        questions = [(question, wanted) for question in (self._sql.standing, *self._sql.live_numbers)]
        with self._database.snapshot(*questions) as answers:
            rows, *others = (answer.fetchall() for answer in answers)
        live = [row for row in rows if row[-2]]
        numbers = {row[-3] for row in live}
        is_sound = all(row[-1] for row in rows) and all({number for (number,) in other} == numbers for other in others)
        return [standing_of(row[:-3]) for row in live] if is_sound else None

    def _proven(self, wanted: Mapping[str, Any]) -> list[Attempt]:
        """The live attempts of operations. Raises Damaged where a chain or an index denies one of these operations."""
        questions = (self._sql.live_of_ops, wanted), *of_operations(self._sql, wanted)
        with self._database.snapshot(*questions) as (rows, *answers):
            attempts = list(map(attempt_of, rows.fetchall()))
            fault = disagreement([attempt.id for attempt in attempts], self._scope["rehearsal"], *answers)
        if fault:
            raise Damaged(fault)
        return attempts

    def _leniently(self, ask: Callable[[], T]) -> T:
        """What a question comes to, asked once more where a text that cannot be read has ended it."""
        try:
            return ask()
        except self._database.faulty:
            with self._database.lenient():
                return ask()

    def attempts(self, since: datetime | None = None) -> tuple[Attempt, ...]:
        """All attempts, the oldest first."""
        with self._reading() as db:
            wanted = self._scope | {"since": moment(since) if since else ""}
            rows = db.execute(self._sql.since if since else self._sql.all, wanted)
            return tuple(map(attempt_of, rows))

    def last_sent(self) -> datetime | None:
        """When the last of all attempts was sent; None where none was."""
        with self._reading() as db:
            row = db.execute(self._sql.last_sent, self._scope).fetchone()
            return None if row is None else moment_of(row[0])

    def sent(self, since: datetime) -> tuple[Attempt, ...]:
        """The attempts that were sent since a moment, the oldest first."""
        with self._reading() as db:
            wanted = self._scope | {"since": moment(since)}
            return tuple(map(attempt_of, db.execute(self._sql.sent_since, wanted)))

    def unsent(self) -> int:
        """What is held at our place for clips that are not sent yet, in micro-dollars."""
        with self._reading() as db:
            return int(db.execute(self._sql.unsent, self._scope).fetchone()[0])

    def readout(self, extract: Extract) -> Readout:
        """The attempts that are meant, the oldest first, and what of them cannot be read."""
        parts, values = _meant(extract)
        with self._reading() as db:
            return self._leniently(lambda: self._read(db.execute(self._sql.meant(parts), self._scope | values)))

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
            ids = [
                id for id, op, *key in db.execute(self._sql.latest, wanted).fetchall() if besides.get(tuple(key)) != op
            ]
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
