"""The kinds of value that several schemas share: hashes, moments, dollars, and which clip of a film is meant."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="A SHA-256 in hex.")]
Moment = Annotated[str, Meta(extra_json_schema={"format": "date-time"}, description="A moment in UTC.")]
Usd = Annotated[float, Meta(ge=0, description="Dollars, with at most four places.")]
Seconds = Annotated[float, Meta(ge=0, description="Seconds, to the millisecond.")]
Whole = Annotated[int, Meta(ge=0)]
Number = Annotated[int, Meta(ge=1, description="Counted from 1.")]
Path = Annotated[str, Meta(description="A path from the project's root, with `/`.")]
Words = Annotated[str, Meta(description="One phrase for people; empty where there is nothing to say.")]
Variant = Annotated[str, Meta(description="The variant's name, empty for the story itself.")]


class ClipRef(msgspec.Struct, forbid_unknown_fields=True):
    """Which clip of the film is meant."""

    index: Number
    title: str
    slug: str


class ShotRef(msgspec.Struct, forbid_unknown_fields=True):
    """A shot's place in the clip, its times in seconds from the clip's start, and its title."""

    number: Whole
    start: Seconds
    end: Seconds
    title: str
