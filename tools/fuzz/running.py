"""One target in a process that ends with the first fault: `python -m tools.fuzz.running` and what `main` takes.

What is tried lies in a file that is mapped into memory, so that an input is known even where it ends the process.
"""

from __future__ import annotations

import gc
import mmap
import random
import resource
import signal
import sys
import time
import traceback
from pathlib import Path
from types import FrameType

import msgspec

from tools.fuzz.mutation import mutated
from tools.fuzz.targets import TARGETS

SECONDS = 2.0  # of CPU that one input may take
MEGABYTES = 256
ROOM = 1 << 20


class Hung(BaseException):
    """An input took longer than it may; no program catches it."""


class Outcome(msgspec.Struct, frozen=True):
    """What became of a target: its inputs, the slowest in seconds, the most memory in MB, its CPU, and the fault."""

    target: str
    inputs: int
    slowest: float = 0.0
    megabytes: int = 0
    seconds: float = 0.0
    fault: str = ""


def megabytes() -> int:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def tried(name: str, data: bytes) -> str:
    """The fault of a target with an input, empty for none."""
    signal.signal(signal.SIGVTALRM, _hung)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        TARGETS[name].call(data)
    except Hung:
        return f"took longer than {SECONDS:g} s"
    except (Exception, SystemExit):
        lines = traceback.format_exc().strip().splitlines()
        return "\n".join([*lines[1:3], "…", *lines[-8:]] if len(lines) > 12 else lines)
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return f"had more than {MEGABYTES} MB" if megabytes() > MEGABYTES else ""


def _hung(_number: int, _frame: FrameType | None) -> None:
    raise Hung


def run(name: str, inputs: int, seconds: float, seed: int, shared: mmap.mmap) -> Outcome:
    """Try inputs of a target until so many are tried, the time is up, or one has a fault."""
    target = TARGETS[name]
    chance = random.Random(f"{name} {seed}")
    seeds, pieces = target.seeds(), target.pieces()
    for data in seeds[:20]:  # what is imported and compiled only once is no fault of a later input
        tried(name, data)
    gc.collect()
    gc.freeze()
    begun, slowest, number = time.process_time(), 0.0, 0
    while number < inputs and time.process_time() - begun < seconds:
        data = seeds[number] if number < len(seeds) else mutated(chance, seeds, pieces, target.most)
        shared[:8] = len(data).to_bytes(8, "big")
        shared[8 : 8 + len(data)] = data
        start = time.process_time()
        fault = tried(name, data)
        slowest = max(slowest, time.process_time() - start)
        number += 1
        if fault:
            return Outcome(name, number, slowest, megabytes(), time.process_time() - begun, fault)
    return Outcome(name, number, slowest, megabytes(), time.process_time() - begun)


def main() -> int:
    """Run one target, and print its outcome as JSON."""
    name, inputs, seconds, seed, folder = sys.argv[1:]
    place = Path(folder) / "input"
    place.write_bytes(bytes(ROOM))
    with place.open("r+b") as stream, mmap.mmap(stream.fileno(), ROOM) as shared:
        outcome = run(name, int(inputs), float(seconds), int(seed), shared)
    sys.stdout.buffer.write(msgspec.json.encode(outcome) + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
