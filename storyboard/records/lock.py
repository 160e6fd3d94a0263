"""The lock file: what was paid for, one block for each take of a clip and model that made it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from storyboard.records import Record
from storyboard.records.parts import Path, Sha256, Variant

_PRICE = Meta(ge=0, le=1_000_000, description="Dollars, with at most four places.")
_Number = Annotated[int, Meta(ge=1, le=1_000_000, description="Counted from 1.")]
# A job's name is a path at some hosts.
_JOB = r"^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$"
_Ledger = Annotated[str, Meta(pattern="^[A-Za-z0-9._-]{0,64}$", description="What a ledger calls itself.")]
_Sent = Annotated[datetime, Meta(tz=True, description="A moment in UTC.")]

LockState = Literal[
    "running",  # the host has accepted the job, and its clip has not come yet
    "done",
    "lost",  # it was paid for and its clip is gone for good: it may be bought anew
]


class LockEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One take of a clip that was paid for; price and file are known once it is done.

    `ledger` is the name of the ledger that bought it, and `sent` when it was sent; an old lock file knows neither.
    `rehearsal` is set where the host was this machine. `key` is sixteen bits of the SHA-256 of the key that sent it, by
    which another account's is told from it; nobody finds a key by them. All of it is of the job, and nothing of when
    the block was written: two branches in which one ledger names a job have the same block.
    """

    story: Path
    clip: _Number
    title: str
    variant: Variant
    take: _Number
    profile: str
    provider: str
    request_sha256: Sha256
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1)] | None
    request_id: Annotated[str, Meta(pattern=_JOB, max_length=200)] | None
    state: LockState
    ledger: _Ledger
    sent: _Sent | None
    price_usd: Annotated[int, _PRICE] | Annotated[float, _PRICE] | None
    file_sha256: Sha256 | None
    rehearsal: bool = False
    key: Annotated[str, Meta(pattern="^([0-9a-f]{4})?$", description="A mark of the key, if that is known.")] = ""


class LockRecord(Record, frozen=True, kw_only=True, tag="storyc.lock/2"):
    """What was paid for: each name but `schema` is that of a take of a clip and the model that made it."""

    MET = "`storyc.lock`"
    REST = LockEntry


# What stood in the field `schema` before the blocks said what runs.
OLDER = "storyc.lock/1"
