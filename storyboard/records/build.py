"""The report of a build."""

from __future__ import annotations

from typing import Literal

import msgspec

from storyboard.records import Record
from storyboard.records.clip import ClipRef, Number
from storyboard.records.parts import ConsentRecord, Moment, OffSpec, Path, Seconds, Sha256, Usd, Variant, Whole, Words


class BuiltClip(msgspec.Struct, frozen=True):
    """What became of one take of a clip; the path is null where no file is to be had.

    A clip that is `running` is paid for and was not finished yet: the next build fetches it for nothing.
    `off_spec` is what of a paid clip is not as it was ordered and agreed to by nobody; null where it was not measured.
    `cost_known` is false where the host tells no cost, and the price was counted. `overcharged_usd` is by how much a
    clip that the build has bought was dearer than what was agreed to.
    """

    story: Path
    clip: ClipRef
    variant: Variant
    take: Number
    state: Literal["done", "cached", "running", "failed", "refused", "unknown"]
    price_usd: Usd
    seed: int | None
    request_sha256: Sha256
    seconds: Seconds
    reason: Words
    request_id: str | None
    path: Path | None
    off_spec: tuple[OffSpec, ...] | None = None
    cost_known: bool = True
    overcharged_usd: Usd = 0


class BuiltFilm(msgspec.Struct, frozen=True):
    """What became of a story's film, `lacking` where clips of it are missing."""

    story: Path
    variant: Variant
    state: Literal["done", "cached", "failed", "refused", "lacking"]
    reason: Words
    path: Path | None
    seconds: Seconds


class FaultyStory(msgspec.Struct, frozen=True):
    """A story that could not be compiled."""

    story: Path
    state: Literal["failed"]
    reason: Words


class Build(Record, frozen=True, kw_only=True, tag="storyc.build/1"):
    """What a build did; the total is what it spent, and `consent` who agreed to that, if anything could be bought."""

    MET = "`build --report FILE.json`"

    clips: tuple[BuiltClip, ...]
    films: tuple[BuiltFilm, ...]
    stories: tuple[FaultyStory, ...]
    total_usd: Usd
    consent: ConsentRecord | None = None


class BuildEvent(Record, frozen=True, kw_only=True, tag="storyc.event/1"):
    """One change of state in a build, a line of JSON; `clip` is 0 for a film, `take` 0 for what is made here.

    `attempt` is the ledger's id and `request_id` the host's, empty and null where there is none. The price is what the
    clip has cost. `trace_id`, `span_id` and `trace_flags` are those of the trace that the environment names in
    `TRACEPARENT`, as OpenTelemetry calls them, and absent where it names none.
    """

    MET = "`build --events FILE`, a line each"

    at: Moment
    story: Path
    variant: Variant
    clip: Whole
    take: Whole
    state: Literal[
        "waiting", "drawing", "done", "kept", "failed", "refused", "lacking", "written", "sending", "accepted", "busy",
        "looking", "unknown", "running", "left",
    ]  # fmt: skip
    reason: Words
    cause: Words
    attempt: str
    request_id: str | None
    price_usd: Usd
    cost_known: bool
    path: Path | None
    off_spec: tuple[OffSpec, ...] | None
    trace_id: str | msgspec.UnsetType = msgspec.UNSET
    span_id: str | msgspec.UnsetType = msgspec.UNSET
    trace_flags: str | msgspec.UnsetType = msgspec.UNSET
