"""Whether a database has the tables, indexes and triggers of its form, and nothing else that would run with them."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from functools import cache
from typing import Any

from storyboard.ledger.migrations import MIGRATIONS

_PARTS = "SELECT type, name, sql FROM sqlite_schema"
_Part = tuple[str, str, str]


def difference(db: sqlite3.Connection, form: int) -> str:
    """What in a database is not as storyc makes it in this form, as a phrase; empty where all is.

    A trigger of somebody else's could empty the counter of a cap, a view stand for a table, and without its index an
    operation could be bought twice. Raises sqlite3.Error.
    """
    theirs, ours = _parts(db), _ours(form)
    names = {(kind, name) for kind, name, _ in ours}
    for kind, name, _ in sorted((theirs - ours).elements()):
        if (kind, name) in names:
            return f"its {kind} `{name}` is not as storyc makes it"
        return f"it has the {kind} `{name}`, which storyc has not made"
    for kind, name, _ in sorted((ours - theirs).elements()):
        return f"it lacks the {kind} `{name}`"
    return ""


@cache
def _ours(form: int) -> Counter[_Part]:
    with closing(sqlite3.connect(":memory:")) as db:
        for statement in (statement for statements in MIGRATIONS[:form] for statement in statements):
            db.execute(statement)
        return _parts(db)


def _parts(db: sqlite3.Connection) -> Counter[_Part]:
    # What is damaged may be of any type, and how lines are broken is nobody's concern.
    rows: list[tuple[Any, Any, Any]] = db.execute(_PARTS).fetchall()
    return Counter((str(kind), str(name), " ".join(str(sql).split())) for kind, name, sql in rows)
