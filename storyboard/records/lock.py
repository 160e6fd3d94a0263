"""The lock file: what was paid for, one block a take of a clip."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from storyboard.records import Record
from storyboard.records.parts import Path, Sha256, Variant

_PRICE = Meta(ge=0, le=1_000_000, description="Dollars, with at most four places.")
_Number = Annotated[int, Meta(ge=1, le=1_000_000, description="Counted from 1.")]


class LockEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One take of a clip that was paid for, and the file that came; `rehearsal` where the host was this machine."""

    story: Path
    clip: _Number
    title: str
    variant: Variant
    take: _Number
    profile: str
    provider: str
    request_sha256: Sha256
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1)]
    request_id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$")] | None
    price_usd: Annotated[int, _PRICE] | Annotated[float, _PRICE]
    file_sha256: Sha256
    rehearsal: bool = False


class LockRecord(Record, frozen=True, kw_only=True, tag="storyc.lock/1"):
    """What was paid for: each name but `schema` is that of a take of a clip."""

    MET = "`storyc.lock`"
    REST = LockEntry
