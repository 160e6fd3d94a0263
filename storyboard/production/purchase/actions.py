"""The actions that a step may ask of the driver, and the events that come of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from storyboard.film.delivery import Arrival
from storyboard.ledger.records import Attempt, NoRoom, Reserved, Taken
from storyboard.production.purchase.history import Reconciled
from storyboard.production.purchase.records import PurchaseOutcome, PurchaseProgress
from storyboard.providers import (
    Accepted,
    Delivered,
    Fetched,
    Finished,
    Gone,
    HostRefused,
    Lost,
    NotSent,
    Running,
    Trouble,
)
from storyboard.records.parts import OffSpec
from storyboard.store.records import Blob

# ---- actions: the docstring ends with the event that comes of it, unless ledger or store fail, which is Broke -------


class ReadLedger(msgspec.Struct, frozen=True):
    """Read the live attempt of the operation: Booked."""


class Claim(msgspec.Struct, frozen=True):
    """Take over an attempt whose owner is dead: Claimed."""

    attempt: Attempt


class Learn(msgspec.Struct, frozen=True):
    """Write down a job that other books have paid for: Written."""

    request_id: str
    sent: datetime | None = None


class Upload(msgspec.Struct, frozen=True):
    """Give the host a local sound, by its SHA-256, for free: Uploaded."""

    digest: str


class Reserve(msgspec.Struct, frozen=True):
    """See that the disk has room for a clip, and hold the price: Reserved, Taken or NoRoom."""


class Send(msgspec.Struct, frozen=True):
    """Send a request once, its attempt written down as `sending` before the first byte leaves: Sent."""

    attempt: Attempt
    body: dict[str, Any]


class Keep(msgspec.Struct, frozen=True):
    """Put what has just come into the store, one clip after another unless `at_once`: Blob."""

    at_once: bool = False


class Examine(msgspec.Struct, frozen=True):
    """Look at what has just come, beside what was ordered: Arrival."""

    attempt: Attempt


class RecordName(msgspec.Struct, frozen=True):
    """Write down what a job is called: Written."""

    attempt: Attempt
    request_id: str


class BookFile(msgspec.Struct, frozen=True):
    """Write down that the clip lies in the store, and what of it is not as it was ordered: Written."""

    attempt: Attempt
    blob: Blob
    off_spec: tuple[OffSpec, ...] | None = None


class BookCost(msgspec.Struct, frozen=True):
    """Count what was charged, in micro-dollars, in place of what was held: Written.

    It is not `known` where the host has not said so, and the price is counted.
    """

    attempt: Attempt
    spent: int
    took: float | None
    known: bool = True


class MarkUnknown(msgspec.Struct, frozen=True):
    """Write down that a send may have been billed: Written."""

    attempt: Attempt
    why: str


class Void(msgspec.Struct, frozen=True):
    """Write down that an attempt is over and not billed: Written."""

    attempt: Attempt
    why: str


class BookCharge(msgspec.Struct, frozen=True):
    """Write down what the host has charged for a job that failed: Written."""

    attempt: Attempt
    cost: int
    why: str


class Ask(msgspec.Struct, frozen=True):
    """Ask the host how a job stands: Running, Finished, HostRefused, Gone or Trouble."""

    request_id: str


class AskCost(msgspec.Struct, frozen=True):
    """Ask what a clip has cost whose answer did not say so, by the history and by the balance: Told."""

    attempt: Attempt


class Fetch(msgspec.Struct, frozen=True):
    """Fetch the clip of a finished job: Fetched, Gone or Trouble."""

    url: str


class Locate(msgspec.Struct, frozen=True):
    """See whether the store still has a clip, whole: Stocked."""

    sha256: str


class AskHistory(msgspec.Struct, frozen=True):
    """Look for the job of a send without an answer in the host's history: Reconciled."""

    attempt: Attempt


class Wait(msgspec.Struct, frozen=True):
    """Wait, unless the run is stopped meanwhile: Waited."""

    seconds: float
    progress: PurchaseProgress | None = None


class Finish(msgspec.Struct, frozen=True):
    """End with an outcome; where `closes` says why, no other clip is bought either."""

    outcome: PurchaseOutcome
    closes: str = ""


Write = Learn | RecordName | BookFile | BookCost | MarkUnknown | Void | BookCharge
Action = (
    ReadLedger | Claim | Write | Upload | Reserve | Send | Examine | Keep | Ask | AskCost | Fetch | Locate | AskHistory
    | Wait | Finish
)  # fmt: skip


# ---- events, beside the records of ledger, store and provider --------------------------------------------------------


class Booked(msgspec.Struct, frozen=True):
    """What the ledger says: the live attempt, or that there is none."""

    attempt: Attempt | None


class Claimed(msgspec.Struct, frozen=True):
    """Whether an attempt is ours now."""

    ours: bool


class Written(msgspec.Struct, frozen=True):
    """The ledger has what it was to write, safely."""


class Uploaded(msgspec.Struct, frozen=True):
    """The address of a sound, or why it has none: None where no file has these bytes any more."""

    address: str | HostRefused | Trouble | None


class Sent(msgspec.Struct, frozen=True):
    """What became of a send; `named` whether the job's name is written down, `at` when the first byte could leave."""

    answer: Accepted | Delivered | HostRefused | NotSent | Lost
    named: bool
    at: float | None


class Stocked(msgspec.Struct, frozen=True):
    """Whether the store has the clip."""

    whole: bool


class Told(msgspec.Struct, frozen=True):
    """What a clip has cost in micro-dollars, None where nobody tells."""

    cost: int | None


class Waited(msgspec.Struct, frozen=True):
    """The time is over, or the run is stopped."""


class Broke(msgspec.Struct, frozen=True):
    """Ledger or store could not do it; `at` as in Sent, where it was a send."""

    why: str
    at: float | None = None


Answer = Running | Finished | HostRefused | Gone | Trouble | Fetched
Event = (
    Booked | Claimed | Written | Uploaded | Reserved | Taken | NoRoom | Sent | Arrival | Blob | Answer | Stocked
    | Reconciled | Told | Waited | Broke
)  # fmt: skip
