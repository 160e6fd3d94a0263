"""What a ledger keeps, and the promise that each ledger gives: the only words for money that a build knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import msgspec

from storyboard.compiler.request import Request
from storyboard.diagnostics import UserError
from storyboard.ledger.caps import BookCaps, Caps, NoRoom
from storyboard.ledger.events import Event
from storyboard.ledger.extracts import Extract, Subtotal, SumBy
from storyboard.ledger.looks import PriorLook
from storyboard.records.ledger import State
from storyboard.records.parts import ConsentRecord, OffSpec

LIVE: tuple[State, ...] = ("reserved", "sending", "accepted", "stored", "recorded", "published", "unknown")


class HostPlace(msgspec.Struct, frozen=True):
    """Where jobs run: a host's name in the network, and whether that is this machine, where nothing is paid."""

    name: str
    rehearsal: bool = False


NOWHERE = HostPlace("")
NO_SEED = -1  # of a model that takes none
FLEET = "fleet"  # the owner of what waits for the fleet, as no process is called: it lives until somebody sends it
TakeKey = tuple[str, int, str, int]  # of a take of a clip: the story, the clip's number, the variant and the take


class Standing(msgspec.Struct, frozen=True):
    """How an attempt stands, as whoever only looks needs it: money in micro-dollars, moments in UTC.

    `op` is the request's SHA-256, `owner` who works on it. `held` counts against the caps while the price is not
    settled, `spent` from then on. `note` is the reason for the state, where there is one, `off_spec` what of the clip
    is not as it was ordered, None where nobody has measured it, and `agreed` whether it is taken as it is.
    """

    id: str
    op: str
    owner: str
    state: State
    price: int
    held: int
    spent: int
    sent: datetime | None
    request_id: str | None
    sha256: str | None
    path: str | None
    note: str
    off_spec: tuple[OffSpec, ...] | None
    agreed: bool

    @property
    def counted(self) -> int:
        """What every cap counts of it, in micro-dollars: the price until the host has named a cost, then that."""
        return self.held + self.spent

    @property
    def overrun(self) -> int:
        """By how many micro-dollars the host has charged more than the price; 0 for what has no price here."""
        return max(0, self.counted - self.price) if self.price else 0

    @property
    def disputed(self) -> tuple[OffSpec, ...] | None:
        """What of the clip is not as it was ordered and nobody has agreed to; None where it was not measured."""
        return () if self.agreed else self.off_spec


class Attempt(Standing, frozen=True):
    """One try to buy one take of a clip.

    `request` is its body as JSON, `run` the run that reserved it. `took` is the seconds from sending to delivery.
    `place` is where its job runs, empty where an old ledger does not know, and `rehearsal` whether that is this
    machine. `look` is what was known before it was sent. One that no run here has sent, because the host's history had
    it, has no `run`. `consent` says who agreed to the price, None where nobody had to or an old ledger does not know;
    without `cost_known` the host has told no cost, and `spent` is the price. `buyer` is the user of the database whose
    own caps it counts against, empty where there is none.
    """

    run: str
    story: str
    clip: int
    title: str
    slug: str
    variant: str
    take: int
    profile: str
    seed: int
    request: str
    seconds: int
    created: datetime
    size: int | None = None
    took: float | None = None
    place: str = ""
    rehearsal: bool = False
    look: PriorLook | None = None
    consent: ConsentRecord | None = None
    cost_known: bool = True
    buyer: str = ""

    @property
    def taken_up(self) -> bool:
        """Whether the job was found at the host, paid for by somebody else on the day on which it was `created`."""
        return not self.run

    @property
    def cost_named(self) -> bool:
        """Whether the host has named the cost that is counted; what is free needs none."""
        return not self.price or (self.cost_known if self.spent else self.counted != self.price)

    @property
    def body(self) -> dict[str, Any]:
        """The fields of the request. Raises LedgerTrouble where they are no JSON object."""
        try:
            return msgspec.json.decode(self.request, type=dict[str, Any])
        except msgspec.DecodeError as error:
            raise LedgerTrouble(f"attempt `{self.id}` is damaged: its `request` is no JSON") from error


class Reserved(msgspec.Struct, frozen=True):
    """Money is held for this attempt, which is ours."""

    attempt: Attempt


class Taken(msgspec.Struct, frozen=True):
    """There is a live attempt of the same operation already; nothing was reserved."""

    attempt: Attempt


class LedgerTrouble(UserError):
    """The ledger cannot be used; the text names it and why. Nothing was changed."""


class ReadOnlyLedger(LedgerTrouble):
    """The ledger may only be read, which serves whoever buys nothing."""


