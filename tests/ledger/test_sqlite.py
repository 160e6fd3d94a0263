"""The ledger of one machine: what it does to its files, and what other processes, broken disks and forgers do to it."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from storyboard.ledger import Attempt, Caps, Ledger, LedgerTrouble, Reserved, chain, open_ledger, read_ledger
from storyboard.ledger import sqlite as module
from storyboard.ledger.books import Books
from storyboard.ledger.migrations import VERSION
from storyboard.ledger.opening import FILE
from storyboard.ledger.rows import moment
from storyboard.production import plan
from tests.ledger.making import FREE, PRICE, brought, held, now_of, request

ROOT = Path(__file__).resolve().parents[2]
POSIX = pytest.mark.skipif(os.name == "nt", reason="there are no forks and signals of this kind")
START = """
import os, signal, sys
from pathlib import Path
from storyboard.ledger import Caps, LedgerTrouble, Reserved, open_ledger, read_ledger
import storyboard.ledger.sqlite
from tests.ledger.making import FREE, PRICE, brought, held, request
folder = Path(sys.argv[1])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "books"


@pytest.fixture
def ledger(folder: Path) -> Iterator[Books]:
    with closing(open_ledger(folder, "run1")) as books:
        assert isinstance(books, Books)
        yield books


def script(text: str, folder: Path) -> list[str]:
    return [sys.executable, "-c", START + text, str(folder)]


