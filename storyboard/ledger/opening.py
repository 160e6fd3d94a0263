"""Opening the database of a ledger, and the words for what can go wrong with it."""

from __future__ import annotations

import os
import shlex
import sqlite3
import stat
import time
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from storyboard.ledger.migrations import VERSION, keep_copy, migrate, newest_in_memory
from storyboard.ledger.owners import FOLDER as OWNERS
from storyboard.ledger.owners import any_living
from storyboard.ledger.records import LedgerTrouble, ReadOnlyLedger
from storyboard.ledger.schema import APPLICATION, NEEDED
from storyboard.ledger.shape import difference
from storyboard.recall import witness
from storyboard.system.disk import sync_folder
from storyboard.system.links import is_link

FILE = "ledger.db"
_BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside it
PATIENCE = 30.0  # seconds that a process waits for another one's transaction
_PAUSE = 0.02
_WORDS = {
    "SQLITE_FULL": "cannot be written: the disk is full",
    "SQLITE_READONLY": "cannot be written: it is read-only",
    "SQLITE_CORRUPT": "is damaged",
    "SQLITE_NOTADB": "is damaged, or no ledger",
    "SQLITE_BUSY": f"is kept locked by another process for more than {PATIENCE:.0f} s",
    "SQLITE_LOCKED": f"is kept locked by another process for more than {PATIENCE:.0f} s",
    "SQLITE_CANTOPEN": "cannot be opened",
    "SQLITE_PERM": "cannot be opened: that is not allowed",
    "SQLITE_IOERR": "cannot be read or written: the disk reports an error",
    "SQLITE_TOOBIG": "cannot hold a text that is so long",
}
_NO_TEXT = "Could not decode to UTF-8"
AUDIT = "`storyc ledger audit` names what is wrong"
# What a row does to the code that reads it where a value is not of its column's kind, and SQLite's own words where they
# quote what is no UTF-8.
_SPOILT = (ValueError, TypeError, OverflowError)


def said(path: Path, error: sqlite3.Error) -> LedgerTrouble:
    """An error of the database in plain words, with the path that it is about."""
    # `SQLITE_IOERR_WRITE` is a kind of `SQLITE_IOERR`.
    name = getattr(error, "sqlite_errorname", "")
    words = _WORDS.get("_".join(name.split("_")[:2]))
    if str(error).startswith(_NO_TEXT):
        words = f"is damaged: a text in it is no UTF-8; {AUDIT}"
    return LedgerTrouble(f"the ledger `{path}` {words}" if words else f"the ledger `{path}` cannot be used: {error}")


@contextmanager
def worded(path: Path) -> Generator[None]:
    """Have each error of the database and the disk, and each value that is not what it should be, be LedgerTrouble."""
    try:
        yield
    except sqlite3.Error as error:
        raise said(path, error) from error
    except _SPOILT as error:
        what = "a text in it is no UTF-8" if isinstance(error, UnicodeError) else str(error)
        raise LedgerTrouble(f"the ledger `{path}` is damaged: {what}; {AUDIT}") from error
    except OSError as error:
        raise LedgerTrouble(f"the ledger `{path}` cannot be used: {error.strerror or error}") from error


def open_to_write(folder: Path) -> sqlite3.Connection:
    """The database of a folder, made where there is none, safe against power loss at each commit.

    One of an older version is brought to the newest in one transaction, after a copy of it was kept beside it. Raises
    ReadOnlyLedger where there is one that may only be read.
    """
    path = folder / FILE
    _note(path)
    _check_library()
    _check_files(folder)
    if path.exists() and not all(os.access(place, os.W_OK) for place in (path, folder)):
        raise ReadOnlyLedger(f"the ledger `{path}` is read-only")
    closed = [shlex.quote(str(file)) for file in _unwritable(folder)]
    if closed:
        raise LedgerTrouble(
            f"the ledger `{path}` may be written, and what SQLite keeps beside it is read-only and somebody else's: "
            f"have that user run `chmod u+w {' '.join(closed)}`"
        )
    with worded(path):
        # In this order: owners come after the tables.
        if (folder / OWNERS).exists() and not path.exists():
            raise _lost(folder, "gone")
        _make(folder, path)
        db = _connect(f"{_uri(path)}?mode=rw")
        with _closed_on_error(db):
            _patiently(db, "PRAGMA journal_mode=WAL")
            for pragma in ("synchronous=FULL", "fullfsync=1", "checkpoint_fullfsync=1", "foreign_keys=1"):
                db.execute(f"PRAGMA {pragma}")
            db.execute("BEGIN IMMEDIATE")
            form = _form(db, path)
            if form is None:
                # Here they are those of books that were emptied.
                if (folder / OWNERS).exists():
                    raise _lost(folder, "empty")
                migrate(db, 0)
                db.execute(f"PRAGMA application_id={APPLICATION}")
            elif form < VERSION:
                # An older storyc that is at work would go on writing what the new tables count otherwise.
                if any_living(folder / OWNERS):
                    raise LedgerTrouble(
                        f"the ledger `{path}` has form {form} and is in use by an older storyc: wait until that has "
                        "ended, then it is brought to the new form"
                    )
                keep_copy(path, form)
                migrate(db, form)
            db.execute("COMMIT")
        return db


