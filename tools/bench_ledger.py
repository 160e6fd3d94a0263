"""Measure a ledger of 50,000 attempts: its list, its sums, and a plan of 100 stories beside it, in seconds of CPU.

The books are written straight into the tables, with chains that agree. Run it on a quiet machine.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from storyboard.ledger import HostPlace, chain, open_ledger
from storyboard.ledger.opening import FILE
from storyboard.ledger.rows import moment, scopes

ATTEMPTS = 50_000
STORIES = 100
STORY = "# A lamp\nA lamp burns in the rain.\nShot 1 [0-5s] The flame of lamp {number} leans with the wind.\n"
PROMPT = "A lamp burns in the rain. " * 40
PRICE = 625_000
STATES = ("reserved", "sending", "accepted", "stored", "recorded", "published")
RUNS = {
    "list": ("ledger", "list"),
    "list --format json": ("ledger", "list", "--format", "json"),
    "list --format csv": ("ledger", "list", "--format", "csv"),
    "list --unsettled": ("ledger", "list", "--unsettled"),
    "list --sum": ("ledger", "list", "--sum"),
    "list --by day,story": ("ledger", "list", "--by", "day,story"),
    "plan of 100 stories": ("plan", "."),
    "doctor": ("doctor",),
}


def fill(folder: Path) -> None:
    """Write the books of four months into a folder."""
    open_ledger(folder, place=HostPlace("api.segmind.com")).close()
    attempts: list[dict[str, Any]] = []
    events: list[dict[str, Any]] = []
    used: dict[str, int] = {}
    start = datetime(2026, 7, 1, tzinfo=UTC)
    for number in range(ATTEMPTS):
        row, own = bought(number, start + timedelta(minutes=3 * number))
        attempts.append(row)
        events += own
        for kind, scope in scopes(row["run"], row["created"], False):
            used[scope] = used.get(scope, 0) + (1 if kind == "clips" else PRICE)
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as db:
        db.execute("BEGIN")
        for table, rows in (("attempt", attempts), ("event", events)):
            names = list(rows[0])
            values = ", ".join(f":{name}" for name in names)
            db.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})", rows)
        db.executemany("INSERT INTO cap (scope, used) VALUES (?, ?)", used.items())
        db.execute("COMMIT")


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


def measured(folder: Path, words: tuple[str, ...]) -> float:
    """The least of three runs of a command, in seconds of CPU."""
    return min(_cpu(folder, words) for _ in range(3))


def _cpu(folder: Path, words: tuple[str, ...]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("STORYC_", "SEGMIND_"))}
    subprocess.run(
        [sys.executable, "-m", "storyboard", *words], cwd=folder, env=environment, check=False,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print a line a command."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "storyc.toml").write_text("")
        for number in range(STORIES):
            (folder / f"{number}.story").write_text(STORY.format(number=number))
        fill(folder / ".storyc")
        size = (folder / ".storyc" / FILE).stat().st_size
        print(f"{ATTEMPTS:,} attempts, {size / 1e6:.0f} MB; seconds of CPU, the least of three runs")
        for title, words in RUNS.items():
            print(f"{measured(folder, words):8.2f}  {title}", flush=True)


if __name__ == "__main__":
    main()
