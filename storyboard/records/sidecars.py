"""What lies beside clips and films, and the list of the files that storyc made."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from storyboard.records import Record
from storyboard.records.clip import ClipRef, Number
from storyboard.records.parts import ClipSeconds, Moment, Path, Seconds, Sha256, ShotRef, Usd, Variant, Whole

_Key = Annotated[Sha256, Meta(description="What it was drawn from; with another key it is drawn again.")]
_Storyc = Annotated[str, Meta(description="The version of storyc that wrote it.")]


class Animatic(Record, frozen=True, kw_only=True, tag="storyc.animatic/1"):
    """The record beside an animatic; `cuts` are the numbers of the frames that new shots begin with."""

    MET = "beside an animatic, `….animatic.json`"

    key: _Key
    story: Path
    clip: ClipRef
    variant: Variant
    profile: str
    draft: bool
    duration: ClipSeconds
    planned: ClipSeconds
    shots: tuple[ShotRef, ...]
    fps: Annotated[int, Meta(ge=1, le=240)]
    frames: Whole
    cuts: tuple[Annotated[int, Meta(ge=0, le=1 << 24)], ...]
    warnings: tuple[str, ...]
    sha256: Sha256
    storyc: _Storyc


class FilmClip(msgspec.Struct, frozen=True):
    """A clip of a film, as it was when it was joined; a card has neither path nor hash."""

    path: str
    sha256: str


class Film(Record, frozen=True, kw_only=True, tag="storyc.film/1"):
    """The record beside a film; `encoded` names the clips that could not be copied as they are."""

    MET = "beside a film, `….json`"

    key: _Key
    story: Path
    variant: Variant
    title: str
    duration: Seconds
    clips: tuple[FilmClip, ...]
    encoded: tuple[str, ...]
    sha256: Sha256
    storyc: _Storyc


class Provenance(msgspec.Struct, frozen=True):
    """Where a paid clip comes from: the host and its name for the job, the ledger's attempt, and how long it took."""

    host: str
    request_id: str | None
    attempt: str
    sent: Moment | None
    took: Seconds | None


class ClipRecord(Record, frozen=True, kw_only=True, tag="storyc.clip/1"):
    """The record beside a paid clip; `size` in bytes."""

    MET = "beside a paid clip, `….json`"

    story: Path
    clip: ClipRef
    variant: Variant
    take: Number
    profile: str
    request_sha256: Sha256
    seed: int | None
    price_usd: Usd
    duration: ClipSeconds
    planned: ClipSeconds
    shots: tuple[ShotRef, ...]
    provenance: Provenance
    sha256: Sha256
    size: Whole | None
    storyc: _Storyc


class FilesRecord(Record, frozen=True, kw_only=True, tag="storyc.files/1"):
    """The files that storyc made, by path with their SHA-256; `intents` are those that are just being put in place."""

    MET = "`.storyc/files.json`"

    files: dict[str, Sha256]
    intents: dict[str, Sha256]
