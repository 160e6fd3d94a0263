"""Who owns an attempt: a file `owners/<id>` whose lock its process holds for life, so that death is seen at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from storyboard.recall import witness
from storyboard.system.oslock import LOOKING, is_held, take

FOLDER = "owners"
_TRIES = 100
_LOCKED: set[int] = set()


def _let_go() -> None:
    """Close what a forked child has of its parent's locks: it would keep a dead parent alive."""
    for handle in _LOCKED:
        os.close(handle)
    _LOCKED.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


def become(folder: Path, name: Callable[[], str]) -> tuple[str, int]:
    """A new owner and the handle that holds its lock. Raises OSError."""
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for _ in range(_TRIES):
        owner = name()
        path = folder / owner
        try:
            with witness.aside():
                handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        # Whoever tidies up may be quicker, and take or remove a file that nobody holds yet.
        if take(handle) and _is(path, handle):
            _LOCKED.add(handle)
            return owner, handle
        os.close(handle)
    raise OSError("no lock of a new file could be taken")


def _is(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle))
    except FileNotFoundError:
        return False


def leave(folder: Path, owner: str, handle: int) -> None:
    """Stop being an owner; nothing happens where the process was forked since."""
    if handle not in _LOCKED:
        return
    _LOCKED.discard(handle)
    with witness.aside():
        _remove(folder / owner, handle)


def any_living(folder: Path) -> bool:
    """Whether any owner still runs."""
    return folder.is_dir() and any(is_held(path) for path in folder.iterdir())


def living(folder: Path, owner: str) -> bool:
    """Whether an owner still runs; a paused one does."""
    return bool(owner) and is_held(folder / owner)


@contextmanager
def inherited(folder: Path, owner: str) -> Generator[bool]:
    """Whether an owner is dead and ours to inherit from until the block ends; its file is removed then.

    The lock is held meanwhile, so that one heir is alone. An owner that cannot be looked at is taken to be alive.
    """
    path = folder / owner
    try:
        handle = os.open(path, LOOKING)
    except FileNotFoundError:
        yield True
        return
    except OSError:
        yield False
        return
    done = False
    try:
        dead = take(handle)
        yield dead
        done = dead
    finally:
        if done:
            _remove(path, handle)
        else:
            os.close(handle)


def tidy(folder: Path, named: Iterable[str]) -> None:
    """Remove the files of owners that are dead and that no attempt names."""
    kept = set(named)
    try:
        with witness.aside():
            files = sorted(folder.iterdir())
    except OSError:
        return
    for path in files:
        if path.name not in kept:
            with inherited(folder, path.name):
                continue


def _remove(path: Path, handle: int) -> None:
    """Remove a file whose lock is ours: before the lock is given back, where the system lets us."""
    if os.name == "nt":
        os.close(handle)
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return  # it is only litter
    finally:
        if os.name != "nt":
            os.close(handle)
