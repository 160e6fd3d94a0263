"""Which clips of a folder were rehearsed, and which paid for: the one is never taken for the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from storyboard.ledger.records import Ledger
from storyboard.production.files import paths
from storyboard.production.records import FilmOrder
from storyboard.source.files import read_whole


class _Provenance(msgspec.Struct, frozen=True):
    attempt: str


class _Record(msgspec.Struct, frozen=True):
    """What is read of the record beside a paid clip."""

    provenance: _Provenance


def in_the_way(ledger: Ledger, films: Iterable[FilmOrder], out: Path, root: Path) -> str:
    """Why films cannot be built into a folder: a clip in it was rehearsed and is to be paid for, or the reverse.

    Empty where nothing is in the way. Raises LedgerTrouble.
    """
    here = ledger.place
    for film in films:
        for video, id in _brought(film, out):
            attempt = ledger.attempt(id)
            if attempt is not None and attempt.rehearsal != here.rehearsal:
                return (
                    f"`{paths.from_root(root, video)}` is of {attempt.place}, and the host is {here.name} now: "
                    "move what was built away, or build into another folder by `--out`"
                )
    return ""


def _brought(film: FilmOrder, out: Path) -> Iterator[tuple[Path, str]]:
    """Each paid clip of a film that lies in a folder, with the attempt that brought it."""
    clips = {clip.index: clip for clip in film.clips}
    for request in film.every or film.requests:
        base = paths.clip_base(out, film.story, film.variant, clips[request.clip.index], len(clips))
        try:
            data = read_whole(paths.record(base, request.take))
            yield paths.paid(base, request.take), msgspec.json.decode(data, type=_Record).provenance.attempt
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            continue