def run(text: str, folder: Path) -> str:
    """What a Python program with the ledger at hand prints."""
    done = subprocess.run(script(text, folder), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def running(text: str, folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A program that runs, and the first line that it printed."""
    program = subprocess.Popen(script(text, folder), cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    try:
        yield program, program.stdout.readline().strip()
    finally:
        program.kill()
        program.wait()
        program.stdout.close()


@contextmanager
def forged(folder: Path) -> Iterator[sqlite3.Connection]:
    """The database as somebody else opens it, without its guards, which are there again afterwards."""
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as db:
        guards = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for trigger, _ in guards:
            db.execute(f"DROP TRIGGER {trigger}")
        yield db
        for _, sql in guards:
            db.execute(sql)


@contextmanager
def statements(ledger: Books) -> Iterator[list[str]]:
    """The statements that the ledger runs meanwhile, but for those of how long it waits."""
    seen: list[str] = []
    ledger._database.db.set_trace_callback(lambda text: None if text.startswith("PRAGMA busy") else seen.append(text))
    yield seen
    ledger._database.db.set_trace_callback(None)


def test_the_database_is_imported_when_it_is_opened() -> None:
    text = "import sys, storyboard.ledger, storyboard.store; print('sqlite3' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", text], cwd=ROOT, text=True).strip() == "False"


def test_each_commit_is_on_the_disk(ledger: Books) -> None:
    pragmas = ("journal_mode", "synchronous", "fullfsync", "checkpoint_fullfsync", "busy_timeout", "foreign_keys")
    assert [ledger._database.db.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas] == [
        "wal",
        1,  # the log and the database are synced where one takes the place of the other; each commit is synced by us
        1,
        1,
        30_000,
        1,
    ]
    assert all(
        strict
        for (strict,) in ledger._database.db.execute(
            "SELECT strict FROM pragma_table_list WHERE schema='main' AND name IN ('attempt', 'cap', 'event')"
        )
    )


def test_the_log_is_synced_after_each_commit_and_before_it_is_said(
    ledger: Books, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    log = (folder / f"{FILE}-wal").stat()

    def synced(handle: int) -> None:
        assert os.path.samestat(os.fstat(handle), log)
        order.append("sync")

    monkeypatch.setattr(module, "sync_data", synced)
    ledger._database.db.set_trace_callback(lambda text: order.append(text) if text == "COMMIT" else None)
    id = held(ledger, request())
    assert ledger.begin_send(id)
    ledger.unknown(id, "no answer came")
    assert order == ["COMMIT", "sync"] * 3


def test_nothing_is_written_once_the_disk_has_failed_to_take_a_commit(
    ledger: Books, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(handle: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    id = held(ledger, request())
    with monkeypatch.context() as patch:
        patch.setattr(module, "sync_data", failing)
        with pytest.raises(LedgerTrouble, match="cannot be used: Input/output error"):
            ledger.begin_send(id)
    # A second sync would say that all is well, whatever the disk has lost.
    with pytest.raises(LedgerTrouble, match="cannot be written: the disk has reported an error"):
        ledger.unknown(id, "no answer came")
    ledger.close()
    with closing(open_ledger(folder)) as heir:
        # It may have been sent, for all that anybody knows.
        assert [attempt.state for attempt in heir.adopt()] == ["unknown"]


@POSIX
def test_nobody_else_may_look(ledger: Books, folder: Path) -> None:
    held(ledger, request())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir() if path.is_file()} == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (folder / "owners").iterdir()} == {0o600}


def test_closing_leaves_only_the_books(ledger: Books, folder: Path) -> None:
    assert [path.name for path in (folder / "owners").iterdir()] == [ledger.owner]
    ledger.close()
    assert sorted(path.name for path in folder.iterdir()) == [FILE, "owners"]
    assert list((folder / "owners").iterdir()) == []


@POSIX
def test_many_processes_and_one_cap(folder: Path) -> None:
    folder.mkdir()
    said = run(
        """
room, children = Caps(month=100 * PRICE, clips=101), []
for child in range(8):
    pid = os.fork()
    if not pid:
        ledger = open_ledger(folder)
        got = 0
        for n in range(50):
            done = ledger.reserve(request(n + 50 * (child % 4)), 5, room)
            if isinstance(done, Reserved):
                got += 1
                if n % 5 == 0:
                    ledger.void(done.attempt.id, "nothing was sent")
                    got -= 1
                else:
                    assert ledger.begin_send(done.attempt.id)
        os.write(1, f"{got}\\n".encode())
        ledger.close()
        os._exit(0)
    children.append(pid)
assert all(os.waitpid(pid, 0)[1] == 0 for pid in children)
# What was held for a moment may have kept others out to the end; the cap is filled now.
ledger, n = open_ledger(folder), 1000
while isinstance(done := ledger.reserve(request(n), 5, room), Reserved):
    assert ledger.begin_send(done.attempt.id)
    n += 1
print(n - 1000)
ledger.close()
""",
        folder,
    )
    books = read_ledger(folder)
    assert books is not None
    with closing(books):
        states = Counter(attempt.state for attempt in books.attempts())
        assert states["sending"] == 100 == sum(map(int, said.split()))
        sent = [attempt.op for attempt in books.attempts() if attempt.state == "sending"]
        assert len(set(sent)) == len(sent)
        assert books.audit() == []


HOLDING = """
ledger = open_ledger(folder)
print(brought(ledger, request(), "sending"), flush=True)
signal.pause()
"""


@POSIX
def test_a_paused_owner_lives_and_a_killed_one_does_not(ledger: Books) -> None:
    with running(HOLDING, ledger._database.file.parent) as (program, id):
        attempt = now_of(ledger, id)
        assert ledger.alive(attempt.owner)
        program.send_signal(signal.SIGSTOP)
        assert ledger.alive(attempt.owner)
        assert ledger.adopt() == ()
        assert not ledger.claim(id)
        program.send_signal(signal.SIGKILL)
        program.wait()
        assert not ledger.alive(attempt.owner)
        assert [(each.id, each.state) for each in ledger.adopt()] == [(id, "unknown")]
        assert [path.name for path in (ledger._database.file.parent / "owners").iterdir()] == [ledger.owner]


@POSIX
def test_a_forked_child_neither_keeps_its_parent_alive_nor_writes(ledger: Books) -> None:
    forking = """
ledger = open_ledger(folder)
id = brought(ledger, request(), "reserved")
if os.fork():
    signal.pause()
try:
    ledger.begin_send(id)
except LedgerTrouble as trouble:
    print(id, os.getpid(), trouble, flush=True)
ledger.close()
signal.pause()
"""
    with running(forking, ledger._database.file.parent) as (program, line):
        id, child, _, trouble = line.split(" ", 3)
        try:
            assert "was opened before this process was forked" in trouble
            assert ledger.alive(now_of(ledger, id).owner)
            program.kill()
            program.wait()
            assert not ledger.alive(now_of(ledger, id).owner)
        finally:
            os.kill(int(child), signal.SIGKILL)


def test_what_dead_owners_left_is_tidied_up(ledger: Books, folder: Path) -> None:
    (folder / "owners" / "0000000000").touch()
    ledger.adopt()
    assert [path.name for path in (folder / "owners").iterdir()] == [ledger.owner]


@POSIX
def test_a_disk_that_takes_no_more(folder: Path) -> None:
    said = run(
        """
import resource
ledger = open_ledger(folder)
kept = brought(ledger, request(1), "accepted")
most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, most))
n = 1
try:
    while True:
        n += 1
        held(ledger, request(n))
