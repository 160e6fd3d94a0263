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
from storyboard.production.purchase.records import Order, PurchaseContext, PurchaseOutcome, PurchaseProgress
from storyboard.providers import Abilities
from storyboard.store import open_store
from tests.ledger.making import PRICE, brought, now_of, request

SHORT: Priced = ("wan-2.6-t2v@segmind", "1280*720", 5)
LONG: Priced = ("wan-2.6-t2v@segmind", "1280*720", 10)
OWN: Priced = ("mine@segmind", "1280*720", 5)


class Host:
    """A host, as far as a gate looks at it."""

    def __init__(self, *, costs: bool) -> None:
        self.abilities = Abilities(costs=costs)


class Gates:
    """Gates, and attempts as their orders may end with."""

    def __init__(self, ledger: Ledger, folder: Path) -> None:
        self.ledger = ledger
        self.works = PurchaseContext(
            ledger, open_store(folder / "store", ledger.owner), None, Caps(), str, lambda digest: None
        )

    def gate(self, wanted: Sequence[Priced], jobs: int, *, costs: bool = True, **more: Any) -> Gate:
        works = msgspec.structs.replace(self.works, provider=cast("Any", Host(costs=costs)), **more)
        orders = [Order(request(number), what[2], buy=True, priced=what) for number, what in enumerate(wanted, 1)]
        return Gate(works, orders, jobs)

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


def done(attempt: Attempt) -> PurchaseOutcome:
    return PurchaseOutcome("done", attempt=attempt, fresh=True)


def test_a_shipped_price_is_tried_by_as_many_as_are_sent_at_once(gates: Gates) -> None:
    gate = gates.gate([SHORT] * 8, 3, in_flight=4)
    assert begun(gate) == [0, 1, 2]
    assert gate.end(0, done(gates.attempt(1))).cause == ""
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
    end = gate.end(0, done(gates.attempt(1, cost=PRICE + 1)))
    assert end.cause == "cap"
    assert costs.stopped.startswith("`lamp.story` clip 1 was charged")
    assert SHORT not in costs.proven


def test_a_price_on_trust_that_nobody_can_check_ends_the_run_after_one_clip(gates: Gates) -> None:
    gate = gates.gate([OWN] * 2, 4, trusted=frozenset({OWN[0]}))
    assert begun(gate) == [0]
    unpriced = msgspec.structs.replace(gates.attempt(1), cost_known=False)
    assert gate.end(0, done(unpriced)).cause == "cap"
    assert "what `lamp.story` clip 1 has cost is not known" in gate._costs.stopped


def test_where_no_cost_is_told_clips_go_one_by_one(gates: Gates) -> None:
    gate = gates.gate([SHORT] * 3, 4, costs=False)
    assert begun(gate) == [0]
    assert gate.end(0, done(msgspec.structs.replace(gates.attempt(1), cost_known=False))).cause == ""
    assert begun(gate) == [1]
    assert gate._costs.stopped == ""


def test_what_is_fetched_waits_for_no_price(gates: Gates) -> None:
    gate = gates.gate([OWN] * 2, 4, trusted=frozenset({OWN[0]}))
    fetched = [Order(None, 5, False, gates.attempt(9, "accepted"))] * 2
    gate = Gate(gate._context, [*fetched, *gate._orders], 4)
    assert begun(gate) == [0, 1, 2]
