"""The store of clips: the promise that each store gives, and each store opened by its address.

A store of another kind is one more file, `at_SCHEME.py`, that holds what `at_file.py` holds.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from storyboard.recall import witness
from storyboard.store.records import Blob, Incoming, Store, StoreTrouble
from storyboard.system.addresses import keeper

__all__ = ["Blob", "Incoming", "Store", "StoreTrouble", "open_store"]


def open_store(address: Path | str, owner: str, alive: Callable[[str], bool] | None = None) -> Store:
    """The store at an address, which is made when the first file comes; a path or a `file:` URL is a folder.

    `owner` is the ledger's owner, whose files on their way are left alone while `alive` says that it runs; without
    `alive`, while it holds its lock in the folder `owners` beside this one. Raises StoreTrouble.
    """
    module, place = keeper(sys.modules[__name__], address, StoreTrouble, "store")
    if not isinstance(place, Path):
        witness.spoil("a store at an address was opened")
    store: Store = module.open_files(place, owner, alive)
    return store
