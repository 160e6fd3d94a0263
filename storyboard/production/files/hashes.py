"""The SHA-256 of files that were read before: one whose size, times and number are as they were is not read again."""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from storyboard.production.files.manifest import FOLDER, discard, temp_beside
from storyboard.recall import witness
from storyboard.source.files import read_whole

FILE = "seen.json"
# What is younger than this may change again without a sign: no file system counts time coarser.
_GRAIN = 2_000_000_000

_Mark = tuple[int, int, int, int]


class Hashes:
    """The hashes that a root knows, by the whole paths of the files."""

    def __init__(self, root: Path) -> None:
        """Read what is known; where that cannot be read nothing is."""
        self._file = root / FOLDER / FILE
        self._known: dict[str, tuple[_Mark, str]] = {}
        self._new = False
        with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
            self._known = msgspec.json.decode(read_whole(self._file), type=dict[str, tuple[_Mark, str]])

    def of(self, path: Path) -> str:
        """The SHA-256 of a file in hex. Raises OSError."""
        name = os.fspath(path)
        witness.unread(name)
        known = self._known.get(name)
        if known is not None and known[0] == _mark(os.stat(name)):
            return known[1]
        now = time.time_ns()
        with open(name, "rb") as stream:
            status = os.fstat(stream.fileno())
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if max(status.st_mtime_ns, status.st_ctime_ns) < now - _GRAIN:
            self._known[name] = (_mark(status), digest)
            self._new = True
        return digest

    def save(self) -> None:
        """Write down what is new; where that cannot be, the files are read again the next time."""
        if not self._new:
            return
        with suppress(OSError):
            part = temp_beside(self._file)
            try:
                part.write_bytes(msgspec.json.encode(self._known))
                os.replace(part, self._file)
            finally:
                discard([part])


def _mark(status: os.stat_result) -> _Mark:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
