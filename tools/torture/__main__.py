"""Torture paid builds against the emulated host and print what came of it; exit 1 where a promise does not hold.

`python -m tools.torture [--full | --slice] [--seconds N] [--only SECTION] [--jobs N] [--seed N] [--keep]`

`--full` takes hours, and may be had in sittings: at Ctrl-C or SIGTERM it ends what it is at, prints what it has, and
exits with 8; the same command goes on there as long as the program and the torture are the same.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import msgspec

from tools.torture import caps, crashes, disk, faults, later, migrated, mutants, settled, walks, warm, ways
from tools.torture.judge import COUNTS, Tally, total, wrong
from tools.torture.spread import Sitting, Task
from tools.torture.syscalls import ARE_TRACED

_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = ("storyboard", "tools/torture")
_MEMORY, _ROOM = "/dev/shm", 1 << 30
_SHOWN = 12
_STOPPED = 8


class Size(msgspec.Struct, frozen=True):
    """How much is done: counts of runs, and the seconds after which no further round of crashes begins.

    Of fault cells, removed defences and builds at other hosts every n-th is tried.
    """

    rounds: int
    random: int
    pauses: int
    processes: int
    races: int
    cells: int
    defences: int
    disks: int
    turns: int
    signals: int
    walks: int
    hosts: int
    settled: int
    migrated: int
    later: int
    late: bool = True
    seconds: float = float("inf")


SIZES = {
    "torture": Size(
        10,
        200,
        60,
        16,
        200,
        cells=1,
        defences=1,
        disks=80,
        turns=15,
        signals=60,
        walks=40,
        hosts=3,
        settled=120,
        migrated=120,
        later=200,
        seconds=300.0,
    ),
    "full": Size(
        50,
        10_000,
        10_000,
        16,
        200,
        cells=1,
        defences=1,
        disks=10_000,
        turns=60,
        signals=1_000,
        walks=1_000,
        hosts=1,
        settled=10_000,
        migrated=10_000,
        later=10_000,
    ),
    "slice": Size(
        1,
        3,
        3,
        4,
        3,
        cells=17,
        defences=4,
        disks=4,
        turns=6,
        signals=2,
        walks=2,
        hosts=17,
        settled=2,
        migrated=2,
        later=5,
        late=False,
        seconds=0.0,
    ),
}


def main() -> int:
    """Run the sections, and give the exit code."""
    given = _arguments()
    name = "full" if given.full else "slice" if given.slice else "torture"
    size = SIZES[name]
    if given.seconds is not None:
        size = msgspec.structs.replace(size, seconds=given.seconds)
    begun = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="storyc-torture-", dir=_swift()))
    folder.chmod(0o711)
    sitting = Sitting(_kept(given.seed) if given.full else folder / "tallies.jsonl")
    try:
        warm.warm()
        with warm.hosting() as host:
            sitting.heed()
            lines = _run(sitting, _sections(given, size, host, folder, begun), given.only)
    finally:
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)
    everything = total(tally for _, tally in lines)
    print(_table([*lines, ("total", everything)]))
    print(f"{time.monotonic() - begun:.0f} s; {'every promise held' if everything.good else 'a promise was broken'}")
    return not everything.good or _STOPPED * sitting.is_stopped


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="torture")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--slice", action="store_true")
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--jobs", type=int, default=2 * (os.cpu_count() or 1))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true")
    return parser.parse_args()


def _swift() -> str | None:
    """Where files are in memory, if there is room; a kill loses nothing that a process has handed to the system."""
    return _MEMORY if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM else None


def _kept(seed: int) -> Path:
    """The file with the tallies of all sittings of this very program, tortured in this very way."""
    digest = hashlib.sha256(str(seed).encode())
    for path in sorted(path for room in _PROGRAM for path in (_ROOT / room).rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(_ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    file = _ROOT / "build" / "torture" / f"{digest.hexdigest()[:12]}.jsonl"
    file.parent.mkdir(parents=True, exist_ok=True)
    print(f"tallies are kept in {file.relative_to(_ROOT)}: the same command goes on with them")
    return file


class Section(msgspec.Struct, frozen=True):
    """Tasks of one kind, done so many at once; of those after the first few none begins when time is up."""

    tasks: Sequence[Task]
    jobs: int
    first: int = 0
    until: float = float("inf")


def _sections(
    given: argparse.Namespace, size: Size, host: warm.Host, folder: Path, begun: float
) -> dict[str, Callable[[ExitStack], Section]]:
    """The sections by name, in their order; hosts of one section alone end with its stack."""
    spans = crashes.spans(host, folder)
    jobs: int = given.jobs
    points = ", ".join(f"{len(span.points)} by {protocol}" for protocol, span in spans.items())
    print(f"crash points: {points}; key: one a run; host: {host.url}")
    late = crashes.late_signals(folder) if size.late else []

    def caps_raced(stack: ExitStack) -> Section:
        return Section([Task("race", partial(caps.race, folder, size.processes, size.races))], 1)

    def crashed(stack: ExitStack) -> Section:
        every = crashes.crashes(host, folder, spans, size.rounds)
        once = len(every) // size.rounds
        # Each once, whatever it takes; then again while there is time. A slice does a few of them.
        return Section(every, jobs, once, begun + size.seconds) if size.seconds else Section(every[:: once // 24], jobs)

    return {
        "faults": lambda stack: Section(faults.cells(folder)[:: size.cells], 3 * jobs),
        "mutants": lambda stack: Section(mutants.mutants(folder, size.turns)[:: size.defences], jobs),
        "paused": lambda stack: Section(crashes.pauses(host, folder, spans, size.pauses), jobs),
        "caps": caps_raced,
        "disk": lambda stack: Section(disk.disks(host, folder, spans, size.disks), jobs),
        "signals": lambda stack: Section(
            [*late, *crashes.signals(host, folder, spans, size.signals, given.seed)], 2 * jobs
        ),
        "walks": lambda stack: Section(walks.walks(folder, size.walks, given.seed), jobs),
        "hosts": lambda stack: Section([*ways.ways(folder, stack, size.hosts)], jobs),
        "later": lambda stack: Section(later.scenes(host, folder, size.later, given.seed), jobs),
        **(
            {
                "settled": lambda stack: Section(settled.kills(folder, size.settled, given.seed), jobs),
                "migrated": lambda stack: Section(migrated.kills(folder, size.migrated, given.seed), jobs),
            }
            if ARE_TRACED
            else {}
        ),
        "random": lambda stack: Section(crashes.kills(host, folder, size.random, given.seed), jobs),
        "crashes": crashed,
    }


def _run(
    sitting: Sitting, sections: dict[str, Callable[[ExitStack], Section]], only: Sequence[str]
) -> list[tuple[str, Tally]]:
    """The tally of each section, which is printed as soon as it is known."""
    lines: list[tuple[str, Tally]] = []
    for name, prepare in sections.items():
        if (only and name not in only) or sitting.is_stopped:
            continue
        since = time.monotonic()
        with ExitStack() as stack:
            section = prepare(stack)
            tallies = sitting.spread(name, section.tasks, section.jobs, section.first, section.until)
        tally = total(tallies) if tallies or sitting.is_stopped else wrong(f"{name}: nothing ran")
        lines.append((name, tally))
        figures = ", ".join(f"{getattr(tally, count)} {count}" for count in COUNTS)
        print(f"{name}: {figures}; {time.monotonic() - since:.1f} s", flush=True)
        for note in tally.notes[:_SHOWN]:
            print(f"  {note}", flush=True)
        if sitting.is_stopped:
            print(f"{name}: {len(tallies):,} of {len(section.tasks):,} tasks are done", flush=True)
    return lines


def _table(lines: list[tuple[str, Tally]]) -> str:
    rows = [("", *COUNTS), *((name, *(f"{getattr(tally, each):,}" for each in COUNTS)) for name, tally in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join("  ".join(f"{cell:>{wide}}" for cell, wide in zip(row, widths, strict=True)) for row in rows)


if __name__ == "__main__":
    sys.exit(main())
