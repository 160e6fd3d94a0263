"""What does not agree in a ledger's database: chains, states, sums, and what its own rules forbid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Any

from storyboard.ledger import chain
from storyboard.ledger.database import Database, ResultRows, Session
from storyboard.ledger.rows import note_of, scopes
from storyboard.ledger.statements import Statements
from storyboard.ledger.steps import NAMED, UNTOLD, learns
from storyboard.patterns import lazy

_Event = tuple[str, int, str, str, str, str, int, int, int, str]
_COUNTS = lazy(r"(rehearsal:)?clips(:|$)")  # all other counters are money


def audit(database: Database) -> list[str]:
    """What does not agree, a phrase each, of one moment of the ledger."""
    with database.reading() as db:
        try:
            with database.lenient(), database.snapshot():
                return _differences(database, db)
        except (*database.faulty, UnicodeDecodeError) as error:
            if not isinstance(error, UnicodeDecodeError) and not database.is_damage(error):
                raise
            what = "a text is no UTF-8" if isinstance(error, UnicodeDecodeError) else error
            return [f"the database is damaged: {what}"]


def _differences(database: Database, db: Session) -> list[str]:
    damage = database.damage()
    if damage:
        return [f"the database is damaged: {text}" for text in damage]
    sql = database.sql
    strays = [f"there are events of attempt `{row[0]}` but no such attempt" for row in db.execute(sql.strays)]
    chains = _chains(db.execute(sql.chained), lambda id: db.execute(sql.links, {"attempt": id}).fetchall())
    return [*chains, *strays, *_twice(db, sql), *_counters(db, sql)]


def of_operations(sql: Statements, wanted: Mapping[str, Any]) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """The questions about the attempts of operations whose answers `disagreement` looks at."""
    return tuple((name, wanted) for name in (sql.sides_of_ops, sql.links_of_ops, sql.chained_of_ops))


def disagreement(live: Collection[str], rehearsal: bool | None, *answers: ResultRows) -> str:
    """What does not agree in the attempts of operations, void ones too, as a phrase; empty where all does.

    `live` are the ids of those that another index calls live, on a side or on both: whoever is bought on the ground of
    one index alone is bought on the word of one bad byte.
    """
    sides, links, attempts = answers[0].fetchall(), *answers[1:]
    events: dict[Any, list[_Event]] = {}
    for event in links:
        events.setdefault(event[0], []).append(event)
    faults = _chains(attempts, lambda id: events.get(id, []))
    if faults:
        return faults[0]
    known = {id for id, side in sides if rehearsal is None or bool(side) == rehearsal}
    differing = sorted(known.symmetric_difference(live))
    return f"its indexes do not agree about attempt `{differing[0]}`" if differing else ""


def _chains(cursor: ResultRows, events_of: Callable[[Any], list[_Event]]) -> list[str]:
    faults: list[str] = []
    columns = [column[0] for column in cursor.description]
    for values in cursor:
        row = dict(zip(columns, values, strict=True))
        try:
            faults += _chain(row, events_of(row["id"]))
        except (TypeError, ValueError):
            faults.append(f"attempt `{row['id']}` cannot be read: a value in it is not of its column's kind")
    return faults


def _chain(row: dict[str, Any], events: list[_Event]) -> list[str]:
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
    # By its note a job is known that failed and is charged, or may be.
    if row["note"] not in ("", events[-1][5]):
        faults.append(f"attempt `{id}` has the note `{note_of(str(row['note']))}` but its last event says otherwise")
    for what, after in (("request_id", "accepted"), ("sha256", "stored"), ("path", "published")):
        if after in learned and row[what] is not None and note_of(str(row[what])) != learned[after]:
            faults.append(f"attempt `{id}` has the {what} `{row[what]}` but its events say `{learned[after]}`")
    if row["cost_known"] and learned.get("recorded") == UNTOLD:
        faults.append(f"attempt `{id}` has a known cost but its events say that the host told none")
    if not row["cost_known"] and row["state"] in ("recorded", "published") and row["spent"] != row["price"]:
        faults.append(f"attempt `{id}` has no known cost but has spent another sum than its price")
    if row["state"] in NAMED and row["request_id"] is None:
        faults.append(f"attempt `{id}` is `{row['state']}` but has no request id")
    return faults


def _twice(db: Session, sql: Statements) -> list[str]:
    return [f"operation `{op}` has {count} live attempts" for op, count in db.execute(sql.twice)]


def _counters(db: Session, sql: Statements) -> list[str]:
    sums: Counter[str] = Counter()
    for run, created, rehearsal, buyer, spent, counts in db.execute(sql.sums):
        if isinstance(created, str):  # else its row is among what cannot be read
            for counter in scopes(run, created, rehearsal, buyer):
                sums[counter.scope] += counts if counter.kind == "clips" else spent
    used: dict[str, Any] = dict(db.execute(sql.counters).fetchall())
    faults: list[str] = []
    for scope in sorted({*sums, *used}, key=str):
        says, is_ = used.get(scope, 0), sums[scope]
        if not isinstance(says, int):
            faults.append(f"the counter `{scope}` cannot be read")
        elif says != is_:
            counted, right = (str(says), str(is_)) if _COUNTS.match(scope) else (_usd(says), _usd(is_))
            faults.append(f"the counter `{scope}` says {counted} but the sum is {right}")
    return faults


def _usd(micro_usd: int) -> str:
    # To the last micro-dollar: here the smallest difference is the news.
    whole, part = divmod(micro_usd, 1_000_000)
    return f"{whole}.{part:06} USD"
