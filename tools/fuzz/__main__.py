"""Fuzz everything that reads files and hosts; exit 1 where an input raises, takes over 2 s of CPU or 256 MB.

`python -m tools.fuzz [--inputs N] [--seconds S] [--only TARGET] [--jobs N] [--seed N] [--keep FOLDER]`; an input
that is kept is tried again by `--again FILE --only TARGET`. `python -m tools.fuzz.guided TARGET` is guided by coverage.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import msgspec

from tools.fuzz.running import MEGABYTES, Outcome, tried
from tools.fuzz.seeds import ROOT
from tools.fuzz.targets import TARGETS

_PART = 25_000  # inputs of one process: what one leaves behind is no burden for the next


def main() -> int:
    """Run the targets, print what became of each, and give the exit code."""
    given = _arguments()
    if given.again:
        fault = tried(given.only[0], Path(given.again).read_bytes())
        print(fault or "no fault")
        return 1 if fault else 0
    names = given.only or list(TARGETS)
    whole = sum(TARGETS[name].share for name in names)
    parts: list[tuple[str, int, float, int]] = []
    for name in names:
        share = TARGETS[name].share / whole
        wanted = round(given.inputs * share)
        for number, first in enumerate(range(0, wanted, _PART)):
            count = min(_PART, wanted - first)
            parts.append((name, count, given.seconds / len(names) * count / wanted, given.seed + number))
    keep = Path(given.keep)
    with ThreadPoolExecutor(given.jobs) as pool:
        outcomes: list[Outcome] = []
        for outcome in pool.map(partial(_part, keep), parts):
            outcomes.append(outcome)
            if given.progress:
                print(msgspec.json.encode(outcome).decode(), file=sys.stderr, flush=True)
    print(f"{'target':<15} {'inputs':>9} {'s CPU':>8} {'slowest s':>10} {'MB':>5} faults")
    for name in names:
        _print(name, [outcome for outcome in outcomes if outcome.target == name])
    _print("all", outcomes)
    faults = [outcome for outcome in outcomes if outcome.fault]
    for outcome in faults:
        print(f"\n{outcome.target}: {outcome.fault.strip()}")
    return 1 if faults else 0


def _part(keep: Path, part: tuple[str, int, float, int]) -> Outcome:
    """What became of one process; the input that had a fault is kept."""
    name, inputs, seconds, seed = part
    with tempfile.TemporaryDirectory(prefix="storyc-fuzz-") as folder:
        words = [sys.executable, "-m", "tools.fuzz.running", name, str(inputs), str(seconds), str(seed), folder]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, check=False)
        try:
            outcome = msgspec.json.decode(done.stdout, type=Outcome)
        except msgspec.DecodeError:
            said = done.stderr.decode("utf-8", "replace")[-2_000:]
            outcome = Outcome(name, 0, fault=f"the process ended with {done.returncode}: {said}")
        if not outcome.fault:
            return outcome
        memory = (Path(folder) / "input").read_bytes()
        keep.mkdir(parents=True, exist_ok=True)
        place = keep / f"{name}-{seed}"
        place.write_bytes(memory[8 : 8 + int.from_bytes(memory[:8], "big")])
        return msgspec.structs.replace(outcome, fault=f"{place}\n{outcome.fault}")


def _print(name: str, outcomes: list[Outcome]) -> None:
    count, seconds = sum(outcome.inputs for outcome in outcomes), sum(outcome.seconds for outcome in outcomes)
    slowest = max((outcome.slowest for outcome in outcomes), default=0.0)
    most = max((outcome.megabytes for outcome in outcomes), default=0)
    faults = sum(bool(outcome.fault) for outcome in outcomes)
    print(f"{name:<15} {count:>9,} {seconds:>8.1f} {slowest:>10.3f} {most:>5} {faults or 'none'}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tools.fuzz", description=f"At most {MEGABYTES} MB and 2 s for each."
    )
    parser.add_argument("--inputs", type=int, default=40_000, help="how many, over all targets")
    parser.add_argument("--seconds", type=float, default=60.0, help="of CPU, shared by all targets alike")
    parser.add_argument(
        "--only", action="append", default=[], choices=list(TARGETS), help="this target; may be given again"
    )
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", default="fuzz-finds", help="the folder that inputs with a fault are kept in")
    parser.add_argument("--progress", action="store_true", help="say on stderr what becomes of each process")
    parser.add_argument("--again", help="a file that was kept")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
