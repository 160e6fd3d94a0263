"""Signs by which a file, a folder or a way to it is known again without being read."""

from __future__ import annotations

import marshal
import sys
from _blake2 import blake2b
from _operator import attrgetter

if sys.platform == "win32":
    import nt as posix
else:
    import posix

TYPE_CHECKING = False  # typing would be imported for this one name
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeVar

    from storyboard.recall.records import Young

    Sign = int | tuple[int, int, int, int, int]
    Packed = tuple[bytes, ...]
    _Item = TypeVar("_Item")

_LINK, _FOLDER, _KIND = 0o120000, 0o040000, 0o170000
_LEADING = (_LINK, _FOLDER)
_CHUNK = 1 << 20
_NO_PATH = -1
_PORTION = 256
# Both times of change, size, inode and mode.
state = attrgetter("st_mtime_ns", "st_ctime_ns", "st_size", "st_ino", "st_mode")


def listed(paths: Iterable[str], look: Callable[[str], posix.stat_result] = posix.lstat) -> list[Sign]:
    """What tells two states of each file, folder or link apart, in the paths' order; why one cannot be looked at.

    A build of 10,000 stories looks at 80,000 paths, and would feel the call of a function for each.
    """
    of = state
    signed: list[Sign] = []
    for path in paths:
        try:
            signed.append(of(look(path)))
        except OSError as error:
            signed.append(error.errno or _NO_PATH)
        except ValueError:  # a NUL in the path
            signed.append(_NO_PATH)
    return signed


def sign(path: str) -> Sign:
    """The sign of one file, folder or link."""
    return listed((path,))[0]


def leads(sign: Sign) -> bool:
    """Whether what has the sign is a folder or a link, and so may be on the way to others."""
    return isinstance(sign, tuple) and sign[4] & _KIND in _LEADING


def is_link(sign: Sign) -> bool:
    """Whether what has the sign is a link."""
    return isinstance(sign, tuple) and sign[4] & _KIND == _LINK


def is_folder(sign: Sign) -> bool:
    """Whether what has the sign is a folder itself."""
    return isinstance(sign, tuple) and sign[4] & _KIND == _FOLDER


def way_sign(path: str) -> Sign:
    """What tells whether a folder on the way to a file is the same folder, or the same link, whatever lies in it."""
    return as_way(sign(path))


def as_way(sign: Sign) -> Sign:
    """The sign of a way, by that of the folder or link."""
    if isinstance(sign, int):
        return sign
    _, changed, _, inode, mode = sign
    return 0, changed if mode & _KIND == _LINK else 0, 0, inode, mode & _KIND


def signs(paths: Sequence[str]) -> Packed:
    """The signs of many files and folders, to be compared."""
    return tuple(marshal.dumps(listed(some), 2) for some in _portions(paths))


def way_signs(paths: Sequence[str]) -> Packed:
    """The signs of many ways, to be compared."""
    return packed([as_way(sign) for sign in listed(paths)])


def program_signs(root: str, files: Iterable[str]) -> list[Sign]:
    """The signs of the program's own files, by their paths from the folder that its package lies in.

    Some installers lay links there, and what counts is where they lead.
    """
    return listed([file if file[0] == "/" else f"{root}/{file}" for file in files], posix.stat)


def packed(signed: Sequence[Sign]) -> Packed:
    """Signs as `signs` gives them, the same for the same signs."""
    return tuple(marshal.dumps(list(some), 2) for some in _portions(signed))


def unpacked(signed: Packed) -> list[Sign]:
    """The signs that were packed, of a record whose hash was compared."""
    return [sign for some in signed for sign in marshal.loads(some)]  # noqa: S302


def differing(before: Packed, now: Packed) -> dict[int, Sign]:
    """The sign that each path has now whose sign was another one, by its place among as many paths."""
    changed: dict[int, Sign] = {}
    for portion, (old, new) in enumerate(zip(before, now, strict=True)):
        if old != new:  # most are equal, and need not be unpacked
            pairs = enumerate(zip(unpacked((old,)), unpacked((new,)), strict=True), portion * _PORTION)
            changed |= {number: sign for number, (was, sign) in pairs if sign != was}
    return changed


def _portions(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    """The items by the few hundred, so that the memory of those before is used again: fresh memory is slow."""
    return (items[start : start + _PORTION] for start in range(0, len(items), _PORTION))


def digest(data: bytes | memoryview) -> bytes:
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
