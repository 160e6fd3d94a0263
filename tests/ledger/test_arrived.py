"""What a ledger knows of the clip that came: what of it is not as it was ordered, and what was settled by hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storyboard.ledger import Ledger, LedgerTrouble, open_ledger
from storyboard.ledger.opening import FILE
from storyboard.records.parts import OffSpec
from tests.ledger.making import LEDGERS, PRICE, brought, now_of, opening, request

SMALL = (OffSpec("size", "1280x720", "320x240"), OffSpec("length", "5 s", "1 s"))
KEPT = ("stored", "recorded", "published")
ELSE = ("reserved", "sending", "accepted", "unknown", "void")


@pytest.fixture(params=LEDGERS)
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    with closing(opening(request.param)(tmp_path / "books", "run1")) as books:
        yield books


def test_what_came_is_kept_with_the_clip(ledger: Ledger) -> None:
    id = brought(ledger, request(), "accepted")
    ledger.stored(id, "a" * 64, 10, SMALL)
    ledger.recorded(id, PRICE, 1.0)
    ledger.published(id, "build/01.mp4")
    assert (now_of(ledger, id).off_spec, now_of(ledger, id).agreed) == (SMALL, False)
    assert ledger.audit() == []


@pytest.mark.parametrize("state", KEPT)
def test_it_may_be_measured_later_and_agreed_to(ledger: Ledger, state: str) -> None:
    id = brought(ledger, request(), state)
    before = now_of(ledger, id)
    assert before.off_spec is None
    ledger.measured(id, SMALL)
    assert (now_of(ledger, id).off_spec, now_of(ledger, id).agreed) == (SMALL, False)
    ledger.agreed(id)
    after = now_of(ledger, id)
    assert (after.off_spec, after.agreed) == (SMALL, True)
    assert (after.state, after.spent, after.held, after.path) == (state, before.spent, before.held, before.path)
    assert [event.note for event in ledger.events(id)][-2:] == [
        "measured: size 320x240 for 1280x720, length 1 s for 5 s",
        "settled by hand: taken as it is",
    ]
    # What was measured anew has been agreed to by nobody.
    ledger.measured(id, ())
    assert (now_of(ledger, id).off_spec, now_of(ledger, id).agreed) == ((), False)
    assert ledger.audit() == []


@pytest.mark.parametrize("state", ELSE)
def test_nothing_is_said_of_a_clip_that_is_not_there(ledger: Ledger, state: str) -> None:
    id = brought(ledger, request(), state)
    with pytest.raises(LedgerTrouble, match="cannot become"):
        ledger.measured(id, SMALL)
    with pytest.raises(LedgerTrouble, match="cannot become"):
        ledger.agreed(id)
    with pytest.raises(LedgerTrouble, match="cannot become"):
        ledger.reopened(id, "again")
    if state != "accepted":
        with pytest.raises(LedgerTrouble, match="cannot become"):
            ledger.charged(id, 1, "failed")
    assert ledger.audit() == []


@pytest.mark.parametrize("state", KEPT)
def test_a_clip_that_is_asked_for_again_has_cost_what_it_has_cost(ledger: Ledger, state: str) -> None:
    id = brought(ledger, request(), state, cost=70)
    paid = now_of(ledger, id).held + now_of(ledger, id).spent
    ledger.reopened(id, "its clip is spoilt")
    again = now_of(ledger, id)
    assert (again.state, again.held + again.spent, again.owner) == ("accepted", paid, ledger.owner)
    assert (again.note, again.request_id) == ("its clip is spoilt", f"job-{id}")
    assert ledger.audit() == []
    ledger.stored(id, "b" * 64, 20, ())
    ledger.recorded(id, 70, None)
    ledger.published(id, "build/01.mp4")
    assert (now_of(ledger, id).spent, now_of(ledger, id).held, now_of(ledger, id).sha256) == (70, 0, "b" * 64)
    assert ledger.audit() == []


@pytest.mark.parametrize("state", ["unknown", "accepted", *KEPT])
def test_a_clip_that_is_brought_is_booked_all_or_nothing(ledger: Ledger, state: str) -> None:
    id = brought(ledger, request(), state, cost=70)
    before, events = now_of(ledger, id), ledger.events(id)
    # The last step fails, and takes the first ones back.
    with pytest.raises(LedgerTrouble):
        ledger.brought(id, "b" * 64, 20, -1, (), request_id="unnamed", why="another file")
    assert (now_of(ledger, id), ledger.events(id)) == (before, events)
    ledger.brought(id, "b" * 64, 20, 80, SMALL, request_id="unnamed", why="another file")
    after = now_of(ledger, id)
    assert (after.state, after.held, after.spent, after.sha256, after.size) == ("recorded", 0, 80, "b" * 64, 20)
    assert (after.off_spec, after.agreed) == (SMALL, False)
    assert after.request_id == ("unnamed" if state == "unknown" else f"job-{id}")
    assert ledger.audit() == []


@pytest.mark.parametrize("state", KEPT)
def test_a_clip_whose_job_gets_another_name_stays_as_it_is(ledger: Ledger, state: str) -> None:
    id = brought(ledger, request(), state, cost=70)
    ledger.measured(id, SMALL)
    ledger.agreed(id)
    before = now_of(ledger, id)
    # The last step fails, and takes the first ones back.
    with pytest.raises(LedgerTrouble):
        ledger.renamed(id, "job-named", -1, "its job is named")
    assert now_of(ledger, id) == before
    ledger.renamed(id, "job-named", 80, "its job is named")
    after = now_of(ledger, id)
    assert (after.request_id, after.state, after.spent, after.held) == ("job-named", "recorded", 80, 0)
    assert (after.sha256, after.size) == (before.sha256, before.size)
    assert (after.off_spec, after.agreed) == (SMALL, True)
    assert ledger.audit() == []


@pytest.mark.parametrize("state", ["reserved", "sending", "void"])
def test_nothing_is_brought_for_what_was_not_paid(ledger: Ledger, state: str) -> None:
    id = brought(ledger, request(), state)
    with pytest.raises(LedgerTrouble, match="cannot become"):
        ledger.brought(id, "b" * 64, 20, 80, request_id="unnamed")
    assert now_of(ledger, id).state == state


def test_what_is_counted_stays_so_where_the_host_calls_the_job_failed_later(ledger: Ledger) -> None:
    id = brought(ledger, request(), "recorded", cost=70)
    ledger.reopened(id, "its clip is spoilt")
    ledger.void(id, "the host says that it failed")
    assert (now_of(ledger, id).spent, now_of(ledger, id).held) == (70, 0)
    assert ledger.audit() == []


def test_a_job_that_failed_and_was_charged_holds_what_it_has_cost(ledger: Ledger) -> None:
    id = brought(ledger, request(), "accepted")
    ledger.charged(id, 70, "the job failed and was charged")
    now = now_of(ledger, id)
    assert (now.state, now.held, now.spent, now.note) == ("accepted", 70, 0, "the job failed and was charged")
    assert ledger.audit() == []
    ledger.void(id, "settled by hand: lost", lost=True)
    assert (now_of(ledger, id).held, now_of(ledger, id).spent) == (0, 70)
    assert ledger.audit() == []


def test_a_note_of_what_came_hides_no_path_that_was_changed_by_hand(tmp_path: Path) -> None:
    with closing(open_ledger(tmp_path)) as ledger:
        id = brought(ledger, request(), "published")
        ledger.measured(id, SMALL)
        with closing(sqlite3.connect(tmp_path / FILE)) as db:
            db.execute("UPDATE attempt SET path = 'build/other.mp4', off_spec = 'no JSON'")
            db.commit()
        assert any("has the path `build/other.mp4`" in fault for fault in ledger.audit())
        assert now_of(ledger, id).off_spec is None
