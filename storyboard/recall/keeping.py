"""Records written, bounded and cleared: what only the whole program does."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from storyboard.recall import parts, records

if TYPE_CHECKING:
    from storyboard.recall.records import Record

MOST_RECORDS = 500
MOST_BYTES = 64 << 20


def keep(name: str, record: Record, its_parts: bytes = b"") -> bool:
    """Whether a record and its parts, as they are packed, could be put in place; the oldest go where many are."""
    folder = records.place()
    if folder is None:
        return False
    try:
        os.makedirs(os.path.dirname(folder), exist_ok=True)
        with suppress(FileExistsError):
            os.mkdir(folder, 0o700)
        if not records.is_own(folder):
            return False
        if its_parts:
            _put(folder, name + parts.END, its_parts)
        _put(folder, name, records.packed(record))
        _thin_out(folder)
    except OSError:
        return False
    return True


def _put(folder: str, name: str, data: bytes) -> None:
    part = os.path.join(folder, os.urandom(8).hex())  # tempfile would be twelve modules more
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.replace(part, os.path.join(folder, name))
    except BaseException:
        os.unlink(part)
        raise


def usage(folder: str) -> tuple[int, int]:
    """How many records a folder holds, and their bytes. Raises OSError."""
    sizes = [size for _, size, _ in _files(folder)]
    return len(sizes), sum(sizes)


def clear() -> int:
    """The number of records that were deleted. Raises OSError."""
    folder = records.place()
    if folder is None or not records.is_own(folder):
        return 0
    files = _files(folder)
    for _, _, path in files:
        os.unlink(path)
    return len(files)


def _thin_out(folder: str) -> None:
    files = sorted(_files(folder), reverse=True)
    size = 0
    for number, (_, bytes_, path) in enumerate(files, 1):
        size += bytes_
        if number > MOST_RECORDS or size > MOST_BYTES:
            with suppress(FileNotFoundError):
                os.unlink(path)


def _files(folder: str) -> list[tuple[int, int, str]]:
    """Time, bytes and path of each file in the folder."""
    files: list[tuple[int, int, str]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                if entry.is_file(follow_symlinks=False):
                    status = entry.stat(follow_symlinks=False)
                    files.append((status.st_mtime_ns, status.st_size, entry.path))
    return files