def _lost(folder: Path, how: str) -> LedgerTrouble:
    """That the database of a folder is `how`, whose owners are left, and what to do about it."""
    owners = folder / OWNERS
    return LedgerTrouble(
        f"the ledger `{folder / FILE}` is {how}, and the folder `{owners}` shows that there was one: bring it back "
        f"from a copy, or delete the folder `{owners}` to begin a new ledger, which takes up what `storyc.lock` and "
        "the host's history name"
    )


def exists(folder: Path) -> bool:
    """Whether a folder holds a database, or has lost one. Raises LedgerTrouble where that cannot be seen."""
    path = folder / FILE
    _note(path)
    with worded(path):
        return path.exists() or (folder / OWNERS).exists()


def _note(path: Path) -> None:
    for end in ("", "-wal", "-journal"):
        witness.unread(f"{path}{end}")


def open_to_read(folder: Path) -> sqlite3.Connection | None:
    """The database of a folder to be read, None where there is none; an old one is read as it would be migrated.

    Raises LedgerTrouble where it is lost.
    """
    path = folder / FILE
    if not exists(folder):
        return None
    with worded(path):
        was_owned = (folder / OWNERS).exists()
        if was_owned and not path.exists():
            raise _lost(folder, "gone")
    _check_library()
    _check_files(folder)
    _unwritable(folder)
    with worded(path):
        # Open for writing where that can be: only so is the log of changes shared with a writer, and tidied up at the
        # end. A disk that cannot be written has no writer either, and the file is then read as it lies.
        try:
            db = _connect(f"{_uri(path)}?mode=rw")
            with _closed_on_error(db):
                form = _form(db, path)
        except sqlite3.OperationalError:
            log = path.with_name(f"{FILE}-wal")
            if log.exists() and log.stat().st_size:
                raise
            db = _connect(f"{_uri(path)}?mode=ro&immutable=1")
            with _closed_on_error(db):
                form = _form(db, path)
        if form is None:
            db.close()
            if was_owned:
                raise _lost(folder, "empty")
            return None
        with _closed_on_error(db):
            if form < VERSION:
                return newest_in_memory(db, form)
            db.execute("PRAGMA query_only=1")
        return db


def _check_library() -> None:
    if sqlite3.sqlite_version_info < NEEDED:
        needed = ".".join(map(str, NEEDED))
        raise LedgerTrouble(f"the ledger needs SQLite {needed} but this Python has {sqlite3.sqlite_version}")


def _check_files(folder: Path) -> None:
    """Raises LedgerTrouble for a file of the ledger that is a link or no file.

    It would be written where a link leads, and who opens a pipe waits for ever.
    """
    files = [folder / f"{FILE}{end}" for end in ("", *_BESIDE)]
    for path in (*files, folder / OWNERS):
        witness.way(path)
        if is_link(path):
            raise LedgerTrouble(f"`{path}` is a link, and a ledger is not written through one: delete it")
    for path in files:
        if path.exists() and not path.is_file():
            raise LedgerTrouble(f"`{path}` is no file: move it away")


def _unwritable(folder: Path) -> list[Path]:
    """The files of SQLite beside a ledger that may not be written although it may; those that are ours may from now on.

    SQLite gives them the rights of the ledger, and leaves those of one that was read-only once.
    """
    path = folder / FILE
    if not path.exists() or not os.access(path, os.W_OK):
        return []
    beside = [folder / f"{FILE}{end}" for end in _BESIDE]
    closed = [file for file in beside if file.exists() and not os.access(file, os.W_OK)]
    for file in closed:
        with suppress(OSError):
            file.chmod(file.stat().st_mode | stat.S_IWUSR)
    return [file for file in closed if file.exists() and not os.access(file, os.W_OK)]


def _uri(path: Path) -> str:
    return path.absolute().as_uri()


def _connect(uri: str) -> sqlite3.Connection:
    return sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False)


@contextmanager
def _closed_on_error(db: sqlite3.Connection) -> Generator[None]:
    try:
        yield
    except BaseException:
        db.close()
        raise


def _patiently(db: sqlite3.Connection, statement: str) -> None:
    """Run what SQLite itself does not wait for."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            db.execute(statement)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)


def _form(db: sqlite3.Connection, path: Path) -> int | None:
    """The version of the database's tables, None where it has none yet. Raises LedgerTrouble where it is not ours."""
    # What a schema calls by itself may be somebody else's.
    db.execute("PRAGMA trusted_schema=0")
    with closing(db.execute("SELECT count(*) FROM sqlite_schema")) as rows:
        tables: int = rows.fetchone()[0]
    application: int = db.execute("PRAGMA application_id").fetchone()[0]
    version: int = db.execute("PRAGMA user_version").fetchone()[0]
    if not tables and not application and not version:
        return None
    if application != APPLICATION:
        raise LedgerTrouble(f"`{path}` is a database but no ledger of storyc")
    if not 0 < version <= VERSION:
        raise LedgerTrouble(f"the ledger `{path}` has form {version} but this storyc knows form {VERSION}")
    strange = difference(db, version)
    if strange:
        raise LedgerTrouble(f"the ledger `{path}` was changed by somebody else: {strange}; bring back a copy of it")
    return version


def _make(folder: Path, path: Path) -> None:
    if path.exists():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Never opened by us once it is there: closing it would give up the locks that SQLite holds in this process.
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    os.close(handle)
    sync_folder(folder)
