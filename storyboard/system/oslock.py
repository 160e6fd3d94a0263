"""Locks that the operating system gives back when their holder ends, however it ends; a paused holder keeps its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def take(handle: int) -> bool:
        """Whether the lock of an open file is ours now; it is not waited for."""
        os.lseek(handle, 0, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def give(handle: int) -> None:
        """Give a lock back that was taken."""
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def take(handle: int) -> bool:
        """Whether the lock of an open file is ours now; it is not waited for."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def give(handle: int) -> None:
        """Give a lock back that was taken."""
        fcntl.flock(handle, fcntl.LOCK_UN)


# To look at a lock: a pipe in the place of its file is not waited for.
LOOKING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)


def is_held(path: Path) -> bool:
    """Whether a process holds the lock of a file; False for a missing file, True where the system does not say."""
    try:
        handle = os.open(path, LOOKING)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    try:
        if not take(handle):
            return True
        give(handle)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False
