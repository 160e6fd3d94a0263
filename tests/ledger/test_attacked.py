"""Books that somebody has changed: what is not ours is refused by name, and what cannot be read is named and no more."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storyboard.ledger import Attempt, HostPlace, Ledger, LedgerTrouble, open_ledger, read_ledger
from storyboard.ledger.extracts import Extract
from storyboard.ledger.opening import FILE
from tests.ledger.making import FREE, brought, held, request

PLANTED = {
    "CREATE TRIGGER free AFTER INSERT ON event BEGIN UPDATE cap SET used = 0; END": "the trigger `free`",
    "CREATE TEMP TRIGGER mine AFTER INSERT ON event BEGIN UPDATE cap SET used = 0; END": "",  # of one connection
    "CREATE VIEW spent AS SELECT sum(spent) FROM attempt": "the view `spent`",
    "CREATE TABLE attempts (id TEXT)": "the table `attempts`",
    "CREATE INDEX by_title ON attempt (title)": "the index `by_title`",
    "DROP INDEX one_live_attempt": "lacks the index `one_live_attempt`",
    "DROP TRIGGER event_stays": "lacks the trigger `event_stays`",
    "ALTER TABLE cap ADD COLUMN mine TEXT": "its table `cap` is not as storyc makes it",
    "ALTER TABLE attempt RENAME COLUMN note TO remark": "its table `attempt` is not as storyc makes it",
    "DROP TABLE about; CREATE VIEW about AS SELECT 'id' AS key, 'x' AS value": "`about`",
}
# What is written into a row of an attempt, and the column that is named.
UNREADABLE = {
    "created = 'garbage'": "`created` is 'garbage'",
    "created = '2026-11-30'": "`created`",
    "created = '9999-12-31T23:59:59.999999+00:00'": "`created`",
    "sent = 'soon'": "`sent` is 'soon'",
    "title = CAST(x'66ff' AS TEXT)": "`title` is b'f\\xff'",
    "consent = '{'": "`consent`",
    "look = '[]'": "`look`",
}
# What reads well and is not what the chain says.
UNTRUE = (
    "state = 'void'",
    "op = 'another'",
    "spent = 1",
    "held = 9223372036854775807",
    "seed = 9223372036854775807",
    "request = '[]'",
    "head = 'ab'",
    "events = 2",
    "sha256 = 'ab'",
    "path = '../../elsewhere.mp4'",
    "request_id = 'another'",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of books with two attempts: a clip that lies in its place, and one that has just come."""
    with closing(open_ledger(tmp_path / "books", "run1")) as ledger:
        brought(ledger, request(1), "published")
        brought(ledger, request(2), "stored")
    return tmp_path / "books"


def change(folder: Path, statements: str) -> None:
    """Do to the database what its guards do not allow, and put them back."""
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as db:
        guards = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in guards:
            db.execute(f"DROP TRIGGER {name}")
        db.execute("PRAGMA ignore_check_constraints=1")
        db.executescript(statements)
        for _, sql in guards:
            db.execute(sql)


def plant(folder: Path, statements: str) -> None:
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as db:
        db.executescript(statements)


@pytest.fixture(params=[open_ledger, read_ledger])
def opening(request: pytest.FixtureRequest) -> Callable[[Path], Ledger | None]:
    opened: Callable[[Path], Ledger | None] = request.param
    return opened


@pytest.mark.parametrize(("statements", "words"), PLANTED.items())
def test_what_storyc_has_not_made_is_refused(
    folder: Path, opening: Callable[[Path], Ledger | None], statements: str, words: str
) -> None:
    plant(folder, statements)
    if words:
        with pytest.raises(LedgerTrouble) as trouble:
            opening(folder)
        assert words in str(trouble.value)
        assert str(folder / FILE) in str(trouble.value)
    else:
        ledger = opening(folder)
        assert ledger is not None
        ledger.close()


@pytest.fixture
def rows(folder: Path) -> Iterator[tuple[Attempt, Attempt]]:
    ledger = read_ledger(folder)
    assert ledger is not None
    with closing(ledger):
        first, second = ledger.attempts()
        yield first, second


@pytest.mark.parametrize(("values", "words"), UNREADABLE.items())
def test_a_row_that_cannot_be_read_is_named(
    folder: Path, rows: tuple[Attempt, Attempt], values: str, words: str
) -> None:
    first, second = rows
    change(folder, f"UPDATE attempt SET {values} WHERE id = '{first.id}'")
    with closing(open_ledger(folder)) as ledger:
        readout = ledger.readout(Extract())
        assert [attempt.id for attempt in readout.attempts] == [second.id]
        assert len(readout.faults) == 1
        assert f"attempt `{first.id}` cannot be read" in readout.faults[0]
        assert words in readout.faults[0]
        for ask in (ledger.attempts, lambda: ledger.attempt(first.id), lambda: ledger.live([first.op])):
            with pytest.raises(LedgerTrouble, match="is damaged"):
                ask()
        assert [*ledger.audit(), *readout.faults]
        assert sum(row.attempts for row in ledger.sums(Extract(), ("story", "day", "state"))) == 2


