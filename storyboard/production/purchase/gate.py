"""Which orders may begin: how many at once, few before a host was seen to keep to a price, none while it is busy."""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Sequence

import msgspec

from storyboard.ledger.records import Attempt
from storyboard.ledger.steps import COUNTED
from storyboard.production.plan import Priced, called
from storyboard.production.purchase.pace import IN_A_ROW, Pace
from storyboard.production.purchase.records import (
    EndCause,
    Order,
    PurchaseContext,
    PurchaseOutcome,
    PurchaseProgress,
)
from storyboard.providers import HostRefused
from storyboard.timing import money

_UNPROVEN = "the clips before it are unfinished, and the host was not seen to keep to their price"
_FULL = "the host is at work on {} clip{}; `storyc collect` makes room"
_SENT = ("accepted", "running", "waiting", "looking")


class Gate:
    """The orders of a run that wait, and those that are under way; what was charged is in the costs of its context.

    What one price is for is proven once the host was seen to charge no more. Until then at most `jobs` clips of it are
    unfinished. Prices that a user vouches for are proven by one clip alone, and where a host tells no cost nothing is
    ever proven, so clips go one by one. A clip that a busy host has refused waits again, and sends when its turn comes.
    """

    def __init__(
        self, context: PurchaseContext, orders: Sequence[Order], jobs: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._context, self._orders, self._jobs = context, orders, jobs
        self._costs = context.costs
        self._known = {attempt.id for attempt in context.ledger.overruns()}  # which the plan has counted
        self._tells = context.provider is None or context.provider.abilities.costs
        self._pace = Pace(jobs, context.polling.again, clock)
        self._given_up = ""
        # A run that does not wait for jobs leaves them at the host, which is at work on them all the same.
        self._is_brief, self._left = context.polling.is_brief, 0
        # The orders of each price that wait, each line a heap, since one may come back into it.
        self._lines: dict[Priced | None, list[int]] = {}
        for number, order in enumerate(orders):
            self._lines.setdefault(_bought(order), []).append(number)
        self._open: dict[int, int] = {}  # and the turn of the host in which each has begun
        self._sending: set[int] = set()
        self._unfinished: dict[int, Priced] = {}

    @property
    def busy(self) -> HostRefused | None:
        """What the host has said that is too busy, until the time is over that it has asked for."""
        return self._pace.busy

    @property
    def given_up(self) -> str:
        """Why the host is not asked again by this run, empty where it is."""
        return self._given_up

    def rest(self, most: float) -> float:
        """The seconds until a busy host may be sent to, `most` where nothing waits for that."""
        return min(self._pace.rest or most, most)

    def is_empty(self) -> bool:
        """Whether all orders have begun."""
        return not any(self._lines.values())

    def waiting(self) -> list[int]:
        """The orders that have not begun."""
        return sorted(number for line in self._lines.values() for number in line)

    def first(self, *, closed: bool) -> tuple[int, Order] | None:
        """The next order that may begin, None where all others have to wait; once `closed` none buys, so none waits."""
        if len(self._sending) >= self._jobs:
            return None
        calm = self.busy is None and len(self._sending) < self._pace.width and not self._is_full
        heads = [
            (line[0], what)
            for what, line in self._lines.items()
            if line and (closed or what is None or (calm and self._may(what)))
        ]
        if not heads:
            return None
        number, what = min(heads, key=lambda head: head[0])
        return number, msgspec.structs.replace(self._orders[number], alone=self._is_on_trust(what))

    def begin(self, number: int) -> None:
        """Take note that an order is under way."""
        what = _bought(self._orders[number])
        heapq.heappop(self._lines[what])
        self._open[number] = self._pace.turn
        self._sending.add(number)
        if what is not None:
            self._unfinished[number] = what

    def is_stuck(self) -> bool:
        """Whether orders wait for what will not come in this run."""
        return not self._open and not self.is_empty() and self.busy is None

    @property
    def stuck(self) -> tuple[EndCause, str]:
        """Why nothing more is bought where orders are stuck, and for which cause."""
        cause: EndCause = "later" if self._is_brief else "cap"
        most = self._context.in_flight
        return cause, _FULL.format(most, "s" * (most != 1)) if self._is_full else _UNPROVEN

    @property
    def _is_full(self) -> bool:
        """Whether the host is at work on as many clips as it may be."""
        # Of what earlier runs have left nobody knows before it is asked for whether the host is still at it.
        return len(self._open) + self._left + len(self._lines.get(None, ())) >= self._context.in_flight

    def tell(self, number: int, progress: PurchaseProgress) -> None:
        """Take note of how far an order is."""
        if progress.phase == "accepted":
            self._answered(number)
        if progress.phase in _SENT:
            self._sending.discard(number)
        if progress.attempt is not None:
            self._judge(progress.attempt)

    def end(self, number: int, end: PurchaseOutcome) -> PurchaseOutcome | PurchaseProgress:
        """Take note of an order's end, and of what was charged; one that has cost more than its price says so.

        One that a busy host has refused has not ended, but waits.
        """
        if end.busy is not None:
            return self._wait(number, end.busy)
        self._answered(number)
        self._open.pop(number, None)
        self._sending.discard(number)
        self._left += self._is_brief and end.outcome == "running"
        attempt, what = end.attempt, _bought(self._orders[number])
        settled = attempt is None or attempt.state in (*COUNTED, "void")
        if settled:
            self._unfinished.pop(number, None)
        if attempt is None:
            return end
        figures = self._judge(attempt)
        if figures:
            why = f"the host has charged {figures}"
            return msgspec.structs.replace(end, cause="cap", why=f"{why}; {end.why}" if end.why else why)
        if settled and not end.fresh:
            return end
        if settled and attempt.cost_known and what is not None:
            self._costs.proven.add(what)
        elif self._is_on_trust(what) and self._tells and not self._is_brief:
            why = f"what {_named(attempt)} has cost is not known, and storyc does not vouch for its price"
            self._stop(why)
            return msgspec.structs.replace(end, cause=end.cause or "cap", why=end.why or why)
        return end

    def _wait(self, number: int, answer: HostRefused) -> PurchaseOutcome | PurchaseProgress:
        """Have an order wait for a busy host; it fails where the host has refused too often."""
        self._pace.refuse(answer, self._open.pop(number, self._pace.turn))
        self._sending.discard(number)
        self._unfinished.pop(number, None)
        if self._pace.is_hopeless:
            self._given_up = f"{answer.why}, {IN_A_ROW} times in a row"
            return PurchaseOutcome("failed", f"{self._given_up}; it was not billed: run it again later", "busy")
        heapq.heappush(self._lines[_bought(self._orders[number])], number)
        return PurchaseProgress("busy", None, f"the host is busy, and nothing is sent for {self._pace.rest:.0f} s")

    def _answered(self, number: int) -> None:
        """Take note that the host was not too busy for what was sent."""
        if number in self._sending and _bought(self._orders[number]) is not None:
            self._pace.take(self._open[number])

    def _judge(self, attempt: Attempt) -> str:
        """What an attempt has cost and its price, where this run has learnt that it is more, which ends purchases.

        It does not matter how that was learnt, nor whether the job has failed or its clip has come.
        """
        if not attempt.overrun or attempt.id in self._known:
            return ""
        figures = f"{money(attempt.counted)} USD, and its price is {money(attempt.price)} USD"
        self._stop(f"{_named(attempt)} was charged {figures}")
        return figures

    def _stop(self, why: str) -> None:
        self._costs.stopped = self._costs.stopped or why

    def _may(self, what: Priced) -> bool:
        """Whether one more clip may be bought now at a price."""
        if self._is_on_trust(what) and (self._open or self._lines.get(None)):
            return False  # a job of an earlier run would be charged meanwhile, and the balance tells one sum for both
        if not self._tells:
            return not self._open & self._unfinished.keys() and len(self._unfinished) < self._jobs
        if self._is_on_trust(what):
            return not self._unfinished
        others = self._unfinished.values()
        if any(self._is_on_trust(other) for other in others):
            return False
        return what in self._costs.proven or sum(other not in self._costs.proven for other in others) < self._jobs

    def _is_on_trust(self, what: Priced | None) -> bool:
        return what is not None and what[0] in self._context.trusted and what not in self._costs.proven


def _bought(order: Order) -> Priced | None:
    """What an order buys, None where it fetches what is paid for."""
    return order.priced if order.buy and order.entry is None else None


def _named(attempt: Attempt) -> str:
    return called(attempt.story, attempt.variant, attempt.clip, attempt.take)
