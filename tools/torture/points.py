"""Named moments of a build, before and after each step that matters, without a hook in the product."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any

import msgspec

from storyboard.ledger.books import Books
from storyboard.providers.protocols.jobs.provider import Jobs
from storyboard.store.files import FileStore, IncomingFile

_METHODS: tuple[tuple[Any, str, str], ...] = (
    (Books, "ledger", "reserve begin_send accepted stored recorded published unknown void adopt claim close"),
    (FileStore, "store", "ready receive keep sweep"),
    (IncomingFile, "incoming", "write restart finish discard"),
    (Jobs, "provider", "balance submit ask fetch history known again"),
    (HTTPConnection, "http", "send getresponse"),
)
# While the answer to the first submit is waited for: the history and the balance are asked before.
SUBMIT = "http.getresponse#3:before"
_SYSTEM = ("fsync", "replace", "rename", "unlink")
# Steps of which there may be any number: their later ones are the first again.
_MOST = {"provider.ask": 3, "http.send": 8, "http.getresponse": 8}


def put(owner: Any, name: str, value: Any) -> None:
    """Replace a name of a module or class in this process, which is a fork; a name that has moved is a mistake."""
    if not hasattr(owner, name):
        raise AttributeError(f"`{owner!r}` has no `{name}` any more")
    setattr(owner, name, value)


class Points:
    """The points that a process passes; `at` is called with each name, in whichever thread it is."""

    def __init__(self, at: Callable[[str], None]) -> None:
        self._at, self._lock, self._seen = at, threading.Lock(), Counter[str]()

    def install(self) -> None:
        """Wrap the steps of this process, which is a fork and ends soon."""
        for owner, room, names in _METHODS:
            for name in names.split():
                put(owner, name, self._wrapped(getattr(owner, name), f"{room}.{name}"))
        for name in _SYSTEM:
            put(os, name, self._wrapped(getattr(os, name), f"os.{name}"))
        points, connect = self, sqlite3.connect

        class Watched(sqlite3.Connection):
            """A connection whose commits are points."""

            def execute(self, sql: str, *more: Any) -> sqlite3.Cursor:
                done = super().execute
                return points.passed("sqlite.commit", lambda: done(sql, *more)) if sql == "COMMIT" else done(sql, *more)

        def watched(*given: Any, **more: Any) -> sqlite3.Connection:
            return connect(*given, **more, factory=Watched)

        put(sqlite3, "connect", watched)

    def passed(self, name: str, step: Callable[[], Any]) -> Any:
        """Do a step between its two points."""
        with self._lock:
            self._seen[name] += 1
            number = self._seen[name]
        if number > _MOST.get(name, 1 << 30):
            return step()
        self._at(f"{name}#{number}:before")
        done = step()
        self._at(f"{name}#{number}:after")
        return done

    def _wrapped(self, real: Callable[..., Any], name: str) -> Callable[..., Any]:
        def wrapped(*given: Any, **more: Any) -> Any:
            return self.passed(name, lambda: real(*given, **more))

        return wrapped


def kill_at(point: str) -> Callable[[], None]:
    """What makes a process kill itself at a point, with a signal that nothing can heed."""
    return _once(point, lambda: os.kill(os.getpid(), signal.SIGKILL))


def stop_at(point: str) -> Callable[[], None]:
    """What makes a process pause at a point, until somebody lets it go on."""
    return _once(point, lambda: os.kill(os.getpid(), signal.SIGSTOP))


def do_at(point: str, work: Callable[[], None]) -> Callable[[], None]:
    """What makes a process do some work at a point."""
    return _once(point, work)


def note_all(path: str) -> Callable[[], None]:
    """What makes a process write each point that it passes into a file."""

    def install() -> None:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        Points(lambda name: _write(handle, name)).install()

    return install


def _write(handle: int, name: str) -> None:
    os.write(handle, f"{name}\n".encode())


def _once(point: str, work: Callable[[], None]) -> Callable[[], None]:
    done = threading.Lock()

    def at(name: str) -> None:
        if name == point and done.acquire(blocking=False):
            work()

    return lambda: Points(at).install()


class Span(msgspec.Struct, frozen=True):
    """The points of one protocol in the order in which a build without harm passes them."""

    points: tuple[str, ...]

    def paying(self) -> tuple[str, ...]:
        """Those from the first reservation on."""
        first = next(place for place, name in enumerate(self.points) if name.startswith("ledger.reserve"))
        return self.points[first:]
