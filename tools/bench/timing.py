"""Runs of whole programs: the processor's time and memory of each by wait4, which counts its children and threads."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

_MOST_SAID = 1 << 16  # bytes of what a program says that are kept: its last ones


class Run(msgspec.Struct, frozen=True):
    """Seconds of the processor and of the clock, and the most memory in MB, of one run; and what it said last."""

    cpu: float
    wall: float
    mb: float
    said: str = ""


class Command(msgspec.Struct, frozen=True):
    """A program with its arguments; `prepare` is called before each run, with its number, and is not measured.

    An exit code that is none of `codes` ends the measurement.
    """

    words: Sequence[str | Path]
    folder: Path
    environment: Mapping[str, str]
    prepare: Callable[[int], None] | None = None
    codes: tuple[int, ...] = (0,)


def run(command: Command, number: int = 0) -> Run:
    """One run; leaves with what the program said where it fails."""
    if command.prepare is not None:
        command.prepare(number)
    words = [str(word) for word in command.words]
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            words, cwd=command.folder, env=dict(command.environment), stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        # The system counts the memory of whoever starts a process into the process's peak: this one stays small.
        said.seek(max(0, said.seek(0, os.SEEK_END) - _MOST_SAID))
        text = said.read().decode("utf-8", "replace")
    if process.returncode not in command.codes:
        sys.exit(f"{' '.join(words)} ended with {process.returncode}\n{text[-3000:]}")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, text)


def in_turns(commands: Mapping[str, Command], runs: int) -> dict[str, list[Run]]:
    """The runs of each command, taken in turns, so that a busy machine is unfair to all alike."""
    taken: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(runs):
        for name, command in commands.items():
            taken[name].append(run(command, number))
    return taken


def figures(runs: Sequence[Run], unit: str = "ms") -> dict[str, float]:
    """The least and the median of the processor's time, and the median of the clock's."""
    scale = {"ms": 1000, "s": 1}[unit]
    spent = [one_run.cpu * scale for one_run in runs]
    wall = statistics.median(one_run.wall * scale for one_run in runs)
    return {f"least CPU {unit}": min(spent), f"CPU {unit}": statistics.median(spent), f"wall {unit}": wall}


def ratio(runs: Sequence[Run], peers: Sequence[Run]) -> float:
    """The median of how many times the processor's time of a peer each run took, turn by turn."""
    return statistics.median(own.cpu / peer.cpu for own, peer in zip(runs, peers, strict=True))
