"""What waits for the fleet: it has no owner who dies, one worker sends it, and it is withdrawn only until then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from storyboard.ledger import Caps, Ledger, LedgerTrouble, NoRoom, Reserved, Taken
from storyboard.ledger.records import FLEET
from storyboard.ledger.submissions import FleetLedger
from storyboard.records.parts import ConsentRecord
from tests.ledger.making import FREE, LEDGERS, PRICE, held, now_of, opening, request

CONSENT = ConsentRecord("ada", "desk", "--yes", "a" * 64)
Open = Callable[[], FleetLedger]


@pytest.fixture(params=LEDGERS)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """What opens the ledger, as one more process each time."""
    make, ledgers = opening(request.param), list[Ledger]()

    def one_more() -> FleetLedger:
        ledgers.append(make(tmp_path))
        return cast(FleetLedger, ledgers[-1])

    yield one_more
    for ledger in ledgers:
        ledger.close()


def submitted(ledger: FleetLedger, clip: int = 1) -> str:
    done = ledger.submit(request(clip), 5, FREE, CONSENT)
    assert isinstance(done, Reserved), done
    return done.attempt.id


def test_it_waits_for_whoever_sends_it_first_and_outlives_who_submitted_it(opened: Open) -> None:
    with closing(opened()) as desk:
        id = submitted(desk)
    one, other = opened(), opened()
    assert one.adopt() == other.adopt() == ()
    assert one.alive(FLEET)
    assert not one.claim(id)
    assert isinstance(one.reserve(request(), 5, FREE), Taken)
    [waits] = one.under_way(9)
    assert (waits.owner, waits.consent, waits.held) == (FLEET, CONSENT, PRICE)
    assert waits.look is not None
    assert waits.look.derived == request().derived_seed
    assert one.under_way(0) == ()
    assert [item.id for item in one.under_way(1)] == [id]
    assert one.begin_send(id)
    assert not other.begin_send(id)
    assert [item.id for item in other.under_way(0)] == [id]
    assert now_of(other, id).owner == one.owner
    assert not other.withdraw(id, "cancelled")
    one.accepted(id, "job-1")
    assert one.audit() == []


def test_what_is_withdrawn_is_sent_by_nobody_and_frees_its_price(opened: Open) -> None:
    ledger = opened()
    id = submitted(ledger)
    assert ledger.withdraw(id, "cancelled")
    assert not ledger.withdraw(id, "cancelled")
    assert not opened().begin_send(id)
    assert now_of(ledger, id).state == "void"
    assert ledger.room(PRICE, 1, Caps(month=PRICE)) is None
    mine = held(ledger, request())
    assert not opened().withdraw(mine, "cancelled")
    assert ledger.audit() == []


def test_what_was_not_billed_waits_once_more_within_the_same_room(opened: Open) -> None:
    desk, worker = opened(), opened()
    cap = Caps(month=PRICE, clips=1)
    done = desk.submit(request(), 5, cap, CONSENT)
    assert isinstance(done, Reserved)
    assert isinstance(desk.submit(request(2), 5, cap, CONSENT), NoRoom)
    assert worker.begin_send(done.attempt.id)
    worker.resubmit(done.attempt.id, "the host is busy")
    [waits] = desk.under_way(9)
    assert (waits.op, waits.run, waits.created) == (done.attempt.op, done.attempt.run, done.attempt.created)
    assert (waits.consent, waits.price, waits.seconds) == (CONSENT, PRICE, 5)
    assert now_of(desk, done.attempt.id).note == "the host is busy"
    assert isinstance(desk.submit(request(2), 5, cap, CONSENT), NoRoom)
    assert desk.audit() == []


def test_a_job_that_is_found_takes_the_place_of_what_waits_all_or_nothing(opened: Open) -> None:
    desk, worker = opened(), opened()
    ids = [submitted(desk, clip) for clip in (1, 2)]
    assert isinstance(worker.learn(request(), 5, "job-1"), Reserved)
    assert (now_of(desk, ids[0]).state, now_of(desk, ids[0]).note) == ("void", "paid for already as `job-1`")
    with pytest.raises(LedgerTrouble, match="request `job-1` belongs to attempt"):
        worker.learn(request(2), 5, "job-1")
    assert now_of(desk, ids[1]).state == "reserved"
    # What is being sent has its own place.
    assert worker.begin_send(ids[1])
    assert isinstance(opened().learn(request(2), 5, "job-2"), Taken)
    assert desk.audit() == []
