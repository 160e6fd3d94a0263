"""A file replaced whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def replace(target: Path, text: str) -> None:
    """Put text in place of a file's, whole or not at all; its mode stays, a link is followed. Raises OSError.

    A file that holds the text already keeps its time, so that nothing is made anew because of it.
    """
    import tempfile

    # A pipe or a device is written to; only a file can be replaced.
    if target.exists() and not target.is_file():
        with target.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        return
    target = target.resolve()
    if _holds(target, text):
        return
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, mode)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def _holds(target: Path, text: str) -> bool:
    data = text.encode("utf-8", "backslashreplace")
    try:
        return target.stat().st_size == len(data) and target.read_bytes() == data
    except OSError:
        return False


def _umask() -> int:
    bits = os.umask(0)
    os.umask(bits)
    return bits
