"""The ledger of one machine: a SQLite database in a folder, beside it the locks of those who write.

SQLite has the disk take each commit while nobody else may write. That is left to us: its log is synced once its lock is
given up, before a change returns, so that those who write at the same time share the disk's work. Whoever goes on from
what another one has written syncs that with it, since the log is one file.
"""

from __future__ import annotations

import math
import os
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from storyboard.ledger import owners, schema
from storyboard.ledger.books import Books
from storyboard.ledger.caps import BookCaps
from storyboard.ledger.database import ResultRows, RowChange, Unmoved
from storyboard.ledger.opening import FILE, PATIENCE, open_to_read, open_to_write, worded
from storyboard.ledger.records import HostPlace, LedgerTrouble
from storyboard.recall import witness
from storyboard.system.disk import sync_data

_TURN = 0.004  # seconds after which it is looked again, at most, whether nobody writes
_SHOWN = 20  # more of SQLite's own findings help nobody


def open_books(
    folder: Path, place: HostPlace, run: str, name: Callable[[], str], now: Callable[[], datetime]
) -> Books:  # fmt: skip
    """The ledger of a folder with a new owner. Raises LedgerTrouble."""
    db = open_to_write(folder)
    log = None
    try:
        with worded(folder / FILE):
            with witness.aside():
                log = os.open(folder / f"{FILE}-wal", os.O_RDWR | getattr(os, "O_BINARY", 0))
            db.execute("PRAGMA synchronous=NORMAL")
            owner, handle = owners.become(folder / owners.FOLDER, name)
    except BaseException:
        if log is not None:
            os.close(log)
        db.close()
        raise
    return Books(FolderDatabase(folder, db, owner, handle, log), place, run, name, now)


def read_books(
    folder: Path, place: HostPlace | None, name: Callable[[], str], now: Callable[[], datetime]
) -> Books | None:  # fmt: skip
    """The ledger of a folder to be read, None where there is none. Raises LedgerTrouble."""
    db = open_to_read(folder)
    return None if db is None else Books(FolderDatabase(folder, db), place, "", name, now)


