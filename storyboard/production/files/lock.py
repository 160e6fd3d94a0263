"""One build at a time on one root: a lock that the system gives back whatever happens to its holder.

The lock file has one of its own: a build that draws holds the root for minutes, and what is paid for must be on the
disk within a second.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from storyboard.production.files.manifest import FILE, FOLDER, FileConflict, prepare, try_out
from storyboard.production.files.paths import from_root
from storyboard.production.plan import lockfile
from storyboard.production.plan.lockfile import Lock, Mark
from storyboard.recall import witness
from storyboard.system.oslock import give, take

NAME = "lock"
_LOCK_FILE = "lockfile.lock"
_PAUSE = 0.1


@contextmanager
def locked(folder: Path, waiting: Callable[[], None], name: str = NAME) -> Generator[None]:
    """Hold a lock of a `.storyc` folder; `waiting` is called once where another process has it.

    Raises FileConflict where the file cannot be opened.
    """
    path = folder / name
    try:
        witness.way(path)
        with witness.aside():
            handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise FileConflict(f"`{path}` cannot be opened: {error.strerror or error}") from error
    try:
        is_said = False
        # Asked again and again rather than waited for, so that Ctrl-C is heard.
        while not take(handle):
            if not is_said:
                witness.spoil("another build was waited for")
                waiting()
                is_said = True
            time.sleep(_PAUSE)
        try:
            yield
        finally:
            give(handle)
    finally:
        os.close(handle)


def unwritable(root: Path, folder: Path | None) -> str:
    """Why a file that a build of a root has to write at its end cannot be, as a phrase; empty where all can be.

    `folder` is that of the lock file, None where it stays as it is.
    """
    target = root / FOLDER / FILE
    try:
        with locked(prepare(root), lambda: None, _LOCK_FILE):
            try_out(target)
            if folder is not None:
                target = lockfile.place(folder)
                try_out(target)
    except FileConflict as trouble:
        return str(trouble)
    except OSError as error:
        return f"`{from_root(root, target)}` cannot be written: {error.strerror or error}"
    return ""


class LockOnDisk(msgspec.Struct, frozen=True):
    """A lock file that was read or written, and what tells that state of the file from another."""

    lock: Lock
    mark: Mark


def tidy_lock_file(root: Path, folder: Path) -> None:
    """Remove what killed writers of the lock file in a folder of a root have left, as far as that is possible.

    Git would show it.
    """
    with suppress(OSError, FileConflict):
        if lockfile.leftovers(folder):
            with locked(prepare(root), lambda: None, _LOCK_FILE):
                for path in lockfile.leftovers(folder):
                    os.unlink(path)


def change_lock_file(
    root: Path, folder: Path, change: Callable[[Lock], Lock], before: LockOnDisk | None = None
) -> LockOnDisk:
    """Put what a function makes of the lock file in a folder of a root in its place; what it holds then.

    It is read unless it is still what it was `before`: reading takes five times as long as writing. Raises LockTrouble.
    """
    try:
        with locked(prepare(root), lambda: None, _LOCK_FILE):
            same = before is not None and before.mark == lockfile.mark(folder)
            lock = change(before.lock if same and before is not None else lockfile.read_to_mend(folder))
            return LockOnDisk(lock, lockfile.write(folder, lock))
    except FileConflict as trouble:
        raise lockfile.NotWritten(str(trouble)) from trouble
