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

_EVERY = 0.1


class Draw(msgspec.Struct, frozen=True):
    """A clip to be drawn into `out`; `reel` is what it shows."""

    number: int
    reel: msgspec.Struct
    out: Path
    moving: bool


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


class Drawn(msgspec.Struct, frozen=True):
    """A clip that is finished: its pictures, the numbers of those that a shot begins with, and what to warn of."""

    frames: int
    cuts: tuple[int, ...]
    warnings: tuple[str, ...]


class Joined(msgspec.Struct, frozen=True):
    """A film that is finished: its length, and which clips had to be encoded anew, with the reason."""

    ms: int
    encoded: tuple[tuple[str, str], ...]


class Failed(msgspec.Struct, frozen=True):
    """A task that came to nothing, and why."""

    why: str


Message = Progress | Drawn | Joined | Failed


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


def _draw(task: Draw, parent: Connection, stop: threading.Event) -> Drawn:
    from storyboard.film import animatic
    from storyboard.film.animatic.plan import Reel

    assert isinstance(task.reel, Reel)
    lock, last = threading.Lock(), 0.0

    def progress(done: int, total: int) -> None:
        nonlocal last
        with lock:  # shots are drawn in several threads
            now = time.monotonic()
            if now - last >= _EVERY:
                last = now
                _send(parent, Progress(done, total))

    clip = animatic.make(task.reel, task.out, moving=task.moving, progress=progress, stop=stop)
    return Drawn(clip.frames, tuple(clip.cuts), tuple(clip.warnings))


def _join(task: Join) -> Joined:
    from storyboard.film.join import join

    joined = join(task.paths, task.out)
    return Joined(round(joined.ms), tuple((str(path), why) for path, why in joined.reencoded))


def _why(error: Exception) -> str:
    if os.environ.get("STORYC_TRACEBACK"):
        import traceback

        return traceback.format_exc().strip()
    return f"{type(error).__name__}: {error}".splitlines()[0][:300].rstrip(": ")


def _send(parent: Connection, message: Message) -> None:
    try:
        parent.send(message)
    except OSError:  # the parent has gone, and `_listen` sees it too
        return
