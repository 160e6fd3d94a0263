"""Which files storyc made: `.storyc/files.json`, and the only way in which a build writes.

A path is listed with its SHA-256. Before a file is put in place its new SHA-256 is noted as an intent, so that after a
crash at any moment the file is known as ours by one of the two. A file that is not listed, or that holds something else
by now, is somebody's work and is never overwritten.

Intents are lines that are added to `.storyc/files.log`. The list is written anew, and the log emptied, when the log has
grown to a part of the list, so that the cost of a file does not grow with the number of files.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from storyboard.production.files.paths import from_root
from storyboard.recall import witness
from storyboard.records import OtherSchema, decoded, schema_of
from storyboard.records.sidecars import FilesRecord
from storyboard.source.files import read_whole
from storyboard.system.disk import other_kind, sync_folder
from storyboard.system.links import first_link, is_link, links_in

FOLDER = ".storyc"
FILE = "files.json"
LOG = "files.log"
_PART = ".storyc-"
_OLD = 86_400.0  # seconds; no build works as long at one file
_NAMES = (FILE, LOG, "seen.json", "lock", "lockfile.lock", ".gitignore")
_MORE = 1 << 16
_SHARE = 8  # of the list, that the log may have


class FileConflict(Exception):
    """A build cannot use a file or folder: it is somebody's, or cannot be read or made; the text names it."""


# What is put in place at once: each path, its new SHA-256, and the one of what lay there. An empty list says that the
# one before it was moved.
_Line = list[tuple[str, str, str]]


class Manifest:
    """The files that storyc made for one root, inside it or elsewhere. Hold the lock of the root while using it."""

    def __init__(self, root: Path) -> None:
        """Read the list. Raises FileConflict where it cannot be read."""
        self.root = root
        self._file = root / FOLDER / FILE
        self._log = root / FOLDER / LOG
        self._listed = FilesRecord(files={}, intents={})
        self._seen: tuple[int, int, int] | None = None
        self._read = self._logged = 0
        self._moving: _Line = []
        self._plain: set[Path] = set()
        self._load()

    def refresh(self) -> None:
        """Take note of what another build has written since; nothing is read where none has. Raises FileConflict."""
        try:
            size = self._log.stat().st_size if self._log.exists() else 0
            if _mark(self._file) != self._seen or size < self._read:
                self._load()
            elif size > self._read:
                self._replay()
        except OSError as error:
            raise FileConflict(f"`{FOLDER}/{FILE}` cannot be read: {_said(error)}") from error

    def conflict(self, target: Path) -> str:
        """Why a path must not be written, as a phrase, empty where it may be."""
        return self._look(target)[0]

    def _look(self, target: Path) -> tuple[str, str]:
        """Why a path must not be written, empty where it may be, and the SHA-256 of what lies there."""
        name = from_root(self.root, target)
        if link := self.link_to(target.parent):
            return f"`{name}` lies behind `{from_root(self.root, link)}`, which is a link", ""
        try:
            mode = target.lstat().st_mode
        except FileNotFoundError:
            return "", ""
        except OSError as error:
            return f"`{name}` cannot be looked at: {_said(error)}", ""
        if not stat.S_ISREG(mode):
            kind = "a folder" if stat.S_ISDIR(mode) else "a link" if stat.S_ISLNK(mode) else "no plain file"
            return f"`{name}` is {kind} and not a file that storyc made: move it away", ""
        known = [listed[name] for listed in (self._listed.files, self._listed.intents) if name in listed]
        if not known:
            return f"`{name}` is there but storyc did not make it: move it away", ""
        try:
            digest = sha256(target)
        except OSError as error:
            return f"`{name}` cannot be read: {_said(error)}", ""
        return "" if digest in known else f"`{name}` was changed since storyc wrote it: move it away", digest

    def link_to(self, folder: Path) -> Path | None:
        """The link on the way from the root to a folder, None where there is none. A folder is looked at once."""
        link = None if folder in self._plain else first_link(self.root, folder)
        if link is None:
            self._plain.add(folder)
        return link

    def replace(self, pairs: Sequence[tuple[Path, Path]]) -> None:
        """Move finished temporary files to their targets, all noted before the first is moved.

        Raises FileConflict where somebody's file is in the way, and OSError where a file cannot be moved; what was
        moved by then stays, and is listed.
        """
        noted: list[tuple[Path, Path, str, str, str]] = []
        for part, target in pairs:
            why, before = self._look(target)
            if why:
                raise FileConflict(why)
            noted.append((part, target, from_root(self.root, target), sha256(part), before))
        # As the log will say, and before it does: a signal may come at any moment, and the list be written anew then.
        for _, _, name, digest, before in noted:
            self._listed.files[name] = digest
            if before:
                self._listed.intents[name] = before
        self._note([(name, digest, before) for _, _, name, digest, before in noted])
        for part, target, name, _, _ in noted:
            os.replace(part, target)
            self._listed.intents.pop(name, None)
        self._note([])
        self._logged += len(noted)
        if self._logged * _SHARE >= len(self._listed.files):
            self.save()

    def own(self, paths: Iterable[Path]) -> None:
        """List files as ours that lie where they belong and are proved to be; nothing is written to them."""
        line = [(from_root(self.root, path), sha256(path), "") for path in paths]
        for name, digest, _ in line:
            self._listed.files[name] = digest
        self._note(line)
        self._note([])
        self._logged += len(line)

    def save(self) -> None:
        """Write the list anew where the log has something that it lacks."""
        if not self._read:
            return
        data = msgspec.json.format(msgspec.json.encode(self._listed, order="sorted"), indent=1)
        # Where the disk is full the log has it all, and one that outlives this says nothing that is not true.
        with suppress(OSError):
            os.replace(write_part(self._file, data), self._file)
            sync_folder(self._file.parent)
            os.truncate(self._log, 0)
            self._seen, self._read, self._logged = _mark(self._file), 0, 0

    def _note(self, line: _Line) -> None:
        """Add a line to the log, safely on the disk where it says what will be moved."""
        fresh = not self._log.exists()
        data = msgspec.json.encode(line) + b"\n"
        with self._log.open("ab") as stream:
            stream.write(data)
            stream.flush()
            if line:
                os.fsync(stream.fileno())
        if fresh:
            sync_folder(self._log.parent)
        self._read += len(data)

    def _load(self) -> None:
        try:
            self._seen = _mark(self._file)
            self._listed = decoded(read_whole(self._file), FilesRecord)
        except FileNotFoundError:
            self._listed = FilesRecord(files={}, intents={})
        except OtherSchema as error:
            known = schema_of(FilesRecord)
            raise FileConflict(f"`{FOLDER}/{FILE}` is `{error.schema}` but this storyc knows `{known}`") from error
        except msgspec.DecodeError as error:
            raise FileConflict(f"`{FOLDER}/{FILE}` cannot be read: {error}: move it away") from error
        except OSError as error:
            raise FileConflict(f"`{FOLDER}/{FILE}` cannot be read: {_said(error)}") from error
        self._read = 0
        self._moving = []
        self._replay()

    def _replay(self) -> None:
        """Read what the log says beyond what was read of it."""
        try:
            witness.unread(self._log)
            with self._log.open("rb") as stream:
                stream.seek(self._read)
                data = stream.read()
        except FileNotFoundError:
            return
        except OSError as error:
            raise FileConflict(f"`{FOLDER}/{LOG}` cannot be read: {_said(error)}") from error
        # Behind the last end of a line is what a crash has cut off: nothing of it was moved.
        whole = data[: data.rfind(b"\n") + 1]
        for text in whole.splitlines():
            try:
                line = msgspec.json.decode(text, type=_Line)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise FileConflict(f"`{FOLDER}/{LOG}` cannot be read: {error}: move it away") from error
            for name, digest, before in line:
                self._listed.files[name] = digest
                if before:
                    self._listed.intents[name] = before
            for name, _, _ in [] if line else self._moving:
                self._listed.intents.pop(name, None)
            self._moving = line
            self._logged += len(line)
        self._read += len(whole)
        if len(whole) < len(data):
            try:
                os.truncate(self._log, self._read)
            except OSError as error:
                raise FileConflict(f"`{FOLDER}/{LOG}` cannot be written: {_said(error)}") from error