except LedgerTrouble as trouble:
    print(trouble)
assert len(ledger.attempts()) == n - 1
assert ledger.attempt(kept).state == "accepted"
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
held(ledger, request(n))
ledger.stored(kept, "a" * 64, 1)
print(ledger.audit())
""",
        folder,
    )
    trouble, audit = said.splitlines()
    assert trouble == f"the ledger `{folder / FILE}` cannot be read or written: the disk reports an error"
    assert audit == "[]"


def test_a_full_disk(ledger: Books) -> None:
    pages = ledger._database.db.execute("PRAGMA page_count").fetchone()[0]
    ledger._database.db.execute(f"PRAGMA max_page_count={pages + 1}")
    count = 0

    def fill() -> None:
        nonlocal count
        for count in range(1_000):
            held(ledger, request(count))

    with pytest.raises(LedgerTrouble, match="the disk is full"):
        fill()
    ledger._database.db.execute("PRAGMA max_page_count=100000")
    assert len(ledger.attempts()) == count
    held(ledger, request(count))
    assert ledger.audit() == []


def test_locked_for_too_long(ledger: Books, folder: Path) -> None:
    ledger._database.db.execute("PRAGMA busy_timeout=1")
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerTrouble, match="is kept locked by another process"):
            held(ledger, request())
        assert ledger.attempts() == ()
        other.execute("ROLLBACK")
    held(ledger, request())


@POSIX
@pytest.mark.parametrize("left", ["closed", "killed"])
def test_a_disk_that_may_only_be_read(left: str) -> None:
    # Not below pytest's folder, which nobody but its owner may enter.
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "books"
        making = "ledger = open_ledger(folder); brought(ledger, request(), 'published'); "
        run(making + ("ledger.close()" if left == "closed" else "os._exit(0)"), folder)
        shutil.rmtree(folder / "owners")
        if left == "killed":
            (folder / f"{FILE}-shm").unlink()
        for path in (*folder.iterdir(), folder, folder.parent):
            path.chmod(0o555 if path.is_dir() else 0o444)
        before = sorted(path.name for path in folder.iterdir())
        said = run(
            """
if not os.getuid():
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
for opening in (read_ledger, open_ledger):
    try:
        ledger = opening(folder)
        print(len(ledger.attempts()), ledger.audit())
        ledger.close()
    except LedgerTrouble as trouble:
        print(trouble)
""",
            folder,
        ).splitlines()
        assert sorted(path.name for path in folder.iterdir()) == before
        folder.parent.chmod(0o755)
        folder.chmod(0o755)
    # What a killed writer had not moved into the file yet would be passed over: better not to read at all.
    assert said[0] == ("1 []" if left == "closed" else f"the ledger `{folder / FILE}` cannot be opened")
    assert said[1] == f"the ledger `{folder / FILE}` is read-only"


@POSIX
@pytest.mark.parametrize("owner", ["ours", "another's"])
def test_what_a_ledger_that_was_read_only_leaves_beside_it(owner: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "books"
        folder.mkdir()
        for path in (folder.parent, folder):
            path.chmod(0o777)
        said = run(
            f"""
import errno
import os
if not os.getuid():
    os.setgroups([])
    os.setegid(65534)
    os.setresuid(65534, 65534, 0)  # root again where a file is to be another's
ledger = open_ledger(folder)
brought(ledger, request(), "published")
ledger.close()
(folder / "{FILE}").chmod(0o444)
read_ledger(folder).close()
left = sorted(path.name for path in folder.iterdir() if path.is_file() and not os.access(path, os.W_OK))
print(*left)
(folder / "{FILE}").chmod(0o644)
if {owner != "ours"} and not os.getresuid()[2]:
    os.seteuid(0)
    for name in left[1:]:
        os.chown(folder / name, 0, 0)
    os.seteuid(65534)
