"""Buy clips with a ledger from many processes at once: `python -m tools.bench.inside.cycles ADDRESS PROCESSES EACH`.

Each cycle is what a clip's way writes: reserved, sent, accepted, stored, recorded and published. Printed as JSON: the
cycles of a second, the milliseconds that 99 of 100 reservations stayed below, and the processor's of a cycle here.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from multiprocessing import get_context
from typing import Any

PRICE = 625_000
_ROW = "wan-2.6-t2v@segmind"


def request(name: str) -> Any:
    """A request that nobody else has."""
    from storyboard.compiler.request import ClipRef, Request

    op = hashlib.sha256(name.encode()).hexdigest()
    fields = {"prompt": f"A lamp burns in the rain, {name}. " * 20, "seed": 1}
    return Request("a.story", ClipRef(1, "", "clip-1"), "", 1, _ROW, fields, op, (), PRICE, "a.story", 1, seed=1)


def work(address: str, number: int, each: int, gate: Any, told: Any) -> None:
    """Buy so many clips, and tell how long each reservation took, and the processor's time of all."""
    from storyboard.ledger import Caps, HostPlace, Reserved, open_ledger

    ledger = open_ledger(address, place=HostPlace("api.segmind.com"))
    caps, took = Caps(month=10**15), list[float]()
    wanted = [request(f"{os.getpid()} {number} {clip}") for clip in range(each)]
    gate.wait(300)
    busy = time.process_time()
    for clip in wanted:
        begun = time.perf_counter()
        held = ledger.reserve(clip, 5, caps)
        took.append(time.perf_counter() - begun)
        assert isinstance(held, Reserved)
        id = held.attempt.id
        assert ledger.begin_send(id)
        ledger.accepted(id, f"job-{id}")
        ledger.stored(id, clip.sha256, 1_000_000)
        ledger.recorded(id, PRICE, 60.0)
        ledger.published(id, f"build/{id}.mp4")
    told.put((took, time.process_time() - busy))
    gate.wait(300)
    ledger.close()


def main() -> None:
    """Let the processes begin together, and print what they have told."""
    address, processes, each = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    context = get_context("fork")
    gate, told = context.Barrier(processes + 1), context.Queue()
    workers = [context.Process(target=work, args=(address, place, each, gate, told)) for place in range(processes)]
    for worker in workers:
        worker.start()
    gate.wait(300)
    begun = time.perf_counter()
    answers = [told.get(timeout=300) for _ in workers]
    lasted = time.perf_counter() - begun
    gate.wait(300)
    for worker in workers:
        worker.join()
    took = sorted(seconds for answer, _ in answers for seconds in answer)
    busy = sum(seconds for _, seconds in answers)
    print(
        json.dumps(
            {
                "cycles/s": len(took) / lasted,
                "p99 ms": took[len(took) * 99 // 100] * 1000,
                "CPU ms": busy * 1000 / len(took),
            }
        )
    )


if __name__ == "__main__":
    main()
