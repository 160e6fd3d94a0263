"""What is told of clips before and after they are made: requests, plans, locks, builds, comparisons."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from storyboard.production.plan import State
from storyboard.production.verify.records import Kind
from storyboard.project.diff.records import Became
from storyboard.schemas.words import ClipRef, Number, Path, Seconds, Sha256, ShotRef, Usd, Variant, Whole, Words

_Settings = Annotated[
    dict[str, Any], Meta(description="All that is sent beside the prompt, with model, template and number of takes.")
]


class Source(msgspec.Struct, forbid_unknown_fields=True):
    """Where the clip begins in the source."""

    path: Path
    line: Number


class Request(msgspec.Struct, forbid_unknown_fields=True):
    """One paid generation, ready to be sent; `request` is exactly the body, under the host's names.

    A local sound stands in it as `sha256:` and its hash.
    """

    schema: Literal["storyc.request/1"]
    story: Path
    clip: ClipRef
    variant: Variant
    take: Number
    profile: str
    request: dict[str, Any]
    request_sha256: Sha256
    shots: list[ShotRef]
    price_usd: Usd
    source: Source


class PlanClip(msgspec.Struct, forbid_unknown_fields=True):
    """One take of a clip: how it stands in the ledger, and what it costs where it has to be bought."""

    story: Path
    clip: ClipRef
    variant: Variant
    take: Number
    state: State
    price_usd: Usd
    seed: int
    request_sha256: Sha256
    seconds: Seconds


class Selection(msgspec.Struct, forbid_unknown_fields=True):
    """What a saved plan means: the stories, and the options that select in them."""

    stories: list[Path]
    model: str | None
    variant: Variant
    set: list[tuple[str, str]]
    only: list[str]
    take: list[Number]


class Plan(msgspec.Struct, forbid_unknown_fields=True):
    """What a build would do and cost, before it does it; the total is that of what is new or changed.

    Only a plan that was saved, by `plan -o FILE`, has a selection.
    """

    schema: Literal["storyc.plan/1"]
    clips: list[PlanClip]
    total_usd: Usd
    selection: Selection | UnsetType = UNSET


class LockEntry(msgspec.Struct, forbid_unknown_fields=True):
    """One take of a clip that was paid for, and the file that came; `rehearsal` where the host was this machine."""

    story: Path
    clip: Number
    title: str
    variant: Variant
    take: Number
    profile: str
    provider: str
    request_sha256: Sha256
    seed: int
    request_id: str | None
    price_usd: Usd
    file_sha256: Sha256
    rehearsal: bool | UnsetType = UNSET


class Lock(msgspec.Struct, forbid_unknown_fields=True):
    """What was paid for: each name but `schema` is that of a take of a clip."""

    schema: Literal["storyc.lock/1"]


class BuiltClip(msgspec.Struct, forbid_unknown_fields=True):
    """What became of one take of a clip; the path is null where no file is to be had."""

    story: Path
    clip: ClipRef
    variant: Variant
    take: Number
    state: Literal["done", "cached", "failed", "refused", "unknown"]
    price_usd: Usd
    seed: int
    request_sha256: Sha256
    seconds: Seconds
    reason: Words
    request_id: str | None
    path: Path | None


class BuiltFilm(msgspec.Struct, forbid_unknown_fields=True):
    """What became of a story's film, `lacking` where clips of it are missing."""

    story: Path
    variant: Variant
    state: Literal["done", "cached", "failed", "refused", "lacking"]
    reason: Words
    path: Path | None
    seconds: Seconds


class FaultyStory(msgspec.Struct, forbid_unknown_fields=True):
    """A story that could not be compiled."""

    story: Path
    state: Literal["failed"]
    reason: Words


class Build(msgspec.Struct, forbid_unknown_fields=True):
    """What a build did; the total is what it spent."""

    schema: Literal["storyc.build/1"]
    clips: list[BuiltClip]
    films: list[BuiltFilm]
    stories: list[FaultyStory]
    total_usd: Usd


class Side(msgspec.Struct, forbid_unknown_fields=True):
    """A clip as it stands on one side of a comparison; its first take stands for all of them."""

    title: str
    slug: str
    request_sha256: Sha256
    prompt: str
    settings: _Settings
    shots: list[ShotRef]


class DiffClip(msgspec.Struct, forbid_unknown_fields=True):
    """What became of a clip; its price is what its takes would cost with an empty store. A variant's clip names it."""

    story: Path
    clip: ClipRef
    change: Became
    price_usd: Usd
    before: Side | None
    after: Side | None
    variant: str | UnsetType = UNSET


class Diff(msgspec.Struct, forbid_unknown_fields=True):
    """What changed in films, clip by clip, and what it would cost."""

    schema: Literal["storyc.diff/1"]
    clips: list[DiffClip]
    total_usd: Usd


class VerifyCut(msgspec.Struct, forbid_unknown_fields=True):
    """A cut as it was planned and as it was found, null where it was not; `error` is how much later it came.

    A flash lasts `frames` pictures; `shot` begins with the cut, 0 where none does; `strength` is the mean change of the
    picture in levels of 255.
    """

    planned: Seconds | None
    found: Seconds | None
    error: float | None
    kind: Kind
    shot: Whole
    strength: float
    frames: Whole


class VerifySound(msgspec.Struct, forbid_unknown_fields=True):
    """What is heard: the loudest sample in decibels below full scale, and stretches of silence from a second on."""

    length: Seconds
    peak_db: float | None
    silent: list[tuple[Seconds, Seconds]]


class VerifyClip(msgspec.Struct, forbid_unknown_fields=True):
    """A finished clip beside its plan; what could not be measured is null.

    `off` is the mean error of the planned cuts in seconds, one second for a cut that is missing or extra; `best` marks
    the take that keeps the plan best of several. `problems` are beyond the tolerance, `notes` are not. `key` stands in
    what is kept beside a clip: what was asked.
    """

    story: Path
    clip: ClipRef
    variant: Variant
    take: Number
    path: Path | None
    length: Seconds | None
    planned_length: Seconds | None
    size: str | None
    fps: float | None
    steady: bool | None
    frames: Whole | None
    whole: bool | None
    sound: VerifySound | None
    black: list[tuple[Seconds, Seconds]]
    cuts: list[VerifyCut]
    off: Seconds | None
    best: bool
    ok: bool
    problems: list[Words]
    notes: list[Words]
    sha256: Sha256 | None
    key: Sha256 | UnsetType = UNSET


class Verify(msgspec.Struct, forbid_unknown_fields=True):
    """Finished clips held against the plans that they were made by."""

    schema: Literal["storyc.verify/1"]
    clips: list[VerifyClip]


class Speech(msgspec.Struct, forbid_unknown_fields=True):
    """A line of dialogue, its words without quotation marks."""

    name: str
    state: str
    manner: str
    text: str


class StoryShot(msgspec.Struct, forbid_unknown_fields=True):
    """A shot as written; start and end are null where they are not known."""

    number: Whole
    start: Seconds | None
    end: Seconds | None
    title: str
    text: str
    camera: str
    light: str
    sound: str
    music: str
    transition: str
    dialogue: list[Speech]


class StoryClip(msgspec.Struct, forbid_unknown_fields=True):
    """A clip with its shots; its duration is null where it is not known."""

    index: Number
    title: str
    overview: str
    closing: str
    duration: Seconds | None
    shots: list[StoryShot]


class Story(msgspec.Struct, forbid_unknown_fields=True):
    """A story as data, whatever is wrong with it."""

    schema: Literal["storyc.story/1"]
    title: str
    clips: list[StoryClip]
