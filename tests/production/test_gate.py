"""Which clips may be sent: how many before the host was seen to keep to a price, and how many from then on."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from storyboard.ledger import Attempt, Caps, Ledger, open_ledger
from storyboard.production.plan import Priced
from storyboard.production.purchase.gate import Gate
from storyboard.production.purchase.pace import IN_A_ROW
from storyboard.production.purchase.records import (
    Order,
    Polling,
    PurchaseContext,
    PurchaseOutcome,
    PurchaseProgress,
    WaitTerms,
)
from storyboard.providers import Abilities, HostRefused
from storyboard.store import open_store
from tests.ledger.making import PRICE, brought, now_of, request

SHORT: Priced = ("wan-2.6-t2v@segmind", "1280*720", 5)
LONG: Priced = ("wan-2.6-t2v@segmind", "1280*720", 10)
OWN: Priced = ("mine@segmind", "1280*720", 5)


ASKS = HostRefused("busy", "the host answers 429", 429, 7.0)


class Host:
    """A host, as far as a gate looks at it."""

    def __init__(self, *, costs: bool) -> None:
        self.abilities = Abilities(costs=costs)


class Gates:
    """Gates, and attempts as their orders may end with."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self.ledger, self.now = ledger, 100.0
        self.works = PurchaseContext(
            ledger, open_store(folder / "store", ledger.owner), None, Caps(), str, lambda digest: None
        )

    def gate(self, wanted: Sequence[Priced], jobs: int, *, costs: bool = True, **more: Any) -> Gate:
        works = msgspec.structs.replace(self.works, provider=cast("Any", Host(costs=costs)), **more)
        orders = [Order(request(number), what[2], buy=True, priced=what) for number, what in enumerate(wanted, 1)]
        return Gate(works, orders, jobs, lambda: self.now)

    def attempt(self, clip: int, state: str = "recorded", cost: int = PRICE) -> Attempt:
        return now_of(self.ledger, brought(self.ledger, request(clip), state, cost=cost))


@pytest.fixture
def gates(tmp_path: Path) -> Any:
    with closing(open_ledger(tmp_path)) as ledger:
        yield Gates(ledger, tmp_path)


def begun(gate: Gate) -> list[int]:
    """The orders that begin now, each of which the host accepts at once."""
    numbers: list[int] = []
    while ready := gate.first(closed=False):
        numbers.append(ready[0])
        gate.begin(ready[0])
        gate.tell(ready[0], PurchaseProgress("accepted", None, "job"))
    return numbers


def sending(gate: Gate) -> list[int]:
    """The orders that begin now, of which the host has not said a word."""
    numbers: list[int] = []
    while ready := gate.first(closed=False):
        numbers.append(ready[0])
        gate.begin(ready[0])
    return numbers


def is_refused(gate: Gate, number: int, answer: HostRefused = ASKS) -> str:
    """Whether an order that the host is too busy for waits again, or what else becomes of it."""
    end = gate.end(number, PurchaseOutcome("left", busy=answer))
    return end.phase if isinstance(end, PurchaseProgress) else end.outcome


def ended(gate: Gate, number: int, outcome: PurchaseOutcome) -> PurchaseOutcome:
    """What is told of an order that has ended."""
    end = gate.end(number, outcome)
    assert isinstance(end, PurchaseOutcome)
    return end


def done(attempt: Attempt) -> PurchaseOutcome:
    return PurchaseOutcome("done", attempt=attempt, fresh=True)


def test_a_shipped_price_is_tried_by_as_many_as_are_sent_at_once(gates: Gates) -> None:
    gate = gates.gate([SHORT] * 8, 3, in_flight=4)
    assert begun(gate) == [0, 1, 2]
    assert ended(gate, 0, done(gates.attempt(1))).cause == ""
    # Sends at once are those that the host has not accepted, and there may be more in flight.
    assert begun(gate) == [3, 4]
    gate.end(1, done(gates.attempt(2)))
    assert begun(gate) == [5]


