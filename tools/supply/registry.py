"""The package registry that pip is configured with: the only address that the tools of supply ask."""

from __future__ import annotations

import subprocess
import sys

PYPI = "https://pypi.org/simple"


def index_url() -> str:
    """The address of the index that pip installs from."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "config", "get"]
    # A variable of the environment counts before a file, as it does for pip.
    for key in (":env:.index-url", "install.index-url", "global.index-url"):
        done = subprocess.run([*pip, key], capture_output=True, text=True, check=False)
        if done.returncode == 0 and done.stdout.strip():
            return done.stdout.strip()
    return PYPI
