"""How many clips a ledger can take the way of, for each kind of ledger, and how long a plan of many clips asks it."""

from __future__ import annotations

import json
import statistics
from pathlib import Path

from storyboard.ledger import allow, migrate
from tools import postgres
from tools.bench.inside.books import PRICE, bought, fill, starts
from tools.bench.places import Places
from tools.bench.records import Row, Section
from tools.bench.timing import Command, run

TITLE = "A ledger that 16 processes share"
TURNS = 3
_PROCESSES = 16
_ABOUT = (
    "{processes} processes buy clips from a ledger of {count:,} attempts as fast as they can, in six transactions "
    "each, with no host between; then a plan asks it for {count:,} clips. CPU is that of storyc alone."
)
_TARGETS = {"SQLite": {"ms a cycle": 5.0, "reserve p99 ms": 2000.0, "plan s": 1.0}}
_TARGETS["PostgreSQL"] = _TARGETS["SQLite"] | {"reserve p99 ms": 500.0}


def measure(places: Places, turns: int, quick: bool) -> Section:
    """A row for each kind of ledger that can be had here."""
    count, each = (500, 2) if quick else (50_000, 60)
    folder = places.folder("cycles")
    fill(folder / "books", count)
    rows = [_row("SQLite", places, folder, str(folder / "books"), count, each, turns)]
    if not postgres.missing():
        server = postgres.Server().start()
        try:
            stock(server, count)
            rows.append(_row("PostgreSQL", places, folder, server.address, count, each, turns))
        finally:
            server.stop()
    return Section(TITLE, _ABOUT.format(count=count, processes=_PROCESSES), rows)


def _row(name: str, places: Places, folder: Path, address: str, count: int, each: int, turns: int) -> Row:
    told: list[dict[str, float]] = []
    for module, given in (("cycles", (_PROCESSES, each)), ("planned", (count,))):
        words, environment = places.inside(module, address, *map(str, given), home=folder / "home")
        said = [run(Command(words, folder, environment)).said for _ in range(turns)]
        told.append(_median([json.loads(text.splitlines()[-1]) for text in said]))
    cycles, plan = told
    values = {
        "cycles/s": cycles["cycles/s"],
        "ms a cycle": 1000 / cycles["cycles/s"],
        "CPU ms a cycle": cycles["CPU ms"],
        "reserve p99 ms": cycles["p99 ms"],
        "plan s": plan["s"],
        "plan CPU s": plan["CPU s"],
    }
    return Row(name, values, _TARGETS[name])


def _median(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(told[name] for told in runs) for name in runs[0]}


def stock(server: postgres.Server, count: int) -> None:
    """Make a ledger in a server's database, with attempts of four months."""
    migrate(server.address)
    allow(server.address, {"month": 10**15}, {})
    with postgres.connected(server.address) as db, db.cursor() as cursor:
        attempts, events = zip(*(bought(number, at) for number, at in enumerate(starts(count))), strict=True)
        attempts = [row | {"rehearsal": 0} for row in attempts]
        for table, rows in (("attempt", attempts), ("event", [event for own in events for event in own])):
            names = list(rows[0])
            with cursor.copy(f"COPY {table} ({', '.join(names)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(list(row.values()))
        cursor.execute(
            f"""INSERT INTO cap (scope, used)
                SELECT 'day:' || substr(created, 1, 10), {PRICE} * count(*) FROM attempt GROUP BY 1
                UNION ALL SELECT 'month:' || substr(created, 1, 7), {PRICE} * count(*) FROM attempt GROUP BY 1
                UNION ALL SELECT 'run:' || run, {PRICE} * count(*) FROM attempt GROUP BY 1
                UNION ALL SELECT 'clips', count(*) FROM attempt"""
        )
        cursor.execute("ANALYZE")
