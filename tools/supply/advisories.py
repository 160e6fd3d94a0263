"""Hold the locked versions against the advisories that the package registry serves; nothing else is asked.

Exit code 0: each version was looked up, and none has an advisory. 1: some have. 2: it is not known, which is no 0.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tools.supply import lock
from tools.supply.registry import PYPI, index_url


def verdict(report: dict[str, Any], asked: int) -> tuple[list[str], int]:
    """What a report of pip-audit on so many packages comes to, a line each, and the exit code."""
    entries: list[dict[str, Any]] = report["dependencies"]
    known = [entry for entry in entries if "vulns" in entry]
    lines = [
        f"{entry['name']} {entry['version']}: {vuln['id']}, fixed in {', '.join(vuln['fix_versions']) or 'no version'}"
        for entry in known
        for vuln in entry["vulns"]
    ]
    if lines:
        return lines, 1
    if len(known) < asked or not asked:
        return [f"NOT CHECKED: the registry serves no advisories for {asked - len(known)} of {asked} packages"], 2
    return [f"{asked} packages, and no advisory on any of them"], 0


def look_up() -> tuple[list[str], int]:
    """What the registry says on all locked versions that this system installs, and the exit code."""
    index = index_url()
    if index.rstrip("/") != PYPI:
        return [f"NOT CHECKED: pip installs from {index}, and advisories are known to be served by {PYPI} alone"], 2
    locks = [word for name in lock.LOCKS for word in ("--requirement", str(lock.path(name)))]
    with tempfile.TemporaryDirectory(prefix="storyc-audit-") as folder:
        out = Path(folder) / "report.json"
        done = subprocess.run(
            [
                sys.executable, "-m", "pip_audit", "--vulnerability-service=pypi", "--disable-pip", "--require-hashes",
                "--progress-spinner=off", "--format=json", f"--output={out}", *locks,
            ],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if not out.exists():
            return [f"NOT CHECKED: pip-audit ended with {done.returncode}", done.stderr.strip()[-600:]], 2
        report = json.loads(out.read_text(encoding="utf-8"))
    return verdict(report, len(report["dependencies"]))


def main() -> None:
    """Print what is known, and leave with the exit code."""
    lines, code = look_up()
    print("\n".join(lines))
    sys.exit(code)


if __name__ == "__main__":
    main()
