"""Check our SARIF with Microsoft's validator from npm; exit 1 where it finds an error, or misses one in a bad file.

The validator takes 100 MB, so it is kept in `.venv/sarif`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VALIDATOR = "@microsoft/sarif-multitool@5.7.0"
KEPT = ROOT / ".venv" / "sarif"
STORIES = ("samples", "tests/cases/bad")


def installed() -> Path:
    """The validator's program, installed where it is not there yet."""
    program = KEPT / "node_modules" / ".bin" / "sarif-multitool"
    if not program.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        words = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(KEPT), VALIDATOR]
        subprocess.run(words, check=True)
    return program


def errors(program: Path, file: Path) -> list[str]:
    """What the validator holds against a file; leaves where it does not run."""
    # It asks for no ICU, which a small machine does not have.
    environment = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    words = [str(program), "validate", str(file)]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if "1 files scanned" not in done.stdout:
        sys.exit(f"the validator did not run:\n{done.stdout}{done.stderr}")
    return [line for line in done.stdout.splitlines() if ": error " in line]


def written(folder: Path) -> Path:
    """A report with every code that there is a case for, and thereby with fixes and related places."""
    file = folder / "report.sarif"
    words = [sys.executable, "-m", "storyboard", "check", "--quiet", "--format", "sarif", "-o", str(file), *STORIES]
    subprocess.run(words, cwd=ROOT, check=False)
    return file


def broken(folder: Path, report: Path) -> Path:
    """The report with a result that has lost its message."""
    record = json.loads(report.read_text(encoding="utf-8"))
    del record["runs"][0]["results"][0]["message"]
    file = folder / "broken.sarif"
    file.write_text(json.dumps(record), encoding="utf-8")
    return file


def main() -> None:
    """Check the report, and that a broken one is refused."""
    program = installed()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        report = written(folder)
        found = errors(program, report)
        if found:
            sys.exit("\n".join(found))
        if not errors(program, broken(folder, report)):
            sys.exit("the validator lets a result without a message pass")
        results = len(json.loads(report.read_text(encoding="utf-8"))["runs"][0]["results"])
    print(f"ok: {results} results are SARIF 2.1.0, and a broken one is refused")


if __name__ == "__main__":
    main()
