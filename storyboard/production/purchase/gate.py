"""Which orders may begin: how many at once, and only a few before the host was seen to keep to a price."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import msgspec

from storyboard.ledger.records import Attempt
from storyboard.production.plan import Priced, called
from storyboard.production.purchase.records import Order, PurchaseContext, PurchaseOutcome, PurchaseProgress
from storyboard.timing import money

_SETTLED = ("recorded", "published", "void")
_SENT = ("accepted", "running", "waiting", "looking")


class Gate:
    """The orders of a run that wait, and those that are under way; what was charged is in the costs of its context.

    What one price is for is proven once the host was seen to charge no more. Until then at most `jobs` clips of it are
    unfinished. Prices that a user vouches for are proven by one clip alone, and where a host tells no cost nothing is
    ever proven, so clips go one by one.
    """

    def __init__(self, context: PurchaseContext, orders: Sequence[Order], jobs: int) -> None:
        self._context, self._orders, self._jobs = context, orders, jobs
        self._costs = context.costs
        self._tells = context.provider is None or context.provider.abilities.costs
        self._lines: dict[Priced | None, deque[int]] = {}
        for number, order in enumerate(orders):
            self._lines.setdefault(_bought(order), deque()).append(number)
        self._open: set[int] = set()
        self._sending: set[int] = set()
        self._unfinished: dict[int, Priced] = {}

    def is_empty(self) -> bool:
        """Whether all orders have begun."""
        return not any(self._lines.values())

    def waiting(self) -> list[int]:
        """The orders that have not begun."""
        return sorted(number for line in self._lines.values() for number in line)

    def first(self, *, closed: bool) -> tuple[int, Order] | None:
        """The next order that may begin, None where all others have to wait; once `closed` none buys, so none waits."""
        if len(self._open) >= self._context.in_flight or len(self._sending) >= self._jobs:
            return None
        heads = [(line[0], what) for what, line in self._lines.items() if line and (closed or self._may(what))]
        if not heads:
            return None
        number, what = min(heads, key=lambda head: head[0])
        return number, msgspec.structs.replace(self._orders[number], alone=self._is_on_trust(what))

    def begin(self, number: int) -> None:
        """Take note that an order is under way."""
        what = _bought(self._orders[number])
        self._lines[what].popleft()
        self._open.add(number)
        self._sending.add(number)
        if what is not None:
            self._unfinished[number] = what

    def is_stuck(self) -> bool:
        """Whether orders wait for what will not come in this run."""
        return not self._open and not self.is_empty()

    def tell(self, number: int, progress: PurchaseProgress) -> None:
        """Take note of how far an order is."""
        if progress.phase in _SENT:
            self._sending.discard(number)

    def end(self, number: int, end: PurchaseOutcome) -> PurchaseOutcome:
        """Take note of an order's end, and of what was charged; one that has cost more than its price says so."""
        self._open.discard(number)
        self._sending.discard(number)
        attempt, what = end.attempt, _bought(self._orders[number])
        settled = attempt is None or attempt.state in _SETTLED
        if settled:
            self._unfinished.pop(number, None)
        if attempt is None or (settled and not end.fresh):
            return end
        if settled and attempt.cost_known and attempt.spent > attempt.price > 0:
            figures = f"{money(attempt.spent)} USD, and its price is {money(attempt.price)} USD"
            self._stop(f"{_named(attempt)} was charged {figures}")
            return msgspec.structs.replace(end, cause="cap", why=f"the host has charged {figures}")
        if settled and attempt.cost_known and what is not None:
            self._costs.proven.add(what)
        elif self._is_on_trust(what) and self._tells:
            why = f"what {_named(attempt)} has cost is not known, and storyc does not vouch for its price"
            self._stop(why)
            return msgspec.structs.replace(end, cause=end.cause or "cap", why=end.why or why)
        return end

    def _stop(self, why: str) -> None:
        self._costs.stopped = self._costs.stopped or why

    def _may(self, what: Priced | None) -> bool:
        """Whether one more clip of a price may be sent now."""
        if what is None:
            return True
        if not self._tells:
            return not self._open & self._unfinished.keys()
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
