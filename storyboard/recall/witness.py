"""What a run looks at and says, noted as it does, so that a later one can tell whether it would say the same.

Those who open, list or look for the files of a project say so here, before they do. Where nobody listens, that costs
them a comparison.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, suppress
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from storyboard.recall import signs

if TYPE_CHECKING:
    from storyboard.recall.parts import Group, Name, Portion, Remains, Value
    from storyboard.recall.records import Program, Record, Young

# Some file systems count times by two seconds: what is as young as that may change again and keep its sign.
YOUNG = 2_000_000_000  # nanoseconds
_MOST_WRITTEN = 4 << 20  # bytes; to write more takes longer than to work it out


class Witness:
    """What was looked at and written so far, and why none of it can be kept, empty while it can.

    `devices` has a folder of each file system that was looked at.
    """

    def __init__(self, known: Remains | None = None) -> None:
        """Listen, with what is left of an earlier run."""
        self.signs: dict[str, signs.Sign] = {}
        self.ways: dict[str, signs.Sign] = dict(known.ways) if known is not None else {}
        self.written: list[tuple[int, bytes]] = []
        self.spoilt = ""
        self.deaf = self.aside = False
        self.devices: dict[int, str] = {}
        self.parts: dict[Name, Portion] = {}  # what was worked out of each story for itself
        self._groups: set[Group] = set()  # of which something was recalled
        self.known = known
        self._apart: set[str] | None = None
        self._looked: dict[str, signs.Sign] = {}
        self._young: set[str] = set()
        self._read: dict[tuple[str, int | None], bytes] = {}
        self._listed: dict[str, bytes | None] = {}
        self.named: dict[str, bytes | None] = {}
        self.program: set[str] = set()  # files of its own, or of Python, that were opened
        self._room = _MOST_WRITTEN

    def look(self, path: str) -> None:
        """Note that a path is looked at, and the way to it."""
        path = _absolute(path)
        if self._apart is not None:
            self._apart.add(path)
        if path in self.signs:
            return
        parent = path.rpartition("/")[0] or "/"
        if parent not in self.ways:
            self.way(parent)
        self.signs[path] = self._looked[path] = sign = signs.sign(path)
        if isinstance(sign, tuple):
            if not sign[3]:
                self.spoil("a file system has no numbers of files")
            if _is_young(sign):
                self._young.add(path)
        if signs.is_link(sign):
            self.way(path)
            for end in _leads(path):
                self.look(end)
                if end in self._young:
                    self._young.add(path)

    def way(self, path: str) -> None:
        """Note what a path leads to: each folder on the way, and where links among them lead."""
        ends = [_absolute(path)]
        while ends:
            place = ends.pop()
            while place not in self.ways:
                self.ways[place] = signs.way_sign(place)
                with suppress(OSError, ValueError):
                    self.devices.setdefault(os.lstat(place).st_dev, place)
                ends += _leads(place)
                place = os.path.dirname(place)

    def list(self, folder: str) -> None:
        """Note that a folder is listed."""
        folder = _absolute(folder)
        self.look(folder)
        if folder in self._young and folder not in self._listed:
            self._listed[folder] = signs.listing(folder)

    def names(self, folder: str) -> None:
        """Note which names a folder has, in which files may come and go while the run lasts."""
        folder = _absolute(folder)
        self.way(folder)
        if folder not in self.named:
            self.named[folder] = None  # it is known from now on that it is listed
            self.named[folder] = signs.listing(folder)

    def is_young(self, path: str) -> bool:
        """Whether a file that was looked at had been written a moment before."""
        return _absolute(path) in self._young

    def have_read(self, path: str, limit: int | None, data: bytes) -> None:
        """Note what was read of a file that was looked at."""
        path = _absolute(path)
        if path in self._young:
            digest = signs.digest(data)
            if self._read.setdefault((path, limit), digest) != digest:
                self.spoil("a file was changed between two looks")

    def wrote(self, stream: int, data: bytes) -> None:
        """Note what was written to stdout or stderr."""
        if self.deaf:
            return
        self._room -= len(data)
        if self._room < 0:
            self.spoil("much was written")
            self.written = []
        else:
            self.written.append((stream, data))

    def spoil(self, why: str) -> None:
        """Note that the run did what no record can do in its place."""
        self.spoilt = self.spoilt or why

    @contextmanager
    def apart(self) -> Generator[set[str]]:
        """The paths that are looked at until the end, each whether or not others have looked at it before."""
        self._apart = paths = set[str]()
        try:
            yield paths
        finally:
            self._apart = None

    def memory(self, root: str, settings: bytes) -> Callable[[str], Value | None]:
        """What tells by its path the value of a part that still holds, None where it must be worked out."""
        known, group = self.known, (root, settings)
        rows = known.rows.get(group) if known is not None else None
        if known is None or rows is None:
            return lambda _: None
        self._groups.add(group)
        row_of, holds, paths, signs_of = rows.get, known.changed.isdisjoint, known.paths, self.signs

        def recalled(path: str) -> Value | None:
            row = row_of(path)
            if row is None or not holds(row[1]):
                return None
            for number in row[1]:
                if paths[number] not in signs_of:
                    self._note_before(known, number)
            return row[0]

        return recalled

    def recalled(self, name: Name) -> Value | None:
        """The value of one part that still holds, None where it must be worked out."""
        root, path, settings = name
        return self.memory(root, settings)(path)

    def look_as_before(self, number: int) -> None:
        """Note that what an earlier run looked at, and what has not changed since, counts again."""
        assert self.known is not None
        path = self.known.paths[number]
        if self._apart is not None:
            self._apart.add(path)
        if path not in self.signs:
            self._note_before(self.known, number)

    def _note_before(self, known: Remains, number: int) -> None:
        """Note a path with the sign by which an earlier run knew it, or with what it held where it was too young."""
        path = known.paths[number]
        self.signs[path] = known.signed[number]
        entry = known.young.get(path)
        if entry is not None:
            self._young.add(path)
            _, is_folder, limit, digest = entry
            if is_folder:
                self._listed[path] = digest
            else:
                self._read[(path, limit)] = digest

    def packed_parts(self, record: Record) -> bytes:
        """The parts of the record, for its file; empty where it has none."""
        if not self.parts and not self._groups:
            return b""
        from storyboard.recall.parts import packed

        return packed(self.parts, record, self.known, sorted(self._groups))

    def record(self, code: int, program: Program = ((), ())) -> Record | None:
        """The record of the run, None where none can be kept or something has changed meanwhile."""
        paths, ways = sorted(self.signs), sorted(way for way in self.ways if not self._tells(way))
        signed, ways_signed = [self.signs[path] for path in paths], [self.ways[way] for way in ways]
        # What was recalled and not looked at keeps the sign by which it was known: one that has changed since differs.
        looked = signs.listed(self._looked), signs.way_signs(ways)
        same = looked == ([*self._looked.values()], signs.packed(ways_signed))
        # The working folder belongs to the question. From there the system has a shorter way to each file.
        here = os.path.join(os.getcwd(), "")
        paths, ways = from_here(paths, here), from_here(ways, here)
        named = tuple((folder, True, None, names) for folder, names in sorted(self.named.items()) if names is not None)
        if self.spoilt or not same or not all(map(signs.as_it_was, named)):
            return None
        young = (*self._still_young(), *named)
        near = tuple(paths), signs.packed(signed), tuple(ways), signs.packed(ways_signed)
        return code, tuple(_joined(self.written)), *near, young, program

    def _tells(self, way: str) -> bool:
        """Whether the sign of a path that was looked at tells of the way, too."""
        sign = self.signs.get(way, 0)
        return signs.leads(sign) and signs.as_way(sign) == self.ways[way]

    def _still_young(self) -> Generator[Young]:
        """What is too young to be told by its sign even now, and what it held."""
        for (path, limit), digest in sorted(self._read.items(), key=str):
            sign = self.signs[path]
            if _is_young(sign) or signs.is_link(sign) or signs.content(path, limit) != digest:
                yield path, False, limit, digest
        for folder, digest in sorted(self._listed.items()):
            if digest is not None and (_is_young(self.signs[folder]) or signs.listing(folder) != digest):
                yield folder, True, None, digest


def _joined(written: list[tuple[int, bytes]]) -> Generator[tuple[int, bytes]]:
    """What was written, as few pieces as their order allows."""
    for stream, pieces in groupby(written, key=itemgetter(0)):
        yield stream, b"".join(data for _, data in pieces)


def from_here(paths: Iterable[str], here: str) -> list[str]:
    """The paths from the working folder, which ends with a slash; one that does not lie below it stays as it is."""
    rests = ((path, path.removeprefix(here)) for path in paths)
    return [path if rest[:1] in ("", "/") else rest for path, rest in rests]


def _absolute(path: str) -> str:
    """The path from the root; to join it with the working folder, which changes nothing, asks the system for that."""
    return path if path.startswith("/") else os.path.join(os.getcwd(), path)


def _leads(path: str) -> tuple[str, ...]:
    """Where a link leads, nothing for what is none."""
    try:
        return (os.path.join(os.path.dirname(path), os.readlink(path)),)
    except (OSError, ValueError):
        return ()


def _is_young(sign: signs.Sign) -> bool:
    return isinstance(sign, tuple) and max(sign[0], sign[1]) > time.time_ns() - YOUNG


_present: Witness | None = None
_files: set[str] = set()  # those that were read since the command began, whoever listens


@contextmanager
def listening(known: Remains | None = None) -> Generator[Witness]:
    """A witness who hears of all that is looked at and said until the end."""
    global _present  # noqa: PLW0603 - whoever reads a file, however deep, has one place to say so
    _present = witness = Witness(known)
    try:
        yield witness
    finally:
        _present = None


@contextmanager
def unheard() -> Generator[None]:
    """What is written meanwhile is drawn over soon, and is no part of an answer."""
    if _present is None:
        yield
        return
    before, _present.deaf = _present.deaf, True
    try:
        yield
    finally:
        _present.deaf = before


@contextmanager
def aside() -> Generator[None]:
    """What is done meanwhile leaves all as it was: a lock is taken, or what dead runs have left is looked for."""
    if _present is None:
        yield
        return
    before, _present.aside = _present.aside, True
    try:
        yield
    finally:
        _present.aside = before


def look(path: str | os.PathLike[str]) -> None:
    """Say that a path will be looked at, whether or not anything is there."""
    if _present is not None:
        _present.look(os.fspath(path))


def way(path: str | os.PathLike[str]) -> None:
    """Say that it will count what a path leads to, and not what is in it."""
    if _present is not None:
        _present.way(os.fspath(path))


def unread(path: str | os.PathLike[str]) -> None:
    """Say that it will count what is in a file, and nobody will tell what that was."""
    if _present is not None:
        _present.look(os.fspath(path))
        if _present.is_young(os.fspath(path)):
            _present.spoil(f"{path} was written a moment ago")


def listing(folder: str | os.PathLike[str]) -> None:
    """Say that a folder will be listed."""
    if _present is not None:
        _present.list(os.fspath(folder))


def names(folder: str | os.PathLike[str]) -> None:
    """Say that it will count which names a folder has."""
    if _present is not None:
        _present.names(os.fspath(folder))


def have_read(path: str | os.PathLike[str], limit: int | None, data: bytes) -> None:
    """Say what was read of a file."""
    _files.add(os.fspath(path))
    if _present is not None:
        _present.have_read(os.fspath(path), limit, data)


def begin() -> None:
    """Say that another command begins, which has read nothing yet."""
    _files.clear()


def has_read(path: str) -> bool:
    """Whether the command has read the file of that path, by whatever name."""
    if not os.path.isfile(path):
        return False
    for name in _files:
        with suppress(OSError):
            if os.path.samefile(name, path):
                return True
    return False


def spoil(why: str) -> None:
    """Say that something was done that no record can do in its place."""
    if _present is not None:
        _present.spoil(why)


def present() -> Witness | None:
    """The witness who listens at the moment."""
    return _present
