"""The store of clips: the promise that each store gives, and the store of one machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from storyboard.store.files import FileStore
from storyboard.store.records import Blob, Incoming, Store, StoreTrouble
from storyboard.system.oslock import is_held

__all__ = ["Blob", "Incoming", "Store", "StoreTrouble", "open_store"]
_OWNERS = "owners"


def open_store(folder: Path, owner: str, alive: Callable[[str], bool] | None = None) -> Store:
    """The store of a folder, which is made when the first file comes.

    `owner` is the ledger's owner, whose files on their way are left alone while `alive` says that it runs; without
    `alive`, while it holds its lock in the folder `owners` beside this one.
    """
    return FileStore(folder, owner, alive or (lambda name: is_held(folder.parent / _OWNERS / name)))
