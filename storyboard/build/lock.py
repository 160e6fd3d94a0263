"""One build at a time on one root: a lock that the system gives back whatever happens to its holder."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

NAME = "lock"
_PAUSE = 0.1


@contextmanager
def locked(folder: Path, waiting: Callable[[], None]) -> Generator[None]:
    """Hold the lock of a `.storyc` folder; `waiting` is called once where another process has it.

    Raises OSError where the file cannot be opened.
    """
    handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        told = False
        # Asked again and again rather than waited for, so that Ctrl-C is heard.
        while not _take(handle):
            if not told:
                waiting()
                told = True
            time.sleep(_PAUSE)
        try:
            yield
        finally:
            _give(handle)
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> bool:
        os.lseek(handle, 0, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _give(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _give(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