def prepare(root: Path) -> Path:
    """The `.storyc` folder of a root, made and hidden from git. Raises FileConflict where it cannot be.

    Nothing in it is a link: git may bring one along, and what is written into the folder would go where it leads. No
    file of it is something else: who opens a pipe waits for ever, and what cannot be written would be seen too late.
    """
    folder = root / FOLDER
    for link in [folder] if is_link(folder) else links_in(folder):
        raise FileConflict(f"`{from_root(root, link)}` is a link, and nothing is written through one: delete it")
    try:
        for name in _NAMES:
            witness.way(folder / name)
            if kind := other_kind(folder / name):
                raise FileConflict(f"`{FOLDER}/{name}` is {kind} and no file: move it away")
        if not folder.is_dir():
            folder.mkdir(exist_ok=True)
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise FileConflict(f"`{folder}` cannot be made: {_said(error)}") from error
    return folder


def temp_beside(target: Path) -> Path:
    """A new empty file beside a target, with its suffix; the target's folder is made. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=_PART, suffix=target.suffix, dir=target.parent)
    os.close(handle)
    os.chmod(name, 0o666 & ~_UMASK)
    return Path(name)


def write_part(target: Path, data: bytes) -> Path:
    """A file beside a target that holds the data, safely on the disk. Raises OSError and leaves nothing then."""
    part = temp_beside(target)
    try:
        with part.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        discard([part])
        raise
    return part


def try_out(target: Path) -> None:
    """Write beside a target as much as it has, and some more, into a file without a name. Raises OSError."""
    size = target.stat().st_size if target.exists() else 0
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=target.parent) as stream:  # of which a kill leaves nothing
        stream.write(bytes(size + _MORE))
        stream.flush()
        os.fsync(stream.fileno())


def fsync_file(part: Path) -> None:
    """Have a file that another process wrote safely on the disk. Raises OSError."""
    # Windows syncs only what is open for writing.
    with part.open("r+b") as stream:
        os.fsync(stream.fileno())


def remove_leftovers(root: Path, folders: Iterable[Path]) -> None:
    """Remove what a build of a root that was killed left half made in these folders.

    Its lock keeps no other project from building into a folder outside it, so what is young there may be in the making.
    """
    for folder in folders:
        latest = float("inf") if folder.is_relative_to(root) else time.time() - _OLD
        parts: list[Path] = []
        with suppress(OSError), witness.aside(), os.scandir(folder) as entries:
            parts += (
                Path(entry.path)
                for entry in entries
                if entry.name.startswith(_PART) and entry.stat(follow_symlinks=False).st_mtime < latest
            )
        discard(parts)


def discard(parts: Iterable[Path]) -> None:
    """Remove files that were not put in place; one that cannot be removed is litter, which the next build sweeps."""
    for part in parts:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def sha256(path: Path) -> str:
    """The SHA-256 of a file in hex. Raises OSError."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _mark(path: Path) -> tuple[int, int, int] | None:
    """What tells one state of a file from another, None where there is none. Raises OSError."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _said(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


# Asked once and early: asking means changing it for a moment.
_UMASK = _umask()