class FolderDatabase:
    """A Database in a folder of this machine."""

    sql = schema.SQL
    faulty: tuple[type[Exception], ...] = (sqlite3.DatabaseError,)

    def __init__(
        self, folder: Path, db: sqlite3.Connection, owner: str = "", handle: int | None = None, log: int | None = None
    ) -> None:  # fmt: skip
        """Take over an open database; `handle` holds the owner's lock, None where the books are only read.

        `log` is SQLite's log where the disk has to be told to take it.
        """
        self.file, self.db = folder / FILE, db
        self.name = str(self.file)
        self.owner = owner
        self._owners = folder / owners.FOLDER
        self._handle, self._log = handle, log
        self._is_adrift = False  # what was committed may not be on the disk, and no second try would tell
        self._process = os.getpid()
        self._end = math.inf  # after which nobody is waited for
        self._lock = threading.RLock()
        with worded(self.file):
            self._opened = os.stat(self.file)

    @contextmanager
    def reading(self) -> Generator[sqlite3.Connection]:
        """The connection, for questions."""
        if self._process != os.getpid():
            raise LedgerTrouble(f"the ledger `{self.file}` was opened before this process was forked")
        with self._lock, worded(self.file):
            yield self.db

    @contextmanager
    def changing(self) -> Generator[sqlite3.Connection]:
        """The connection in a transaction, alone among all who write."""
        with self.reading() as db:
            self._check_place()
            if self._is_adrift:
                raise LedgerTrouble(f"the ledger `{self.file}` cannot be written: the disk has reported an error")
            self._begin()
            try:
                yield db
                if db.in_transaction:
                    db.execute("COMMIT")
                    self._sync()
            except BaseException:
                # SQLite itself rolls back when the disk is full; a second time would hide why.
                if db.in_transaction:
                    with suppress(sqlite3.Error):
                        db.execute("ROLLBACK")
                raise

    def _sync(self) -> None:
        if self._log is None:
            return
        self._is_adrift = True
        sync_data(self._log)
        self._is_adrift = False

    def later(self, change: RowChange) -> None:
        """Change rows, at once."""
        rows = self.db.execute(change.statement, change.values).rowcount
        if change.rows and rows != change.rows:
            raise Unmoved(f"the ledger `{self.file}` was changed by another process meanwhile")

    def write(self, *changes: RowChange) -> None:
        """Change rows in a transaction of these changes alone."""
        with self.changing():
            for change in changes:
                self.later(change)

    def _begin(self) -> None:
        """Begin a transaction once nobody else writes.

        SQLite sleeps the longer the longer it has waited, so that who comes late is served first; among many that write
        all the time, one would wait for seconds.
        """
        begun = time.monotonic()
        self.db.execute("PRAGMA busy_timeout = 0")
        try:
            while True:
                try:
                    self.db.execute("BEGIN IMMEDIATE")
                    return
                except sqlite3.OperationalError as error:
                    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > min(
                        begun + PATIENCE, self._end
                    ):
                        raise
                time.sleep(_TURN * random.random())  # noqa: S311 - it keeps no secret
        finally:
            self.db.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000:.0f}")

    def _check_place(self) -> None:
        """Raise LedgerTrouble where the file was removed: SQLite would go on writing, and no other build would know."""
        try:
            same = os.path.samestat(os.stat(self.file), self._opened)
        except FileNotFoundError:
            same = False
        if not same:
            raise LedgerTrouble(f"the ledger `{self.file}` was removed or replaced while it was open")

    @contextmanager
    def snapshot(self, *questions: tuple[str, Mapping[str, Any]]) -> Generator[Sequence[ResultRows]]:
        """What questions come to, of one moment, as are those that are asked until the block ends."""
        inside = self.db.in_transaction
        if not inside:
            self.db.execute("BEGIN")
        try:
            yield [self.db.execute(statement, values) for statement, values in questions]
        finally:
            if not inside and self.db.in_transaction:
                self.db.execute("ROLLBACK")

    @contextmanager
    def lenient(self) -> Generator[None]:
        """Have texts that are no UTF-8 come as bytes meanwhile."""
        self.db.text_factory = _text
        try:
            yield
        finally:
            self.db.text_factory = str

    def is_damage(self, error: Exception) -> bool:
        """Whether an error says that the file does not hold what SQLite has written."""
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

    def damage(self) -> list[str]:
        """What SQLite finds wrong with the file."""
        checked = [str(row[0]) for row in self.db.execute(f"PRAGMA integrity_check({_SHOWN})")]
        return [] if checked == ["ok"] else checked

    def limits(self) -> BookCaps | None:
        """None: who runs on this machine says what may be spent."""
        return None

    def slot(self, place: str) -> float:
        """At once: each run keeps to the host's pace by itself."""
        return 0.0

    def check_may_buy(self) -> None:
        """Nothing: who may write its file may buy."""

    def hurry(self, seconds: float) -> None:
        """Wait for no longer than that from now on for another process's transaction."""
        self._end = time.monotonic() + seconds

    def living(self, owner: str) -> bool:
        """Whether an owner still runs."""
        return owners.living(self._owners, owner)

    @contextmanager
    def inherited(self, owner: str) -> Generator[bool]:
        """Whether an owner is dead; its lock is ours until the block ends."""
        with worded(self.file), owners.inherited(self._owners, owner) as dead:
            yield dead

    def tidy(self, named: Iterable[str]) -> None:
        """Remove the files of owners that are dead, but for these."""
        owners.tidy(self._owners, named)

    def close(self) -> None:
        """Give up ownership and close the database."""
        with self._lock:
            if self._log is not None:
                os.close(self._log)
                self._log = None
            if self._process == os.getpid():
                self.db.close()
            if self._handle is not None:
                owners.leave(self._owners, self.owner, self._handle)
                self._handle = None


def _text(data: bytes) -> str | bytes:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data
