"""The store of one machine, in a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from storyboard.store.files import FileStore
from storyboard.store.records import Store
from storyboard.system.oslock import is_held

_OWNERS = "owners"


def open_files(folder: Path, owner: str, alive: Callable[[str], bool] | None) -> Store:
    """The store of a folder; without `alive` an owner runs while it holds its lock in the folder beside this one."""
    return FileStore(folder, owner, alive or (lambda name: is_held(folder.parent / _OWNERS / name)))
