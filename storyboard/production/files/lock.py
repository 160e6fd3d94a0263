"""One build at a time on one root: a lock that the system gives back whatever happens to its holder."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from storyboard.production.files.manifest import FileConflict
from storyboard.system.oslock import give, take

NAME = "lock"
_PAUSE = 0.1


@contextmanager
def locked(folder: Path, waiting: Callable[[], None]) -> Generator[None]:
    """Hold the lock of a `.storyc` folder; `waiting` is called once where another process has it.

    Raises FileConflict where the file cannot be opened.
    """
    path = folder / NAME
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise FileConflict(f"`{path}` cannot be opened: {error.strerror or error}") from error
    try:
        is_said = False
        # Asked again and again rather than waited for, so that Ctrl-C is heard.
        while not take(handle):
            if not is_said:
                waiting()
                is_said = True
            time.sleep(_PAUSE)
        try:
            yield
        finally:
            give(handle)
    finally:
        os.close(handle)
