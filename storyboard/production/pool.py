"""Several worker processes: tasks in, messages out, no process left behind whatever happens."""

from __future__ import annotations

import multiprocessing
import signal
import threading
import time
from collections import deque
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import cast

import msgspec

from storyboard.production.worker import Failed, Message, Progress, Task, serve

# A clip whose process died is tried once more in a fresh one.
_TRIES = 2
# Forking would hand each process the pipes of the others and the lock.
_START = "spawn"
_BEAT = 1.0
_GRACE = 3.0


class _Worker(msgspec.Struct):
    process: BaseProcess
    inbox: Connection
    outbox: Connection
    task: Task | None = None


def run(tasks: deque[Task], jobs: int) -> Generator[tuple[Task, Message] | None, None, None]:
    """The messages of all tasks as they come, at most `jobs` tasks at once; None at least every second.

    Tasks that are added to `tasks` meanwhile are done too. Closing the generator ends all processes.
    """
    workers: list[_Worker] = []
    deaths: dict[int, int] = {}
    try:
        while tasks or any(worker.task for worker in workers):
            lacking = _employ(workers, tasks, jobs)
            busy = {worker.outbox: worker for worker in workers if worker.task is not None}
            if not busy:
                yield tasks.popleft(), Failed(f"no process that draws it can be started: {lacking}")
                continue
            ready = wait(list(busy), timeout=_BEAT)
            if not ready:
                yield None
            for pipe in ready:
                worker = busy[cast("Connection", pipe)]
                task = worker.task
                assert task is not None
                try:
                    message: Message = worker.outbox.recv()
                except (EOFError, OSError):
                    workers.remove(worker)
                    _end([worker])
                    deaths[task.number] = deaths.get(task.number, 0) + 1
                    if deaths[task.number] < _TRIES:
                        tasks.appendleft(task)
                        continue
                    message = Failed(f"the drawing process ended {_how(worker.process.exitcode)}, twice")
                if not isinstance(message, Progress):
                    worker.task = None
                yield task, message
    finally:
        with _undisturbed():
            _end(workers)


def _employ(workers: list[_Worker], tasks: deque[Task], jobs: int) -> str:
    """Give tasks to those without one, and take on more while there are tasks left; why no more can be, else empty."""
    idle = [worker for worker in workers if worker.task is None]
    while tasks and (idle or len(workers) < jobs):
        try:
            worker = idle.pop() if idle else _start()
        except OSError as error:  # the system has no file or process left
            return error.strerror or str(error)
        if worker not in workers:
            workers.append(worker)
        worker.task = tasks.popleft()
        try:
            worker.inbox.send(worker.task)
        except OSError:
            continue  # it is dead, which reading from it shows
    return ""


def _start() -> _Worker:
    context = multiprocessing.get_context(_START)
    # Two pipes of one direction each: one of both would be a socket, and nothing here opens a socket.
    with ExitStack() as ours, ExitStack() as theirs:
        reading, inbox = context.Pipe(duplex=False)
        theirs.callback(reading.close)
        ours.callback(inbox.close)
        outbox, writing = context.Pipe(duplex=False)
        theirs.callback(writing.close)
        ours.callback(outbox.close)
        process = context.Process(target=serve, args=(reading, writing), name="storyc", daemon=True)
        with _deaf():
            process.start()
        ours.pop_all()
    return _Worker(process, inbox, outbox)


def _end(workers: list[_Worker]) -> None:
    """Hang up, which asks the processes to stop, and end those that do not."""
    for worker in workers:
        worker.inbox.close()
        worker.outbox.close()
    until = time.monotonic() + _GRACE
    for worker in workers:
        worker.process.join(max(0.0, until - time.monotonic()))
        if worker.process.exitcode is None:
            worker.process.terminate()
            worker.process.join(1.0)
        if worker.process.exitcode is None:
            worker.process.kill()
            worker.process.join()


def _how(code: int | None) -> str:
    if code is not None and code < 0:
        try:
            return f"by {signal.Signals(-code).name}"
        except ValueError:
            return f"by signal {-code}"
    return f"with code {code}"


@contextmanager
def _deaf() -> Generator[None]:
    """Let what is started here never hear Ctrl-C, which a terminal sends to all: the parent ends its workers."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # The first start also starts this helper of multiprocessing, which unblocks the signal again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _undisturbed() -> Generator[None]:
    """Let no second Ctrl-C interrupt the tidying up after the first."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
