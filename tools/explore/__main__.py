"""Explore paid builds: the real ledger and purchase through every order of steps, crashes and answers.

`python -m tools.explore [--minutes N] [--most N] [--only NAME]` prints what was seen of each scene; exit 1 where a
promise does not hold, or where a defence that is taken out is not missed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tools.explore.mutants import MUTANTS, missed
from tools.explore.promises import PROMISES
from tools.explore.scene import Scene
from tools.explore.search import Explored, explored
from tools.explore.world import PRICE

# The first ones can be seen whole; what the last ones leave out is more of the same.
SCENES = (
    Scene("one builder", (0,), crashes=2, lag=1, hours=4),
    Scene("one ledger, a crash", (0, 0), runs=1, crashes=1, faults=0, hours=3),
    Scene("one ledger, a fault", (0, 0), runs=1, crashes=0, hours=2),
    Scene("three builders", (0, 0, 0), runs=1, crashes=0, faults=0, hours=1),
    Scene("room for one clip", (0, 0), own=True, runs=1, crashes=1, faults=0, cap=PRICE, hours=3),
    Scene("two machines, a crash", (0, 1), runs=1, crashes=1, faults=0, hours=3),
    Scene("two machines, lag 1", (0, 1), runs=1, crashes=0, lag=1, hours=3),
    Scene("two machines, lag 3", (0, 1), runs=1, crashes=1, faults=0, lag=3, hours=4),
    Scene("a lost ledger", (0,), runs=3, crashes=1, losses=1, lag=1, hours=4),
    Scene("an old copy comes back", (0,), crashes=1, copies=1, lag=1, hours=4),
    Scene("a carried lock file", (0, 1), runs=1, crashes=1, faults=0, carries=1, lag=9, hours=3),
    Scene("a lock file without its ledger", (0,), crashes=1, losses=1, carries=1, lag=9, hours=4),
    Scene("a lock file and an old copy", (0,), crashes=1, copies=1, carries=1, lag=9, hours=4),
    Scene("more than the price", (0,), clips=3, runs=2, crashes=1, faults=0, cost=2 * PRICE, cap=4 * PRICE, hours=3),
    Scene("a dear clip", (0,), clips=3, runs=1, crashes=0, faults=1, sends=1, cost=PRICE + 1, hours=1),
    Scene("an older job", (0, 1), runs=1, crashes=1, faults=0, older=0, hours=3),
    Scene("an older job, shown late", (0,), crashes=1, faults=2, older=2, lag=1),
    Scene("one ledger, all of it", (0, 0), faults=2),
    Scene("a late history", (0, 0), crashes=1, faults=2, lag=3),
    Scene("clips with the answer", (0, 0), crashes=1, blocking=True),
    Scene("two clips", (0, 0), clips=2, runs=1, crashes=1),
    Scene("two and one machine", (0, 0, 1), runs=1, crashes=1),
    Scene("two machines, a lost ledger", (0, 1), crashes=1, losses=1, lag=1),
)
_MOST = 1_000_000  # states of a scene
_MINUTES = 28.0


def main() -> int:
    """Explore all scenes on two cores, then take out each defence, and give the exit code."""
    given = _arguments()
    begun = time.monotonic()
    scenes = [scene for scene in SCENES if given.only in scene.name]
    share = given.minutes * 60 * 2 / max(1, len(scenes))
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawn) as pool:
        rows = list(pool.map(partial(explored, most=given.most, seconds=share), scenes))
    # A process that has lost a defence does not get it back.
    with ProcessPoolExecutor(2, mp_context=spawn, max_tasks_per_child=1) as pool:
        removed = list(pool.map(missed, MUTANTS)) if not given.only else []
    text, good = told(rows, removed)
    print(text)
    states = sum(row.states for row in rows)
    said = "every promise held" if good else "a promise was broken"
    print(f"{states:,} distinct states; {len(PROMISES)} promises; {time.monotonic() - begun:.0f} s; {said}")
    return not good


def told(rows: Sequence[Explored], removed: Sequence[Explored]) -> tuple[str, bool]:
    """What was seen of scenes, and of those without a defence, and whether it is as it should be."""
    lines = [_table(rows)]
    for mutant, row in zip(MUTANTS, removed, strict=False):
        end = f"missed after {row.states:,} states: {row.wrong[0]}" if row.wrong else "NOBODY MISSES IT"
        lines.append(f"without `{mutant.name}`: {end}")
    wrong = [f"{row.scene}: {why}" for row in rows for why in row.wrong]
    return "\n".join((*lines, *wrong)), not wrong and all(row.wrong for row in removed)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="explore")
    parser.add_argument("--minutes", type=float, default=_MINUTES)
    parser.add_argument("--most", type=int, default=_MOST)
    parser.add_argument("--only", default="")
    return parser.parse_args()


def _table(rows: Sequence[Explored]) -> str:
    head = ("", "states", "steps", "depth", "ends", "seconds", "")
    lines = [
        (
            row.scene, f"{row.states:,}", f"{row.steps:,}", str(row.depth), f"{row.ends:,}", f"{row.seconds:.0f}",
            "BROKEN" if row.wrong else "all" if row.whole else "not all",
        )
        for row in rows
    ]  # fmt: skip
    widths = [max(len(line[column]) for line in (head, *lines)) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True)) for line in (head, *lines)
    )


if __name__ == "__main__":
    sys.exit(main())
