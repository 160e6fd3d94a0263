"""The connection to a server: what is demanded of the server, and what is said when something goes wrong."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar

import msgspec

from storyboard.ledger.database import ResultRows, RowChange, Unmoved
from storyboard.ledger.postgres.address import ServerAddress, driver
from storyboard.ledger.records import LedgerTrouble
from storyboard.patterns import lazy

T = TypeVar("T")
PATIENCE = 30.0  # seconds that a process waits for a server that is away, and for another one's transaction
_PAUSE = 0.05
_NAME = lazy(r"(?<!:):([a-z_0-9]+)")
_OLDEST = 130_000  # the first PostgreSQL that is supported still
_ADRIFT = timedelta(minutes=10)
# A commit is on the disk when it is answered, whatever the server or the address says; no table of another schema, nor
# a temporary one, stands before ours; and whoever sleeps within a transaction keeps nobody for long.
_SETTINGS = f"""
    SET synchronous_commit = on;
    SET lock_timeout = '{PATIENCE:.0f}s';
    SET idle_in_transaction_session_timeout = '60s';
    SET default_transaction_isolation = 'read committed';
    SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', false)"""
_SERVER = """
    SELECT current_setting('server_version_num')::int, current_setting('fsync'), current_setting('full_page_writes'),
        pg_is_in_recovery(), current_setting('transaction_read_only'), clock_timestamp(), current_user::text,
        pg_backend_pid(), (SELECT backend_start::text FROM pg_stat_activity WHERE pid = pg_backend_pid()),
        (SELECT system_identifier::text FROM pg_control_system()),
        (SELECT timeline_id FROM pg_control_checkpoint()), current_schema()"""
# What a server says when a transaction of ours was in the way of another one: nothing of it remains.
_IN_THE_WAY = frozenset({"40001", "40P01", "23505"})
_FENCE = "1 / CASE (SELECT count(*) FROM {}) WHEN {} THEN 1 ELSE 0 END"
_UNFENCED = "22012"  # what it says of a division by zero
_AWAY = ("08", "57P", "25P03")  # how it says that it is going, or that it has let us go
_WORDS = {
    "42501": "does not let this user do that",
    "53100": "cannot be written: the disk of its server is full",
    "53300": "cannot be reached: its server has too many connections",
    "55P03": f"is kept locked by another process for more than {PATIENCE:.0f} s",
    "25006": "cannot be written: its server is read-only",
}


class Again(LedgerTrouble):
    """The connection is lost, or another's transaction was in the way: nothing was changed, and trying again may do."""


class ServerSession(msgspec.Struct, frozen=True):
    """Who answers: the cluster and its timeline, which a restored backup shares with nobody who goes on, and the user.

    `writes` is whether anything may be written there. `pid` and `since` name our own session.
    """

    system: str
    timeline: int
    user: str
    writes: bool
    pid: int
    since: str


