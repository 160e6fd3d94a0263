"""Ledgers of earlier versions: what a migration keeps, what a kill in its midst leaves, and that reading writes nothing.

`form-1.sql` is a ledger that version 1 has written, with an attempt in each state and one learnt from a lock file.
"""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storyboard.ledger import Attempt, HostPlace, Ledger, LedgerTrouble, open_ledger, owners, read_ledger
from storyboard.ledger.migrations import MIGRATIONS, VERSION
from storyboard.ledger.opening import FILE

ROOT = Path(__file__).resolve().parents[2]
OLD = (Path(__file__).parent / "form-1.sql").read_text(encoding="utf-8")
REAL, HERE = HostPlace("api.segmind.com"), HostPlace("this machine", rehearsal=True)
PLACED = "INSERT INTO \"about\" VALUES('place','api.segmind.com');"
ATTEMPTS = 9
COPY = f"{FILE}.form-1"


def old(folder: Path, place: str = "api.segmind.com") -> Path:
    """A folder with a ledger of version 1 whose jobs ran at a place."""
    folder.mkdir()
    text = OLD.replace(PLACED, PLACED.replace("api.segmind.com", place) if place else "")
    with closing(sqlite3.connect(folder / FILE)) as db:
        db.executescript(text)
        db.execute("PRAGMA journal_mode=WAL")
    (folder / "owners").mkdir()
    return folder


def shape(path: Path) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return sorted(db.execute("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"))


def counters(folder: Path) -> dict[str, int]:
    with closing(sqlite3.connect(folder / FILE)) as db:
        return dict(db.execute("SELECT scope, used FROM cap WHERE used > 0"))


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Ledger]:
    with closing(open_ledger(old(tmp_path / "old"), place=REAL)) as ledger:
        yield ledger


def test_what_was_paid_for_stays_what_it_was(books: Ledger, tmp_path: Path) -> None:
    assert list(books.audit()) == []
    attempts = books.attempts()
    assert len(attempts) == ATTEMPTS
    assert {(attempt.place, attempt.rehearsal) for attempt in attempts} == {("api.segmind.com", False)}
    assert all(books.events(attempt.id) for attempt in attempts)
    assert "day:2026-12-01" in counters(tmp_path / "old")


def test_the_tables_are_those_of_a_new_ledger(books: Ledger, tmp_path: Path) -> None:
    open_ledger(tmp_path / "new").close()
    assert shape(tmp_path / "old" / FILE) == shape(tmp_path / "new" / FILE)


def test_the_old_one_is_kept_beside_it(books: Ledger, tmp_path: Path) -> None:
    copy = tmp_path / "old" / COPY
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert db.execute("SELECT count(*) FROM attempt").fetchone() == (ATTEMPTS,)
    before = copy.stat().st_mtime_ns
    open_ledger(tmp_path / "old").close()
    assert copy.stat().st_mtime_ns == before
    assert sorted(path.name for path in copy.parent.glob("*.part")) == []


@pytest.mark.parametrize("place", ["this machine", "localhost", "127.0.0.1", "::1"])
def test_what_was_rehearsed_is_none_of_the_others_business(tmp_path: Path, place: str) -> None:
    folder = old(tmp_path / "old", place)
    with closing(open_ledger(folder, place=REAL)) as ledger:
        assert ledger.attempts() == ()
        assert ledger.live({attempt.op for attempt in _all(folder)}) == {}
        assert list(ledger.audit()) == []
    assert all(scope.startswith("rehearsal:") for scope in counters(folder))
    with closing(open_ledger(folder, place=HERE)) as ledger:
        assert {attempt.place for attempt in ledger.attempts()} == {HERE.name}
        assert len(ledger.attempts()) == ATTEMPTS


def test_a_name_is_not_taken_for_an_address(tmp_path: Path) -> None:
    with closing(
        open_ledger(old(tmp_path / "old", "127.0.0.1.example"), place=HostPlace("127.0.0.1.example"))
    ) as ledger:
        assert len(ledger.attempts()) == ATTEMPTS


def _all(folder: Path) -> tuple[Attempt, ...]:
    ledger = read_ledger(folder)
    assert ledger is not None
    with closing(ledger):
        return ledger.attempts()


