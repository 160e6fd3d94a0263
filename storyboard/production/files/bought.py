"""The paid clips of a build: what lies beside them, which of them are there, and how one gets there from the store."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec

from storyboard import __version__
from storyboard.compiler.request import Request, shot_refs
from storyboard.ledger.records import Attempt
from storyboard.ledger.rows import seed_of
from storyboard.production.files import paths
from storyboard.production.files.manifest import (
    FileConflict,
    Manifest,
    discard,
    fsync_file,
    sha256,
    temp_beside,
    write_part,
)
from storyboard.production.records import FilmOrder
from storyboard.profiles import host_of
from storyboard.recall import witness
from storyboard.records import as_bytes, decoded
from storyboard.records.parts import moment
from storyboard.records.sidecars import ClipRecord, Provenance
from storyboard.source import Files
from storyboard.source.files import read_whole
from storyboard.source.paths import project_path
from storyboard.timing import money_number, number


def known(
    record: Path, clip: Path, request_sha256: str, digest: Callable[[Path], str] = sha256
) -> ClipRecord | None:  # fmt: skip
    """The record of a paid clip that was made by this request and is as it came; None where it is not so."""
    try:
        bought = decoded(read_whole(record), ClipRecord)
        return bought if bought.request_sha256 == request_sha256 and bought.sha256 == digest(clip) else None
    except (OSError, msgspec.DecodeError):
        return None


def paid_clips(
    film: FilmOrder, out: Path, digest: Callable[[Path], str] = sha256
) -> dict[int, tuple[Path, str]]:  # fmt: skip
    """The paid clip and its SHA-256 for each clip of a film that has one, by number.

    Of several takes one that is meant counts before the others, then the one that the writer picks, then the highest.
    """
    clips = {clip.index: clip for clip in film.clips}
    meant = {request.sha256 for request in film.requests}

    def rank(request: Request) -> tuple[bool, bool, int]:
        clip = clips.get(request.clip.index)
        return request.sha256 not in meant, clip is None or request.take != clip.pick, -request.take

    paid: dict[int, tuple[Path, str]] = {}
    for request in sorted(film.every, key=rank):
        clip = clips.get(request.clip.index)
        if clip is None or clip.index in paid:
            continue
        base = paths.clip_base(out, film.story, film.variant, clip, len(film.clips))
        path = paths.paid(base, request.take)
        witness.look(path)
        head = known(paths.record(base, request.take), path, request.sha256, digest) if path.exists() else None
        if head is not None:
            paid[clip.index] = (path, head.sha256)
    return paid


def publish(
    blob: Path, video: Path, beside: Path, request: Request, attempt: Attempt, planned: int, price: int,
    holding: Callable[[], AbstractContextManager[Manifest]],
) -> str:  # fmt: skip
    """Put a clip of the store where the writer looks for it, with its record; why not, as a phrase, empty where done.

    Raises OSError where it cannot be written.
    """
    assert attempt.sha256 is not None
    with holding() as manifest:
        why = manifest.conflict(video) or manifest.conflict(beside)
        if why:
            return why
        parts: list[tuple[Path, Path]] = []
        try:
            parts.append((temp_beside(video), video))
            # A copy: what a player or an editor does to it must not reach the store.
            shutil.copyfile(blob, parts[0][0])
            fsync_file(parts[0][0])
            parts.append((write_part(beside, _record(request, attempt, planned, price)), beside))
            manifest.replace(parts)
        except FileConflict as conflict:
            return str(conflict)
        finally:
            discard(part for part, _ in parts)
    return ""


def _record(request: Request, attempt: Attempt, planned: int, price: int) -> bytes:
    """The record beside a paid clip; times in seconds, moments in UTC."""
    assert attempt.sha256 is not None
    return as_bytes(
        ClipRecord(
            story=request.story,
            clip=request.clip,
            variant=request.variant,
            take=request.take,
            profile=request.profile,
            request_sha256=request.sha256,
            seed=seed_of(attempt),
            price_usd=money_number(price),
            duration=attempt.seconds,
            planned=number(planned),
            shots=shot_refs(request),
            provenance=Provenance(
                host=host_of(request.profile),
                request_id=attempt.request_id,
                attempt=attempt.id,
                sent=None if attempt.sent is None else moment(attempt.sent),
                took=None if attempt.took is None else round(attempt.took, 1),
            ),
            sha256=attempt.sha256,
            size=attempt.size,
            storyc=__version__,
        )
    )


def sounds(films: Iterable[FilmOrder], files: Files) -> Callable[[str], tuple[bytes, str] | None]:
    """A function that gives the bytes and the kind of a local sound by its SHA-256, None where it is that no more."""
    places: set[str] = set()
    for film in films:
        for clip in film.clips:
            setting = clip.settings.get("audio")
            if setting is not None and "://" not in setting.value:
                path = project_path(setting.span.path, setting.value)
                places |= {path} if path is not None else set()

    def find(digest: str) -> tuple[bytes, str] | None:
        for path in sorted(places):
            try:
                data = files.read(path, _MOST_SOUND)
            except OSError:
                continue  # it was there when the story was compiled; the sound that is asked for is not found then
            if hashlib.sha256(data).hexdigest() == digest:
                return data, path.rpartition(".")[2].casefold()
        return None

    return find


# More than any profile takes; the compiler has measured the file by then.
_MOST_SOUND = 64 << 20
