"""Which files storyc made: `.storyc/files.json`, and the only way in which a build writes.

A path is listed with its SHA-256. Before a file is put in place its new SHA-256 is noted as an intent, so that after a
crash at any moment the file is known as ours by one of the two. A file that is not listed, or that holds something else
by now, is somebody's work and is never overwritten.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from storyboard.build.names import from_root

FOLDER = ".storyc"
FILE = "files.json"
SCHEMA = "storyc.files/1"
_PART = ".storyc-"


class Trouble(Exception):
    """What a build writes to cannot be used; the text names the path and why."""


class Refused(Exception):
    """A file is in the way that storyc did not write; the text names it."""


class _Listed(msgspec.Struct):
    schema: str = SCHEMA
    files: dict[str, str] = {}
    intents: dict[str, str] = {}


class Owned:
    """The files that storyc made for one root, inside it or elsewhere. Hold the lock of the root while using it."""

    def __init__(self, root: Path) -> None:
        """Read the list. Raises Trouble where it cannot be read."""
        self.root = root
        self._file = root / FOLDER / FILE
        try:
            self._listed = msgspec.json.decode(self._file.read_bytes(), type=_Listed)
        except FileNotFoundError:
            self._listed = _Listed()
        except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Trouble(f"`{FOLDER}/{FILE}` cannot be read: {_said(error)}") from error
        if self._listed.schema != SCHEMA:
            raise Trouble(f"`{FOLDER}/{FILE}` is `{self._listed.schema}` but this storyc knows `{SCHEMA}`")

    def trouble(self, target: Path) -> str:
        """Why a path must not be written, as a phrase, empty where it may be."""
        name = from_root(self.root, target)
        try:
            mode = target.lstat().st_mode
        except FileNotFoundError:
            return ""
        except OSError as error:
            return f"`{name}` cannot be looked at: {_said(error)}"
        if not stat.S_ISREG(mode):
            kind = "a folder" if stat.S_ISDIR(mode) else "a link" if stat.S_ISLNK(mode) else "no plain file"
            return f"`{name}` is {kind} and not a file that storyc made"
        known = [listed[name] for listed in (self._listed.files, self._listed.intents) if name in listed]
        if not known:
            return f"`{name}` is there but storyc did not make it"
        try:
            same = sha256(target) in known
        except OSError as error:
            return f"`{name}` cannot be read: {_said(error)}"
        return "" if same else f"`{name}` was changed since storyc wrote it"

    def put(self, pairs: Sequence[tuple[Path, Path]]) -> None:
        """Move finished temporary files to their targets, all noted before the first is moved.

        Raises Refused where somebody's file is in the way and OSError where a file cannot be moved; what was moved by
        then stays, and is listed.
        """
        noted = [(part, target, from_root(self.root, target), sha256(part)) for part, target in pairs]
        for _, target, _, _ in noted:
            why = self.trouble(target)
            if why:
                raise Refused(why)
        self._listed.intents.update((name, digest) for _, _, name, digest in noted)
        self._save()
        try:
            for part, target, name, digest in noted:
                os.replace(part, target)
                self._listed.files[name] = digest
        finally:
            for _, _, name, _ in noted:
                self._listed.intents.pop(name, None)
            self._save()

    def _save(self) -> None:
        part = write_part(self._file, msgspec.json.format(msgspec.json.encode(self._listed, order="sorted"), indent=1))
        os.replace(part, self._file)
        _sync_folder(self._file.parent)


def prepare(root: Path) -> Path:
    """The `.storyc` folder of a root, made and hidden from git. Raises Trouble where it cannot be."""
    folder = root / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise Trouble(f"`{folder}` cannot be made: {_said(error)}") from error
    return folder


def part_of(target: Path) -> Path:
    """A new empty file beside a target, with its suffix; the target's folder is made. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=_PART, suffix=target.suffix, dir=target.parent)
    os.close(handle)
    os.chmod(name, 0o666 & ~_UMASK)
    return Path(name)


def write_part(target: Path, data: bytes) -> Path:
    """A file beside a target that holds the data, safely on the disk. Raises OSError and leaves nothing then."""
    part = part_of(target)
    try:
        with part.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        drop([part])
        raise
    return part


def settle(part: Path) -> None:
    """Have a file that another process wrote safely on the disk. Raises OSError."""
    # Windows syncs only what is open for writing.
    with part.open("r+b") as stream:
        os.fsync(stream.fileno())


def sweep(folders: Iterable[Path]) -> None:
    """Remove what a build that was killed left half made in these folders."""
    for folder in folders:
        drop(folder.glob(f"{_PART}*"))


def drop(parts: Iterable[Path]) -> None:
    """Remove files that were not put in place; one that cannot be removed is litter, which the next build sweeps."""
    for part in parts:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    """The SHA-256 of a file in hex. Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _said(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


# Asked once and early: asking means changing it for a moment.
_UMASK = _umask()