class Link:
    """A connection that is made anew when it is lost; statements are those of a ledger's table."""

    def __init__(self, address: ServerAddress) -> None:
        """Connect. Raises LedgerTrouble."""
        self.address, self.name = address, address.name
        self._psycopg = driver()
        self.error: type[Exception] = self._psycopg.Error
        self._connection: Any = None
        self._queue: list[tuple[str, Mapping[str, Any] | None]] = []
        self.server = self.connect()

    def connect(self) -> ServerSession:
        """Connect anew, and say who answers. Raises LedgerTrouble where that is no server to trust with money."""
        self.close()
        self._queue.clear()
        with self.worded():
            self._connection = self._psycopg.connect(**self.address.parameters, autocommit=True)
            self._connection.execute(_SETTINGS)
            self.server = self._asked()
            return self.server

    def _asked(self) -> ServerSession:
        row = self._connection.execute(_SERVER).fetchone()
        version, fsync, whole, standby, read_only, now, user, pid, since, system, timeline, schema = row
        why = ""
        if version < _OLDEST:
            why = f"is kept by PostgreSQL {version // 10_000}: it needs {_OLDEST // 10_000} or newer"
        elif fsync != "on" or whole != "on":
            what = "fsync" if fsync != "on" else "full_page_writes"
            why = f"has `{what} = off`: a crash of its server would lose what was paid for; have it set to `on`"
        elif abs(now - datetime.now(UTC)) > _ADRIFT:
            why = f"says that it is {now.astimezone(UTC):%Y-%m-%d %H:%M} UTC: set the clock that is wrong"
        elif schema is None:
            why = "has no schema that this user may use"
        if why:
            self.close()
            raise LedgerTrouble(f"the ledger `{self.name}` {why}")
        return ServerSession(system, timeline, user, not standby and read_only == "off", pid, since)

    @property
    def lost(self) -> bool:
        """Whether there is no connection any more."""
        return self._connection is None or self._connection.closed

    @property
    def within(self) -> bool:
        """Whether a transaction is open, or begins on the way of the next statement."""
        idle = self._psycopg.pq.TransactionStatus.IDLE
        return not self.lost and (bool(self._queue) or self._connection.info.transaction_status != idle)

    def later(self, change: RowChange) -> None:
        """Run a statement on the way of the next one; that it changes other rows than it has to is an error."""
        self._queue.append(fused(change) if change.rows else (change.statement, change.values))

    def execute(self, statement: str, values: Mapping[str, Any] | None = None, /) -> ResultRows:
        """Run a statement, and what was to run before it, on one way to the server and back."""
        return self.answers((statement, values or {}))[0]

    def answers(self, *questions: tuple[str, Mapping[str, Any]]) -> list[ResultRows]:
        """What several statements come to, and what was to run before them, on one way."""
        queue, self._queue = [*self._queue, *questions], []
        if self._connection is None:
            raise Again(f"the ledger `{self.name}` cannot be reached")
        if len(queue) == 1:
            return [self._run(*queue[0])]
        failed: Exception | None = None
        try:
            with self._connection.pipeline():
                try:
                    return [self._run(*question) for question in queue][-len(questions) :]
                except self.error as error:  # the driver would log how the way back ends, too
                    failed = error
        except self.error as error:
            raise failed or error from None
        raise failed

    def _run(self, statement: str, values: Mapping[str, Any] | None) -> ResultRows:
        """Hand a statement to the driver; truth is a number there, as it is in the tables."""
        given = {name: int(value) if isinstance(value, bool) else value for name, value in (values or {}).items()}
        # The driver takes what it prepares by itself for prepared although the way to the server ended before that.
        return self._connection.execute(_named(statement) if given else statement, given or None, prepare=bool(given))

    def rollback(self) -> None:
        """End the transaction, with nothing changed."""
        self._queue.clear()
        if self.within:
            self._connection.execute("ROLLBACK")

    @contextmanager
    def worded(self) -> Generator[None]:
        """Have what the server says be LedgerTrouble, and Again where it may be tried again."""
        try:
            yield
        except self._psycopg.Error as error:
            raise self._said(error) from error
        except (ValueError, TypeError, OverflowError) as error:
            raise LedgerTrouble(
                f"the ledger `{self.name}` is damaged: {error}; `storyc ledger audit` names what is wrong"
            ) from error

    def _said(self, error: Any) -> LedgerTrouble:
        state: str = getattr(error, "sqlstate", None) or ""
        # What it says of a statement may quote the values; of a connection, it never has the password.
        text = " ".join(str(error).split("\n", 1)[0].split())
        if state == _UNFENCED:
            return Unmoved(f"the ledger `{self.name}` was changed by another process meanwhile")
        if state in _IN_THE_WAY:
            return Again(f"the ledger `{self.name}` has too many who write at once")
        if state[:2] == "28":
            return LedgerTrouble(f"the ledger `{self.name}` does not let us in: {text}")
        if state in _WORDS:
            user = self.server.user if hasattr(self, "server") else ""
            return LedgerTrouble(f"the ledger `{self.name}` {_WORDS[state]}{f' (user `{user}`)' if user else ''}")
        if state.startswith(_AWAY) or (not state and isinstance(error, self._psycopg.OperationalError)) or self.lost:
            return Again(f"the ledger `{self.name}` cannot be reached: {text or 'the connection was lost'}")
        return LedgerTrouble(f"the ledger `{self.name}` cannot be used: {text}")

    def handle(self) -> int | None:
        """The file of the connection."""
        return None if self.lost else self._connection.fileno()

    def close(self) -> None:
        """Leave the server."""
        if self._connection is not None:
            with suppress(self._psycopg.Error):
                self._connection.close()
        self._connection = None


class Patience:
    """How long is waited for a server that is away, for which each question has its own time, until an end for all."""

    def __init__(self) -> None:
        self._end = math.inf

    def hurry(self, seconds: float) -> None:
        """Wait for no longer than that from now on."""
        self._end = time.monotonic() + seconds

    def until(self) -> Callable[[], bool]:
        """What says whether the time of a question that is asked now is over."""
        begun = time.monotonic()
        return lambda: time.monotonic() > min(begun + PATIENCE, self._end)

    def left(self, most: float) -> float:
        """The seconds that something may take, so many at most."""
        return max(0.0, min(most, self._end - time.monotonic()))

    def with_(self, act: Callable[[], T]) -> T:
        """What an act comes to that is tried again while the server is away, for as long as one is waited for."""
        is_over = self.until()
        while True:
            try:
                return act()
            except Again:
                if is_over():
                    raise
                time.sleep(_PAUSE)


def fused(*changes: RowChange) -> tuple[str, dict[str, Any]]:
    """One statement that does all changes or none, and its values; it fails where one changes too few rows.

    The server goes through them in their order as far as it has to count their rows, then through the others.
    """
    statement, names = _fused(tuple((change.statement, change.rows) for change in changes))
    return statement, {new: changes[place].values[name] for new, place, name in names}


@cache
def _fused(parts: tuple[tuple[str, int], ...]) -> tuple[str, tuple[tuple[str, int, str], ...]]:
    """The statement of such parts, and of each of its values the name, the part and the name in that."""
    texts = [_NAME.sub(rf":c{place}_\1", statement) for place, (statement, _) in enumerate(parts)]
    names = {f"c{place}_{name}": (place, name) for place, (part, _) in enumerate(parts) for name in _NAME.findall(part)}
    steps = ", ".join(f"c{place} AS ({text} RETURNING 1)" for place, text in enumerate(texts))
    fences = ", ".join(_FENCE.format(f"c{place}", rows) for place, (_, rows) in enumerate(parts) if rows)
    return f"WITH {steps} SELECT {fences}", tuple((new, *where) for new, where in names.items())


@cache
def _named(statement: str) -> str:
    """A statement of the table as the driver wants it."""
    return _NAME.sub(r"%(\1)s", statement.replace("%", "%%"))
