"""What lies beside the films: the records of clips and films, and the list of the files that storyc made."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from storyboard.schemas.words import ClipRef, Moment, Number, Path, Seconds, Sha256, ShotRef, Usd, Variant, Whole

_Key = Annotated[Sha256, Meta(description="What it was drawn from; with another key it is drawn again.")]
_Storyc = Annotated[str, Meta(description="The version of storyc that wrote it.")]


class Animatic(msgspec.Struct, forbid_unknown_fields=True):
    """The record beside an animatic; `cuts` are the numbers of the frames that new shots begin with."""

    schema: Literal["storyc.animatic/1"]
    key: _Key
    story: Path
    clip: ClipRef
    variant: Variant
    profile: str
    draft: bool
    duration: Seconds
    planned: Seconds
    shots: list[ShotRef]
    fps: Number
    frames: Whole
    cuts: list[Whole]
    warnings: list[str]
    sha256: Sha256
    storyc: _Storyc


class FilmClip(msgspec.Struct, forbid_unknown_fields=True):
    """A clip of a film, as it was when it was joined; a card has neither path nor hash."""

    path: str
    sha256: str


class Film(msgspec.Struct, forbid_unknown_fields=True):
    """The record beside a film; `encoded` names the clips that could not be copied as they are."""

    schema: Literal["storyc.film/1"]
    key: _Key
    story: Path
    variant: Variant
    title: str
    duration: Seconds
    clips: list[FilmClip]
    encoded: list[str]
    sha256: Sha256
    storyc: _Storyc


class Provenance(msgspec.Struct, forbid_unknown_fields=True):
    """Where a paid clip comes from: the host and its name for the job, the ledger's attempt, and how long it took."""

    host: str
    request_id: str | None
    attempt: str
    sent: Moment | None
    took: Seconds | None


class Clip(msgspec.Struct, forbid_unknown_fields=True):
    """The record beside a paid clip; `size` in bytes."""

    schema: Literal["storyc.clip/1"]
    story: Path
    clip: ClipRef
    variant: Variant
    take: Number
    profile: str
    request_sha256: Sha256
    seed: int
    price_usd: Usd
    duration: Seconds
    planned: Seconds
    shots: list[ShotRef]
    provenance: Provenance
    sha256: Sha256
    size: Whole | None
    storyc: _Storyc


class Files(msgspec.Struct, forbid_unknown_fields=True):
    """The files that storyc made, by path with their SHA-256; `intents` are those that are just being put in place."""

    schema: Literal["storyc.files/1"]
    files: dict[str, Sha256]
    intents: dict[str, Sha256]
