"""Finished clips held against their plans; kept beside a clip too, so that it is not measured again."""

from __future__ import annotations

from typing import Literal

import msgspec

from storyboard.records import Record
from storyboard.records.clip import ClipRef, Number
from storyboard.records.parts import Path, Seconds, Sha256, Variant, Whole, Words

Kind = Literal["hard", "soft", "flash", "missing", "extra"]
_Span = tuple[Seconds, Seconds]


class VerifyCut(msgspec.Struct, frozen=True):
    """A cut as it was planned and as it was found, null where it was not; `error` is how much later it came.

    A flash lasts `frames` pictures; `shot` begins with the cut, 0 where none does; `strength` is the mean change of the
    picture in levels of 255.
    """

    planned: Seconds | None
    found: Seconds | None
    error: int | float | None
    kind: Kind
    shot: Whole
    strength: float
    frames: Whole


class VerifySound(msgspec.Struct, frozen=True):
    """What is heard: the loudest sample in decibels below full scale, and stretches of silence from a second on."""

    length: Seconds
    peak_db: float | None
    silent: tuple[_Span, ...]


class VerifyClip(msgspec.Struct, frozen=True, kw_only=True):
    """A finished clip beside its plan; what could not be measured is null.

    `off` is the mean error of the planned cuts in seconds, one second for a cut that is missing or extra; `best` marks
    the take that keeps the plan best of several. `problems` are beyond the tolerance, `notes` are not.
    """

    story: Path
    clip: ClipRef
    variant: Variant
    take: Number
    path: Path | None
    length: Seconds | None
    planned_length: Seconds | None
    size: str | None
    fps: int | float | None
    steady: bool | None
    frames: Whole | None
    whole: bool | None
    sound: VerifySound | None
    black: tuple[_Span, ...]
    cuts: tuple[VerifyCut, ...]
    off: Seconds | None
    best: bool
    ok: bool
    problems: tuple[Words, ...]
    notes: tuple[Words, ...]
    sha256: Sha256 | None


class KeptClip(VerifyClip, frozen=True, kw_only=True):
    """A finished clip as it is kept beside it: measured, and `key` is what was asked."""

    length: Seconds
    size: str
    fps: int | float
    steady: bool
    frames: Whole
    whole: bool
    sha256: Sha256
    key: Sha256


class Verify(Record, frozen=True, kw_only=True, tag="storyc.verify/1"):
    """Finished clips held against the plans that they were made by."""

    MET = "`verify --format json`, and beside a clip that was looked at, `….verify.json`"

    clips: tuple[VerifyClip, ...]


class Kept(Record, frozen=True, kw_only=True, tag="storyc.verify/1"):
    """One finished clip, so that it is not measured again for the same question."""

    clips: tuple[KeptClip]
