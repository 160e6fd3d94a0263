"""What lies on the disk, and making sure that what was written outlives a loss of power."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

if sys.platform != "win32":
    import fcntl

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


def sync_data(handle: int) -> None:
    """Have what was written to an open file safely on the disk, whoever has written it. Raises OSError."""
    if sys.platform == "darwin":
        fcntl.fcntl(handle, fcntl.F_FULLFSYNC)  # its fsync leaves it to the disk's own memory
    elif sys.platform == "win32":
        os.fsync(handle)
    else:
        os.fdatasync(handle)
