"""Torture paid builds against the emulated host and print what came of it; exit 1 where a promise does not hold.

`python -m tools.torture [--full | --slice] [--seconds N] [--only SECTION] [--jobs N] [--seed N] [--keep]`
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import msgspec

from tools.torture import caps, crashes, disk, faults, later, mutants, settled, walks, warm, ways
from tools.torture.judge import COUNTS, Tally, total, wrong
from tools.torture.spread import spread
from tools.torture.syscalls import ARE_TRACED

_SHOWN = 12


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
        later=5,
        late=False,
        seconds=0.0,
    ),
}


def main() -> int:
    """Run the sections, and give the exit code."""
    given = _arguments()
    size = SIZES["full" if given.full else "slice" if given.slice else "torture"]
    if given.seconds is not None:
        size = msgspec.structs.replace(size, seconds=given.seconds)
    begun = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="storyc-torture-"))
    folder.chmod(0o711)
    try:
        warm.warm()
        with warm.hosting() as host:
            lines = _sections(given, size, host, folder, begun)
    finally:
        if not given.keep:
            shutil.rmtree(folder, ignore_errors=True)
    everything = total(tally for _, tally in lines)
    print(_table([*lines, ("total", everything)]))
    print(f"{time.monotonic() - begun:.0f} s; {'every promise held' if everything.good else 'a promise was broken'}")
    return not everything.good


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


def _sections(
    given: argparse.Namespace, size: Size, host: warm.Host, folder: Path, begun: float
) -> list[tuple[str, Tally]]:
    """The tally of each section, which is printed as soon as it is known."""
    found = crashes.spans(host, folder)
    jobs: int = given.jobs
    sections: dict[str, Callable[[], list[Tally]]] = {
        "faults": lambda: spread(faults.cells(folder)[:: size.cells], 3 * jobs),
        "mutants": lambda: spread(mutants.mutants(folder, size.turns)[:: size.defences], jobs),
        "paused": lambda: spread(crashes.pauses(host, folder, found, size.pauses), jobs),
        "caps": lambda: [caps.race(folder, size.processes, size.races)],
        "disk": lambda: spread(disk.disks(host, folder, found, size.disks), jobs),
        "signals": lambda: spread(
            [*(crashes.late_signals(folder) if size.late else ()),
             *crashes.signals(host, folder, found, size.signals, given.seed)], 2 * jobs
        ),
        "walks": lambda: spread(walks.walks(folder, size.walks, given.seed), jobs),
        "hosts": lambda: _hosts(folder, size, jobs),
        "later": lambda: spread(later.scenes(host, folder, size.later, given.seed), jobs),
        **({"settled": lambda: spread(settled.kills(folder, size.settled, given.seed), jobs)} if ARE_TRACED else {}),
        "random": lambda: spread(crashes.kills(host, folder, size.random, given.seed), jobs),
        "crashes": lambda: _crashes(host, folder, found, size, jobs, begun),
    }  # fmt: skip
    points = ", ".join(f"{len(span.points)} by {protocol}" for protocol, span in found.items())
    print(f"crash points: {points}; key: one a run; host: {host.url}")
    lines: list[tuple[str, Tally]] = []
    for name, section in sections.items():
        if given.only and name not in given.only:
            continue
        since = time.monotonic()
        tallies = section()
        tally = total(tallies) if tallies else wrong(f"{name}: nothing ran")
        lines.append((name, tally))
        figures = ", ".join(f"{getattr(tally, each)} {each}" for each in COUNTS)
        print(f"{name}: {figures}; {time.monotonic() - since:.1f} s", flush=True)
        for note in tally.notes[:_SHOWN]:
            print(f"  {note}", flush=True)
    return lines


def _hosts(folder: Path, size: Size, jobs: int) -> list[Tally]:
    """Builds at hosts of each way of finding a lost answer."""
    with ExitStack() as stack:
        return spread([*ways.ways(folder, stack, size.hosts)], jobs)


def _crashes(
    host: warm.Host, folder: Path, found: dict[str, crashes.Span], size: Size, jobs: int, begun: float
) -> list[Tally]:
    """All points once, whatever it takes; then again while there is time. A slice does a few of them."""
    once = crashes.crashes(host, folder, found, size.rounds)
    first = len(once) // size.rounds
    if not size.seconds:
        return spread(once[:: first // 24], jobs)
    tallies = spread(once[:first], jobs)
    tallies += spread(once[first:], jobs, begun + size.seconds)
    print(f"crashes: {first} cells, each tried {len(tallies) / first:.1f} times")
    return tallies


def _table(lines: list[tuple[str, Tally]]) -> str:
    rows = [("", *COUNTS), *((name, *(f"{getattr(tally, each):,}" for each in COUNTS)) for name, tally in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join("  ".join(f"{cell:>{wide}}" for cell, wide in zip(row, widths, strict=True)) for row in rows)


if __name__ == "__main__":
    sys.exit(main())