books = read_ledger(folder)
print(len(books.attempts()))
books.close()
try:
    ledger = open_ledger(folder)
    brought(ledger, request(2), "published")
    print(len(ledger.attempts()), ledger.audit())
except LedgerTrouble as trouble:
    print(trouble)
""",
            folder,
        ).splitlines()
        assert f"{FILE}-shm" in said[0]
        assert said[1] == "1"
        if owner == "ours" or os.getuid():
            assert said[2] == "2 []"
        else:
            files = " ".join(str(folder / f"{FILE}{end}") for end in ("-wal", "-shm"))
            assert "read-only and somebody else's" in said[2]
            assert said[2].endswith(f"have that user run `chmod u+w {files}`")


def test_reading_beside_a_writer(ledger: Books, folder: Path) -> None:
    books = read_ledger(folder)
    assert books is not None
    with closing(books):
        id = brought(ledger, request(), "published")
        assert now_of(books, id) == now_of(ledger, id)
        assert books.owner == ""
        assert books.live([request().sha256])[request().sha256].id == id
        assert books.room(1, 1, Caps(run=0, day=100)) is not None
        assert books.audit() == []


def test_reading_changes_nothing(ledger: Books, folder: Path) -> None:
    id = brought(ledger, request(), "reserved")
    ledger.close()
    before = {path.name: path.stat().st_mtime_ns for path in folder.rglob("*")}
    books = read_ledger(folder)
    assert books is not None
    changes: list[Callable[[Ledger], object]] = [
        lambda books: books.reserve(request(2), 5, FREE),
        lambda books: books.begin_send(id),
        lambda books: books.accepted(id, "job"),
        lambda books: books.stored(id, "a" * 64, 1),
        lambda books: books.recorded(id, 1, None),
        lambda books: books.published(id, "a"),
        lambda books: books.unknown(id, "why"),
        lambda books: books.void(id, "why"),
        lambda books: books.adopt(),
        lambda books: books.claim(id),
    ]
    with closing(books):
        for change in changes:
            with pytest.raises(LedgerTrouble, match="is open only for reading"):
                change(books)
        assert not books.alive(now_of(books, id).owner)
        with pytest.raises(sqlite3.OperationalError):
            books._database.db.execute("UPDATE cap SET used = 0")  # type: ignore[attr-defined]
    assert {path.name: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_no_ledger_to_read(tmp_path: Path) -> None:
    assert read_ledger(tmp_path) is None
    assert read_ledger(tmp_path / "none") is None
    assert list(tmp_path.iterdir()) == []
    (tmp_path / FILE).touch()  # made this moment by somebody, and still empty
    assert read_ledger(tmp_path) is None


@pytest.mark.parametrize("opening", [open_ledger, read_ledger])
@pytest.mark.parametrize(
    ("pragma", "words"),
    [
        (f"user_version={VERSION + 1}", f"has form {VERSION + 1} but this storyc knows form {VERSION}"),
        ("application_id=1", "is a database but no ledger of storyc"),
    ],
)
def test_a_database_that_is_not_ours(
    ledger: Books, folder: Path, pragma: str, words: str, opening: Callable[[Path], object]
) -> None:
    ledger.close()
    with forged(folder) as db:
        db.execute(f"PRAGMA {pragma}")
    before = (folder / FILE).read_bytes()
    with pytest.raises(LedgerTrouble, match=words):
        opening(folder)
    assert (folder / FILE).read_bytes() == before


@pytest.mark.parametrize("opening", [open_ledger, read_ledger])
def test_a_file_that_is_no_database(folder: Path, opening: Callable[[Path], object]) -> None:
    folder.mkdir()
    (folder / FILE).write_bytes(b"these are not the books" * 100)
    with pytest.raises(LedgerTrouble, match="is damaged"):
        opening(folder)


def test_a_damaged_database(ledger: Books, folder: Path) -> None:
    for number in range(50):
        held(ledger, request(number))
    ledger.close()
    data = bytearray((folder / FILE).read_bytes())
    page = int.from_bytes(data[16:18], "big")
    with closing(sqlite3.connect(folder / FILE)) as db:
        root: int = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'attempt'").fetchone()[0]
    data[(root - 1) * page : root * page] = b"\xa5" * page
    (folder / FILE).write_bytes(data)
    with closing(open_ledger(folder)) as books:
        with pytest.raises(LedgerTrouble, match="is damaged"):
            books.attempts()
        assert any("is damaged" in phrase for phrase in books.audit())


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LedgerTrouble, match="cannot be used"):
        open_ledger(tmp_path / "file" / "books")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET note = 'never'",
        "DELETE FROM event",
        "INSERT OR REPLACE INTO event SELECT * FROM event LIMIT 1",
        "DELETE FROM attempt",
    ],
)
def test_what_happened_stays(ledger: Books, folder: Path, statement: str) -> None:
    brought(ledger, request(), "published")
    with closing(sqlite3.connect(folder / FILE)) as db, pytest.raises(sqlite3.IntegrityError, match="is never"):
        db.execute(statement)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE event SET note = 'x' WHERE number = 3", "the chain of attempt `{id}` is broken at event 3"),
        ("UPDATE event SET held = 1 WHERE number = 4", "the chain of attempt `{id}` is broken at event 4"),
        ("DELETE FROM event WHERE number = 2", "the chain of attempt `{id}` is broken at event 2"),
        ("UPDATE attempt SET request = '{{}}'", "the chain of attempt `{id}` is broken at event 1"),
        ("UPDATE attempt SET take = 9", "the chain of attempt `{id}` is broken at event 1"),
        ("DELETE FROM event WHERE number = 6", "attempt `{id}` names another last event than its chain has"),
        ("UPDATE attempt SET head = ''", "attempt `{id}` names another last event than its chain has"),
        ("UPDATE attempt SET state = 'void'", "attempt `{id}` is `void` but its last event says `published`"),
        ("UPDATE attempt SET spent = 50", "attempt `{id}` has 0.000050 USD spent but its last event says 0.000100 USD"),
        ("UPDATE attempt SET note = 'failed and charged: x'", "attempt `{id}` has the note `failed and charged: x` but its last event says otherwise"),
        ("UPDATE attempt SET request_id = 'x'", "attempt `{id}` has the request_id `x` but its events say `job-{id}`"),
        ("UPDATE attempt SET path = 'x'", "attempt `{id}` has the path `x` but its events say `build/{id}.mp4`"),
        ("UPDATE attempt SET request_id = NULL", "attempt `{id}` is `published` but has no request id"),
        ("UPDATE attempt SET counts = 0", "attempt `{id}` is `published` but is not counted as a clip"),
        ("DELETE FROM event", "attempt `{id}` is `published` but has no events"),
        ("DELETE FROM attempt", "there are events of attempt `{id}` but no such attempt"),
        ("UPDATE cap SET used = used + 5000 WHERE scope = 'run:run1'", "the counter `run:run1` says 0.005100 USD but the sum is 0.000100 USD"),
        ("UPDATE cap SET used = 0 WHERE scope = 'clips'", "the counter `clips` says 0 but the sum is 1"),
        ("DELETE FROM cap WHERE scope = 'clips'", "the counter `clips` says 0 but the sum is 1"),
        ("INSERT INTO cap (scope, used) VALUES ('day:2020-01-01', 10000)", "the counter `day:2020-01-01` says 0.010000 USD but the sum is 0.000000 USD"),
    ],
)  # fmt: skip
def test_audit_finds_what_was_tampered_with(ledger: Books, folder: Path, statement: str, found: str) -> None:
    id = brought(ledger, request(), "published")
    assert ledger.audit() == []
    with forged(folder) as db:
        db.execute(statement.replace("{{}}", "{}"))
    assert found.format(id=id) in ledger.audit()


@pytest.mark.parametrize(
    ("cost", "known", "statement", "fault"),
    [
        (100, False, "cost_known = 1", "attempt `{id}` has a known cost but its events say that the host told none"),
        (150, True, "cost_known = 0", "attempt `{id}` has no known cost but has spent another sum than its price"),
    ],
)
def test_audit_finds_a_cost_that_was_called_known_or_not_by_hand(
    ledger: Books, folder: Path, cost: int, known: bool, statement: str, fault: str
) -> None:
    id = brought(ledger, request(), "stored")
    ledger.recorded(id, cost, None, known=known)
    ledger.published(id, "build/a.mp4")
    assert ledger.audit() == []
    with forged(folder) as db:
        db.execute(f"UPDATE attempt SET {statement}")
    assert ledger.audit() == [fault.format(id=id)]
    with pytest.raises(LedgerTrouble):
        ledger.live([request().sha256])


def test_audit_finds_two_live_attempts(ledger: Books, folder: Path) -> None:
    brought(ledger, request(1), "accepted")
    brought(ledger, request(2), "accepted")
    with forged(folder) as db:
        db.execute("DROP INDEX one_live_attempt")
        db.execute("UPDATE attempt SET op = 'twice'")
    assert "operation `twice` has 2 live attempts" in ledger.audit()


def copied(ledger: Books, id: str, count: int) -> list[str]:
    """Have an attempt stand in the books so many times, each time as another operation; their operations."""
    cursor = ledger._database.db.execute("SELECT * FROM attempt WHERE id = ?", (id,))
    row = dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))
    names = ", ".join(f":{name}" for name in row)
    for n in range(1, count + 1):
        copy = row | {
            "id": f"{n:010}",
            "op": f"op{n}",
            "clip": n,
            "number": row["number"] + n,
            "request_id": f"job-{n}",
        }
        events: list[dict[str, Any]] = []
        for event in ledger.events(id):
            price, on_hold, spent = ledger._database.db.execute(
                "SELECT price, held, spent FROM event WHERE attempt = ? AND number = ?", (id, event.number)
            ).fetchone()
            note = copy["request_id"] if event.after == "accepted" else event.note
            events.append(
                chain.event(
                    copy["id"], event.number, event.before, event.after, moment(event.at), note,
                    (price, on_hold, spent), copy,
                )
            )  # fmt: skip
            copy["head"] = events[-1]["hash"]
        ledger._database.db.execute(f"INSERT INTO attempt ({', '.join(row)}) VALUES ({names})", copy)
        values = ", ".join(f":{name}" for name in events[0])
        ledger._database.db.executemany(f"INSERT INTO event ({', '.join(events[0])}) VALUES ({values})", events)
    return [f"op{n}" for n in range(1, count + 1)]


def test_whoever_is_told_to_stop_waits_no_longer_for_another_writer(
    ledger: Books, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 1e6)
    said: list[str] = []

    def ask() -> None:
        try:
            ledger.reserve(request(), 5, FREE)
        except LedgerTrouble as trouble:
            said.append(str(trouble))

    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        ledger.hurry(0)
        thread.join(60)
        assert len(said) == 1
        assert "is kept locked by another process" in said[0]


def test_many_attempts_are_few_queries(ledger: Books) -> None:
    ops = copied(ledger, brought(ledger, request(), "published"), 2_000)
    last = brought(ledger, request(2), "accepted")
    asked: list[tuple[Callable[[], object], int]] = [
        (ledger.adopt, 2),
        (lambda: ledger.latest(["lamp.story"]), 2),  # which they are, and what these are
        (lambda: ledger.live(ops), 6),  # with the chains of all of them, at one moment
        (lambda: ledger.standing(ops), 4),
        (lambda: ledger.typical("wan-2.6-t2v@segmind"), 1),
        (lambda: ledger.attempt("00000019"), 1),
        (lambda: ledger.room(1, 1, FREE), 4),
        (ledger.attempts, 1),
    ]
    for ask, most in asked:
        with statements(ledger) as seen:
            ask()
        assert len(seen) <= most
    assert [attempt.id for attempt in ledger.adopt()] == [last]
    assert len(ledger.latest(["lamp.story"])) == 2_000  # the copy of clip 1 is the later one
    assert len(ledger.live(ops)) == 2_000


def test_a_plan_of_what_is_bought_is_one_look(ledger: Books, folder: Path) -> None:
    for clip in (1, 2):
        brought(ledger, request(clip), "published")
    reader = read_ledger(folder)
    assert isinstance(reader, Books)
    with closing(reader):
        with statements(reader) as seen:
            _, states, latest = plan.look_up([request(1), request(2)], reader)
        assert (list(states.values()), latest, len(seen)) == (["cached"] * 2, {}, 4)
        with statements(reader) as seen:
            _, states, latest = plan.look_up([request(1), request(2, seed=8)], reader)
        assert (list(states.values()), [attempt.clip for attempt in latest.values()]) == (["cached"], [2])
        assert any(" event " in text and "ORDER BY" in text for text in seen)  # the chain of what it had before


def test_a_step_of_ours_is_not_read_before_it_is_changed(ledger: Books) -> None:
    id = held(ledger, request())
    with statements(ledger) as seen:
        ledger.begin_send(id)
        ledger.accepted(id, "job-1")
        ledger.stored(id, "a" * 64, 1)
    words = [text.split()[0] for text in seen]
    assert words.count("COMMIT") == 3
    assert "SELECT" not in words


def test_no_question_reads_the_whole_table(ledger: Books) -> None:
    copied(ledger, brought(ledger, request(), "published"), 2_000)
    with statements(ledger) as seen:
        ledger.adopt()
        ledger.live(["op1", "op2"])
        ledger.typical("wan-2.6-t2v@segmind")
        ledger.overruns()
        ledger.attempt("0000001")
        ledger.attempts(now_of(ledger, "0000000001").created)
        ledger.reserve(request(5), 5, FREE)
        ledger.void(brought(ledger, request(6), "accepted"), "the host said 422")
    plans = [
        (step[3], text)
        for text in seen
        if not text.startswith(("BEGIN", "COMMIT", "ROLLBACK"))
        for step in ledger._database.db.execute(f"EXPLAIN QUERY PLAN {text}").fetchall()
    ]
    assert len(plans) > 10
    # An index over what is open, or was dearer than its price, holds little: it may be read from end to end.
    whole = [plan for plan in plans if plan[0].startswith("SCAN attempt")]
    assert [plan for plan in whole if not plan[0].endswith(("INDEX open_attempt", "INDEX overrun"))] == []
    assert any(plan[0].endswith("INDEX overrun") for plan in whole)


def test_what_is_inherited_in_bulk(ledger: Books, folder: Path) -> None:
    id = brought(ledger, request(), "stored")
    copied(ledger, id, 2_000)
    ledger.close()
    with closing(open_ledger(folder)) as heir:
        assert isinstance(heir, Books)
        with statements(heir) as seen:
            ours: tuple[Attempt, ...] = heir.adopt()
        assert len(ours) == 2_001
        assert {attempt.owner for attempt in ours} == {heir.owner}
        assert len(seen) <= 6


def test_books_are_made_by_one_of_many(folder: Path) -> None:
    if os.name == "nt":
        pytest.skip("there are no forks")
    folder.mkdir()
    run(
        """
