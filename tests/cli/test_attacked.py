"""Ledgers that were damaged at random or prepared by somebody: no bill, no traceback, and each command says what is."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storyboard.cli import exits
from storyboard.ledger.opening import FILE
from tests.cli.paying import Project, project

# `make attacks` damages two hundred ledgers, and plants something in fifty.
DAMAGED = int(os.environ.get("STORYC_DAMAGED", "12"))
PLANTED = int(os.environ.get("STORYC_PLANTED", "5"))
PLANTS = (
    "CREATE TRIGGER t{n} AFTER INSERT ON event BEGIN UPDATE cap SET used = 0; END",
    "CREATE TRIGGER t{n} AFTER INSERT ON attempt BEGIN UPDATE attempt SET price = 0 WHERE id = NEW.id; END",
    "CREATE TRIGGER t{n} BEFORE UPDATE ON cap BEGIN SELECT RAISE(IGNORE); END",
    "CREATE VIEW v{n} AS SELECT * FROM attempt",
    "CREATE TABLE x{n} (id TEXT)",
    "DROP INDEX one_live_attempt",
    "DROP TABLE cap; CREATE VIEW cap AS SELECT 'day' AS scope, NULL AS lim, 0 AS used",
    "UPDATE attempt SET created = 'day {n}'",
    "UPDATE attempt SET sent = '0000-00-{n}'",
    "UPDATE attempt SET state = 'void' WHERE number = 1 + {n} % 2",
    "UPDATE attempt SET note = CAST(x'ff' AS TEXT), title = CAST(x'fe' AS TEXT)",
    "UPDATE attempt SET seed = 9223372036854775807, size = -9223372036854775808",
    "UPDATE attempt SET request = '[' || request",
)


@pytest.fixture
def bought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[tuple[Project, Path]]:
    """A project whose two clips are bought, without a lock file, and a copy of its ledger."""
    with project(tmp_path, monkeypatch, capsys) as here:
        assert here.build("--yes") == exits.DONE, here.err
        (tmp_path / "storyc.lock").unlink()
        copy = shutil.copy(tmp_path / ".storyc" / FILE, tmp_path / "good.db")
        yield here, Path(copy)


def damaged(copy: Path, ledger: Path, chance: random.Random) -> None:
    data = bytearray(copy.read_bytes())
    for _ in range(20):
        data[chance.randrange(len(data))] = chance.randrange(256)
    ledger.write_bytes(data)


def planted(copy: Path, ledger: Path, number: int) -> None:
    shutil.copy(copy, ledger)
    with closing(sqlite3.connect(ledger, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode=DELETE")
        db.executescript(PLANTS[number % len(PLANTS)].format(n=number))
        db.execute("PRAGMA journal_mode=WAL")


def hold(here: Project, number: int) -> None:
    """No command fails by a mistake of ours, and nothing is billed."""
    for words in (["ledger", "list"], ["ledger", "list", "--by", "day,story"], ["ledger", "audit"], ["doctor"]):
        assert here.call(*words) in (exits.DONE, exits.STORY_ERRORS, exits.USAGE), (number, words, here.err)
    # Also where the clips are not in their places any more.
    for path in (here.root / "build").rglob("*.mp4") if number % 2 else ():
        path.unlink()
    code = here.build("--yes")
    assert code in (exits.DONE, exits.USAGE, exits.GENERATION_FAILED), (number, here.err)
    assert here.charges() == 2, (number, here.err)


def fresh(here: Project) -> Path:
    """The place of the ledger, without what belongs to another."""
    home = here.root / ".storyc"
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
        (home / name).unlink(missing_ok=True)
    (here.root / "storyc.lock").unlink(missing_ok=True)
    return home / FILE


def test_random_damage_neither_buys_nor_breaks(bought: tuple[Project, Path]) -> None:
    here, copy = bought
    chance = random.Random(1)
    for number in range(DAMAGED):
        damaged(copy, fresh(here), chance)
        hold(here, number)


def test_what_is_planted_neither_buys_nor_breaks(bought: tuple[Project, Path]) -> None:
    here, copy = bought
    first = random.Random(2).randrange(1000)
    for number in range(first, first + PLANTED):
        planted(copy, fresh(here), number)
        hold(here, number)


def test_a_state_that_was_set_by_hand_is_met_before_the_host_is(bought: tuple[Project, Path]) -> None:
    here, copy = bought
    ledger = fresh(here)
    shutil.copy(copy, ledger)
    with closing(sqlite3.connect(ledger, isolation_level=None)) as db:
        (id,) = db.execute("SELECT id FROM attempt ORDER BY number LIMIT 1").fetchone()
        db.execute("UPDATE attempt SET state = 'void' WHERE id = ?", (id,))
    calls = here.calls()
    for words in (["plan", "a.story"], ["build", "a.story", "--provider", "segmind", "--yes"]):
        assert here.call(*words) == exits.USAGE
        assert f"attempt `{id}` is `void` but its last event says `published`" in here.err
    assert here.calls() == calls
    assert here.call("ledger", "list") == exits.DONE
    assert here.call("ledger", "audit") == exits.STORY_ERRORS


def test_an_operation_that_was_set_by_hand_is_met_before_the_host_is(bought: tuple[Project, Path]) -> None:
    here, copy = bought
    ledger = fresh(here)
    shutil.copy(copy, ledger)
    with closing(sqlite3.connect(ledger, isolation_level=None)) as db:
        db.execute("UPDATE attempt SET op = '0' || substr(op, 2)")
    calls = here.calls()
    for words in (["plan", "a.story"], ["build", "a.story", "--provider", "segmind", "--yes"]):
        assert here.call(*words) == exits.USAGE
        assert "is damaged: the chain of attempt" in here.err
    assert here.calls() == calls


def test_list_shows_what_it_can_read_and_names_the_rest(bought: tuple[Project, Path]) -> None:
    here, copy = bought
    ledger = fresh(here)
    shutil.copy(copy, ledger)
    with closing(sqlite3.connect(ledger, isolation_level=None)) as db:
        first, second = (id for (id,) in db.execute("SELECT id FROM attempt ORDER BY number"))
        db.execute("UPDATE attempt SET sent = 'garbage' WHERE id = ?", (first,))
    assert here.call("ledger", "list") == exits.USAGE
    assert second in here.out
    assert first not in here.out
    assert f"error: the ledger is damaged: attempt `{first}` cannot be read: its `sent` is 'garbage'" in here.err
    assert here.call("ledger", "audit") == exits.STORY_ERRORS
    assert f"attempt `{first}` cannot be read" in here.out


def test_a_read_only_ledger_serves_who_buys_nothing(
    bought: tuple[Project, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, _ = bought
    allowed = os.access
    ledger = here.root / ".storyc" / FILE

    def denied(path: object, mode: int) -> bool:
        return Path(str(path)) != ledger and allowed(str(path), mode)

    monkeypatch.setattr(os, "access", denied)  # who runs as root may write all
    assert here.build() == exits.DONE, here.err
    assert here.charges() == 2
    (here.root / "a.story").write_text((here.root / "a.story").read_text() + "Shot 2 [5-10s] Smoke.\n")
    before = here.calls()
    assert here.build("--yes") == exits.USAGE
    assert "is read-only, and not all clips are there" in here.err
    assert here.calls() == before
