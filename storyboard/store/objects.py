"""Files by their SHA-256 in a bucket, which many machines share: any number may write the same bytes at once.

Nothing rests on conditions of a write, which servers keep badly: a name says what its bytes are, so that whoever
overwrites a file writes the same. Each read is hashed.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from storyboard.store.files import NAME, NOTES, TMP, FileStore
from storyboard.store.records import Blob, Incoming, StoredFile, StoreTrouble

CLIPS = "cas"
_READY = "ready"  # what is overwritten to see whether anything can be
_PART = 8 << 20  # bytes of one request: it is repeated by itself, and has the time-out for itself
_AT_ONCE = 4
_PAGE = 1000  # names that a server lists at once
_FEW = 32  # files that are asked for one by one, before all are listed
_OLD = 86_400.0  # seconds after which nobody writes a file any more that is on its way


class ObjectStore:
    """A Store in a bucket; what this machine has sent or read has a copy in a folder, which may be deleted."""

    def __init__(self, name: str, bucket: Any, copies: FileStore, words: Callable[[Exception], str]) -> None:
        """Take over a store of obstore; `words` says why it has failed, and `name` is how messages call it."""
        self._name, self._bucket, self._copies, self._words = name, bucket, copies, words
        self._lock = threading.RLock()
        self._known: set[str] = set()
        self._asked = 0
        self._proven = False

    def ready(self, size: int) -> None:
        """Make sure that so many bytes can be written now: here, and that the bucket takes any."""
        self._copies.ready(size)
        if not self._proven:
            with self._worded("written"):
                self._bucket.put(_READY, b"storyc\n")
            self._proven = True

    def receive(self) -> Incoming:
        """A new empty file on its way."""
        return self._copies.receive()

    def keep(self, incoming: Incoming) -> Blob:
        """Put a file in its place for good: on the disk here, then in the bucket."""
        blob = self._copies.keep(incoming)
        copy = self._copies.path(blob.sha256)
        assert copy is not None
        try:
            with self._worded("written"):
                # What lies there already may be damaged: it is cheaper to write it again than to read it.
                self._bucket.put(_place(blob.sha256), copy, chunk_size=_PART, max_concurrency=_AT_ONCE)
                size = self._size(blob.sha256)
            if size != blob.size:
                raise StoreTrouble(f"the store `{self._name}` has kept {size or 0} bytes of {blob.size}")
        except StoreTrouble as trouble:
            self._proven = False
            raise StoreTrouble(f"{trouble}; the clip lies in `{copy}`") from trouble
        self._known.add(blob.sha256)
        return blob

    def has(self, sha256: str) -> bool:
        """Whether a file lies under this hash, unread."""
        if not NAME.fullmatch(sha256):
            return False
        with self._lock, self._worded("read"):
            if not self._asked:
                self._list(pages=1)  # which also tells a bucket that is not there from a file that is not
            elif self._asked == _FEW:
                self._list()
            self._asked += 1
            if sha256 not in self._known and self._size(sha256) is not None:
                self._known.add(sha256)
            return sha256 in self._known

    def path(self, sha256: str) -> Path | None:
        """Where a copy of the bytes of a hash lies, which are fetched where there is none; each is read once."""
        if not self.has(sha256):
            return None
        return self._copies.path(sha256) or self._fetched(sha256)

    def sweep(self) -> None:
        """Remove what processes that are gone left on its way here, long ago."""
        with suppress(OSError):  # it is only litter
            for part in (self._copies.folder / TMP).iterdir():
                if part.stat().st_mtime < time.time() - _OLD:
                    part.unlink(missing_ok=True)

    def note(self, name: str, data: bytes) -> None:
        """Write a small file apart from the others, by its name in a folder."""
        with self._worded("written"):
            self._bucket.put(f"{NOTES}/{name}", data)

    def notes(self, folder: str, after: str) -> Sequence[str]:
        """The names of the notes of a folder that sort after a text, in their order."""
        place = f"{NOTES}/{folder}"
        with self._worded("read"):
            pages = self._bucket.list(place, offset=f"{place}/{after}", chunk_size=_PAGE)
            return sorted(item["path"].rpartition("/")[2] for page in pages for item in page)

    def noted(self, name: str) -> bytes:
        """What a note says. Raises StoreTrouble where there is none."""
        with self._worded("read"):
            return bytes(self._bucket.get(f"{NOTES}/{name}").bytes())

    def all(self) -> Iterator[StoredFile]:
        """All files that are kept, unread."""
        with self._worded("read"):
            for page in self._bucket.list(CLIPS, chunk_size=_PAGE):
                for item in page:
                    yield StoredFile(item["path"].rpartition("/")[2], item["size"], item["last_modified"])

    def keepers(self) -> Sequence[str]:
        """The ids of the ledgers that have left a note here."""
        with self._worded("read"):
            names = self._bucket.list_with_delimiter(NOTES)["common_prefixes"]
            return sorted(name.rpartition("/")[2] for name in names)

    def remove(self, sha256: str, before: datetime) -> bool:
        """Remove a file for good, and its copy here, unless it was put there since a moment; whether it is gone."""
        with self._worded("tidied up"), suppress(FileNotFoundError):
            if self._bucket.head(_place(sha256))["last_modified"] >= before:
                return False
            self._bucket.delete(_place(sha256))
        self._known.discard(sha256)
        self._copies.remove(sha256, datetime.now(UTC))
        return True

    def _fetched(self, sha256: str) -> Path | None:
        """A new copy of a file, None where the bucket has other bytes under this name, or none any more."""
        incoming, digest = self._copies.receive(), hashlib.sha256()
        try:
            with self._worded("read"):
                size = self._size(sha256) or 0
                while incoming.size < size:
                    end = min(incoming.size + _PART, size)
                    part = bytes(self._bucket.get_range(_place(sha256), start=incoming.size, end=end))
                    if not part:
                        break
                    digest.update(part)
                    incoming.write(part)
            if digest.hexdigest() != sha256:
                self._known.discard(sha256)  # it may be gone, and not only damaged
                return None
            self._copies.keep(incoming)
            return self._copies.path(sha256)
        finally:
            incoming.discard()

    def _size(self, sha256: str) -> int | None:
        """How many bytes lie under a hash, None where there is nothing."""
        try:
            return self._bucket.head(_place(sha256))["size"]
        except FileNotFoundError:
            return None

    def _list(self, pages: int = 0) -> None:
        """Learn the names of all files, or of the first pages of them."""
        for number, page in enumerate(self._bucket.list(CLIPS, chunk_size=_PAGE), 1):
            self._known.update(item["path"].rpartition("/")[2] for item in page)
            if number == pages:
                return

    @contextmanager
    def _worded(self, what: str) -> Generator[None]:
        """Raises StoreTrouble for what the bucket says."""
        try:
            yield
        except StoreTrouble:
            raise
        except Exception as error:  # obstore's own, OSError among them
            raise StoreTrouble(f"the store `{self._name}` cannot be {what}: {self._words(error)}") from error


def _place(sha256: str) -> str:
    return f"{CLIPS}/{sha256}"
