"""Builds by a ledger of an older form, killed before each call that changes anything, and then built to the end."""

from __future__ import annotations

import random
import signal
import sqlite3
from collections import Counter
from contextlib import closing
from functools import partial
from pathlib import Path

from storyboard.cli import exits
from storyboard.emulate.faults import parse
from storyboard.ledger.migrations import MIGRATIONS, VERSION
from storyboard.ledger.opening import FILE
from storyboard.ledger.schema import APPLICATION
from tools.torture.judge import Tally, attempts_of, judge, total, wrong
from tools.torture.spread import Task, tidied
from tools.torture.syscalls import killed_before
from tools.torture.warm import Host, Root, ended, fork, hosting, new_root, run_build

_HEAD = "---\nmodel: wan-2.6-t2v@segmind\nsize: 1280*720\n---\nRain on a tin roof.\n"
_CLIP = "# Clip {0}\nShot 1 [0-5s] Drop {0} runs down and falls.\n"
_CLIPS = 5
# The first of these clips is had, the second may be billed and is not, and the job of the third comes to nothing.
_FAULTS = ("", "cut-before-billing", "failed")
_BEFORE = ["accepted", "accepted", "published", "unknown", "void"]
_TRIES = 4


def kills(folder: Path, most: int, seed: int) -> list[Task]:
    """A build by each older form, killed before so many of its calls in all."""
    tasks = list[Task]()
    for form in range(1, VERSION):
        _, calls = _played(folder / f"migrated-{form}", form, 0)
        tasks += [
            Task(f"{form} {call}", partial(_task, folder / f"migrated-{form}-{call}", form, call))
            for call in range(1, calls + 1)
        ]
    return tasks if len(tasks) <= most else random.Random(seed).sample(tasks, most)


def _task(folder: Path, form: int, call: int) -> Tally:
    return _played(folder, form, call)[0]


def _played(folder: Path, form: int, call: int) -> tuple[Tally, int]:
    """What came of a build that was killed before one of its calls, and how many it made until then."""
    where = f"a ledger of form {form}, its build killed before call {call}"
    with hosting(script=tuple(tuple(map(parse, text.split())) for text in _FAULTS)) as host:
        root = new_root(folder, "run", host.url, "v2", _CLIPS)
        codes = [_built(root, 3), _built(root, 4, "--submit-only")]
        before = sorted(attempt.state for attempt in attempts_of(root))
        if codes != [exits.OUTCOME_UNKNOWN] * 2 or before != _BEFORE:
            raise SystemExit(f"the case is none: {codes}, {before}\n{root.said}")
        _aged(root, form)
        code, calls = killed_before(partial(_build, root, _CLIPS), call)
        codes = [code]
        while codes[-1] != exits.OUTCOME_UNKNOWN and len(codes) < _TRIES:
            codes.append(_built(root, _CLIPS))
        codes.append(_built(root, _CLIPS))
        tally = total([_judged(root, host, where, codes, form), Tally(kills=int(code == -signal.SIGKILL))])
    return tidied(folder, tally), calls


def _judged(root: Root, host: Host, where: str, codes: list[int], form: int) -> Tally:
    """What host and ledger say once builds have ended: each clip is had, but for one or two that may be billed."""
    bills = len(host.book(root.key)["charges"])
    after = Counter(attempt.state for attempt in attempts_of(root))
    copy = root.books / f"{FILE}.form-{form}"
    notes = [
        f"{where}: {why}: {codes}: {root.said[-800:]}"
        for why, holds in {
            "builds after it do not end as before": codes[-2:] == [exits.OUTCOME_UNKNOWN] * 2,
            f"{bills} clips were billed, and the ledger has {after}": after["published"] == bills,
            # What was reserved when it died is void, what was sent and never came there is unknown.
            f"the ledger has {after}": after["published"] + after["unknown"] == _CLIPS
            and after["unknown"] in (1, 2)
            and after.total() - after["void"] == _CLIPS,
            "the old ledger is not beside it": copy.is_file() and _form(copy) == form,
            "half of a copy is left": not [*root.books.glob("*.part")],
        }.items()
        if not holds
    ]
    return total([judge(root, host, where, clips=_CLIPS), *map(wrong, notes)])


def _built(root: Root, clips: int, *more: str) -> int:
    return ended(fork(partial(_build, root, clips, *more)))


def _build(root: Root, clips: int, *more: str) -> int:
    """Build the first few clips of the story; one is sent at a time, so that faults meet them in their order."""
    (root.path / "wet.story").write_text(_HEAD + "".join(_CLIP.format(number) for number in range(1, clips + 1)))
    return run_build(root, "--jobs", "1", *more)


def _aged(root: Root, form: int) -> None:
    """Make the ledger one as that form had it, with the same rows. What a storyc of its day knew it has from there."""
    path, old = root.books / FILE, root.path.parent / "old.db"
    with closing(sqlite3.connect(old)) as db:
        for statements in MIGRATIONS[:form]:
            for statement in statements:
                db.execute(statement)
        db.execute("ATTACH ? AS new", (str(path),))
        db.execute("DELETE FROM about")
        for table in ("about", "attempt", "cap", "event"):
            columns = ", ".join(row[1] for row in db.execute(f"PRAGMA main.table_info({table})"))
            db.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
        if form < 3:
            db.execute("DELETE FROM about WHERE key = 'id'")
        if form < 2:
            db.execute("INSERT INTO about VALUES ('place', '127.0.0.1')")
            db.execute("UPDATE cap SET scope = substr(scope, 11) WHERE scope LIKE 'rehearsal:%'")
        db.commit()
        db.execute("DETACH new")
        db.execute(f"PRAGMA application_id={APPLICATION}")
        db.execute(f"PRAGMA user_version={form}")
        db.execute("PRAGMA journal_mode=WAL")
    for file in root.books.glob(f"{FILE}*"):
        file.unlink()
    old.rename(path)
    # It names the ledger, which has another name once it is brought to the new form.
    (root.books / "storyc.lock").unlink()


def _form(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("PRAGMA user_version").fetchone()[0]
