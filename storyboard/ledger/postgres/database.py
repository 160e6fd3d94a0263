"""A ledger's database on a server: transactions whose outcome is always known, and owners by locks of their sessions.

Nothing rests on these locks but how soon a dead owner's attempts are taken over: who was taken for dead finds its
attempts changed, and sends nothing.
"""

from __future__ import annotations

import hashlib
import os
import platform
import threading
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from storyboard.ledger.caps import BookCaps
from storyboard.ledger.database import ResultRows, RowChange
from storyboard.ledger.postgres.limits import SLOT, limits_of
from storyboard.ledger.postgres.link import PATIENCE, Again, Link, Patience, fused
from storyboard.ledger.postgres.tables import SEND, SQL
from storyboard.ledger.records import LedgerTrouble

_PAUSE = 0.02
_MOMENT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_MAY_BUY = "SELECT has_table_privilege('attempt', 'INSERT')"
_TRIES = 100
_LONG_AGO = timedelta(days=7)  # no connection that was lost comes back after that
_LITTER = 100  # rows of owners that one run looks at
_OPENED: dict[int, Link] = {}


def _let_go() -> None:
    """Close what a forked child has of its parent's connections: it would keep a dead parent alive."""
    for link in _OPENED.values():
        handle = link.handle()
        if handle is not None:
            os.close(handle)
    _OPENED.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


