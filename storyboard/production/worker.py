"""The process that draws and joins: a task comes in, progress and a result go out; it ends when its parent does."""

from __future__ import annotations

import os
import queue
import signal
import threading
import time
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from storyboard.providers import CannotMake, LocalClip, Made

_EVERY = 0.1


class Draw(msgspec.Struct, frozen=True):
    """A clip to be made into `out` by the local maker of a name."""

    number: int
    maker: str
    clip: LocalClip
    out: Path


class Join(msgspec.Struct, frozen=True):
    """Clips to be joined into `out`, in this order."""

    number: int
    paths: tuple[Path, ...]
    out: Path


Task = Draw | Join


class Progress(msgspec.Struct, frozen=True):
    """How many of a clip's pictures are drawn."""

    done: int
    total: int


class JoinedFilm(msgspec.Struct, frozen=True):
    """A film that is finished: its length, and which clips had to be encoded anew, with the reason."""

    ms: int
    encoded: tuple[tuple[str, str], ...]


class Failed(msgspec.Struct, frozen=True):
    """A task that came to nothing, and why."""

    why: str


Message = Progress | Made | JoinedFilm | Failed


def serve(inbox: Connection, parent: Connection) -> None:
    """Do one task after another until the parent hangs up."""
    # A terminal sends Ctrl-C to all its processes; the parent says when to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # stdout is data, and libraries may print.
    os.dup2(2, 1)
    stop = threading.Event()
    tasks: queue.SimpleQueue[Task | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(inbox, tasks, stop), daemon=True).start()
    while (task := tasks.get()) is not None:
        try:
            result: Message = _draw(task, parent, stop) if isinstance(task, Draw) else _join(task)
        except Exception as error:
            result = Failed(_why(error))
        if stop.is_set():
            return
        _send(parent, result)


def _listen(inbox: Connection, tasks: queue.SimpleQueue[Task | None], stop: threading.Event) -> None:
    try:
        while True:
            tasks.put(inbox.recv())
    except (EOFError, OSError):
        stop.set()
        tasks.put(None)


def _draw(task: Draw, parent: Connection, stop: threading.Event) -> Made:
    from storyboard.providers.registry import local_maker

    lock, last = threading.Lock(), 0.0

    def progress(done: int, total: int) -> None:
        nonlocal last
        with lock:  # shots are drawn in several threads
            now = time.monotonic()
            if now - last >= _EVERY:
                last = now
                _send(parent, Progress(done, total))

    return local_maker(task.maker).make(task.clip, task.out, progress, stop)


def _join(task: Join) -> JoinedFilm:
    from storyboard.film.join import join

    joined = join(task.paths, task.out)
    return JoinedFilm(round(joined.ms), tuple((str(path), why) for path, why in joined.reencoded))


def _why(error: Exception) -> str:
    if os.environ.get("STORYC_TRACEBACK"):
        import traceback

        return traceback.format_exc().strip()
    named = str(error) if isinstance(error, CannotMake) else f"{type(error).__name__}: {error}"
    return named.splitlines()[0][:300].rstrip(": ")


def _send(parent: Connection, message: Message) -> None:
    try:
        parent.send(message)
    except OSError:  # the parent has gone, and `_listen` sees it too
        return
