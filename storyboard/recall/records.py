"""The records of earlier runs: where they lie, how one is read, and whether it still holds.

A record is data and nothing of it is run. It counts only in a folder and a file that are this user's and that nobody
else may write to, since a stranger who could lay one there could say that a broken story is `ok`.
"""

from __future__ import annotations

import marshal
import sys

from storyboard.recall import signs

if sys.platform == "win32":
    import nt as posix
else:
    import posix

TYPE_CHECKING = False  # typing would be imported for this one name
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from storyboard.recall.signs import Packed

    # A file with the bytes that were read of it, all where there are None, or a folder, and the hash of what it held.
    Young = tuple[str, bool, int | None, bytes]
    # Files of the program, by their paths from the folder that its package lies in, and their signs.
    Program = tuple[tuple[str, ...], Packed]
    # The exit code; what was written, each piece with its stream; what was looked at and its signs; the ways there that
    # were not looked at, and theirs; what was too young for its sign to tell of a change; and which of its own files
    # the program had loaded. Paths below the working folder are from there.
    Record = tuple[
        int,
        tuple[tuple[int, bytes], ...],
        tuple[str, ...],
        Packed,
        tuple[str, ...],
        Packed,
        tuple[Young, ...],
        Program,
    ]
    # The name of what is asked, the record of an earlier answer, the signs that all it looked at has now, and when in
    # nanoseconds the program began.
    Asked = tuple[str, Record | None, Packed, int]

# Counted up when a record comes to have another form.
MAGIC = b"storyc record 4\n"
OFF = b"STORYC_NO_CACHE"
_HEAD = len(MAGIC) + 16
_KIND, _FOLDER, _FILE, _OTHERS = 0o170000, 0o040000, 0o100000, 0o077
_MOST_YOUNG = 200  # to hash them takes as long as to compile a few stories


def place() -> str | None:
    """The folder of this user's records, None where the environment names none or does without, and on Windows."""
    if sys.platform == "win32":  # whose files tell the time of their last change to nobody
        return None
    variables = posix.environ
    if variables.get(OFF):
        return None
    above = variables.get(b"XDG_CACHE_HOME") or b""
    if not above.startswith(b"/"):
        home = variables.get(b"HOME") or b""
        if not home.startswith(b"/"):
            return None
        above = home + b"/.cache"
    return above.decode("utf-8", "surrogateescape") + "/storyc/records"


def is_own(folder: str) -> bool:
    """Whether a folder is there, is no link, is this user's, and is open to nobody else."""
    try:
        status = posix.lstat(folder)
    except OSError:
        return False
    return status.st_mode & _KIND == _FOLDER and status.st_uid == posix.geteuid() and not status.st_mode & _OTHERS


def packed(record: Any) -> bytes:
    """The bytes of a record's file."""
    data = marshal.dumps(record, 2)
    return MAGIC + signs.digest(data) + data


def read(folder: str, name: str) -> Any:
    """The record of that name, None where there is none that may be believed."""
    if not is_own(folder):
        return None
    try:
        handle = posix.open(f"{folder}/{name}", posix.O_RDONLY | posix.O_CLOEXEC | posix.O_NOFOLLOW | posix.O_NONBLOCK)
    except OSError:
        return None
    try:
        status = posix.fstat(handle)
        mode = status.st_mode
        if mode & _KIND != _FILE or status.st_uid != posix.geteuid() or mode & _OTHERS:
            return None
        data = posix.read(handle, status.st_size + 1)
    except OSError:
        return None
    finally:
        posix.close(handle)
    # A damaged file could make marshal crash, so nothing is loaded that is not as it was written.
    body = memoryview(data)[_HEAD:]  # a copy of some megabytes takes a while
    if len(data) != status.st_size or data[:_HEAD] != MAGIC + signs.digest(body):
        return None
    return marshal.loads(body)  # noqa: S302 - it is this user's own, and its hash was compared


def same_program(record: Record, root: str) -> bool:
    """Whether the files that the program had loaded are as they were; its package lies in the folder `root`."""
    files, before = record[7]
    return signs.packed(signs.program_signs(root, files)) == before


def holds(record: Record, now: Packed) -> bool:
    """Whether all that was looked at is as it was; `now` are the signs that it has."""
    _, _, _, before, ways, ways_before, young, _ = record
    return (
        now == before
        and len(young) <= _MOST_YOUNG
        and signs.way_signs(ways) == ways_before
        and all(map(signs.as_it_was, young))
    )


def replay(written: Sequence[tuple[int, bytes]]) -> bool:
    """Write what a run has written, and say whether that went well; a reader that has gone is no failure."""
    for stream, data in written:
        try:
            view = memoryview(data)
            while view:
                view = view[posix.write(stream, view) :]
        except BrokenPipeError:
            continue
        except OSError:
            return False
    return True