@pytest.mark.parametrize("values", UNTRUE)
def test_nothing_is_bought_on_the_word_of_a_row_that_its_chain_denies(
    folder: Path, rows: tuple[Attempt, Attempt], values: str
) -> None:
    first, second = rows
    change(folder, f"UPDATE attempt SET {values} WHERE id = '{first.id}'")
    with closing(open_ledger(folder)) as ledger:
        audited = [fault for fault in ledger.audit() if f"`{first.id}`" in fault]
        assert audited
        op = "another" if values == "op = 'another'" else first.op
        with pytest.raises(LedgerTrouble, match=f"attempt `{first.id}`"):
            ledger.live([op])
        assert list(ledger.live([second.op])) == [second.op]
        if op == first.op:
            with pytest.raises(LedgerTrouble, match=f"attempt `{first.id}`"):
                ledger.reserve(request(1), 5, FREE)
        assert len(ledger.readout(Extract()).attempts) == 2


@pytest.mark.parametrize("values", ["state = 'accepted'", "held = 7", "spent = 0", "head = 'another'", "events = 2"])
def test_who_only_looks_sees_a_row_that_is_not_as_its_last_event_says(
    folder: Path, rows: tuple[Attempt, Attempt], values: str
) -> None:
    first, second = rows
    change(folder, f"UPDATE attempt SET {values} WHERE id = '{first.id}'")
    with closing(open_ledger(folder)) as ledger:
        with pytest.raises(LedgerTrouble, match=f"attempt `{first.id}`"):
            ledger.standing([first.op])
        assert list(ledger.standing([second.op])) == [second.op]


def test_one_index_alone_is_no_ground_to_buy(folder: Path, rows: tuple[Attempt, Attempt]) -> None:
    first, _ = rows
    change(
        folder,
        "PRAGMA writable_schema=1; UPDATE sqlite_schema SET sql = replace(sql, '<> ''void''', '= ''void''') "
        "WHERE name = 'one_live_attempt'; PRAGMA writable_schema=RESET; REINDEX one_live_attempt; "
        "PRAGMA writable_schema=1; UPDATE sqlite_schema SET sql = replace(sql, '= ''void''', '<> ''void''') "
        "WHERE name = 'one_live_attempt'",
    )
    with closing(open_ledger(folder)) as ledger:
        for ask in (
            lambda: ledger.live([first.op]),
            lambda: ledger.standing([first.op]),
            lambda: ledger.reserve(request(1), 5, FREE),
        ):
            with pytest.raises(LedgerTrouble, match=f"its indexes do not agree about attempt `{first.id}`"):
                ask()


def test_events_that_cannot_be_read_are_named(folder: Path, rows: tuple[Attempt, Attempt]) -> None:
    first, second = rows
    change(folder, f"UPDATE event SET at = 'late' WHERE attempt = '{first.id}' AND number = 3")
    with closing(open_ledger(folder)) as ledger:
        with pytest.raises(LedgerTrouble, match=f"event 3 of attempt `{first.id}` cannot be read"):
            ledger.events(first.id)
        assert list(ledger.audit()) == [f"the chain of attempt `{first.id}` is broken at event 3"]
        assert len(ledger.events(second.id)) == 4


def test_a_text_of_sqlites_own_that_is_no_utf_8(folder: Path) -> None:
    change(folder, "UPDATE about SET value = CAST(x'ff' AS TEXT) WHERE key = 'id'")
    with pytest.raises(LedgerTrouble, match="is damaged: a text in it is no UTF-8"):
        open_ledger(folder)


def test_a_live_attempt_of_another_side_is_no_fault(tmp_path: Path) -> None:
    here = HostPlace("this machine", rehearsal=True)
    with closing(open_ledger(tmp_path / "both", place=here)) as ledger:
        held(ledger, request(1))
    with closing(open_ledger(tmp_path / "both", place=HostPlace("api.example.com"))) as ledger:
        assert ledger.live([request(1).sha256]) == {}
        held(ledger, request(1))
        assert list(ledger.live([request(1).sha256])) == [request(1).sha256]


@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal"])
def test_what_is_no_file_is_not_opened(tmp_path: Path, end: str) -> None:
    # A folder stands for a pipe, whose opening would wait for ever.
    if end:
        open_ledger(tmp_path).close()
    (tmp_path / f"{FILE}{end}").mkdir()
    for open_books in (open_ledger, read_ledger):
        with pytest.raises(LedgerTrouble, match=f"{FILE}{end}` is no file: move it away"):
            open_books(tmp_path)
