"""A file replaced whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def replace(target: Path, content: str | bytes) -> None:
    """Put text or bytes in place of a file's, whole or not at all; its mode stays, a link is followed. Raises OSError.

    A file that holds the text already keeps its time, so that nothing is made anew because of it.
    """
    import tempfile

    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    # A pipe or a device is written to; only a file can be replaced.
    if target.exists() and not target.is_file():
        with target.open("wb") as stream:
            stream.write(data)
        return
    target = target.resolve()
    if _holds(target, data):
        return
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, mode)
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def _holds(target: Path, data: bytes) -> bool:
    try:
        return target.stat().st_size == len(data) and target.read_bytes() == data
    except OSError:
        return False


def _umask() -> int:
    bits = os.umask(0)
    os.umask(bits)
    return bits
