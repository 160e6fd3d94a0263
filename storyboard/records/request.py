"""A request: one paid generation, ready to be sent."""

from __future__ import annotations

from typing import Any

import msgspec

from storyboard.records import Record
from storyboard.records.clip import ClipRef, Number
from storyboard.records.parts import Path, Sha256, ShotRef, Usd, Variant


class SourceRecord(msgspec.Struct, frozen=True):
    """Where the clip begins in the source."""

    path: Path
    line: Number


class Request(Record, frozen=True, kw_only=True, tag="storyc.request/1"):
    """One paid generation, ready to be sent; `request` is exactly the body, under the host's names.

    A local sound stands in it as `sha256:` and its hash.
    """

    MET = "`render --format json`, and beside a clip, `….request.json`"
    MANY = True

    story: Path
    clip: ClipRef
    variant: Variant
    take: Number
    profile: str
    request: dict[str, Any]
    request_sha256: Sha256
    shots: tuple[ShotRef, ...]
    price_usd: Usd
    source: SourceRecord
