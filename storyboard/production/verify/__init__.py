"""What `storyc verify` does, without printing: finished clips held against the plan that they were made by."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec

from storyboard import __version__
from storyboard.film.delivery import TOLERANCE
from storyboard.production.files import paths
from storyboard.production.files.drawn import key_of
from storyboard.production.files.manifest import FileConflict, Manifest, discard, sha256, write_part
from storyboard.production.verify import rows
from storyboard.production.verify.judge import notes, off, problems, ranked
from storyboard.production.verify.planned import Subject, subjects
from storyboard.production.verify.records import Cut, CutPlan, Kind, Measured, PlannedCut, Sound, Verdict
from storyboard.records import as_bytes
from storyboard.records.verify import Kept, KeptClip

__all__ = [
    "TOLERANCE",
    "Cut",
    "CutPlan",
    "Kind",
    "Measured",
    "PlannedCut",
    "Sound",
    "Subject",
    "Verdict",
    "ranked",
    "subjects",
    "verify",
]

Holding = Callable[[], AbstractContextManager[Manifest]]
# Counted up when the same clip comes to be judged otherwise.
_LOOK = 2
_MOST = 1 << 22


def verify(
    meant: Sequence[Subject], root: Path, tolerance: int, holding: Holding, *, pictures: bool = False,
    place: Path | None = None,
) -> Generator[tuple[Verdict, str]]:  # fmt: skip
    """Each clip's verdict as it comes, and why its measures or its picture could not be kept, empty where they were.

    What was measured before is not measured again while clip, plan and tolerance are the same. `pictures` leaves one
    beside each clip, `place` has that of one put there. Beside a clip nobody's file is overwritten.
    """
    for subject in meant:
        if not subject.path.exists():
            why = (
                ("is not built yet: run `storyc build`",)
                if subject.free
                else ("is not here: nothing was paid for, or `build` fetches it",)
            )
            yield _verdict(msgspec.structs.replace(subject, notes=()), None, why), ""
            continue
        yield _look(subject, root, tolerance, holding, pictures, place)


def _look(
    subject: Subject, root: Path, tolerance: int, holding: Holding, pictures: bool, place: Path | None
) -> tuple[Verdict, str]:
    from storyboard.production.verify.measuring import NotMedia, measure

    beside = paths.verified(subject.path)
    shown = paths.compared(subject.path) if pictures else None
    key = key_of(_LOOK, __version__, subject.plan, tolerance)
    if not subject.path.is_file():
        return _verdict(subject, None, ("is no file",)), ""
    try:
        measured = None if pictures or place else _kept(beside, subject.path, key)
        if measured is not None:
            return _judged(subject, measured, tolerance), ""
        measured, probed, seen = measure(subject.path, subject.plan, tolerance)
    except NotMedia as error:
        return _verdict(subject, None, (error.why,)), ""
    except OSError as error:
        return _verdict(subject, None, (f"cannot be read: {error.strerror or error}",)), ""
    verdict = _judged(subject, measured, tolerance)
    texts = [(beside, _text(verdict, root, key))]
    drawn = b""
    if shown is not None or place is not None:
        from storyboard.production.verify.picture import draw

        drawn = draw(verdict, probed, seen, tolerance)
    if shown is not None:
        texts.append((shown, drawn))
    why = _put(texts, holding)
    if place is not None:
        try:
            os.replace(write_part(place, drawn), place)
        except OSError as error:
            why = f"`{place}` cannot be written: {error.strerror or error}"
    return verdict, why


def _judged(subject: Subject, measured: Measured, tolerance: int) -> Verdict:
    verdict = _verdict(subject, measured, tuple(problems(subject.plan, measured, tolerance)))
    said = [*subject.notes]
    if subject.record_sha256 and subject.record_sha256 != measured.sha256:
        said.append("it is not the file that its record speaks of")
    said += notes(subject.plan, measured)
    return msgspec.structs.replace(verdict, notes=tuple(said), off=off(measured))


def _verdict(subject: Subject, measured: Measured | None, why: tuple[str, ...]) -> Verdict:
    return Verdict(
        subject.story, subject.clip, subject.variant, subject.take,
        subject.path if measured is not None or subject.path.exists() else None,
        subject.plan, measured, why, subject.notes, free=subject.free,
    )  # fmt: skip


def _kept(beside: Path, clip: Path, key: str) -> Measured | None:
    try:
        with beside.open("rb") as stream:
            measured = rows.measured(stream.read(_MOST), key)
    except OSError:
        return None
    return measured if measured is not None and measured.sha256 == sha256(clip) else None


def _text(verdict: Verdict, root: Path, key: str) -> bytes:
    return as_bytes(Kept(clips=(KeptClip(**msgspec.structs.asdict(rows.row(verdict, root)), key=key),)))


def _put(texts: Sequence[tuple[Path, bytes]], holding: Holding) -> str:
    """Write what lies beside a clip; why not, as a phrase, empty where done."""
    pairs: list[tuple[Path, Path]] = []
    try:
        with holding() as manifest:
            for target, data in texts:
                if why := manifest.conflict(target):
                    return why
                pairs.append((write_part(target, data), target))
            manifest.replace(pairs)
    except FileConflict as conflict:
        return str(conflict)
    except OSError as error:
        return f"what was measured cannot be kept: {error.strerror or error}"
    finally:
        discard(part for part, _ in pairs)
    return ""
