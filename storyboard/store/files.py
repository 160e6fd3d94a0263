"""Files by their SHA-256 in a folder: written apart, on the disk before they are named, read before they count."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import stat
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from storyboard.patterns import lazy
from storyboard.recall import witness
from storyboard.store.records import Blob, Incoming, StoredFile, StoreTrouble
from storyboard.system.disk import sync_folder
from storyboard.system.links import is_link

TMP = "tmp"
NOTES = "attempts"
_FLAGS = ("O_NOFOLLOW", "O_CLOEXEC", "O_BINARY")  # not all are known everywhere
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | sum(getattr(os, flag, 0) for flag in _FLAGS)
NAME = lazy(r"[0-9a-f]{64}")
_WORDS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "a file may not be that large here",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "that is not allowed",
    errno.EPERM: "that is not allowed",
    errno.EIO: "the disk reports an error",
}
# A file system that cannot reserve space says so by one of these.
_UNABLE = {errno.EINVAL, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.ENODEV}


@contextmanager
def _worded(folder: Path, what: str, size: int = 0) -> Generator[None]:
    """Raises StoreTrouble for an OSError; where there is no room, it names the `size` that was needed."""
    try:
        yield
    except OSError as error:
        why = _WORDS.get(error.errno or 0) or error.strerror or str(error)
        if error.errno == errno.ENOSPC and size:
            with suppress(OSError):  # the folder itself may be what there was no room for
                free = shutil.disk_usage(folder).free
                why += f": {_megabytes(size)} MB are needed, and {_megabytes(free)} MB are free"
        raise StoreTrouble(f"the store `{folder}` cannot be {what}: {why}") from error


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}"


class FileStore:
    """A Store in a folder; blobs lie in it by their hash, and in `tmp` what is on its way."""

    def __init__(self, folder: Path, owner: str, alive: Callable[[str], bool]) -> None:
        self.folder = folder
        self.owner = owner
        self._alive = alive
        self._read: dict[str, tuple[int, int, int]] = {}
        self._lock = threading.Lock()

    def ready(self, size: int) -> None:
        """Make sure that so many bytes can be written now, by reserving them for a moment."""
        with _worded(self.folder, "written", size):
            path, handle = self._new()
            try:
                _reserve(handle, size, self.folder)
            finally:
                os.close(handle)
                path.unlink()

    def receive(self) -> Incoming:
        """A new empty file on its way."""
        with _worded(self.folder, "written"):
            return IncomingFile(self.folder, *self._new())

    def keep(self, incoming: Incoming) -> Blob:
        """Put a file in its place for good; an equal one that lies there stays, and is as young as this one."""
        assert isinstance(incoming, IncomingFile)
        with _worded(self.folder, "written"):
            blob = incoming.finish()
            place = self.folder / blob.sha256
            if not self.path(blob.sha256) or not _renewed(place):
                os.replace(incoming.path, place)
            incoming.discard()
            sync_folder(self.folder)
            self._know(blob.sha256, place.lstat())
            return blob

    def has(self, sha256: str) -> bool:
        """Whether a file lies under this hash, unread."""
        if not NAME.fullmatch(sha256):
            return False
        # It counts whether the file is in the folder, and not what it holds.
        witness.listing(self.folder)
        with _worded(self.folder, "read"):
            try:
                return stat.S_ISREG((self.folder / sha256).lstat().st_mode)
            except (FileNotFoundError, NotADirectoryError):
                return False

    def path(self, sha256: str) -> Path | None:
        """Where the bytes of a hash lie; they are read once, and again when the file has changed."""
        if not NAME.fullmatch(sha256):
            return None
        place = self.folder / sha256
        with _worded(self.folder, "read"):
            try:
                status = place.lstat()
            except (FileNotFoundError, NotADirectoryError):
                return None
            if not stat.S_ISREG(status.st_mode):
                return None
            with self._lock:
                known = self._read.get(sha256)
            if known == _mark(status):
                return place
            with place.open("rb") as stream:
                opened = os.fstat(stream.fileno())
                if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
                    return None
            self._know(sha256, opened)
            return place

    def sweep(self) -> None:
        """Remove what processes that are gone left on its way."""
        # Where our own owner is not seen, others would not be either: then nobody is known to be gone.
        if not self._alive(self.owner):
            return
        with _worded(self.folder, "tidied up"):
            try:
                with witness.aside():
                    parts = sorted(self._tmp().iterdir())
            except FileNotFoundError:
                return
            gone: dict[str, bool] = {}
            for part in parts:
                owner, dash, _ = part.name.rpartition("-")
                if dash and owner not in gone:
                    gone[owner] = not self._alive(owner)
                if dash and gone[owner]:
                    part.unlink(missing_ok=True)

    def note(self, name: str, data: bytes) -> None:
        """Write a small file apart from the others, by its name in a folder."""
        with _worded(self.folder, "written"):
            path = self._apart(NOTES) / name
            part, handle = self._new()
            try:
                with open(handle, "wb") as stream:
                    stream.write(data)
                    stream.flush()
                    os.fsync(stream.fileno())
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                os.replace(part, path)
            finally:
                part.unlink(missing_ok=True)
            sync_folder(path.parent)

    def notes(self, folder: str, after: str) -> Sequence[str]:
        """The names of the notes of a folder that sort after a text, in their order."""
        with _worded(self.folder, "read"), witness.aside():
            place = self._apart(NOTES) / folder
            return sorted(path.name for path in place.iterdir() if path.name > after) if place.is_dir() else ()

    def noted(self, name: str) -> bytes:
        """What a note says. Raises StoreTrouble where there is none."""
        with _worded(self.folder, "read"), witness.aside():
            return (self._apart(NOTES) / name).read_bytes()

    def keepers(self) -> Sequence[str]:
        """The ids of the ledgers that have left a note here."""
        with _worded(self.folder, "read"), witness.aside():
            place = self._apart(NOTES)
            return sorted(path.name for path in place.iterdir()) if place.is_dir() else ()

    def all(self) -> Iterator[StoredFile]:
        """All files that are kept, unread."""
        with _worded(self.folder, "read"), witness.aside():
            for path in sorted(self.folder.iterdir()) if self.folder.is_dir() else ():
                status = path.lstat()
                if NAME.fullmatch(path.name) and stat.S_ISREG(status.st_mode):
                    yield StoredFile(path.name, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))

    def remove(self, sha256: str, before: datetime) -> bool:
        """Remove a file for good, unless it was put there since a moment; whether it is gone."""
        if not NAME.fullmatch(sha256):
            return False
        place = self.folder / sha256
        with _worded(self.folder, "tidied up"), witness.aside(), suppress(FileNotFoundError):
            if datetime.fromtimestamp(place.lstat().st_mtime, UTC) >= before:
                return False
            place.unlink()
        return True

    def _tmp(self) -> Path:
        return self._apart(TMP)

    def _apart(self, name: str) -> Path:
        """The folder of what is no clip. Raises StoreTrouble where it is a link, which a checkout may bring."""
        folder = self.folder / name
        witness.way(folder)
        if is_link(folder):
            raise StoreTrouble(f"`{folder}` is a link, and a store is not written through one: delete it")
        return folder

    def _new(self) -> tuple[Path, int]:
        folder = self._tmp()
        if not folder.is_dir():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync_folder(self.folder.parent)
            folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / f"{self.owner}-{secrets.token_hex(8)}"
        return path, os.open(path, _NEW, 0o600)

    def _know(self, sha256: str, status: os.stat_result) -> None:
        with self._lock:
            self._read[sha256] = _mark(status)


class IncomingFile:
    """An Incoming of a FileStore: its hash is taken once it is whole, since bytes on the wire wait for nobody."""

    def __init__(self, folder: Path, path: Path, handle: int) -> None:
        """Take over an open, empty file."""
        self.path = path
        self.size = 0
        self._folder = folder
        self._handle: int | None = handle
        self._torn = False

    def write(self, block: bytes) -> None:
        """Add bytes at the end; after a failure the file must be restarted."""
        handle = self._open()
        with _worded(self._folder, "written"):
            rest = memoryview(block)
            self._torn = True
            while rest:
                rest = rest[os.write(handle, rest) :]
            self._torn = False
        self.size += len(block)

    def restart(self) -> None:
        """Forget what was written, for another try."""
        with _worded(self._folder, "written"):
            handle = self._open(torn=True)
            os.lseek(handle, 0, os.SEEK_SET)
            os.ftruncate(handle, 0)
        self.size, self._torn = 0, False

    def finish(self) -> Blob:
        """Have the bytes on the disk, read-only and closed. Raises OSError, and may be tried again then."""
        handle = self._open()
        os.fsync(handle)
        with open(handle, "rb", closefd=False) as stream:
            stream.seek(0)
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        os.chmod(self.path, 0o444)
        os.close(handle)
        self._handle = None
        return Blob(sha256, self.size)

    def discard(self) -> None:
        """Remove the file; nothing happens where it was kept or removed before."""
        handle, self._handle = self._handle, None
        with _worded(self._folder, "tidied up"):
            if handle is not None:
                os.close(handle)
            self.path.unlink(missing_ok=True)

    def _open(self, torn: bool = False) -> int:
        if self._handle is None:
            raise StoreTrouble(f"`{self.path.name}` was kept or removed before")
        if self._torn and not torn:
            raise StoreTrouble(f"`{self.path.name}` could not be written whole")
        return self._handle


def _renewed(path: Path) -> bool:
    """Whether a file is there, and from now on as young as one that was just written.

    A file of another user is only that one's to renew, and is written again.
    """
    try:
        os.utime(path)
    except (FileNotFoundError, PermissionError):
        return False
    return True


def _reserve(handle: int, size: int, folder: Path) -> None:
    """Raise OSError where a file system has no room for so many bytes."""
    if hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(handle, 0, max(size, 1))
            return
        except OSError as error:
            if error.errno not in _UNABLE:
                raise
    os.write(handle, b"\0")
    if shutil.disk_usage(folder).free < size:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _mark(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_mtime_ns, status.st_size, status.st_ino
