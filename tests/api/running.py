"""Python that runs where the packages that the API does without cannot be imported, and no socket can be opened."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.helpers import ROOT

WITHOUT = ("click", "requests", "urllib3", "av", "PIL", "sqlite3", "_sqlite3", "socket", "_socket")
_BLOCK = f"""
import sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {WITHOUT!r}:
            raise ImportError(f"{{name}} was imported")

for name in {WITHOUT!r}:
    assert name not in sys.modules, name
sys.meta_path.insert(0, Blocked())
"""


def python(program: str, folder: Path, *, code: int = 0) -> str:
    """What a program prints in a fresh interpreter."""
    environ = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    done = subprocess.run(
        [sys.executable, "-c", _BLOCK + program],
        cwd=folder,
        env={**environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout
