"""What a paid build works with, what it wants, and what each clip comes to."""

from __future__ import annotations

import math
import shlex
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec

from storyboard.compiler.request import Request
from storyboard.film.delivery import Arrival
from storyboard.ledger.records import Attempt, Caps, Ledger, NoRoom, Standing
from storyboard.ledger.steps import UNNAMED, is_nameless, is_waiting, off_spec_said
from storyboard.production.plan import Priced
from storyboard.production.plan.lineage import Origins
from storyboard.production.plan.lockfile import FILE, NO_LOCK, Entry, Lock, block
from storyboard.profiles.hosts import Cause
from storyboard.providers import HostRefused, Provider
from storyboard.records.parts import ConsentRecord
from storyboard.store.records import Store
from storyboard.timing import money

Outcome = Literal["done", "failed", "refused", "unknown", "running", "left"]
# Why a clip ended otherwise than it should have: what the host says, or what storyc has seen; empty where neither.
EndCause = Cause | Literal["", "cap", "charged", "elsewhere", "later", "mistake", "spoilt"]
Phase = Literal["sending", "accepted", "running", "waiting", "busy", "looking"]


_LATE = "the deadline has passed"
_ONCE = 1e-6  # seconds in which a job is asked for once


class WaitTerms(msgspec.Struct, frozen=True):
    """What a run waits for: jobs until its patience ends, until their first answer or not at all.

    Where it does not look `beside` it, it leaves a clip that another storyc is at. From `until` on, by the clock of the
    process, it sends nothing and waits for nothing.
    """

    jobs: Literal["patiently", "once", "never"] = "patiently"
    beside: bool = True
    until: float = math.inf


PATIENTLY = WaitTerms()


class Polling(msgspec.Struct, frozen=True):
    """How long is waited, in seconds: before the first question after a job and between two, and after a lost answer.

    No job is done before `lead`, which is known from past calls. `patience` ends the questions of a run that is
    patient; the job runs on, and the next run asks again. A clip that comes spoilt is fetched `tries` times by a run.
    For `kept` after a submit the host should know the job, and its word that it does not is no proof. Between the look
    into the history and the first send lies at least `apart`, so that a job that was begun before the one is told from
    that of the other by the host's clock. What the run waits for at all is said by its `terms`.
    """

    lead: float = 0.0
    first: float = 0.5
    growth: float = 1.6
    most: float = 15.0
    patience: float = 900.0
    tries: int = 3
    kept: float = 0.0
    again: float = 1.0
    apart: float = 2.0
    looks: tuple[float, ...] = (0.5, 2.0, 5.0, 10.0, 20.0, 40.0)
    terms: WaitTerms = PATIENTLY

    @property
    def is_brief(self) -> bool:
        """Whether the run leaves jobs that are not finished to a later one."""
        return self.terms.jobs != "patiently"

    def waits(self, clock: float) -> bool:
        """Whether the run still waits for anything at this moment."""
        return clock < self.terms.until

    def last(self, clock: float) -> float:
        """The moment before which a job is asked for whose questions begin now."""
        patience = {"patiently": self.patience, "once": _ONCE, "never": 0.0}[self.terms.jobs]
        return min(clock + patience, self.terms.until)


class Baseline(msgspec.Struct, frozen=True):
    """What the host's history had when it was looked at, `now` by the host's clock and `at` by the one of a process.

    `seen` are the jobs alike of each operation, by their names. `numbers` has the first name of ours that is free for a
    send of it, counted from 1, at a host that takes names.
    """

    now: datetime = datetime.min.replace(tzinfo=UTC)
    at: float = 0.0
    seen: Mapping[str, tuple[str, ...]] = {}
    numbers: Mapping[str, int] = {}


class SeenCosts:
    """What a run has seen of costs, over all its projects: what was charged its price or less, and what stops it.

    `sent_at` is when it last began a send, by the clock of the process.
    """

    def __init__(self) -> None:
        self.proven: set[Priced] = set()
        self.stopped = ""  # why nothing more is bought
        self.sent_at = 0.0


class PurchaseContext(msgspec.Struct, frozen=True):
    """What a paid build works with. `sounds` gives the bytes and the kind of a local sound by its SHA-256.

    `model` says what the host's history is asked for, to find the job of an attempt.
    `examine` looks at a file that came for an attempt; without it nothing is measured.

    `keeping` is held by the clips that are hashed, synced and booked: the others come from the host meanwhile.
    `baseline` is what was looked at before, `origins` says which sends have begun the jobs of the lock file. Who
    agreed is in `consent`, and `trusted` has the profiles whose prices a user vouches for. Once a price is proven the
    host may be at work on `in_flight` clips.
    """

    ledger: Ledger
    store: Store
    provider: Provider | None
    caps: Caps
    model: Callable[[Attempt], str]
    sounds: Callable[[str], tuple[bytes, str] | None]
    polling: Polling = Polling()
    baseline: Baseline = Baseline()
    origins: Origins = Origins()
    examine: Callable[[Path, Attempt], Arrival] = lambda path, attempt: Arrival()
    keeping: threading.Semaphore = msgspec.field(default_factory=threading.Semaphore)
    consent: ConsentRecord | None = None
    trusted: frozenset[str] = frozenset()
    in_flight: int = 64
    costs: SeenCosts = msgspec.field(default_factory=SeenCosts)


class Order(msgspec.Struct, frozen=True):
    """A clip that is wanted: its request, or an attempt whose story is not meant now; `buy` is whether money may go.

    `entry` is what the lock file says of it, where it was paid for on another machine. `priced` is what its price is a
    price of, and `alone` whether no other clip is made beside it, so that the balance tells what it has cost.
    """

    request: Request | None
    seconds: int
    buy: bool
    attempt: Attempt | None = None
    entry: Entry | None = None
    priced: Priced = ("", "", 0)
    alone: bool = False

    @property
    def op(self) -> str:
        """The operation."""
        return self.request.sha256 if self.request is not None else self.attempt.op if self.attempt is not None else ""


class PurchaseOutcome(msgspec.Struct, frozen=True):
    """What became of a clip, and of what `cause`; `fresh` is whether it came just now.

    `notice` is what one should know of a clip that came. Of a clip that waits again `busy` is what the host has said.
    """

    outcome: Outcome
    why: str = ""
    cause: EndCause = ""
    attempt: Attempt | None = None
    fresh: bool = False
    notice: str = ""
    busy: HostRefused | None = None


class PurchaseProgress(msgspec.Struct, frozen=True):
    """What a clip tells on its way: its phase, its attempt where there is one, and a word."""

    phase: Phase
    attempt: Attempt | None
    word: str


class PurchasePlan(msgspec.Struct, frozen=True):
    """What a paid build may do: buy the operations that were consented to, and fetch what others left behind.

    `folder` is that of the lock file and `lock` what it says, `entries` what it says of the operations that are meant,
    `rehearsal` whether the host is this machine. `prices` is what was agreed to for each operation. Nothing is written
    into a lock file that is `locked`. Where it does not draw, a film is joined only once all its clips are paid for.
    """

    context: PurchaseContext
    consented: frozenset[str]
    folder: Path
    left_behind: tuple[Attempt, ...] = ()
    entries: Mapping[str, Entry] = {}
    rehearsal: bool = False
    prices: Mapping[str, int] = {}
    lock: Lock = NO_LOCK
    locked: bool = False
    draws: bool = True


class StopSignal:
    """What ends a run early: `stop` once nothing new may begin, `cause` where the host has said so for all."""

    def __init__(self) -> None:
        self.stop = threading.Event()  # the user, or the system: come back at once
        self.cause: EndCause = ""  # nothing more is bought; what is paid for is fetched
        self.why = ""
        self.busy: HostRefused | None = None  # nothing is sent until its time is over

    def close(self, cause: EndCause, why: str) -> None:
        """Let nothing more be bought."""
        if not self.cause:
            self.cause, self.why = cause, why

    def closed(self, polling: Polling, clock: float) -> tuple[EndCause, str]:
        """For which cause nothing more is bought at a moment, and why; empty where something may be.

        A deadline that passes closes nothing: what the host says of key and credits after it counts for more.
        """
        return (self.cause, self.why) if self.cause or polling.waits(clock) else ("later", _LATE)


