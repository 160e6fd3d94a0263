"""What each store of clips promises: bytes named by their SHA-256, whole or not there."""

from __future__ import annotations

import errno
import stat
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

import msgspec

_BLOCK = 1 << 20


class Blob(msgspec.Struct, frozen=True):
    """A file of the store: the SHA-256 of its bytes in hex, and how many there are."""

    sha256: str
    size: int


class StoredFile(msgspec.Struct, frozen=True):
    """A file of the store as a list of all has it, and when it was last put there."""

    sha256: str
    size: int
    at: datetime


class StoreTrouble(Exception):
    """The store cannot be used; the text names it and why."""


class Incoming(Protocol):
    """A file on its way into the store, that no other process sees. Raises StoreTrouble when it cannot be written."""

    path: Path
    size: int

    def write(self, block: bytes) -> None:
        """Add bytes at the end."""
        ...

    def restart(self) -> None:
        """Forget what was written, for another try."""
        ...

    def discard(self) -> None:
        """Remove the file; nothing happens where it was kept or removed before."""
        ...


def fill(incoming: Incoming, path: Path) -> None:
    """Write the bytes of another file into one on its way. Raises OSError where they cannot be read, StoreTrouble."""
    if stat.S_ISFIFO(mode := path.stat().st_mode) or stat.S_ISCHR(mode):
        raise OSError(errno.EINVAL, "it is no regular file", str(path))  # it may never begin, or never end
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            incoming.write(block)


class Store(Protocol):
    """Files by their SHA-256. May be used from several threads and processes at once."""

    def ready(self, size: int) -> None:
        """Make sure that so many bytes can be written now. Raises StoreTrouble where they cannot."""
        ...

    def receive(self) -> Incoming:
        """A new empty file on its way."""
        ...

    def keep(self, incoming: Incoming) -> Blob:
        """Put a file in its place for good: on the disk, then named, then its folder on the disk.

        An equal one that lies there may stay, and is as young as this one then.
        """
        ...

    def has(self, sha256: str) -> bool:
        """Whether a file is kept under this hash; nobody reads it to find out whether it is still right."""
        ...

    def path(self, sha256: str) -> Path | None:
        """Where the bytes of a hash lie, read and found right; None where they are not, or are not those bytes."""
        ...

    def sweep(self) -> None:
        """Remove what processes that are gone left on its way."""
        ...

    def note(self, name: str, data: bytes) -> None:
        """Write a small file apart from the others, by its name in a folder, in place of what has that name."""
        ...

    def notes(self, folder: str, after: str) -> Sequence[str]:
        """The names of the notes of a folder that sort after a text, in their order."""
        ...

    def noted(self, name: str) -> bytes:
        """What a note says. Raises StoreTrouble where there is none."""
        ...

    def all(self) -> Iterator[StoredFile]:
        """All files that are kept, unread."""
        ...

    def keepers(self) -> Sequence[str]:
        """The ids of the ledgers that have left a note here."""
        ...

    def remove(self, sha256: str, before: datetime) -> bool:
        """Remove a file for good, unless it was put there since a moment; whether it is gone."""
        ...