children = []
for child in range(8):
    pid = os.fork()
    if not pid:
        ledger = open_ledger(folder)
        held(ledger, request(child))
        ledger.close()
        os._exit(0)
    children.append(pid)
assert all(os.waitpid(pid, 0)[1] == 0 for pid in children)
""",
        folder,
    )
    with closing(open_ledger(folder)) as books:
        assert len(books.attempts()) == 8
        assert isinstance(books.reserve(request(9), 5, Caps(clips=9)), Reserved)
        assert books.audit() == []
        assert sum(attempt.held for attempt in books.attempts()) == PRICE * 9


@pytest.mark.parametrize("removed", [False, True])
def test_books_that_were_emptied_are_not_begun_anew(folder: Path, removed: bool) -> None:
    with closing(open_ledger(folder)) as ledger:
        brought(ledger, request(), "published")
    for file in folder.glob(f"{FILE}*"):
        file.unlink() if removed else file.write_bytes(b"")
    how = "gone" if removed else "empty"
    for look in (open_ledger, read_ledger):
        with pytest.raises(LedgerTrouble, match=f"is {how}, and the folder `.*owners` shows that there was one"):
            look(folder)
    assert (folder / FILE).exists() != removed


@pytest.mark.parametrize("replaced", [False, True])
def test_books_that_were_removed_are_not_written_on(tmp_path: Path, replaced: bool) -> None:
    with closing(open_ledger(tmp_path / "books")) as ledger:
        attempt = held(ledger, request())
        shutil.rmtree(tmp_path / "books")  # as `git clean -fdx` does
        if replaced:
            open_ledger(tmp_path / "books").close()
        with pytest.raises(LedgerTrouble, match="was removed or replaced"):
            ledger.begin_send(attempt)
