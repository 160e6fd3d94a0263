"""What does not agree in a ledger's database: chains, states, sums, and what its own rules forbid."""

from __future__ import annotations

import sqlite3
from collections import Counter
from itertools import groupby
from operator import itemgetter
from typing import Any

from storyboard.ledger import chain
from storyboard.ledger.rows import note_of, scopes
from storyboard.ledger.steps import learns

_NAMED = ("accepted", "stored", "recorded", "published")  # a state in which the host has named the job
_FACTS = "state, held, spent, owner, request_id, sha256, path, counts, events, head"
_ATTEMPTS = f"SELECT {', '.join(chain.FIXED)}, {_FACTS} FROM attempt ORDER BY id"  # noqa: S608 - our own names
_EVENTS = """SELECT attempt, number, before, after, at, note, price, held, spent, hash FROM event
    ORDER BY attempt, number"""
_TWICE = """SELECT op, count(*) FROM attempt WHERE state <> 'void'
    GROUP BY op, rehearsal HAVING count(*) > 1 ORDER BY op"""
_COUNTS = ("clips", "rehearsal:clips")  # all other counters are money
_SHOWN = 20  # more of SQLite's own findings help nobody


def audit(db: sqlite3.Connection) -> list[str]:
    """What does not agree, a phrase each, of one moment of the ledger. Raises sqlite3.Error."""
    try:
        db.execute("BEGIN")
        checked: list[str] = [row[0] for row in db.execute(f"PRAGMA integrity_check({_SHOWN})")]
        if checked != ["ok"]:
            return [f"the database is damaged: {text}" for text in checked]
        return [*_attempts(db), *_twice(db), *_counters(db)]
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        return [f"the database is damaged: {error}"]
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def _attempts(db: sqlite3.Connection) -> list[str]:
    faults: list[str] = []
    chains = groupby(db.execute(_EVENTS), key=itemgetter(0))
    name, events = next(chains, ("", iter(())))
    cursor = db.execute(_ATTEMPTS)
    columns = [column[0] for column in cursor.description]
    for values in cursor:
        row = dict(zip(columns, values, strict=True))
        while name and name < row["id"]:
            faults.append(f"there are events of attempt `{name}` but no such attempt")
            name, events = next(chains, ("", iter(())))
        own: list[tuple[str, int, str, str, str, str, int, int, int, str]] = []
        if name == row["id"]:
            own = list(events)
            name, events = next(chains, ("", iter(())))
        faults += _chain(row, own)
    while name:
        faults.append(f"there are events of attempt `{name}` but no such attempt")
        name, events = next(chains, ("", iter(())))
    return faults


def _chain(row: dict[str, Any], events: list[tuple[str, int, str, str, str, str, int, int, int, str]]) -> list[str]:
    id = row["id"]
    if not events:
        return [f"attempt `{id}` is `{row['state']}` but has no events"]
    previous, state = chain.root([row[column] for column in chain.FIXED]), ""
    learned: dict[str, str] = {}
    for place, (_, number, before, after, at, note, price, on_hold, spent, hash) in enumerate(events, 1):
        right = chain.link(previous, str(id), number, before, after, at, note, price, on_hold, spent)
        if number != place or before != state or hash != right:
            # Nothing that follows a broken link can be judged.
            return [f"the chain of attempt `{id}` is broken at event {place}"]
        previous, state = hash, after
        if learns(before, after, note):
            learned[after] = note
    faults: list[str] = []
    if row["head"] != previous or row["events"] != len(events):
        faults.append(f"attempt `{id}` names another last event than its chain has")
    if row["state"] != state:
        faults.append(f"attempt `{id}` is `{row['state']}` but its last event says `{state}`")
    # What another machine has paid for costs nothing here, and is no clip that was bought.
    if row["state"] != "void" and row["price"] and not row["counts"]:
        faults.append(f"attempt `{id}` is `{row['state']}` but is not counted as a clip")
    for what, stated in (("held", events[-1][7]), ("spent", events[-1][8])):
        if row[what] != stated:
            faults.append(f"attempt `{id}` has {_usd(row[what])} {what} but its last event says {_usd(stated)}")
    for what, after in (("request_id", "accepted"), ("sha256", "stored"), ("path", "published")):
        if after in learned and row[what] is not None and note_of(str(row[what])) != learned[after]:
            faults.append(f"attempt `{id}` has the {what} `{row[what]}` but its events say `{learned[after]}`")
    if row["state"] in _NAMED and row["request_id"] is None:
        faults.append(f"attempt `{id}` is `{row['state']}` but has no request id")
    return faults


def _twice(db: sqlite3.Connection) -> list[str]:
    return [f"operation `{op}` has {count} live attempts" for op, count in db.execute(_TWICE)]


def _counters(db: sqlite3.Connection) -> list[str]:
    sums: Counter[str] = Counter()
    attempts = db.execute("SELECT run, created, rehearsal, held + spent, counts FROM attempt")
    for run, created, rehearsal, spent, counts in attempts:
        for kind, scope in scopes(run, created, rehearsal):
            sums[scope] += counts if kind == "clips" else spent
    used: dict[str, int] = dict(db.execute("SELECT scope, used FROM cap").fetchall())
    faults: list[str] = []
    for scope in sorted({*sums, *used}):
        says, is_ = used.get(scope, 0), sums[scope]
        if says != is_:
            counted, right = (str(says), str(is_)) if scope in _COUNTS else (_usd(says), _usd(is_))
            faults.append(f"the counter `{scope}` says {counted} but the sum is {right}")
    return faults


def _usd(micro_usd: int) -> str:
    # To the last micro-dollar: here the smallest difference is the news.
    whole, part = divmod(micro_usd, 1_000_000)
    return f"{whole}.{part:06} USD"
