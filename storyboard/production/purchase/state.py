"""The state of one clip's purchase: what is known of it, and what it waits for.

A step takes a state and an event and gives the next state and one action (`clip.step`); a driver does the action and
feeds back what came of it (`driver.Driver`). Nothing but the driver sends, writes or waits.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from storyboard.film.delivery import Arrival
from storyboard.ledger.records import NOWHERE, Attempt, HostPlace
from storyboard.production.plan.lockfile import Entry
from storyboard.production.purchase.actions import Action, Event, Finish, ReadLedger, Wait, Write
from storyboard.production.purchase.records import EndCause, Order, Polling, PurchaseOutcome, PurchaseProgress
from storyboard.providers import HostRefused
from storyboard.store.records import Blob


class Moment(msgspec.Struct, frozen=True):
    """When a step is taken: seconds of a clock that never goes back, the time in UTC, and what ends the run early.

    `stopped` once nothing new may begin; `cause` and `why` where a host has said for all that nothing more is bought;
    `busy` is what a host has said that asks to wait, until that time is over.
    """

    clock: float
    time: datetime
    stopped: bool = False
    cause: EndCause = ""
    why: str = ""
    busy: HostRefused | None = None


# ---- stages: what is waited for --------------------------------------------------------------------------------------


class ReadingLedger(msgspec.Struct, frozen=True):
    """The ledger is read, and says how to go on."""


class Booking(msgspec.Struct, frozen=True):
    """The ledger writes something, and is read again."""


class Claiming(msgspec.Struct, frozen=True):
    """An attempt of another owner is to become ours."""

    attempt: Attempt


class Pausing(msgspec.Struct, frozen=True):
    """Time passes until the ledger is read again; `stopped` is the outcome where the run is stopped."""

    stopped: PurchaseOutcome


class Ending(msgspec.Struct, frozen=True):
    """The ledger writes the last thing of this run."""

    outcome: PurchaseOutcome


class Doubting(msgspec.Struct, frozen=True):
    """The store has failed at a clip without a name, and the ledger writes that it may have been billed."""

    why: str


class Troubled(msgspec.Struct, frozen=True):
    """Ledger or store has failed, and the ledger is read to say what is kept."""

    why: str


class Uploading(msgspec.Struct, frozen=True):
    """The first of these local sounds of the request gets an address."""

    sounds: tuple[str, ...]
    body: dict[str, Any]


class Inquiring(msgspec.Struct, frozen=True):
    """The host is asked for a job that the lock file alone names, before the ledger takes note of it."""

    entry: Entry


class Reserving(msgspec.Struct, frozen=True):
    """The price of what will be sent is held."""

    body: dict[str, Any]


class Sending(msgspec.Struct, frozen=True):
    """The request is sent."""

    attempt: Attempt


class Refusing(msgspec.Struct, frozen=True):
    """An attempt that the host has refused is made void."""

    answer: HostRefused


class Unsent(msgspec.Struct, frozen=True):
    """An attempt of which nothing has left is made void."""

    why: str


class Examining(msgspec.Struct, frozen=True):
    """A clip that has come is looked at; `poll` are the questions after it, None where it came with the answer."""

    attempt: Attempt
    named: bool = True
    poll: Poll | None = None


class Keeping(msgspec.Struct, frozen=True):
    """A clip that has come goes into the store; without a name where its job has none."""

    attempt: Attempt
    named: bool = True


class Naming(msgspec.Struct, frozen=True):
    """A kept clip whose job has no name gets one of ours."""

    attempt: Attempt
    blob: Blob


class Filing(msgspec.Struct, frozen=True):
    """The ledger writes that the clip lies in the store."""

    attempt: Attempt


class Pricing(msgspec.Struct, frozen=True):
    """The host is asked what a clip has cost whose answer did not say so."""

    attempt: Attempt


class Poll(msgspec.Struct, frozen=True):
    """The questions after a job: seconds until the next, when the last may be, why, and how many missed.

    `made` is whether the host has finished the job, `spoilt` how often its clip has come and could not be used,
    or was not at its address.
    """

    wait: float
    until: float
    why: str = ""
    missed: int = 0
    made: bool = False
    spoilt: int = 0


class Leading(msgspec.Struct, frozen=True):
    """No job is done so soon: the time before the first question passes."""

    attempt: Attempt
    poll: Poll


class Asking(msgspec.Struct, frozen=True):
    """The host is asked how the job stands."""

    attempt: Attempt
    poll: Poll


class Fetching(msgspec.Struct, frozen=True):
    """The clip of the finished job comes."""

    attempt: Attempt
    poll: Poll


class Resting(msgspec.Struct, frozen=True):
    """The time between two questions passes."""

    attempt: Attempt
    poll: Poll


class Costing(msgspec.Struct, frozen=True):
    """The host is asked what it charged for a clip that a run before this one has stored."""

    attempt: Attempt


class Locating(msgspec.Struct, frozen=True):
    """The store is asked for a clip that was bought before."""

    attempt: Attempt


class Recalling(msgspec.Struct, frozen=True):
    """The host is asked for a bought clip whose file is gone."""

    attempt: Attempt


class Refetching(msgspec.Struct, frozen=True):
    """A bought clip whose file is gone comes again."""

    attempt: Attempt


class Rekeeping(msgspec.Struct, frozen=True):
    """What came again goes into the store, and must be what was bought."""

    attempt: Attempt


class Expecting(msgspec.Struct, frozen=True):
    """The history gets time to show a job; `looks` are the seconds before this look and each after it."""

    attempt: Attempt
    looks: tuple[float, ...]
    why: str


class Looking(msgspec.Struct, frozen=True):
    """The history is asked; `looks` are the seconds before each further look."""

    attempt: Attempt
    looks: tuple[float, ...]


BuyingStage = Inquiring | Uploading | Reserving | Sending | Refusing | Unsent
StoringStage = Examining | Keeping | Naming | Filing | Pricing
FetchingStage = Leading | Asking | Fetching | Resting
RefetchingStage = Costing | Locating | Recalling | Refetching | Rekeeping
ReconcilingStage = Expecting | Looking
Stage = (
    ReadingLedger | Booking | Claiming | Pausing | Ending | Doubting | Troubled
    | BuyingStage | StoringStage | FetchingStage | RefetchingStage | ReconcilingStage
)  # fmt: skip


# ---- the state -------------------------------------------------------------------------------------------------------


class ClipPurchase(msgspec.Struct, frozen=True):
    """What is known of a purchase: `owner` is our name in the ledger, `keyed` whether the host can be spoken to.

    `here` is where the host's jobs run, `fresh` whether the clip came just now, `doubted` whether a send of unknown
    outcome was seen, `sent_at` when what may have been billed was sent, `cost` what the host says that it charged,
    `dropped` what it says that it did not use of the request, `arrival` how its clip came.
    """

    order: Order
    polling: Polling
    owner: str
    keyed: bool
    stage: Stage = ReadingLedger()
    unsent: int = 0  # sends of which nothing left this machine
    fresh: bool = False
    doubted: bool = False
    sent_at: float | None = None
    cost: int | None = None
    dropped: tuple[str, ...] = ()
    arrival: Arrival = Arrival()
    here: HostPlace = NOWHERE

    def at(self, stage: Stage) -> ClipPurchase:
        """The purchase at another stage."""
        return msgspec.structs.replace(self, stage=stage)


Step = tuple[ClipPurchase, Action]


def read_ledger(purchase: ClipPurchase) -> Step:
    """Go on as the ledger says."""
    return purchase.at(ReadingLedger()), ReadLedger()


def write(purchase: ClipPurchase, action: Write) -> Step:
    """Have something written, and go on as the ledger says then."""
    return purchase.at(Booking()), action


def pause(
    purchase: ClipPurchase, seconds: float, stopped: PurchaseOutcome, progress: PurchaseProgress | None = None
) -> Step:
    """Wait, and go on as the ledger says then; `stopped` is the outcome where the run is stopped."""
    return purchase.at(Pausing(stopped)), Wait(seconds, progress)


def finish(purchase: ClipPurchase, outcome: PurchaseOutcome, *, closes: str = "") -> Step:
    """End with this outcome; where `closes` says why, nothing more is bought by the run."""
    return purchase, Finish(outcome, closes)


def unexpected(stage: Stage, event: Event) -> AssertionError:
    """What to raise where an event comes that the stage does not wait for, which is a mistake of ours."""
    return AssertionError(f"{type(stage).__name__} was followed by {type(event).__name__}")
