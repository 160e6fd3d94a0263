"""Stand-ins for the drawing process, each of which misbehaves in its own way."""

from __future__ import annotations

import os
import signal
import time
from multiprocessing.connection import Connection

from storyboard.production.worker import Draw, Progress, Task
from storyboard.providers import Made


def answers(inbox: Connection, parent: Connection) -> None:
    """Answers each task with its number as the count of its pictures."""
    for task in iter(lambda: _next(inbox), None):
        parent.send(Progress(1, 2))
        parent.send(Made(30, task.number, ()))


def dies(inbox: Connection, parent: Connection) -> None:
    """Is killed in the middle of each task whose number is 2."""
    for task in iter(lambda: _next(inbox), None):
        if task.number == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        parent.send(Made(30, task.number, ()))


def dies_once(inbox: Connection, parent: Connection) -> None:
    """Ends without a word the first time that it gets task 2, and does it the next time."""
    for task in iter(lambda: _next(inbox), None):
        assert isinstance(task, Draw)
        if task.number == 2 and not task.out.exists():
            task.out.touch()
            os._exit(3)
        parent.send(Made(30, task.number, ()))


def deaf(inbox: Connection, parent: Connection) -> None:
    """Says that it began, and then hears nothing any more."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for _ in iter(lambda: _next(inbox), None):
        parent.send(Progress(os.getpid(), 2))
        time.sleep(600)


def _next(inbox: Connection) -> Task | None:
    try:
        task: Task = inbox.recv()
    except (EOFError, OSError):
        return None
    return task
