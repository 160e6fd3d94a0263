"""Write a ledger of 50,000 attempts and 100 stories beside it: `python -m tools.bench.inside.books FOLDER ATTEMPTS`.

The books are written straight into the tables, with chains that agree.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from storyboard.ledger import HostPlace, chain, open_ledger
from storyboard.ledger.opening import FILE
from storyboard.ledger.rows import moment, scopes

STORIES = 100
STORY = "# A lamp\nA lamp burns in the rain.\nShot 1 [0-5s] The flame of lamp {number} leans with the wind.\n"
PROMPT = "A lamp burns in the rain. " * 40
PRICE = 625_000
STATES = ("reserved", "sending", "accepted", "stored", "recorded", "published")


def fill(folder: Path, count: int) -> None:
    """Write the books of four months into a folder."""
    open_ledger(folder, place=HostPlace("api.segmind.com")).close()
    attempts: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    used: dict[str, int] = {}
    for number, begun in enumerate(starts(count)):
        row, own = bought(number, begun)
        attempts.append(row)
        events += own
        for kind, scope, _ in scopes(row["run"], row["created"], False, ""):
            used[scope] = used.get(scope, 0) + (1 if kind == "clips" else PRICE)
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as db:
        db.execute("BEGIN")
        for table, rows in (("attempt", attempts), ("event", events)):
            names = list(rows[0])
            values = ", ".join(f":{name}" for name in names)
            db.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})", rows)
        db.executemany("INSERT INTO cap (scope, used) VALUES (?, ?)", used.items())
        db.execute("COMMIT")


def starts(count: int) -> list[datetime]:
    """When each of so many attempts was made."""
    return [datetime(2026, 7, 1, tzinfo=UTC) + timedelta(minutes=3 * number) for number in range(count)]


def bought(number: int, begun: datetime) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A published attempt and its events."""
    id, job, digest = f"a{number:09}", f"job-{number:08}", f"{number:064x}"
    clip = number // 2500 + 1
    path, at = f"build/film-{number % 2500}/{number}.mp4", moment(begun)
    row: dict[str, Any] = {
        "id": id, "op": f"{number:064x}", "run": f"run{number // 100:07}", "story": f"films/film-{number % 2500}.story",
        "clip": clip, "title": f"Clip {clip}", "slug": f"clip-{clip}", "variant": "",
        "take": 1, "profile": "wan-2.6-t2v@segmind", "seed": number, "seconds": 5, "price": PRICE, "created": at,
        "request": f'{{"prompt":"{PROMPT}","seed":{number},"size":"1280*720"}}',
    }  # fmt: skip
    learned = {"accepted": job, "stored": digest, "published": path}
    events: list[dict[str, Any]] = []
    state = ""
    for place, after in enumerate(STATES, 1):
        money = (PRICE, 0, PRICE) if place >= 5 else (PRICE, PRICE, 0)
        link = chain.event(id, place, state, after, at, learned.get(after, ""), money, row)
        row["head"], state = link["hash"], after
        events.append(link)
    row |= {"owner": "", "state": state, "held": 0, "spent": PRICE, "sent": at, "request_id": job, "sha256": digest}
    row |= {"size": 1_000_000, "path": path, "took": 60.0, "note": "", "counts": 1, "events": len(STATES)}
    return row | {"place": "api.segmind.com"}, events


def main() -> None:
    """Fill the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True)
    (folder / "storyc.toml").write_text("", encoding="utf-8")
    for number in range(STORIES):
        (folder / f"{number}.story").write_text(STORY.format(number=number), encoding="utf-8")
    fill(folder / ".storyc", int(sys.argv[2]))


if __name__ == "__main__":
    main()
