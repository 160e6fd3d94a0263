"""What the emulator says: where it listens, and what it would have billed."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from storyboard.records import Record
from storyboard.records.clip import Number
from storyboard.records.parts import Moment, Usd, Whole

Version = Literal["v1", "v2"]
State = Literal["QUEUED", "PROCESSING", "COMPLETED", "FAILED"]


class Emulate(Record, frozen=True, kw_only=True, tag="storyc.emulate/1"):
    """The first line of `storyc emulate`: where it listens, and a made-up key that it takes.

    `env` has the variables of the environment that have a build rehearse there.
    """

    MET = "the first line of `emulate`"

    url: str
    port: Annotated[int, Meta(ge=1, le=65535)]
    key: str
    env: dict[str, str]


class Charge(msgspec.Struct, frozen=True):
    """A generation that the host would have billed."""

    request_id: str
    model: str
    seed: int | None
    submit: Number
    cost_usd: Usd
    at: Moment


class JobRecord(msgspec.Struct, frozen=True):
    """A generation that was begun, and the faults that it was to suffer."""

    request_id: str
    model: str
    version: Version
    submit: Number
    state: State
    seed: int | None
    faults: tuple[str, ...]


class Call(msgspec.Struct, frozen=True):
    """A request that came; its status is 0 where the connection was cut, `submit` counts the submits."""

    number: Number
    method: str
    path: str
    status: Whole
    submit: Number | None
    note: str | None
    with_key: bool
    at: Moment


class EmulatorBook(Record, frozen=True, kw_only=True, tag="storyc.emulator-book/1"):
    """What the emulator has seen and would have billed; of the requests only the latest ones."""

    MET = "the emulator's `/emulator/book`"

    total_usd: Usd
    charges: tuple[Charge, ...]
    jobs: tuple[JobRecord, ...]
    submits: Whole
    requests_seen: Whole
    requests: tuple[Call, ...]
