"""What the ledger says: its attempts, and what they come to."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from storyboard.records import Record
from storyboard.records.clip import ClipRef, Number
from storyboard.records.parts import ConsentRecord, Moment, OffSpec, Path, Seconds, Sha256, Usd, Variant, Whole, Words

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
    `host_deletes` is when the host deletes the clip, told by `--unsettled` alone, and of what was sent.
    """

    MET = "`ledger list` and `ledger show --format json`"
    MANY = True

    id: str
    story: Path
    clip: ClipRef
    variant: Variant
    take: Number
    state: State
    seed: int | None
    request_id: str | None
    price_usd: Usd
    held_usd: Usd
    spent_usd: Usd
    cost_known: bool
    consent: ConsentRecord | None
    created: Moment
    note: Words
    host_deletes: Moment | None


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


class SumGroup(msgspec.Struct, frozen=True):
    """What the attempts come to that have these values in common, by the words of `--by`."""

    values: dict[str, str]
    attempts: Whole
    held_usd: Usd
    spent_usd: Usd


class LedgerSum(Record, frozen=True, kw_only=True, tag="storyc.ledger-sum/1"):
    """What all attempts come to, those in each state, and those that have in common what `--by` names."""

    MET = "`ledger list --sum --format json`"

    attempts: Whole
    held_usd: Usd
    spent_usd: Usd
    states: dict[str, Sum]
    by: tuple[str, ...]
    groups: tuple[SumGroup, ...]


class UnknownJob(msgspec.Struct, frozen=True):
    """A job that the host has billed and no attempt of the ledger owns; the cost is null where the host tells none."""

    request_id: str
    model: str
    at: Moment | None
    cost_usd: Usd | None
    prompt: Words


class NotBilled(msgspec.Struct, frozen=True):
    """An attempt for which the ledger counts money and the host's history has no bill."""

    id: str
    request_id: str | None
    story: Path
    clip: ClipRef
    take: Number
    state: State
    sent: Moment
    counted_usd: Usd


class BilledOtherwise(msgspec.Struct, frozen=True):
    """An attempt that the host has billed otherwise than it was priced, or than the ledger counts."""

    id: str
    request_id: str
    story: Path
    clip: ClipRef
    take: Number
    state: State
    price_usd: Usd
    counted_usd: Usd
    billed_usd: Usd


class InvoiceSum(msgspec.Struct, frozen=True):
    """What the host has billed, and what the ledger counts: what was spent, and what is held."""

    billed_usd: Usd
    counted_usd: Usd


class Reconciliation(Record, frozen=True, kw_only=True, tag="storyc.reconciliation/1"):
    """The host's history beside the ledger, from `start` on and before `end`; nothing is settled by it.

    The sums are by day (UTC), by the host's name of the model, and by story; what no attempt owns is of the story ``.
    `untold_usd` is what the ledger counts for jobs of which the host tells no cost, or none yet; `unasked_usd` what it
    counts in that time at other hosts, by their names, which is in none of these sums.
    """

    MET = "`ledger reconcile --format json`"

    host: str
    start: Moment
    end: Moment
    unknown: tuple[UnknownJob, ...]
    not_billed: tuple[NotBilled, ...]
    otherwise: tuple[BilledOtherwise, ...]
    billed_usd: Usd
    counted_usd: Usd
    untold_usd: Usd
    unasked_usd: dict[str, Usd]
    days: dict[str, InvoiceSum]
    models: dict[str, InvoiceSum]
    stories: dict[str, InvoiceSum]
