"""Ask a ledger what has become of all its clips, as a plan does: `python -m tools.bench.inside.planned ADDRESS COUNT`.

Printed as JSON: the seconds that passed, and those of this process.
"""

from __future__ import annotations

import json
import sys
import time


def main() -> None:
    """Ask once, for the operations that `tools.bench.inside.books` has written."""
    from storyboard.ledger import HostPlace, read_ledger

    count = int(sys.argv[2])
    wanted = {
        (f"films/film-{number % 2500}.story", number // 2500 + 1, "", 1): f"{number:064x}" for number in range(count)
    }
    ledger = read_ledger(sys.argv[1], HostPlace("api.segmind.com"))
    assert ledger is not None
    begun, busy = time.perf_counter(), time.process_time()
    assert not ledger.latest({story for story, *_ in wanted}, wanted)
    assert len(ledger.live(wanted.values(), hashed=False)) == count
    assert not ledger.overruns()
    print(json.dumps({"s": time.perf_counter() - begun, "CPU s": time.process_time() - busy}))


if __name__ == "__main__":
    main()