def test_only_so_many_are_sent_at_once_however_many_are_in_flight(gates: Gates) -> None:
    gate = gates.gate([SHORT] * 4, 2)
    for number in (0, 1):
        ready = gate.first(closed=False)
        assert ready is not None
        assert ready[0] == number
        gate.begin(number)
    assert gate.first(closed=False) is None
    gate.end(0, done(gates.attempt(1)))
    assert gate.first(closed=False) is not None


def test_a_run_that_does_not_wait_counts_what_earlier_ones_have_left_at_the_host(gates: Gates) -> None:
    left = Order(None, 5, buy=False, attempt=gates.attempt(9, "accepted"))
    brief = Polling(terms=WaitTerms("once"))
    works = msgspec.structs.replace(gates.works, provider=cast("Any", Host(costs=True)), polling=brief, in_flight=2)
    works.costs.proven.add(SHORT)
    bought = [Order(request(number), 5, buy=True, priced=SHORT) for number in (1, 2)]
    gate = Gate(works, [*bought, left], 2, lambda: gates.now)
    assert begun(gate) == [0, 2]  # the second clip has no room beside the first and what was left
    for number in (2, 0):
        gate.end(number, PurchaseOutcome("running", cause="later", attempt=left.attempt))
    assert begun(gate) == []
    assert gate.stuck == ("later", "the host is at work on 2 clips; `storyc collect` makes room")


def test_each_length_and_size_has_a_price_of_its_own(gates: Gates) -> None:
    gate = gates.gate([SHORT, LONG, LONG, LONG, LONG], 2)
    assert begun(gate) == [0, 1]
    gate.end(0, done(gates.attempt(1)))
    assert begun(gate) == [2]


def test_what_is_not_finished_holds_its_place(gates: Gates) -> None:
    gate = gates.gate([SHORT] * 3, 1)
    assert begun(gate) == [0]
    gate.end(0, PurchaseOutcome("unknown", attempt=gates.attempt(1, "unknown")))
    assert begun(gate) == []
    assert gate.is_stuck()


def test_a_refusal_is_no_cost_and_holds_nothing(gates: Gates) -> None:
    gate = gates.gate([SHORT] * 2, 1)
    assert begun(gate) == [0]
    gate.end(0, PurchaseOutcome("failed", "refused"))
    assert begun(gate) == [1]


def test_a_price_on_trust_is_tried_by_one_clip_alone(gates: Gates) -> None:
    gate = gates.gate([OWN, OWN, SHORT, SHORT], 4, trusted=frozenset({OWN[0]}))
    ready = gate.first(closed=False)
    assert ready is not None
    assert ready[1].alone
    assert begun(gate) == [0]
    gate.end(0, done(gates.attempt(1)))
    assert begun(gate) == [1, 2, 3]


def test_a_cost_above_its_price_stops_all(gates: Gates) -> None:
    gate = gates.gate([SHORT] * 3, 2)
    costs = gate._costs
    assert begun(gate) == [0, 1]
    end = ended(gate, 0, done(gates.attempt(1, cost=PRICE + 1)))
    assert end.cause == "cap"
    assert costs.stopped.startswith("`lamp.story` clip 1 was charged")
    assert SHORT not in costs.proven


@pytest.mark.parametrize("how", ["failed", "stored before", "running"])
def test_a_cost_above_its_price_stops_all_however_it_is_learnt(gates: Gates, how: str) -> None:
    gate = gates.gate([SHORT] * 3, 1)
    gate._costs.proven.add(SHORT)
    assert begun(gate) == [0, 1, 2]
    attempt = gates.attempt(1, "recorded" if how == "stored before" else "accepted", cost=2 * PRICE)
    if how != "stored before":
        gates.ledger.charged(attempt.id, 2 * PRICE, "it is dearer")
        attempt = now_of(gates.ledger, attempt.id)
    if how == "running":
        gate.tell(0, PurchaseProgress("accepted", attempt, "job"))
    else:
        end = ended(gate, 0, PurchaseOutcome("failed" if how == "failed" else "done", "so", attempt=attempt))
        assert end.cause == "cap"
        assert end.why == "the host has charged 0.0002 USD, and its price is 0.0001 USD; so"
    assert gate._costs.stopped.startswith("`lamp.story` clip 1 was charged 0.0002 USD")


