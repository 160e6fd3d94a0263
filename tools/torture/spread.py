"""Tasks spread over a few processes, each task one tally, which is kept in a file as soon as it is known."""

from __future__ import annotations

import os
import shutil
import signal
import struct
import time
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import msgspec

from tools.torture.judge import Tally, wrong
from tools.torture.warm import ended, fork

_NUMBER = struct.Struct("=I")
_LONGEST = 24 * 3600.0


class Task(msgspec.Struct, frozen=True):
    """Work that comes to a tally, by a name that no other task of its section has."""

    name: str
    work: Callable[[], Tally]


class Kept(msgspec.Struct, frozen=True):
    """A tally as the file of a sitting has it."""

    section: str
    task: str
    tally: Tally


class Sitting:
    """Spreads tasks until somebody asks it to stop; what the file has of earlier sittings is not done again.

    The processes begin no further task then, and what they are at is finished.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._queue: int | None = None
        self.is_stopped = False

    def heed(self) -> None:
        """Stop at Ctrl-C and SIGTERM from now on; forks do as they did before."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._told)

    def _told(self, number: int, frame: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Let no further task begin."""
        self.is_stopped = True
        if self._queue is not None:
            os.lseek(self._queue, 0, os.SEEK_END)

    def spread(
        self, section: str, tasks: Sequence[Task], jobs: int, first: int = 0, until: float = float("inf")
    ) -> list[Tally]:
        """The tallies of a section's tasks, those of earlier sittings included.

        Beyond the first few none begins once the clock that never goes back has reached `until`.
        """
        kept = self._kept(section)
        left = [number for number, task in enumerate(tasks) if task.name not in kept]
        codes = self._worked(section, tasks, left, jobs, first, until) if left and not self.is_stopped else []
        broken = [] if self.is_stopped else [code for code in codes if code]
        return [
            *self._kept(section).values(),
            *(wrong(f"a process of the torture itself ended with {code}") for code in broken),
        ]

    def _worked(
        self, section: str, tasks: Sequence[Task], left: list[int], jobs: int, first: int, until: float
    ) -> list[int]:
        """The exit codes of the processes that did what is left."""
        queue = self._file.with_suffix(".queue")
        queue.write_bytes(b"".join(map(_NUMBER.pack, left)))
        # An offset that the forks share: who reads next gets the next number.
        self._queue = os.open(queue, os.O_RDONLY)
        queue.unlink()

        def work(shared: int) -> int:
            # What is written at once to the end of a file is not mixed with what others write there.
            out = os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            while number := os.read(shared, _NUMBER.size):
                place: int = _NUMBER.unpack(number)[0]
                if place >= first and time.monotonic() >= until:
                    break
                task = tasks[place]
                os.write(out, msgspec.json.encode(Kept(section, task.name, _done(task))) + b"\n")
            return 0

        pids = [fork(partial(work, self._queue)) for _ in range(max(1, min(jobs, len(left))))]
        codes = [ended(pid, _LONGEST) for pid in pids]
        os.close(self._queue)
        self._queue = None
        return codes

    def _kept(self, section: str) -> dict[str, Tally]:
        lines = self._file.read_bytes().splitlines() if self._file.exists() else []
        rows = (msgspec.json.decode(line, type=Kept) for line in lines)
        return {row.task: row.tally for row in rows if row.section == section}


def _done(task: Task) -> Tally:
    try:
        return task.work()
    except Exception:
        return wrong(f"the torture itself failed: {traceback.format_exc()}")


def tidied(folder: Path, tally: Tally) -> Tally:
    """The tally; the folder of a run whose promises held is removed."""
    if tally.good:
        shutil.rmtree(folder, ignore_errors=True)
    return tally
