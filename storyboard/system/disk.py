"""What lies on the disk, and making sure that what was written outlives a loss of power."""

from __future__ import annotations

import os
import stat
from pathlib import Path

_KINDS = (
    (stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"), (stat.S_ISBLK, "a device"),
    (stat.S_ISCHR, "a device"),
)  # fmt: skip


def other_kind(path: Path) -> str:
    """What lies at a path in place of a file, as `a pipe`, which whoever opens it waits for; empty where nothing does.

    Raises OSError.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return ""
    return next((kind for is_it, kind in _KINDS if is_it(mode)), "")


def sync_folder(folder: Path) -> None:
    """Have a folder's names safely on the disk; Windows does so by itself. Raises OSError."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