class ServerDatabase:
    """A Database of a server."""

    sql = SQL
    faulty: tuple[type[Exception], ...] = ()

    def __init__(self, link: Link, check: Callable[[Link], None]) -> None:
        """Take over a connection; `check` says of each new one whether it leads to the same books."""
        self.name = link.name
        self.owner = ""
        self._link, self._check = link, check
        self._process = os.getpid()
        self.patience = Patience()
        self._lock = threading.RLock()
        self._done = 0  # how many transactions were begun
        self._sure = 0  # the last of them that is known to be in the books
        self._since = datetime.now(UTC)
        self._closed = False
        self._inside = False  # of a transaction, which no other connection can go on with
        _OPENED[id(link)] = link

    def become(self, name: Callable[[], str]) -> None:
        """Be a new owner until the database is closed. Raises LedgerTrouble."""
        with self.reading() as session:
            for _ in range(_TRIES):
                owner = name()
                if not session.execute("SELECT pg_try_advisory_lock(:key)", {"key": _key(owner)}).fetchone()[0]:
                    continue
                if self._enter(owner):
                    self.owner = owner
                    return
                session.execute("SELECT pg_advisory_unlock(:key)", {"key": _key(owner)})
        raise LedgerTrouble(f"the ledger `{self.name}` has no free name for a process")

    def _enter(self, owner: str) -> bool:
        values = {"id": owner, "machine": platform.node() or "unknown", "since": datetime.now(UTC).isoformat()}
        entered = self._link.execute(
            "INSERT INTO owner (id, machine, since) VALUES (:id, :machine, :since) ON CONFLICT DO NOTHING", values
        )
        return bool(entered.rowcount)

    @contextmanager
    def reading(self) -> Generator[Link]:
        """The connection, for questions; one that was lost is made anew."""
        if self._process != os.getpid():
            raise LedgerTrouble(f"the ledger `{self.name}` was opened before this process was forked")
        if self._closed:
            raise LedgerTrouble(f"the ledger `{self.name}` is closed")
        with self._alone(), self._link.worded():
            if self._link.lost:
                if self._inside:
                    raise Again(f"the ledger `{self.name}` cannot be reached: the connection was lost")
                self._anew()
            left = self.patience.left(PATIENCE)
            if left < PATIENCE and not self._link.within:
                # The server waits for whoever has locked a row, and is told no other way that it shall not.
                self._link.execute(f"SET lock_timeout = {max(1, round(left * 1000))}")
            yield self._link

    @contextmanager
    def _alone(self) -> Generator[None]:
        """The connection for this thread alone; a server may leave another one without an answer for long."""
        if not self._lock.acquire(timeout=self.patience.left(threading.TIMEOUT_MAX)):
            raise Again(f"the ledger `{self.name}` cannot be reached")
        try:
            yield
        finally:
            self._lock.release()

    def hurry(self, seconds: float) -> None:
        """Wait for no longer than that from now on."""
        self.patience.hurry(seconds)

    def _anew(self) -> None:
        """Connect again, to the same books; what the session that was lost has begun is over then."""
        before = self._link.server
        self._link.connect()
        self._check(self._link)
        if not self.owner:
            return
        is_over = self.patience.until()
        while self._remains(before.pid, before.since) or not self._locked():
            if is_over():
                self._link.close()
                raise Again(f"the ledger `{self.name}` has not let the connection go that was lost")
            time.sleep(_PAUSE)
        row = self._link.execute("SELECT done FROM owner WHERE id = :id", {"id": self.owner}).fetchone()
        tidied = row is None and datetime.now(UTC) - self._since > _LONG_AGO
        if not tidied and (row[0] if row else 0) < self._sure:
            self._link.close()
            raise LedgerTrouble(
                f"the ledger `{self.name}` lacks what this process has written, as a backup does that was brought back "
                "meanwhile: end it, and whoever is started then says which jobs are missing"
            )
        self._enter(self.owner)

    def _remains(self, pid: int, since: str) -> bool:
        """Whether our session that was lost is still there; the server is told to end it."""
        rows = self._link.execute(
            """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE pid = :pid AND backend_start = CAST(:since AS timestamptz) AND pid <> pg_backend_pid()""",
            {"pid": pid, "since": since},
        )
        return rows.fetchone() is not None

    def _locked(self) -> bool:
        return bool(self._link.execute("SELECT pg_try_advisory_lock(:key)", {"key": _key(self.owner)}).fetchone()[0])

    @contextmanager
    def changing(self) -> Generator[Link]:
        """The connection in a transaction, whose rows are locked one by one."""
        with self.reading() as session:
            session.later(RowChange("BEGIN", {}))
            self._inside = True
            try:
                yield session
                self._inside = False
                self._commit()
            except BaseException:
                with suppress(self._link.error, LedgerTrouble):
                    session.rollback()
                raise
            finally:
                self._inside = False

    def _commit(self) -> None:
        with self._counted() as count:
            self._link.later(count)
            self._link.execute("COMMIT")

    @contextmanager
    def _counted(self) -> Generator[RowChange]:
        """What counts a transaction that ends in the block: whoever loses the answer asks by it whether it was done."""
        self._done += 1
        try:
            yield RowChange("UPDATE owner SET done = :done WHERE id = :id", {"done": self._done, "id": self.owner})
            self._sure = self._done
        except self._link.error:
            if not self._link.lost or not self.patience.with_(self._is_done):
                raise
            self._sure = self._done

    def _is_done(self) -> bool:
        """Whether the last transaction is in the books although its answer was lost."""
        with self.reading() as session:
            row = session.execute("SELECT done FROM owner WHERE id = :id", {"id": self.owner}).fetchone()
            return row is not None and row[0] == self._done

    def later(self, change: RowChange) -> None:
        """Change rows on the way of what ends the transaction, so that counters are locked for no answer of ours."""
        self._link.later(change)

    def write(self, *changes: RowChange) -> None:
        """Change rows by one statement, which is a transaction: most of what one costs is the way of a statement."""
        with self.reading() as session, self._counted() as count:
            session.execute(*fused(*changes, count))

    @contextmanager
    def snapshot(self, *questions: tuple[str, Mapping[str, Any]]) -> Generator[Sequence[ResultRows]]:
        """What questions come to, of one moment; without any, what is asked until the block ends is of one."""
        if self._link.within:
            yield self._link.answers(*questions) if questions else ()
            return
        self._link.later(RowChange(_MOMENT, {}))
        try:
            yield self._link.answers(*questions, ("COMMIT", {}))[:-1] if questions else ()
        finally:
            with suppress(self._link.error):
                self._link.rollback()

    @contextmanager
    def lenient(self) -> Generator[None]:
        """Nothing else: a server takes no text that is no UTF-8."""
        yield

    def is_damage(self, error: Exception) -> bool:
        """Never: what a server says of damage ends a question."""
        return False

    def damage(self) -> list[str]:
        """Nothing: what its disk holds is the server's own matter."""
        return []

    def limits(self) -> BookCaps | None:
        """The caps of the studio, and those of our user."""
        return limits_of(self._link)

    def slot(self, place: str) -> float:
        """The seconds until our turn to send at a place, by its row of rates, by the server's clock."""
        with self.reading() as session:
            row = session.execute(SLOT, {"place": place}).fetchone()
            return float(row[0]) if row else 0.0

    def check_may_buy(self) -> None:
        """Raises LedgerTrouble where the user may write down no new attempt."""
        if not self._link.execute(_MAY_BUY).fetchone()[0]:
            user = self._link.server.user
            raise LedgerTrouble(
                f"the ledger `{self.name}` lets user `{user}` buy nothing: who buys has the role `{SEND}`"
            )

    def living(self, owner: str) -> bool:
        """Whether an owner still runs."""
        if owner in ("", self.owner):
            return bool(owner)
        with self.reading() as session:
            row = session.execute("SELECT pg_try_advisory_xact_lock_shared(:key)", {"key": _key(owner)}).fetchone()
            return not row[0]

    @contextmanager
    def inherited(self, owner: str) -> Generator[bool]:
        """Whether an owner is dead; its lock is ours until the block ends, so that one heir is alone."""
        key = {"key": _key(owner)}
        with self.reading() as session:
            dead: bool = session.execute("SELECT pg_try_advisory_lock(:key)", key).fetchone()[0]
            try:
                yield dead
            finally:
                if dead:
                    with suppress(self._link.error):
                        session.execute("SELECT pg_advisory_unlock(:key)", key)

    def tidy(self, named: Iterable[str]) -> None:
        """Remove the rows of owners that have been dead for long, but for these."""
        kept = set(named)
        with self.reading() as session:
            old = {"old": (datetime.now(UTC) - _LONG_AGO).isoformat(), "most": _LITTER}
            rows = session.execute("SELECT id FROM owner WHERE since < :old ORDER BY since LIMIT :most", old).fetchall()
        for (owner,) in rows:
            if owner not in kept:
                with self.inherited(owner) as dead:
                    if dead:
                        self._link.execute("DELETE FROM owner WHERE id = :id", {"id": owner})

    def close(self) -> None:
        """Stop being an owner and leave the server."""
        if self._process != os.getpid():
            return
        with suppress(Again), self._alone():
            self._closed = True
            if self.owner and not self._link.lost:
                # A server notices only after a while that a session is over.
                with suppress(self._link.error, LedgerTrouble):
                    self._link.execute("DELETE FROM owner WHERE id = :id", {"id": self.owner})
                    self._link.execute("SELECT pg_advisory_unlock(:key)", {"key": _key(self.owner)})
            self._link.close()
            _OPENED.pop(id(self._link), None)


def _key(owner: str) -> int:
    """The number of an owner's lock."""
    return int.from_bytes(hashlib.sha256(f"storyc owner {owner}".encode()).digest()[:8], signed=True)