class Readout(msgspec.Struct, frozen=True):
    """The attempts that could be read, the oldest first, and what could not be, a phrase each."""

    attempts: tuple[Attempt, ...]
    faults: tuple[str, ...] = ()


class Ledger(Protocol):
    """The books of one or more projects. Every change is one durable transaction, and is written before it returns.

    It is opened for a place, at which its attempts run. Rehearsals and all else keep apart: no question, sum, cap or
    live attempt of one side sees the other, except where an attempt is named by its id. Books that are read without a
    place show both.

    Safety rests on four statements: at most one live attempt an operation and side, by a unique index; each cap a
    counter with a check, moved in the transaction that reserves, by a run's cap or the books' own, whichever is lower;
    `reserved` becomes `sending` by one update that names the owner; and nobody frees `sending`: it ends by its owner's
    word, or as unknown. All methods raise LedgerTrouble, and may be called from several threads.
    """

    owner: str
    place: HostPlace
    id: str  # which no other ledger has, copies of this one aside
    restored: datetime | None  # since when their owner takes them as they were brought back from a backup

    def limits(self) -> BookCaps | None:
        """The caps that these books keep themselves, beside those of a run; None where they keep none."""
        ...

    def slot(self) -> float:
        """The seconds until our turn to send at our place, which no other process has; 0 where nobody takes turns."""
        ...

    def room(self, money: int, clips: int, caps: Caps) -> NoRoom | None:
        """The first cap that this much more would pass, or None. Reserves nothing."""
        ...

    def unsent(self) -> int:
        """What is held at our place for clips that are not sent yet, in micro-dollars."""
        ...

    def reserve(
        self, request: Request, seconds: int, caps: Caps, consent: ConsentRecord | None = None
    ) -> Reserved | Taken | NoRoom:  # fmt: skip
        """Hold the price of a request, unless it has a live attempt or a cap has no room; `consent` is written down."""
        ...

    def learn(
        self, request: Request, seconds: int, request_id: str, *,
        sent: datetime | None = None, paid: datetime | None = None, over: str = "",
    ) -> Reserved | Taken:  # fmt: skip
        """Write down a job that other books have paid for: it holds and spends nothing here.

        What waits for the fleet ends with that, all or nothing. `sent` is when they sent it, where that is known. With
        `paid` nobody knows its books, or they are these, which have forgotten it: it is created then, and held and
        counted on that day, past a cap too, and against no run. For the reason `over` it ends at once, and what was
        paid is spent.
        """
        ...

    def begin_send(self, attempt: str, look: PriorLook | None = None) -> bool:
        """Turn our `reserved`, or what waits for the fleet, into `sending`, and write down what was known before.

        False where it is not ours any more, and nothing may be sent.
        """
        ...

    def accepted(self, attempt: str, request_id: str) -> None:
        """Write down the host's name of the job, for what is sending or unknown."""
        ...

    def stored(self, attempt: str, sha256: str, size: int, off_spec: tuple[OffSpec, ...] | None = None) -> None:
        """Write down that the clip lies in the store under this hash, and what of it is not as it was ordered."""
        ...

    def measured(self, attempt: str, off_spec: tuple[OffSpec, ...]) -> None:
        """Write down what of a clip that lies in the store is not as it was ordered."""
        ...

    def agreed(self, attempt: str) -> None:
        """Write down that a clip is taken as it is, though it is not as it was ordered."""
        ...

    def reopened(self, attempt: str, why: str) -> None:
        """Make a clip that lies in the store one that the host is asked for again; what it has cost stays counted."""
        ...

    def charged(self, attempt: str, cost: int, why: str) -> None:
        """Hold what the host has charged for a job that failed, in place of what was held for it."""
        ...

    def recorded(self, attempt: str, cost: int, took: float | None, *, known: bool = True) -> None:
        """Count what the host charged in place of what was held, even where that is more than a cap allows.

        It is not `known` where the host tells no cost, and the price is counted.
        """
        ...

    def brought(
        self, attempt: str, sha256: str, size: int | None, cost: int, off_spec: tuple[OffSpec, ...] | None = None, *,
        request_id: str = "", why: str = "", known: bool = True,
    ) -> None:  # fmt: skip
        """Write down, all or nothing, that the clip of an attempt lies in the store, and what it has cost.

        There is no `size` of one that is known by its hash alone and has to be fetched. `known` is whether the host has
        told that cost.

        It may be accepted, unknown, whose job is called `request_id` then, or have a clip, which is replaced for the
        reason `why`.
        """
        ...

    def renamed(self, attempt: str, request_id: str, cost: int, why: str, *, known: bool = True) -> None:
        """Write down the host's name of the job of a clip that lies in the store, and what that has cost."""
        ...

    def published(self, attempt: str, path: str) -> None:
        """Write down where the clip was put, by its path from the root."""
        ...

    def unknown(self, attempt: str, why: str) -> None:
        """Write down that the outcome of a send is not known; the hold stays."""
        ...

    def void(self, attempt: str, why: str, *, lost: bool = False) -> None:
        """End an attempt: its hold is freed, or counted as spent where what was paid for is `lost`."""
        ...

    def identified(self, attempt: str, request_id: str, cost: int, why: str) -> None:
        """Write down which job it was that was given up for lost, and count what that has cost."""
        ...

    def adopt(self) -> tuple[Attempt, ...]:
        """Take over what dead owners left on our side: reserved becomes void, sending unknown, and ours what is here.

        What is ours and unfinished at our place now.
        """
        ...

    def alive(self, owner: str) -> bool:
        """Whether an owner still runs; a paused one does, and nobody, whose name is empty, does not."""
        ...

    def claim(self, attempt: str) -> bool:
        """Make a live attempt whose owner is dead ours; False where its owner lives. True for what is ours.

        As with `adopt`, reserved becomes void by this and sending unknown: read the attempt again.
        """
        ...

    def live(self, operations: Iterable[str]) -> dict[str, Attempt]:
        """The live attempt of each of these operations that has one.

        What the chains of these operations' attempts, void ones too, do not bear out is LedgerTrouble, as it is where
        such an operation is reserved.
        """
        ...

    def standing(self, operations: Iterable[str]) -> Mapping[str, Standing]:
        """How the live attempt of each stands, for whoever buys nothing on the ground of it: as its last event says."""
        ...

    def attempts(self, since: datetime | None = None) -> tuple[Attempt, ...]:
        """All attempts, the oldest first."""
        ...

    def last_sent(self) -> datetime | None:
        """When the last of all attempts was sent; None where none was."""
        ...

    def sent(self, since: datetime) -> tuple[Attempt, ...]:
        """The attempts that were sent since a moment, the oldest first."""
        ...

    def readout(self, extract: Extract) -> Readout:
        """The attempts that are meant, and what of them cannot be read, in place of LedgerTrouble."""
        ...

    def sums(self, extract: Extract, by: Sequence[SumBy]) -> tuple[Subtotal, ...]:
        """What the attempts that are meant come to, by what they have in common, in the order of that."""
        ...

    def latest(self, stories: Iterable[str], besides: Mapping[TakeKey, str] = ...) -> dict[TakeKey, Attempt]:
        """The last attempt that brought a clip of these stories, by story, clip number, variant and take.

        It is left out where it is of the operation that `besides` has for its clip.
        """
        ...

    def attempt(self, start: str) -> Attempt | None:
        """The attempt whose id begins so; None where none or several do."""
        ...

    def events(self, attempt: str) -> tuple[Event, ...]:
        """What happened to an attempt, in order."""
        ...

    def request_ids(self) -> frozenset[str]:
        """The names of all jobs at our place that any attempt is known by."""
        ...

    def named(self, request_ids: Iterable[str]) -> tuple[Attempt, ...]:
        """The attempts at our place that are known by these names, the oldest first."""
        ...

    def lost(self, operations: Iterable[str]) -> tuple[Attempt, ...]:
        """The attempts of these operations that are over and whose money stays spent, the oldest first."""
        ...

    def serve(self, root: str) -> None:
        """Write down that a project with this root shares these books, unless that is known."""
        ...

    def roots(self) -> tuple[str, ...]:
        """The roots of the projects that share these books, from which the places of clips are counted."""
        ...

    def overruns(self) -> tuple[Attempt, ...]:
        """The attempts that were charged more than their price."""
        ...

    def typical(self, profile: str) -> float | None:
        """The median seconds of past calls of a profile, or None where there are none."""
        ...

    def audit(self) -> Sequence[str]:
        """What does not agree: a broken chain, a counter that is not its sum, a state without an event. Empty: good."""
        ...

    def watch(self, accepted: Callable[[str], None]) -> None:
        """Have the id of each attempt whose job is named from now on told, once that is written; it raises nothing."""
        ...

    def hurry(self, seconds: float) -> None:
        """Wait for no longer than that from now on, for other processes or for a server; then raise LedgerTrouble."""
        ...

    def close(self) -> None:
        """Give up ownership and close the books."""
        ...
