"""The values that several records share: hashes, moments and dollars."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

_USD = Meta(ge=0, le=10**9, description="Dollars, with at most four places.")
_SECONDS = Meta(ge=0, description="Seconds, to the millisecond.")
# No clip is longer, and whoever reads one reckons in milliseconds.
_CLIP_SECONDS = Meta(ge=0, le=4 * 3600, description="Seconds, to the millisecond.")

# A number that is whole is written without a point, and read as it was written.
Usd = Annotated[int, _USD] | Annotated[float, _USD]
Seconds = Annotated[int, _SECONDS] | Annotated[float, _SECONDS]
ClipSeconds = Annotated[int, _CLIP_SECONDS] | Annotated[float, _CLIP_SECONDS]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="A SHA-256 in hex.")]
Moment = Annotated[str, Meta(extra_json_schema={"format": "date-time"}, description="A moment in UTC.")]
How = Literal["asked", "--yes", "--max-cost", "--plan"]
Whole = Annotated[int, Meta(ge=0)]
Path = Annotated[str, Meta(description="A path from the project's root, with `/`.")]
Words = Annotated[str, Meta(description="One phrase for people; empty where there is nothing to say.")]
Variant = Annotated[str, Meta(description="The variant's name, empty for the story itself.")]


def moment(at: datetime) -> str:
    """A moment in UTC as records have it, to the second: `2026-03-01T12:00:00Z`."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


class OffSpec(msgspec.Struct, frozen=True):
    """What is not as it was ordered: `size` was `1280x720` and came as `720x1280`. A `picture` is decodable, or not.

    Of a `request` a part was `ordered` that the host says it has dropped.
    """

    what: Literal["picture", "length", "size", "frame rate", "sound", "request"]
    ordered: str
    arrived: str


class ConsentRecord(msgspec.Struct, frozen=True):
    """Who agreed to what a run may spend: the user, the machine, how, and the digest of the saved plan, if by one.

    `fleet` is there, and true, where it was submitted to the fleet.
    """

    who: str
    machine: str
    how: How
    plan: Sha256 | None = None
    fleet: bool | UnsetType = UNSET


class ShotRef(msgspec.Struct, frozen=True):
    """A shot's place in the clip, its times in seconds from the clip's start, and its title."""

    number: Whole
    start: ClipSeconds
    end: ClipSeconds
    title: str
