"""A store in a folder of folders: each file lies under the first two letters of its hash."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from storyboard.store.files import FileStore
from storyboard.store.records import Blob, Incoming, Store


class Tree:
    """A Store of many small ones, and one more for what is on its way."""

    def __init__(self, folder: Path, owner: str, alive: Callable[[str], bool]) -> None:
        self._folder, self._owner, self._alive = folder, owner, alive
        self._coming = self._below("new")
        self.ready, self.receive, self.sweep = self._coming.ready, self._coming.receive, self._coming.sweep
        self.note, self.notes, self.noted = self._coming.note, self._coming.notes, self._coming.noted
        self.keepers = self._coming.keepers

    def _below(self, name: str) -> FileStore:
        return FileStore(self._folder / name, self._owner, self._alive)

    def keep(self, incoming: Incoming) -> Blob:
        """Put a file in its place for good."""
        blob = self._coming.keep(incoming)
        place = self._folder / blob.sha256[:2] / blob.sha256
        place.parent.mkdir(exist_ok=True)
        os.replace(self._folder / "new" / blob.sha256, place)
        return blob

    def has(self, sha256: str) -> bool:
        """Whether a file lies under this hash."""
        return self._below(sha256[:2]).has(sha256)

    def path(self, sha256: str) -> Path | None:
        """Where the bytes of a hash lie."""
        return self._below(sha256[:2]).path(sha256)


def open_files(address: str, owner: str, alive: Callable[[str], bool] | None) -> Store:
    """The store at `tree:///FOLDER`."""
    return Tree(Path(urlsplit(address).path), owner, alive or (lambda name: True))
