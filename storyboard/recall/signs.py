"""Signs by which a file, a folder or a way to it is known again without being read."""

from __future__ import annotations

import marshal
import sys
from _blake2 import blake2b

if sys.platform == "win32":
    import nt as posix
else:
    import posix

TYPE_CHECKING = False  # typing would be imported for this one name
if TYPE_CHECKING:
    from collections.abc import Iterable

    from storyboard.recall.records import Young

    Sign = int | tuple[int, int, int, int, int]

_LINK, _KIND = 0o120000, 0o170000
_CHUNK = 1 << 20
_NO_PATH = -1


def sign(path: str) -> Sign:
    """What tells two states of a file or folder apart: both times, size, inode and mode; why it cannot be looked at."""
    try:
        status = posix.stat(path)
    except OSError as error:
        return error.errno or _NO_PATH
    except ValueError:  # a NUL in the path
        return _NO_PATH
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino, status.st_mode


def looked(path: str) -> tuple[Sign, bool]:
    """The sign of a file or folder, and whether its path is a link."""
    linked = False
    try:
        status = posix.lstat(path)
        linked = status.st_mode & _KIND == _LINK
        if linked:
            status = posix.stat(path)
    except OSError as error:
        return error.errno or _NO_PATH, linked
    except ValueError:  # a NUL in the path
        return _NO_PATH, linked
    return (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino, status.st_mode), linked


def way_sign(path: str) -> Sign:
    """What tells whether a folder on the way to a file is the same folder, or the same link, whatever lies in it."""
    try:
        status = posix.lstat(path)
    except OSError as error:
        return error.errno or _NO_PATH
    except ValueError:
        return _NO_PATH
    kind = status.st_mode & _KIND
    return 0, status.st_ctime_ns if kind == _LINK else 0, 0, status.st_ino, kind


def signs(paths: Iterable[str]) -> bytes:
    """The signs of many files and folders as one text of bytes, to be compared."""
    return packed([sign(path) for path in paths])


def way_signs(paths: Iterable[str]) -> bytes:
    """The signs of many ways as one text of bytes."""
    return packed([way_sign(path) for path in paths])


def packed(signed: list[Sign]) -> bytes:
    """Signs as one text of bytes, the same for the same signs."""
    return marshal.dumps(signed, 2)


def digest(data: bytes) -> bytes:
    """The hash by which what was read is compared."""
    return blake2b(data, digest_size=16).digest()


def content(path: str, limit: int | None) -> bytes | None:
    """The hash of a file's first `limit` bytes, all of them with None; None where it cannot be read."""
    try:
        handle = posix.open(path, posix.O_RDONLY | posix.O_CLOEXEC | posix.O_NONBLOCK)
    except (OSError, ValueError):
        return None
    pieces: list[bytes] = []
    left = limit
    try:
        while left is None or left > 0:
            piece = posix.read(handle, _CHUNK if left is None else min(left, _CHUNK))
            if not piece:
                break
            pieces.append(piece)
            left = None if left is None else left - len(piece)
    except OSError:
        return None
    finally:
        posix.close(handle)
    return digest(b"".join(pieces))


def listing(folder: str) -> bytes | None:
    """The hash of what lies in a folder, names and kinds; None where it cannot be listed."""
    try:
        with posix.scandir(folder) as entries:
            names = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    except OSError:
        return None
    return digest(marshal.dumps(names, 2))


def as_it_was(young: Young) -> bool:
    """Whether a file or folder holds what it held."""
    path, is_folder, limit, before = young
    return (listing(path) if is_folder else content(path, limit)) == before
