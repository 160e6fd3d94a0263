"""Adopting clips whose SHA-256 the lock file or the ledger names, and that lie in the output folder or the store.

A ledger, a store and the list of own files may be lost one by one while the clips are there. The bytes prove what they
are, so that nothing is asked and nothing is paid.
"""

from __future__ import annotations

import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from storyboard.compiler.request import Request
from storyboard.ledger.records import Attempt, Ledger, Standing
from storyboard.ledger.steps import KEPT, is_put
from storyboard.production.files import paths
from storyboard.production.files.bought import known
from storyboard.production.files.lock import locked
from storyboard.production.files.manifest import Manifest, prepare, sha256
from storyboard.production.plan import PlanRow, lineage
from storyboard.production.plan.lockfile import FILE
from storyboard.production.records import FilmOrder
from storyboard.store.records import Blob, Store, StoreTrouble, fill

# Which books lacked a clip: both, whose clip lay in its place; the ledger alone; the store alone.
Lacking = Literal["both", "ledger", "store"]
_SAID: dict[Lacking, str] = {
    "both": f"in place as `{FILE}` says, and {{are}} in ledger and store again",
    "ledger": f"in the store as `{FILE}` says, and {{are}} in the ledger again",
    "store": "in place as the ledger says, and {are} in the store again",
}


class _Lost(msgspec.Struct, frozen=True):
    """A clip that books lack, by its hash: where it belongs, and the record beside it, which may be somebody's.

    `source` is where its bytes lie, which may be where it was put before it was renamed.
    """

    video: Path
    source: Path
    record: Path
    request: Request
    row: PlanRow
    sha256: str
    placed: bool

    @property
    def lacking(self) -> Lacking:
        """Which books lack it."""
        return ("both" if self.placed else "ledger") if self.row.attempt is None or _is_bare(self.row) else "store"


def adopt(
    root: Path, out: Path, films: Sequence[FilmOrder], rows: Iterable[PlanRow], ledger: Ledger, store: Store
) -> tuple[str, ...]:  # fmt: skip
    """The clips that were taken back into the books, a phrase for each way.

    Raises FileConflict, LedgerTrouble and StoreTrouble.
    """
    lacking = {row.request.sha256: (row, digest) for row in rows if (digest := _lacked(row, store))}
    clips = list(_lost(root, out, films, lacking, store)) if lacking else []
    if not clips:
        return ()
    adopted = Counter[Lacking]()
    with locked(prepare(root), lambda: None):
        manifest = Manifest(root)
        for clip in clips:
            if _is_taken_back(clip, root, ledger, store):
                adopted[clip.lacking] += 1
                if clip.placed:
                    manifest.own(path for path in (clip.video, clip.record) if path.is_file())
        manifest.save()
    return tuple(_said(adopted[lacked], text) for lacked, text in _SAID.items() if adopted[lacked])


def _said(number: int, text: str) -> str:
    lie, are = ("1 clip lies", "is") if number == 1 else (f"{number} clips lie", "are")
    return f"{lie} {text.format(are=are)}"


def _lacked(row: PlanRow, store: Store) -> str:
    """The SHA-256 of a clip that was paid for and that ledger or store lack; empty where neither does.

    A store is not read for this: what lies in it under a wrong name is for the audit.
    """
    attempt = row.attempt
    if attempt is not None and attempt.state in KEPT and attempt.sha256 is not None:
        return "" if store.has(attempt.sha256) else attempt.sha256
    if row.entry is not None and (attempt is None or _is_bare(row)):
        return row.entry.file_sha256 or ""
    return ""


def _is_bare(row: PlanRow) -> bool:
    """Whether the ledger knows of a clip that other books have paid for no more than the name of its job."""
    return row.attempt is not None and row.attempt.state == "accepted" and not row.attempt.price


def _lost(
    root: Path, out: Path, films: Sequence[FilmOrder], lacking: Mapping[str, tuple[PlanRow, str]], store: Store
) -> Iterator[_Lost]:  # fmt: skip
    """The clips that lie where they belong or in the store, with the bytes that the books name."""
    for film in films:
        numbered = {clip.index: clip for clip in film.clips}
        for request in film.requests:
            if request.sha256 not in lacking:
                continue
            row, digest = lacking[request.sha256]
            base = paths.clip_base(out, film.story, film.variant, numbered[request.clip.index], len(film.clips))
            video, record = paths.paid(base, request.take), paths.record(base, request.take)
            placed = digest_of(video) == digest
            source = video if placed else _put(root, row)
            if placed or digest_of(source) == digest or store.path(digest) is not None:
                # A record of another clip is somebody's, and stays so.
                ours = placed and not record.is_symlink() and known(record, video, request.sha256) is not None
                yield _Lost(video, source, record if ours else video, request, row, digest, placed)


def _put(root: Path, row: PlanRow) -> Path:
    """Where the ledger says that a clip was put, which another name of it or another place has left behind."""
    return root / (row.attempt.path or "" if row.attempt is not None else "")


def digest_of(path: Path) -> str:
    """The SHA-256 of a plain file, empty for what is none or cannot be read."""
    try:
        return sha256(path) if stat.S_ISREG(path.lstat().st_mode) else ""
    except OSError:
        return ""


def whole_at(attempt: Attempt, root: Path, ledger: Ledger) -> str:
    """Where the clip of an attempt lies whole, in this root or in that of another project; empty where it does not.

    It is written as one would in this root. Raises LedgerTrouble.
    """
    put = {event.note: None for event in ledger.events(attempt.id) if is_put(event)}
    for place in put if attempt.sha256 is not None else ():
        for folder in (Path(), *map(Path, ledger.roots())):
            if digest_of(root / folder / place) == attempt.sha256:
                return str(folder / place)
    return ""


def _is_taken_back(clip: _Lost, root: Path, ledger: Ledger, store: Store) -> bool:
    """Whether a clip is in store and ledger now; it is not where it was changed meanwhile, or another build has it."""
    blob = _kept(clip, root, store)
    if blob is None or clip.lacking == "store":
        return blob is not None
    entry, attempt = clip.row.entry, _learned(clip, ledger)
    if entry is None or attempt is None:
        return False
    ledger.brought(attempt.id, blob.sha256, blob.size, lineage.cost(entry, attempt))
    if clip.placed:
        ledger.published(attempt.id, paths.from_root(root, clip.video))
    return True


def _kept(clip: _Lost, root: Path, store: Store) -> Blob | None:
    """What the store has of a clip now, None where it was changed meanwhile. Raises StoreTrouble."""
    place = store.path(clip.sha256)
    if place is not None:
        return Blob(clip.sha256, place.stat().st_size)
    incoming = store.receive()
    try:
        fill(incoming, clip.source)
        blob = store.keep(incoming)
    except OSError as error:
        raise StoreTrouble(
            f"`{paths.from_root(root, clip.video)}` cannot be read: {error.strerror or error}"
        ) from error
    finally:
        incoming.discard()
    return blob if blob.sha256 == clip.sha256 else None


def _learned(clip: _Lost, ledger: Ledger) -> Standing | None:
    """The attempt that a clip which the lock file names is of here; None where another build has it."""
    entry, attempt = clip.row.entry, clip.row.attempt
    if attempt is not None:
        return attempt if ledger.claim(attempt.id) else None
    return lineage.learn(entry, clip.request, clip.row.seconds, ledger) if entry is not None else None