def test_a_cost_above_its_price_that_the_plan_has_counted_stops_nothing(gates: Gates) -> None:
    attempt = gates.attempt(1, cost=PRICE + 1)
    gate = gates.gate([SHORT] * 2, 1)
    assert ended(gate, 0, PurchaseOutcome("done", attempt=attempt)).cause == ""
    assert gate._costs.stopped == ""


def test_a_price_on_trust_that_nobody_can_check_ends_the_run_after_one_clip(gates: Gates) -> None:
    gate = gates.gate([OWN] * 2, 4, trusted=frozenset({OWN[0]}))
    assert begun(gate) == [0]
    unpriced = msgspec.structs.replace(gates.attempt(1), cost_known=False)
    assert ended(gate, 0, done(unpriced)).cause == "cap"
    assert "what `lamp.story` clip 1 has cost is not known" in gate._costs.stopped


def test_where_no_cost_is_told_clips_go_one_by_one(gates: Gates) -> None:
    gate = gates.gate([SHORT] * 3, 4, costs=False)
    assert begun(gate) == [0]
    assert ended(gate, 0, done(msgspec.structs.replace(gates.attempt(1), cost_known=False))).cause == ""
    assert begun(gate) == [1]
    assert gate._costs.stopped == ""


@pytest.mark.parametrize("jobs", [1, 2])
def test_where_no_cost_is_told_a_host_that_answers_nobody_gets_no_more_than_jobs(gates: Gates, jobs: int) -> None:
    gate = gates.gate([SHORT] * 4, jobs, costs=False)
    for number in range(jobs):
        assert begun(gate) == [number]
        gate.end(number, PurchaseOutcome("unknown", attempt=gates.attempt(number + 1, "unknown")))
    assert begun(gate) == []
    assert gate.is_stuck()


def test_what_is_fetched_waits_for_no_price(gates: Gates) -> None:
    gate = gates.gate([SHORT] * 2, 4)
    fetched = [Order(None, 5, False, gates.attempt(9, "accepted"))] * 2
    gate = Gate(gate._context, [*gate._orders, *fetched], 4)
    assert begun(gate) == [0, 1, 2, 3]


@pytest.mark.parametrize("costs", [True, False])
def test_a_price_on_trust_waits_for_what_an_earlier_run_has_begun(gates: Gates, costs: bool) -> None:
    """Else that job is charged between the two looks at the balance, and the clip seems to cost more than its price."""
    gate = gates.gate([OWN] * 2, 4, costs=costs, trusted=frozenset({OWN[0]}))
    fetched = [Order(None, 5, False, gates.attempt(9, "accepted"))] * 2
    gate = Gate(gate._context, [*gate._orders, *fetched], 4)
    assert begun(gate) == [2, 3]
    gate.end(2, PurchaseOutcome("done"))
    assert begun(gate) == []
    gate.end(3, PurchaseOutcome("left"))
    assert begun(gate) == [0]


def test_no_more_are_at_the_host_than_it_has_slots(gates: Gates) -> None:
    gate = gates.gate([SHORT] * 6, 6, in_flight=2)
    assert begun(gate) == [0, 1]
    gate.end(1, done(gates.attempt(2)))
    assert begun(gate) == [2]


