"""One target guided by coverage: `python -m tools.fuzz.guided TARGET [FOLDER…] [-runs=N] [-max_total_time=S] …`.

The words behind the target go to libFuzzer as they are; the seeds are those of `python -m tools.fuzz`. Needs the extra
`fuzz`. An input that raises is written to `crash-…` in the working folder.
"""

from __future__ import annotations

import importlib
import sys
import tempfile
from pathlib import Path
from typing import Any


def main() -> int:
    """Run libFuzzer on a target; it ends the process itself."""
    try:
        atheris: Any = importlib.import_module("atheris")
    except ImportError:
        print("atheris is not installed: run `pip install -e '.[fuzz]'`", file=sys.stderr)
        return 2
    # What is imported in here, late or at once, counts the branches that are taken.
    with atheris.instrument_imports(include=["storyboard"]):
        from tools.fuzz.running import MEGABYTES, SECONDS
        from tools.fuzz.targets import TARGETS

        if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
            print(f"{__doc__}\nTARGET is one of {', '.join(TARGETS)}.", file=sys.stderr)
            return 2
        target = TARGETS[sys.argv[1]]
        seeds = target.seeds()
        for data in seeds:
            target.call(data)
    with tempfile.TemporaryDirectory(prefix="storyc-fuzz-") as folder:
        for number, data in enumerate(seeds):
            (Path(folder) / f"{number:04}").write_bytes(data)
        limits = [f"-timeout={SECONDS:.0f}", f"-rss_limit_mb={2 * MEGABYTES}", f"-max_len={target.most}"]
        atheris.Setup([sys.argv[0], *limits, *sys.argv[2:], folder], target.call)
        atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
