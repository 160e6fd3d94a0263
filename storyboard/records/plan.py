"""A plan: what a build would do and cost, and what a saved one means."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import UNSET, UnsetType

from storyboard.records import Record
from storyboard.records.clip import ClipRef, Number
from storyboard.records.losses import LossRecord
from storyboard.records.parts import Path, Seconds, Sha256, Usd, Variant

State = Literal[
    "new",  # never bought
    "changed",  # another request was bought for this take of the clip
    "cached",  # bought, and in the store
    "running",  # under way, here or at the host
    "failed",  # the host charged for a job that failed; to be settled before it can be bought again
    "elsewhere",  # the lock file calls it paid, and it is not here: it is fetched, and never bought by itself
    "unknown",  # it may have been billed; to be settled before it can be bought again
]


class PlanClip(msgspec.Struct, frozen=True):
    """One take of a clip: how it stands in the ledger, and what it costs where it has to be bought.

    `cost_known` is false where the host will not tell what it has charged. `lost_usd` is what was spent before on the
    same request, whose clip was given up, absent where that is nothing. `losses` are what its model cannot do,
    absent where that is nothing, and in a saved plan.
    """

    story: Path
    clip: ClipRef
    variant: Variant
    take: Number
    state: State
    price_usd: Usd
    cost_known: bool
    seed: int | None
    request_sha256: Sha256
    seconds: Seconds
    lost_usd: Usd | UnsetType = UNSET
    losses: tuple[LossRecord, ...] | UnsetType = UNSET


class Selection(msgspec.Struct, frozen=True):
    """What a saved plan means: the stories, and the options that select in them."""

    stories: tuple[Path, ...]
    model: str | None
    variant: Variant
    set: tuple[tuple[str, str], ...]
    only: tuple[str, ...]
    take: tuple[Number, ...]


class Plan(Record, frozen=True, kw_only=True, tag="storyc.plan/1"):
    """What a build would do and cost, before it does it; the total is that of what is new or changed."""

    MET = "`plan --format json`, and `plan -o FILE`"

    clips: tuple[PlanClip, ...]
    total_usd: Usd


class Saved(Plan, frozen=True, kw_only=True, tag="storyc.plan/1"):
    """A plan that `plan -o FILE` has saved, with what was meant, so that it can be done later.

    `host` is where its jobs would run. `rehearsal` says that this is a host on this machine, and that the plan is no
    consent to spend money. `digest` is the SHA-256 of all the rest as UTF-8 JSON with sorted keys and no spaces, so
    that who agrees to a plan can name it; a plan without one was saved by an older storyc.
    """

    host: str = ""
    selection: Selection
    rehearsal: bool = False
    digest: str = ""
