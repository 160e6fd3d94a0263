"""Adopting clips that lie in the output folder and that the lock file names by their SHA-256, for nothing.

A ledger and the list of own files may be lost while the clips are there. The bytes prove what they are.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from storyboard.compiler.request import Request
from storyboard.ledger.records import Ledger, Reserved
from storyboard.production.files import paths
from storyboard.production.files.bought import known
from storyboard.production.files.lock import locked
from storyboard.production.files.manifest import Manifest, prepare, sha256
from storyboard.production.plan import PlanRow
from storyboard.production.plan.lockfile import Entry
from storyboard.production.purchase.entries import elsewhere
from storyboard.production.purchase.records import UNNAMED
from storyboard.production.records import FilmOrder
from storyboard.store.records import Store, StoreTrouble, fill


class _Lost(msgspec.Struct, frozen=True):
    """A clip that lies in its place, with its record beside it, and that the books lack."""

    video: Path
    record: Path
    request: Request
    seconds: int
    entry: Entry


def adopt(
    root: Path, out: Path, films: Sequence[FilmOrder], rows: Iterable[PlanRow], ledger: Ledger, store: Store
) -> int:
    """How many clips of the output folder were taken back into store, ledger and the list of own files.

    Raises FileConflict, LedgerTrouble and StoreTrouble.
    """
    lacking = elsewhere(rows)
    clips = list(_lost(out, films, lacking)) if lacking else []
    if not clips:
        return 0
    adopted = 0
    with locked(prepare(root), lambda: None):
        manifest = Manifest(root)
        for clip in clips:
            if _is_taken_back(clip, root, ledger, store):
                manifest.own(path for path in (clip.video, clip.record) if path.is_file())
                adopted += 1
        manifest.save()
    return adopted


def _lost(out: Path, films: Sequence[FilmOrder], lacking: dict[str, PlanRow]) -> Iterator[_Lost]:
    """The clips that lie where they belong and are what the lock file says."""
    for film in films:
        numbered = {clip.index: clip for clip in film.clips}
        for request in film.requests:
            row = lacking.get(request.sha256)
            if row is None or row.entry is None or row.entry.file_sha256 is None:
                continue
            base = paths.clip_base(out, film.story, film.variant, numbered[request.clip.index], len(film.clips))
            video, record = paths.paid(base, request.take), paths.record(base, request.take)
            if _digest(video) == row.entry.file_sha256:
                # A record of another clip is somebody's, and stays so.
                ours = not record.is_symlink() and known(record, video, request.sha256) is not None
                yield _Lost(video, record if ours else video, request, row.seconds, row.entry)


def _digest(path: Path) -> str:
    """The SHA-256 of a plain file, empty for what is none or cannot be read."""
    try:
        return sha256(path) if stat.S_ISREG(path.lstat().st_mode) else ""
    except OSError:
        return ""


def _is_taken_back(clip: _Lost, root: Path, ledger: Ledger, store: Store) -> bool:
    """Whether a clip is in store and ledger now; it is not where it was changed meanwhile, or another build has it."""
    entry, incoming = clip.entry, store.receive()
    try:
        fill(incoming, clip.video)
        blob = store.keep(incoming)
    except OSError as error:
        raise StoreTrouble(
            f"`{paths.from_root(root, clip.video)}` cannot be read: {error.strerror or error}"
        ) from error
    finally:
        incoming.discard()
    job = entry.request_id or f"{UNNAMED}{blob.sha256[:32]}"
    if blob.sha256 != entry.file_sha256 or any(other.state != "void" for other in ledger.named([job])):
        return False
    learned = ledger.learn(clip.request, clip.seconds, job)
    if not isinstance(learned, Reserved):
        return False
    id = learned.attempt.id
    ledger.brought(id, blob.sha256, blob.size, 0)
    ledger.published(id, paths.from_root(root, clip.video))
    return True
