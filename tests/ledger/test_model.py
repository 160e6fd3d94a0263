"""Random lives of a ledger, with owners that end, against a model of a few lines."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from storyboard.ledger import Caps, Ledger, LedgerTrouble, NoRoom, Reserved, Taken
from tests.ledger.making import LEDGERS, Clock, now_of, opening, request
from tools.postgres import SCHEMAS

CAP = 250
CLIPS = 4


class Known:
    """What the model knows of an attempt."""

    def __init__(self, op: str, owner: str, price: int, run: str, day: str) -> None:
        self.op, self.owner, self.state = op, owner, "reserved"
        self.held, self.spent, self.counts, self.run, self.day = price, 0, 1, run, day


class Books(RuleBasedStateMachine):
    opening: Callable[..., Ledger]
    ids = Bundle("ids")

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock()
        self.known: dict[str, Known] = {}
        self.jobs = 0
        self.open = [self.more(0), self.more(1)]

    def more(self, which: int) -> Ledger:
        return type(self).opening(Path(self.folder.name), f"run{which}", now=self.clock)

    def teardown(self) -> None:
        for ledger in self.open:
            ledger.close()
        SCHEMAS.release()
        self.folder.cleanup()

    def used(self, run: str | None = None, day: str | None = None) -> int:
        return sum(
            each.held + each.spent
            for each in self.known.values()
            if run in (None, each.run) and (day is None or each.day.startswith(day))
        )

    @rule(
        target=ids,
        who=st.integers(0, 1),
        clip=st.integers(1, 5),
        price=st.sampled_from([1, 70, 100]),
        capped=st.booleans(),
    )
    def reserve(self, who: int, clip: int, price: int, capped: bool) -> object:
        wanted, ledger = request(clip, price=price), self.open[who]
        caps = Caps(run=CAP, day=CAP, month=2 * CAP, clips=CLIPS) if capped else Caps()
        done = ledger.reserve(wanted, 5, caps)
        day = self.clock.at.date().isoformat()
        clips = sum(each.counts for each in self.known.values())
        uses = [(self.used(run=f"run{who}"), CAP), (self.used(day=day), CAP), (self.used(day=day[:7]), 2 * CAP)]
        if any(each.op == wanted.sha256 and each.state != "void" for each in self.known.values()):
            assert isinstance(done, Taken)
        elif capped and (clips + 1 > CLIPS or any(used + price > cap for used, cap in uses)):
            assert isinstance(done, NoRoom)
        else:
            assert isinstance(done, Reserved)
            self.known[done.attempt.id] = Known(wanted.sha256, ledger.owner, price, f"run{who}", day)
            return done.attempt.id
        return multiple()

    def allowed(self, id: str, who: int, *states: str) -> bool:
        each = self.known[id]
        return each.state in states and (
            each.state not in ("sending", "accepted") or each.owner == self.open[who].owner
        )

    def attempt(self, allowed: bool, act: Callable[[], object]) -> bool:
        if not allowed:
            with pytest.raises(LedgerTrouble):
                act()
            return False
        act()
        return True

    @rule(id=ids, who=st.integers(0, 1))
    def send(self, id: str, who: int) -> None:
        each, ledger = self.known[id], self.open[who]
        fair = each.state == "reserved" and each.owner == ledger.owner
        assert ledger.begin_send(id) == fair
        if fair:
            each.state = "sending"

    @rule(id=ids, who=st.integers(0, 1))
    def accept(self, id: str, who: int) -> None:
        self.jobs += 1
        if self.attempt(
            self.allowed(id, who, "sending", "unknown"), lambda: self.open[who].accepted(id, f"job-{self.jobs}")
        ):
            self.known[id].state, self.known[id].owner = "accepted", self.open[who].owner

    @rule(id=ids, who=st.integers(0, 1))
    def store(self, id: str, who: int) -> None:
        if self.attempt(self.allowed(id, who, "accepted"), lambda: self.open[who].stored(id, "a" * 64, 1)):
            self.known[id].state = "stored"

    @rule(id=ids, who=st.integers(0, 1), cost=st.sampled_from([0, 100, 400]))
    def record(self, id: str, who: int, cost: int) -> None:
        if self.attempt(self.allowed(id, who, "stored"), lambda: self.open[who].recorded(id, cost, 1.0)):
            each = self.known[id]
            each.state, each.held, each.spent = "recorded", 0, cost

    @rule(id=ids, who=st.integers(0, 1))
    def publish(self, id: str, who: int) -> None:
        if self.attempt(self.allowed(id, who, "recorded", "published"), lambda: self.open[who].published(id, "a.mp4")):
            self.known[id].state = "published"

    @rule(id=ids, who=st.integers(0, 1))
    def lose_sight(self, id: str, who: int) -> None:
        if self.attempt(self.allowed(id, who, "sending", "accepted"), lambda: self.open[who].unknown(id, "504")):
            self.known[id].state, self.known[id].owner = "unknown", ""

    @rule(id=ids, who=st.integers(0, 1), lost=st.booleans())
    def void(self, id: str, who: int, lost: bool) -> None:
        states = ("sending", "unknown", "accepted", *(("stored", "recorded", "published") if lost else ("reserved",)))
        if self.attempt(self.allowed(id, who, *states), lambda: self.open[who].void(id, "422", lost=lost)):
            self.end(self.known[id], lost)

    def end(self, each: Known, lost: bool = False) -> None:
        each.state = "void"
        each.held, each.spent, each.counts = 0, each.held + each.spent if lost else 0, int(lost)

    @rule(who=st.integers(0, 1))
    def die(self, who: int) -> None:
        self.open[who].close()
        self.open[who] = self.more(who)

    @rule(who=st.integers(0, 1))
    def adopt(self, who: int) -> None:
        living, ours = {ledger.owner for ledger in self.open}, self.open[who].adopt()
        for each in self.known.values():
            if each.owner not in living:
                if each.state == "reserved":
                    self.end(each)
                elif each.state == "sending":
                    each.state, each.owner = "unknown", ""
                elif each.state in ("accepted", "stored", "recorded"):
                    each.owner = self.open[who].owner
        assert {attempt.id for attempt in ours} == {
            id
            for id, each in self.known.items()
            if each.state not in ("void", "published") and each.owner in ("", self.open[who].owner)
        }

    @rule(hours=st.sampled_from([1, 30]))
    def wait(self, hours: int) -> None:
        self.clock.pass_(hours=hours)

    @invariant()
    def agrees(self) -> None:
        if not hasattr(self, "open"):
            return
        for id, each in self.known.items():
            attempt = now_of(self.open[0], id)
            assert (attempt.state, attempt.held, attempt.spent) == (each.state, each.held, each.spent)
            if each.state not in ("void", "published"):
                assert attempt.owner == each.owner
        live = Counter(each.op for each in self.known.values() if each.state != "void")
        assert set(live.values()) <= {1}
        assert self.open[0].audit() == []


@pytest.mark.parametrize(("name", "lives"), [(name, 20 if name == "sqlite" else 4) for name in LEDGERS])
def test_random_lives(name: str, lives: int) -> None:
    machine = type("OneLedger", (Books,), {"opening": staticmethod(opening(name))})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=lives,
            stateful_step_count=25,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
