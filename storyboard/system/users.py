"""Who works on this machine."""

from __future__ import annotations

import getpass
import os


def user() -> str:
    """The name of the user, else the number, as in a container whose user has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"
