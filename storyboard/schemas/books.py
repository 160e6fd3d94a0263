"""What the books say: the attempts of a ledger, their sums, and what the emulator would have billed."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from storyboard.ledger.records import State
from storyboard.schemas.words import ClipRef, Moment, Number, Path, Seconds, Sha256, Usd, Variant, Whole, Words


class Attempt(msgspec.Struct, forbid_unknown_fields=True):
    """One try to buy one take of a clip, as a list shows it."""

    schema: Literal["storyc.attempt/1"]
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
    created: Moment
    note: Words


class Event(msgspec.Struct, forbid_unknown_fields=True):
    """One change of an attempt's state; `hash` chains it to the one before."""

    number: Number
    before: str
    after: str
    at: Moment
    note: Words
    hash: str


class FullAttempt(Attempt, forbid_unknown_fields=True):
    """One attempt with its request, its file and all that happened to it; `took` and `seconds` in seconds."""

    profile: str
    request: dict[str, Any]
    request_sha256: Sha256
    seconds: Seconds
    sent: Moment | None
    took: Seconds | None
    sha256: Sha256 | None
    size: Whole | None
    path: str | None
    events: list[Event]


class Sum(msgspec.Struct, forbid_unknown_fields=True):
    """What some attempts come to."""

    attempts: Whole
    held_usd: Usd
    spent_usd: Usd


class LedgerSum(Sum, forbid_unknown_fields=True, kw_only=True):
    """What all attempts come to, and those in each state."""

    schema: Literal["storyc.ledger-sum/1"]
    states: dict[str, Sum]


class Emulate(msgspec.Struct, forbid_unknown_fields=True):
    """The first line of `storyc emulate`: where it listens, and a made-up key that it takes."""

    schema: Literal["storyc.emulate/1"]
    url: str
    port: Annotated[int, Meta(ge=1, le=65535)]
    key: str


class Charge(msgspec.Struct, forbid_unknown_fields=True):
    """A generation that the host would have billed."""

    request_id: str
    model: str
    seed: int
    submit: Number
    cost_usd: Usd
    at: Moment


class Job(msgspec.Struct, forbid_unknown_fields=True):
    """A generation that was begun, and the faults that it was to suffer."""

    request_id: str
    model: str
    version: Literal["v1", "v2"]
    submit: Number
    state: Literal["QUEUED", "PROCESSING", "COMPLETED", "FAILED"]
    seed: int
    faults: list[str]


class Call(msgspec.Struct, forbid_unknown_fields=True):
    """A request that came; its status is 0 where the connection was cut, `submit` counts the submits."""

    number: Number
    method: str
    path: str
    status: Whole
    submit: Number | None
    note: str | None
    with_key: bool
    at: Moment


class EmulatorBook(msgspec.Struct, forbid_unknown_fields=True):
    """What the emulator has seen and would have billed; of the requests only the latest ones."""

    schema: Literal["storyc.emulator-book/1"]
    total_usd: Usd
    charges: list[Charge]
    jobs: list[Job]
    submits: Whole
    requests_seen: Whole
    requests: list[Call]
