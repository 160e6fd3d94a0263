"""What a build has to do for each clip: which files are its own, which are in the way, what must be drawn."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from storyboard.compiler.request import Request, record
from storyboard.language.story import Clip
from storyboard.production.files import paths
from storyboard.production.files.manifest import Manifest
from storyboard.production.records import BuildSettings, FilmOrder
from storyboard.recall import witness
from storyboard.records import as_bytes
from storyboard.source import Files
from storyboard.source.files import read_whole


class Work(msgspec.Struct, frozen=True):
    """A clip that is meant: its animatic and sidecar, and the texts beside it."""

    film: FilmOrder
    clip: Clip
    requests: tuple[Request, ...]
    base: Path
    texts: tuple[tuple[Path, bytes], ...]


def works(film: FilmOrder, settings: BuildSettings, files: Files) -> tuple[Work, ...]:
    """The clips of a film that are meant, in their order."""
    meant: dict[int, list[Request]] = {}
    for request in film.requests:
        meant.setdefault(request.clip.index, []).append(request)
    items: list[Work] = []
    for clip in film.clips:
        requests = tuple(meant.get(clip.index, ()))
        if requests:
            base = paths.clip_base(settings.out, film.story, film.variant, clip, len(film.clips))
            items.append(Work(film, clip, requests, base, tuple(_texts(base, requests, files))))
    return tuple(items)


def _texts(base: Path, requests: tuple[Request, ...], files: Files) -> Iterator[tuple[Path, bytes]]:
    for request in requests:
        yield paths.prompt(base, request.take), (request.prompt.rstrip("\n") + "\n").encode("utf-8")
        yield paths.request(base, request.take), as_bytes(record(request))


def differing(texts: tuple[tuple[Path, bytes], ...]) -> list[tuple[Path, bytes]]:
    """The texts that are not on the disk as they should be."""
    return [(path, data) for path, data in texts if not _holds(path, data)]


def _holds(path: Path, data: bytes) -> bool:
    witness.look(path)
    try:
        status = path.stat()
        return stat.S_ISREG(status.st_mode) and status.st_size == len(data) and read_whole(path) == data
    except OSError:
        return False


class Claims:
    """Which story a path belongs to in this run, so that no two write the same file."""

    def __init__(self) -> None:
        self._by: dict[str, tuple[str, str]] = {}

    def conflict(self, film: FilmOrder | Request, path: Path) -> str:
        """Why a film must not have a path, as a phrase; otherwise the path is its own from now on."""
        mine = (film.story, film.variant)
        # Many systems see one file where the names differ in case only.
        holder = self._by.setdefault(os.path.abspath(path).casefold(), mine)
        if holder == mine:
            return ""
        return f"`{path.name}` of {_named(mine)} would be the same file as that of {_named(holder)}"


def _named(film: tuple[str, str]) -> str:
    return f"`{film[0]}`" + (f", variant `{film[1]}`" if film[1] else "")


def clash(clips: Iterable[tuple[Request, int]]) -> str:
    """Why two films would write one file, as a phrase, else empty; each request with the number of its film's clips."""
    claims, out = Claims(), Path(os.sep)  # any folder will do, but a relative one has the system asked where we are
    for request, count in clips:
        film = paths.film_base(out, request.story, request.variant)
        base = paths.clip_base(out, request.story, request.variant, request.clip, count)
        take = request.take
        files = (
            *(paths.paid(film), paths.animatic(film)),
            *(paths.paid(base, take), paths.animatic(base), paths.request(base, take)),
        )
        why = next(filter(None, (claims.conflict(request, path) for path in files)), "")
        if why:
            return why
    return ""


def conflict(work: Work, texts: Iterable[tuple[Path, bytes]], claims: Claims, manifest: Manifest) -> str:
    """Why a clip must not be written, as a phrase, empty where it may be; `texts` are those of its texts that differ.

    A text that is on the disk as it should be is in nobody's way, whoever wrote it.
    """
    takes = [request.take for request in work.requests]
    paid = (file for take in takes for file in (paths.paid(work.base, take), paths.record(work.base, take)))
    pictures = (paths.animatic(work.base), paths.sidecar(work.base), *paid)
    written = (*pictures, *(path for path, _ in work.texts))
    claimed = next(filter(None, (claims.conflict(work.film, path) for path in written)), "")
    return claimed or next(filter(None, (manifest.conflict(path) for path, _ in texts)), "")