def unnamed(attempt: Attempt) -> str:
    """What stands in the books for the name of a job that the host has not told."""
    return f"{UNNAMED}{attempt.id}"


def by_hand(attempt: Standing) -> str:
    """How a clip is settled that the host does not give as it should."""
    how = f"storyc ledger resolve {attempt.id}"
    named = f"`{how} --attach REQUEST` names its job, whose clip can be fetched then, " if is_nameless(attempt) else ""
    return (
        f"{named}`{how} --file CLIP` brings it by hand, and `{how} --lost` gives it up, so that it can be bought anew"
    )


def held_said(attempt: Attempt) -> str:
    """Who holds a clip that this run may not go on with, in words."""
    return "it waits for the fleet, whose workers send it" if is_waiting(attempt) else "another storyc is at it"


def charged_said(attempt: Standing, why: str, cost: int) -> str:
    """A job that failed and was charged, in words."""
    return (
        f"the job failed ({why}), and the host charged {money(cost)} USD for it; it is not bought again by itself: "
        f"{by_hand(attempt)}"
    )


def doubt_said(attempt: Standing, why: str) -> str:
    """A job that failed and may be charged, in words."""
    return (
        f"the host calls its job failed ({why}), and neither it nor its documents say whether that is billed: "
        f"{money(attempt.held)} USD stay on hold, and `storyc ledger show {attempt.id}` says how to settle it"
    )


def off_order(attempt: Standing) -> str:
    """What of a clip is not as it was ordered and nobody has agreed to, in words; empty where there is nothing."""
    if not attempt.disputed:
        return ""
    how = f"storyc ledger resolve {attempt.id}"
    again = "" if is_nameless(attempt) else "`--refetch` asks the host again, "
    return (
        f"it is not as it was ordered, {off_spec_said(attempt.disputed)}; it is paid for and kept: `{how} --accept` "
        f"takes it as it is, {again}{by_hand(attempt).replace(f'{how} ', '')}"
    )


def elsewhere_said(entry: Entry, why: str, ways: str = "") -> str:
    """A clip that other books have paid for and that cannot be had, in words; `ways` are more that end that."""
    return (
        f"`{FILE}` says that it is paid for, and {why}: bring the clip or the store from where it was bought{ways}; "
        f"`storyc ledger resolve --lock {shlex.quote(block(entry))} --lost` gives it up, so that it can be bought anew"
    )


NAMELESS = "the host has not named its job"


def nameless_said(entry: Entry) -> str:
    """A clip that other books have paid for, and whose job the host cannot be asked for, in words."""
    ways = ", name its job there by `storyc ledger resolve ID --attach REQUEST`, or here by `--take-up REQUEST`"
    return elsewhere_said(entry, NAMELESS, ways)


def another_file_said(entry: Entry) -> str:
    """A clip of which the host has another file than the lock file names, in words."""
    return (
        f"`{FILE}` names another file than the host has of request `{entry.request_id}`: the same build with "
        f"`--take-up {entry.request_id}` takes that one, for nothing"
    )


def outrun_said(room: NoRoom) -> str:
    """A cap that would be passed by a run under way, in words; that of the run is what was shown and agreed to."""
    if room.scope != "run":
        return room_said(room)
    return (
        f"{money(room.limit)} USD were agreed to for this run, {money(room.used)} are spent or held "
        f"and {money(room.wanted)} more are wanted"
    )


def room_said(room: NoRoom) -> str:
    """A cap that would be passed by a run as it was planned, in words; where the ledger keeps it, whose it is."""
    whose = f" (user `{room.buyer}` of the studio's ledger)" if room.buyer else " (the studio's ledger)"
    whose = whose if room.of_books else ""
    if room.scope == "clips":
        return f"the cap is {room.limit} clips, {room.used} are bought or held and {room.wanted} more are wanted{whose}"
    of = {"run": "this run", "day": "today (UTC)", "month": "this month (UTC)"}[room.scope]
    return (
        f"the cap for {of} is {money(room.limit)} USD, {money(room.used)} are spent or held "
        f"and {money(room.wanted)} more are wanted{whose}"
    )
