"""Ask a ledger what has become of all its clips, as a plan does: `python -m tools.bench.inside.planned ADDRESS COUNT`.

Printed as JSON: the seconds that passed, and those of this process.
"""

from __future__ import annotations

import json
import sys
import time


def main() -> None:
    """Ask once, for the operations that `tools.bench.inside.books` has written."""
    from storyboard.compiler.request import ClipRef, Request
    from storyboard.ledger import HostPlace, read_ledger
    from storyboard.production import plan

    requests = [
        Request(
            f"films/film-{number % 2500}.story", ClipRef(number // 2500 + 1, "", "clip"), "", 1, "wan-2.6-t2v@segmind",
            {}, f"{number:064x}", (), 625_000, "", 1,
        )
        for number in range(int(sys.argv[2]))
    ]  # fmt: skip
    ledger = read_ledger(sys.argv[1], HostPlace("api.segmind.com"))
    assert ledger is not None
    begun, busy = time.perf_counter(), time.process_time()
    live, states, latest = plan.look_up(requests, ledger)
    assert len(live) == len(states) == len(requests)
    assert not latest
    assert not ledger.overruns()
    print(json.dumps({"s": time.perf_counter() - begun, "CPU s": time.process_time() - busy}))


if __name__ == "__main__":
    main()
