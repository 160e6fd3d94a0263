"""A comparison of films, clip by clip."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from storyboard.records import Record
from storyboard.records.clip import ClipRef
from storyboard.records.parts import Path, Sha256, ShotRef, Usd

Became = Literal["same", "changed", "new", "gone"]
_Settings = Annotated[
    dict[str, Any], Meta(description="All that is sent beside the prompt, with model, template and number of takes.")
]


class SideRecord(msgspec.Struct, frozen=True):
    """A clip as it stands on one side of a comparison; its first take stands for all of them."""

    title: str
    slug: str
    request_sha256: Sha256
    prompt: str
    settings: _Settings
    shots: tuple[ShotRef, ...]


class Word(msgspec.Struct, frozen=True):
    """One thing that changed: a value that became another, a text to be compared by words, or just a phrase."""

    what: str
    before: str = ""
    after: str = ""
    kind: Literal["value", "text", "phrase"] = "value"


class DiffClip(msgspec.Struct, frozen=True):
    """What became of a clip; its price is what its takes would cost with an empty store. A variant's clip names it.

    `unpaid_usd` is what is left of the price where the clip as it was is paid for: of two takes more, those two.
    `words` say what changed. `was` is the story that the clip stood in before, `home` the one under which reports name
    it; each is absent where that is `story`.
    """

    story: Path
    clip: ClipRef
    change: Became
    price_usd: Usd
    before: SideRecord | None
    after: SideRecord | None
    unpaid_usd: Usd
    variant: str | UnsetType = UNSET
    words: tuple[Word, ...] = ()
    was: Path | UnsetType = UNSET
    home: Path | UnsetType = UNSET


class Diff(Record, frozen=True, kw_only=True, tag="storyc.diff/1"):
    """What changed in films, clip by clip, and what it would cost: with an empty store, and with the old clips paid."""

    MET = "`diff --format json`"

    clips: tuple[DiffClip, ...]
    total_usd: Usd
    unpaid_usd: Usd
