"""Tasks spread over a few processes, each task one tally."""

from __future__ import annotations

import os
import shutil
import struct
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from tools.torture.judge import Tally, wrong
from tools.torture.warm import ended, fork

Task = Callable[[], Tally]
_NUMBER = struct.Struct("=I")
_LONGEST = 24 * 3600.0


def spread(tasks: Sequence[Task], jobs: int, until: float = float("inf")) -> list[Tally]:
    """The tallies of the tasks, of which none begins once the clock that never goes back has reached `until`."""
    with tempfile.TemporaryDirectory(prefix="storyc-torture-") as made:
        queue = Path(made) / "queue"
        queue.write_bytes(b"".join(map(_NUMBER.pack, range(len(tasks)))))
        # An offset that the forks share: who reads next gets the next number.
        shared = os.open(queue, os.O_RDONLY)

        def work() -> int:
            with (Path(made) / f"{os.getpid()}.jsonl").open("wb") as out:
                while time.monotonic() < until and (number := os.read(shared, _NUMBER.size)):
                    place: int = _NUMBER.unpack(number)[0]
                    out.write(msgspec.json.encode(_done(tasks[place])) + b"\n")
            return 0

        pids = [fork(work) for _ in range(max(1, min(jobs, len(tasks))))]
        codes = [ended(pid, _LONGEST) for pid in pids]
        os.close(shared)
        found = [
            msgspec.json.decode(line, type=Tally)
            for path in sorted(Path(made).glob("*.jsonl"))
            for line in path.read_bytes().splitlines()
        ]
    return [*found, *(wrong(f"a process of the torture itself ended with {code}") for code in codes if code)]


def _done(task: Task) -> Tally:
    try:
        return task()
    except Exception:
        return wrong(f"the torture itself failed: {traceback.format_exc()}")


def tidied(folder: Path, tally: Tally) -> Tally:
    """The tally; the folder of a run whose promises held is removed."""
    if tally.good:
        shutil.rmtree(folder, ignore_errors=True)
    return tally
