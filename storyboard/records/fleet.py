"""How the plans stand that were submitted to the fleet."""

from __future__ import annotations

from typing import Literal

import msgspec

from storyboard.records import Record
from storyboard.records.parts import Moment, Sha256, Usd, Whole, Words

FleetState = Literal[
    "waiting",  # nobody has sent it yet
    "sending",  # a worker sends it now, or has its clip and not its cost
    "host",  # the host makes it
    "here",  # its clip is in the store
    "unknown",  # it may have been billed; to be settled by hand
    "charged",  # its job failed and was charged; to be settled by hand
    "over",  # it was cancelled, or refused without being billed
]


class FleetPlan(msgspec.Struct, frozen=True):
    """A plan that was submitted: its digest, who agreed to it and where, how many of its clips stand how, the money.

    `over` says of the clips that are over why, and of how many.
    """

    plan: Sha256
    submitted: Moment
    who: str
    machine: str
    clips: dict[FleetState, Whole]
    held_usd: Usd
    spent_usd: Usd
    over: dict[Words, Whole]


class FleetStatus(Record, frozen=True, kw_only=True, tag="storyc.fleet/1"):
    """The plans that were submitted to the fleet, the latest first."""

    MET = "`fleet status --format json`"

    plans: tuple[FleetPlan, ...]
