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

    wanted = [f"{number:064x}" for number in range(int(sys.argv[2]))]
    ledger = read_ledger(sys.argv[1], HostPlace("api.segmind.com"))
    assert ledger is not None
    begun, busy = time.perf_counter(), time.process_time()
    assert len(ledger.live(wanted)) == len(wanted)
    print(json.dumps({"s": time.perf_counter() - begun, "CPU s": time.process_time() - busy}))


if __name__ == "__main__":
    main()
