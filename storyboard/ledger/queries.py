"""The questions that a ledger in SQLite answers: nothing is changed here."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from storyboard.ledger import schema
from storyboard.ledger.audit import audit, is_damage, lenient, of_operations, snapshot
from storyboard.ledger.extracts import Extract, Subtotal, SumBy
from storyboard.ledger.opening import worded
from storyboard.ledger.records import (
    NOWHERE,
    Attempt,
    Event,
    HostPlace,
    LedgerTrouble,
    Readout,
)
from storyboard.ledger.rows import Damaged, attempt_of, event_of, moment


class Queries:
    """The reading half of a Ledger: one connection, which the threads of a process share one after the other."""

    def __init__(self, file: Path, db: sqlite3.Connection, place: HostPlace | None) -> None:
        """Take over an open database. Raises LedgerTrouble."""
        self.file = file
        self.place = place or NOWHERE
        self._scope: dict[str, Any] = {"rehearsal": place.rehearsal if place else None, "place": self.place.name}
        self._db = db
        self._process = os.getpid()
        self._lock = threading.RLock()
        with self._reading():
            self.id = self._about("id")

    def live(self, operations: Iterable[str]) -> dict[str, Attempt]:
        """The live attempt of each of these operations that has one, in one query, the chains of all of them true."""
        ops = list(dict.fromkeys(operations))
        wanted = json.dumps(ops)
        with self._reading() as db, snapshot(db):
            attempts = [attempt_of(row) for row in db.execute(schema.LIVE_OF_OPS, self._scope | {"ops": wanted})]
            self._trust(db, ops, attempts)
            return {attempt.op: attempt for attempt in attempts}

    def attempts(self, since: datetime | None = None) -> tuple[Attempt, ...]:
        """All attempts, the oldest first."""
        with self._reading() as db:
            wanted = self._scope | {"since": moment(since) if since else ""}
            rows = db.execute(schema.SINCE if since else schema.ALL, wanted)
            return tuple(map(attempt_of, rows))

    def readout(self, extract: Extract) -> Readout:
        """The attempts that are meant, the oldest first, and what of them cannot be read."""
        parts, values = _meant(extract)
        with self._reading() as db:
            try:
                return _read(db.execute(schema.meant(parts), self._scope | values))
            except sqlite3.OperationalError:  # a text that is no UTF-8 ends a question
                with lenient(db):
                    return _read(db.execute(schema.meant(parts), self._scope | values))

    def sums(self, extract: Extract, by: Sequence[SumBy]) -> tuple[Subtotal, ...]:
        """What the attempts that are meant come to, by what they have in common."""
        parts, values = _meant(extract)
        with self._reading() as db, lenient(db):
            rows = db.execute(schema.summed(parts, by), self._scope | values)
            return tuple(
                Subtotal(tuple(map(str, keys)), number, int(on_hold), int(spent), bool(rehearsal))
                for rehearsal, number, on_hold, spent, *keys in rows
            )

    def latest(self, stories: Iterable[str]) -> dict[tuple[str, int, str, int], Attempt]:
        """The last attempt that brought a clip of these stories, by story, clip number, variant and take."""
        wanted = self._scope | {"stories": json.dumps(sorted(set(stories)))}
        with self._reading() as db:
            attempts = map(attempt_of, db.execute(schema.LATEST, wanted))
            return {(attempt.story, attempt.clip, attempt.variant, attempt.take): attempt for attempt in attempts}

    def attempt(self, start: str) -> Attempt | None:
        """The attempt whose id begins so; None where none or several do."""
        with self._reading() as db:
            rows = db.execute(schema.ONE, {"start": start}).fetchall()
            return attempt_of(rows[0]) if len(rows) == 1 else None

    def events(self, attempt: str) -> tuple[Event, ...]:
        """What happened to an attempt, in order."""
        with self._reading() as db:
            return tuple(map(event_of, db.execute(schema.EVENTS, {"attempt": attempt})))

    def request_ids(self) -> frozenset[str]:
        """The names of all jobs at our place that any attempt is known by."""
        with self._reading() as db:
            return frozenset(row[0] for row in db.execute(schema.REQUEST_IDS, self._scope))

    def named(self, request_ids: Iterable[str]) -> tuple[Attempt, ...]:
        """The attempts at our place that are known by these names, the oldest first."""
        with self._reading() as db:
            return tuple(
                map(attempt_of, db.execute(schema.NAMED, self._scope | {"ids": json.dumps(list(request_ids))}))
            )

    def lost(self, operations: Iterable[str]) -> tuple[Attempt, ...]:
        """The attempts of these operations that are over and whose money stays spent, the oldest first."""
        with self._reading() as db:
            return tuple(map(attempt_of, db.execute(schema.GONE, self._scope | {"ops": json.dumps(list(operations))})))

    def roots(self) -> tuple[str, ...]:
        """The roots of the projects that share these books, from which the places of clips are counted."""
        with self._reading() as db:
            return tuple(row[0] for row in db.execute(schema.ROOTS))

    def overruns(self) -> tuple[Attempt, ...]:
        """The attempts that were charged more than their price."""
        with self._reading() as db:
            return tuple(map(attempt_of, db.execute(schema.OVERRUNS, self._scope)))

    def typical(self, profile: str) -> float | None:
        """The median seconds of the last fifty calls of a profile, or None where there are none."""
        with self._reading() as db:
            took: list[float] = sorted(row[0] for row in db.execute(schema.TOOK, self._scope | {"profile": profile}))
        if not took:
            return None
        return (took[(len(took) - 1) // 2] + took[len(took) // 2]) / 2

    def audit(self) -> Sequence[str]:
        """What does not agree, a phrase each. Empty: good."""
        with self._reading() as db:
            return audit(db)

    def _trust(self, db: sqlite3.Connection, ops: Iterable[str], live: Iterable[Attempt]) -> None:
        """Raises Damaged where the attempts of operations are not what their chains say, or others are live."""
        fault = of_operations(db, ops, [attempt.id for attempt in live], self._scope["rehearsal"])
        if fault:
            raise Damaged(fault)

    @contextmanager
    def _reading(self) -> Generator[sqlite3.Connection]:
        if self._process != os.getpid():
            raise LedgerTrouble(f"the ledger `{self.file}` was opened before this process was forked")
        with self._lock, worded(self.file):
            yield self._db

    def _about(self, key: str) -> str:
        return str(self._db.execute(schema.ABOUT, {"key": key}).fetchone()[0])


def _meant(extract: Extract) -> tuple[list[str], dict[str, str]]:
    """The parts of the statement for an extract, and their values."""
    values = {"story": extract.story} if extract.story else {}
    values |= {name: moment(at) for name, at in (("since", extract.since), ("until", extract.until)) if at is not None}
    return [*values, *(["unsettled"] if extract.unsettled else [])], values


def _read(rows: Iterable[tuple[Any, ...]]) -> Readout:
    attempts: list[Attempt] = []
    faults: list[str] = []
    try:
        for row in rows:
            try:
                attempts.append(attempt_of(row))
            except Damaged as error:
                faults.append(str(error))
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        last = f"after attempt `{attempts[-1].id}`" if attempts else "before its first attempt"
        faults.append(f"the database is damaged {last}")
    return Readout(tuple(attempts), tuple(faults))
