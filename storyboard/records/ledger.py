"""What the ledger says: its attempts, and what they come to."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from storyboard.records import Record
from storyboard.records.parts import (
    ClipRef,
    ConsentRecord,
    Moment,
    Number,
    OffSpec,
    Path,
    Seconds,
    Sha256,
    Usd,
    Variant,
    Whole,
    Words,
)

State = Literal[
    "reserved",  # money is held, nothing was sent
    "sending",  # written down before the first byte leaves
    "accepted",  # the host has named the job
    "stored",  # the clip lies in the store
    "recorded",  # what it cost is known, and counted
    "published",  # it lies where the writer looks for it
    "unknown",  # it may have been billed; keeps its hold until it is settled
    "void",  # it is over: nothing was billed, or what was paid is given up for lost
]


class AttemptRecord(Record, frozen=True, kw_only=True, tag="storyc.attempt/1"):
    """One try to buy one take of a clip, as a list shows it.

    `cost_known` is false where the host tells no cost, and the price was counted; `consent` says who agreed to it.
    """

    MET = "`ledger list` and `ledger show --format json`"
    MANY = True

    id: str
    story: Path
    clip: ClipRef
    variant: Variant
    take: Number
    state: State
    seed: int
    request_id: str | None
    price_usd: Usd
    held_usd: Usd
    spent_usd: Usd
    cost_known: bool
    consent: ConsentRecord | None
    created: Moment
    note: Words


class EventRecord(msgspec.Struct, frozen=True):
    """One change of an attempt's state; `hash` chains it to the one before."""

    number: Number
    before: str
    after: str
    at: Moment
    note: Words
    hash: str


class FullAttempt(AttemptRecord, frozen=True, kw_only=True, tag="storyc.attempt/1"):
    """One attempt with its request, its file and all that happened to it; `took` and `seconds` in seconds.

    `off_spec` is what of its clip is not as it was ordered, null where nobody has measured it, and `agreed` whether it
    is taken as it is.
    """

    MANY = False

    profile: str
    request: dict[str, Any]
    request_sha256: Sha256
    seconds: Seconds
    sent: Moment | None
    took: Seconds | None
    sha256: Sha256 | None
    size: Whole | None
    path: str | None
    off_spec: tuple[OffSpec, ...] | None
    agreed: bool
    events: tuple[EventRecord, ...]


class Sum(msgspec.Struct, frozen=True):
    """What some attempts come to."""

    attempts: Whole
    held_usd: Usd
    spent_usd: Usd


class LedgerSum(Record, frozen=True, kw_only=True, tag="storyc.ledger-sum/1"):
    """What all attempts come to, and those in each state."""

    MET = "`ledger list --sum --format json`"

    attempts: Whole
    held_usd: Usd
    spent_usd: Usd
    states: dict[str, Sum]