def test_a_ledger_that_knows_no_place(tmp_path: Path) -> None:
    with closing(open_ledger(old(tmp_path / "old", ""), place=REAL)) as ledger:
        assert {(attempt.place, attempt.rehearsal) for attempt in ledger.attempts()} == {("", False)}
        assert len(ledger.adopt()) == 6  # what is unfinished is ours all the same
        assert list(ledger.audit()) == []


def test_reading_writes_nothing(tmp_path: Path) -> None:
    folder = old(tmp_path / "old")
    before = (folder / FILE).read_bytes()
    ledger = read_ledger(folder, REAL)
    assert ledger is not None
    with closing(ledger):
        assert len(ledger.attempts()) == ATTEMPTS
        assert list(ledger.audit()) == []
        with pytest.raises(LedgerTrouble, match="only for reading"):
            ledger.void("x", "")
    assert (folder / FILE).read_bytes() == before
    assert not (folder / COPY).exists()


def test_an_older_storyc_at_work_is_waited_for(tmp_path: Path) -> None:
    folder = old(tmp_path / "old")
    owner, handle = owners.become(folder / owners.FOLDER, lambda: "theirs")
    with pytest.raises(LedgerTrouble, match="is in use by an older storyc"):
        open_ledger(folder)
    owners.leave(folder / owners.FOLDER, owner, handle)
    assert not (folder / COPY).exists()
    open_ledger(folder).close()


KILLED = """
import os, signal, sqlite3, sys
from pathlib import Path
from storyboard.ledger import HostPlace, opening, open_ledger, owners
connect, left = opening._connect, int(sys.argv[2])

def step(statement):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

def traced(uri):
    db = connect(uri)
    db.set_trace_callback(step)
    return db

opening._connect = traced
fsync, replace, become = os.fsync, os.replace, owners.become
owners.become = lambda *given: (step(""), become(*given))[1]
os.fsync = lambda handle: (step(""), fsync(handle))
os.replace = lambda *paths: (step(""), replace(*paths))
open_ledger(Path(sys.argv[1]), place=HostPlace("api.segmind.com")).close()
print(left)
"""


def killed(folder: Path, at: int) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", KILLED, str(folder), str(at)]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
def test_a_kill_at_any_step_loses_nothing(tmp_path: Path) -> None:
    whole = killed(old(tmp_path / "whole"), 10_000)
    assert whole.returncode == 0, whole.stderr
    steps = 10_000 - int(whole.stdout)
    assert steps > len(MIGRATIONS[1]) + 5
    forms: set[int] = set()
    for at in range(1, steps + 1):
        folder = old(tmp_path / f"at-{at}")
        assert killed(folder, at).returncode == -signal.SIGKILL
        with closing(sqlite3.connect(folder / FILE)) as db:
            forms |= {db.execute("PRAGMA user_version").fetchone()[0]}
        with closing(open_ledger(folder, place=REAL)) as ledger:
            assert len(ledger.attempts()) == ATTEMPTS
            assert list(ledger.audit()) == []
        assert (folder / COPY).is_file()
        assert shape(folder / FILE) == shape(tmp_path / "whole" / FILE)
    assert forms == {1, VERSION}


def test_an_address_of_a_kind_that_nobody_keeps() -> None:
    words = re.escape(
        "no ledger is kept at `mysql:`: set STORYC_LEDGER to a path or to an address of `file:`, `postgresql:`"
    )
    with pytest.raises(LedgerTrouble, match=words):
        open_ledger("mysql://books/film")


def test_a_url_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "two words"
    open_ledger(folder.as_uri()).close()
    assert (folder / FILE).is_file()


@pytest.mark.parametrize("taken", [COPY, f"{COPY}.part"])
def test_a_copy_that_cannot_be_written_is_named(tmp_path: Path, taken: str) -> None:
    folder = old(tmp_path / "old")
    (folder / taken).mkdir()
    with pytest.raises(LedgerTrouble, match=rf"its copy `.*{re.escape(COPY)}` cannot be written"):
        open_ledger(folder)
    with closing(sqlite3.connect(folder / FILE)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
