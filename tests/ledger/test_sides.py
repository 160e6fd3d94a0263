"""One ledger for several hosts and for rehearsals: what is rehearsed and what is paid for never see each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from storyboard.ledger import Caps, HostPlace, Ledger, LedgerTrouble, NoRoom, Reserved, Taken, read_ledger
from tests.ledger.making import FREE, LEDGERS, PLACES, PRICE, brought, held, now_of, opening, request

REAL, OTHER, HERE = (
    HostPlace("api.one.example"),
    HostPlace("api.two.example"),
    HostPlace("this machine", rehearsal=True),
)
Open = Callable[[HostPlace], Ledger]


@pytest.fixture(params=LEDGERS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def at(kind: str, tmp_path: Path) -> Iterator[Open]:
    """Opens the same ledger for a place."""
    with ExitStack() as stack:
        yield lambda place: stack.enter_context(closing(opening(kind)(tmp_path, place=place)))


def test_an_attempt_knows_where_it_runs(at: Open) -> None:
    real, here = at(REAL), at(HERE)
    assert (now_of(real, held(real, request())).place, now_of(real, held(here, request())).place) == (
        "api.one.example",
        "this machine",
    )


def test_what_was_rehearsed_is_bought_and_the_reverse(at: Open) -> None:
    here, real = at(HERE), at(REAL)
    brought(here, request(1), "published")
    brought(real, request(2), "published")
    assert here.live([request(2).sha256]) == real.live([request(1).sha256]) == {}
    assert isinstance(real.reserve(request(1), 5, FREE), Reserved)
    assert isinstance(here.reserve(request(2), 5, FREE), Reserved)
    assert [len(side.attempts()) for side in (real, here)] == [2, 2]
    assert [len(side.latest(["lamp.story"])) for side in (real, here)] == [1, 1]
    assert list(real.audit()) == []


def test_no_two_live_attempts_on_one_side(at: Open) -> None:
    held(at(REAL), request())
    assert isinstance(at(OTHER).reserve(request(), 5, FREE), Taken)


def test_caps_hold_over_all_hosts_and_leave_rehearsals_out(at: Open) -> None:
    caps = Caps(day=2 * PRICE, month=2 * PRICE, clips=2)
    for number in range(5):
        brought(at(HERE), request(10 + number), "recorded")
    for place, number in ((REAL, 1), (OTHER, 2)):
        assert isinstance(at(place).reserve(request(number), 5, caps), Reserved)
    for place in (REAL, OTHER):
        assert isinstance(at(place).reserve(request(3), 5, caps), NoRoom)
        assert at(place).room(1, 0, caps) == NoRoom("day", 2 * PRICE, 2 * PRICE, 1)
    assert isinstance(at(HERE).reserve(request(3), 5, Caps(day=5 * PRICE)), NoRoom)
    assert isinstance(at(HERE).reserve(request(3), 5, Caps(day=6 * PRICE)), Reserved)


def test_two_hosts_may_call_two_jobs_the_same(at: Open) -> None:
    first, second = at(REAL), at(OTHER)
    ids = [held(ledger, request(number)) for number, ledger in enumerate((first, second))]
    for id, ledger in zip(ids, (first, second), strict=True):
        assert ledger.begin_send(id)
        ledger.accepted(id, "job-1")
        assert ledger.request_ids() == {"job-1"}
    again = held(first, request(5))
    assert first.begin_send(again)
    with pytest.raises(LedgerTrouble, match="`job-1` belongs to attempt"):
        first.accepted(again, "job-1")
    with pytest.raises(LedgerTrouble, match="`job-1` belongs to attempt"):
        first.learn(request(6), 5, "job-1")
    # Where an attempt of an old ledger runs nobody knows.
    anywhere, rehearsed = at(HostPlace("")), at(HERE)
    old = held(anywhere, request(8))
    assert anywhere.begin_send(old)
    with pytest.raises(LedgerTrouble, match="`job-1` belongs to attempt"):
        anywhere.accepted(old, "job-1")
    anywhere.accepted(old, "job-2")
    with pytest.raises(LedgerTrouble, match="`job-2` belongs to attempt"):
        first.accepted(again, "job-2")
    rehearsed.learn(request(9), 5, "job-2")


def test_what_is_taken_over_is_of_our_place(at: Open) -> None:
    first, second, here = at(REAL), at(OTHER), at(HERE)
    lost = {ledger: brought(ledger, request(7), "unknown") for ledger in (first, here)}
    lost[second] = brought(second, request(8), "unknown")
    for ledger, id in lost.items():
        assert [attempt.id for attempt in ledger.adopt()] == [id]


def test_what_runs_elsewhere_is_left_to_those_who_can_ask(at: Open) -> None:
    first, here = at(REAL), at(HERE)
    running, never_sent, rehearsed = (
        brought(first, request(1), "accepted"),
        held(first, request(2)),
        held(here, request(3)),
    )
    first.close()
    here.close()
    second = at(OTHER)
    assert second.adopt() == ()
    assert now_of(second, running).owner == first.owner
    assert now_of(second, never_sent).state == "void"  # its hold would be in everybody's way
    assert now_of(second, rehearsed).state == "reserved"
    assert [attempt.id for attempt in at(REAL).adopt()] == [running]


def test_how_long_a_call_takes_is_not_learnt_from_a_rehearsal(at: Open) -> None:
    brought(at(HERE), request(), "recorded", took=0.1)
    assert at(REAL).typical(request().profile) is None
    assert at(HERE).typical(request().profile) == 0.1


def test_without_a_place_both_sides_are_read(at: Open, tmp_path: Path, kind: str) -> None:
    id = brought(at(HERE), request(), "published")
    brought(at(REAL), request(), "published")
    for place, count in ((None, 2), (REAL, 1), (HERE, 1)):
        ledger = read_ledger(PLACES[kind](tmp_path), place)
        assert ledger is not None
        with closing(ledger):
            assert len(ledger.attempts()) == count
            assert ledger.attempt(id) is not None