def test_a_busy_host_is_sent_nothing_until_its_time_is_over(gates: Gates) -> None:
    gate = gates.gate([SHORT] * 6, 3)
    assert sending(gate) == [0, 1, 2]
    assert is_refused(gate, 1) == "busy"
    gate.end(0, done(gates.attempt(1)))  # and it is proven that the host keeps to the price
    assert gate.busy == ASKS
    assert gate.rest(1.0) == 1.0
    gates.now += 6.9
    assert gate.rest(1.0) == pytest.approx(0.1)
    assert is_refused(gate, 2) == "busy"  # it was sent before, so it does not have all wait for longer
    assert sending(gate) == []
    assert not gate.is_stuck()
    gates.now += 0.2
    assert gate.busy is None
    assert gate.rest(1.0) == 1.0
    assert sending(gate) == [1]


def test_after_that_clips_go_one_by_one_and_more_at_once_as_they_are_taken(gates: Gates) -> None:
    gate = gates.gate([SHORT] * 9, 4)
    gate._costs.proven.add(SHORT)
    assert sending(gate) == [0, 1, 2, 3]
    for number in (3, 1, 0, 2):
        assert is_refused(gate, number) == "busy"
    gates.now += 7
    accepted = PurchaseProgress("accepted", None, "job")
    for number, then in ((0, [1, 2]), (1, [3, 4]), (2, [5, 6]), (3, [7])):
        if number == 0:
            assert sending(gate) == [0]
        gate.tell(number, accepted)
        gate.tell(number, PurchaseProgress("running", None, ""))
        gate.tell(number, accepted)
        assert sending(gate) == then


def test_what_the_host_took_before_it_was_busy_opens_nothing(gates: Gates) -> None:
    gate = gates.gate([SHORT] * 5, 3)
    assert sending(gate) == [0, 1, 2]
    assert is_refused(gate, 0) == "busy"
    gate.tell(1, PurchaseProgress("accepted", None, "job"))
    gate.end(2, done(gates.attempt(3)))
    assert sending(gate) == []
    gates.now += 7
    assert sending(gate) == [0]


def test_a_host_that_names_no_time_is_given_more_and_more(gates: Gates) -> None:
    gate, seconds = gates.gate([SHORT], 1), list[float]()
    for _ in range(7):
        assert sending(gate) == [0]
        assert is_refused(gate, 0, HostRefused("busy", "the host answers 429", 429)) == "busy"
        seconds.append(gate.rest(1000.0))
        gates.now += seconds[-1]
    assert seconds == [10.0, 20.0, 40.0, 80.0, 160.0, 300.0, 300.0]


def test_only_a_host_that_never_takes_anything_is_given_up(gates: Gates) -> None:
    gate = gates.gate([SHORT] * 2, 2)
    assert sending(gate) == [0, 1]
    for number in (0, 1):
        assert is_refused(gate, number) == "busy"  # one refusal of both
    for _ in range(2, IN_A_ROW):
        gates.now += 7
        assert sending(gate) == [0]
        assert is_refused(gate, 0) == "busy"
    gates.now += 7
    assert sending(gate) == [0]
    gate.tell(0, PurchaseProgress("accepted", None, "job"))
    for _ in range(1, IN_A_ROW):
        assert sending(gate) == [1]
        assert is_refused(gate, 1) == "busy"
        gates.now += 7
    assert not gate.given_up
    assert sending(gate) == [1]
    assert is_refused(gate, 1) == "failed"
    assert gate.given_up == "the host answers 429, 12 times in a row"


def test_what_is_fetched_waits_for_no_busy_host(gates: Gates) -> None:
    gate = gates.gate([SHORT] * 2, 1)
    fetched = Order(None, 5, False, gates.attempt(9, "accepted"))
    gate = Gate(gate._context, [*gate._orders, fetched], 1, lambda: gates.now)
    assert sending(gate) == [0]
    assert is_refused(gate, 0) == "busy"
    assert sending(gate) == [2]
    gate.end(2, PurchaseOutcome("done"))
    assert not gate.is_stuck()
    ready = gate.first(closed=True)  # once nothing is bought nothing waits either
    assert ready is not None
    assert ready[0] == 0
