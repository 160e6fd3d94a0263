"""Look into what storyc is shipped with: `python -m tools.supply [reproducible] [licences] [sbom]`, all by default."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tools.supply import licences, reproducible, sbom
from tools.supply.packages import ROOT, build, installed

_REPORTS = {"licences": licences.report, "sbom": sbom.report}


def main() -> None:
    """Print what is asked for; leave with 1 and the reason where anything is wrong."""
    wanted = sys.argv[1:] or ["reproducible", *_REPORTS]
    unknown = sorted(set(wanted) - {"reproducible", *_REPORTS})
    if unknown:
        sys.exit(f"{__doc__}\nthere is no {', '.join(unknown)}")
    with tempfile.TemporaryDirectory(prefix="storyc-supply-") as name:
        work = Path(name).resolve()
        wheel = reproducible.report(work) if "reproducible" in wanted else None
        reports = [_REPORTS[word] for word in _REPORTS if word in wanted]
        if not reports:
            return
        python = installed(wheel or build(ROOT, work, "wheel"), work / "installed")
        for report in reports:
            print()
            report(python)


if __name__ == "__main__":
    main()
