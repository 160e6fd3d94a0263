"""What a paid build does when the host, the books or somebody else do what nobody expects."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storyboard.ledger import Caps, Ledger, LedgerTrouble, Reserved, open_ledger
from storyboard.ledger.caps import NoRoom
from storyboard.ledger.steps import LOST
from storyboard.production.plan.lineage import Origins
from storyboard.production.purchase.driver import Driver
from storyboard.production.purchase.history import reconcile
from storyboard.production.purchase.queue import GRACE, run_purchases
from storyboard.production.purchase.records import (
    Baseline,
    Order,
    Polling,
    PurchaseContext,
    PurchaseOutcome,
    PurchaseProgress,
    StopSignal,
    outrun_said,
)
from storyboard.providers import (
    Abilities,
    Accepted,
    Delivered,
    Fetched,
    Finished,
    Gone,
    HostRefused,
    Job,
    Lost,
    NotSent,
)
from storyboard.store import open_store
from storyboard.store.records import Incoming, StoreTrouble
from tests.ledger.making import request

Submit = Callable[..., Any]
LEFT = NotSent("the send was called off")


class Host:
    """A host that does to each submit what a test says; `sent` counts the submits that have left."""

    name, abilities = "segmind", Abilities(costs=True, history=True)

    def __init__(self, *submits: Submit) -> None:
        self.submits, self.sent = list(submits), 0
        self.key_mark = ""
        self.jobs: Submit = tuple

    def submit(self, model: str, body: Any, into: Incoming, *, sending: Any, accepted: Any) -> Any:
        assert sending()
        self.sent += 1
        return (self.submits.pop(0) if len(self.submits) > 1 else self.submits[0])(into, accepted)

    def ask(self, request_id: str) -> Finished:
        return Finished("https://host/clip", 100)

    def fetch(self, url: str, into: Incoming) -> Fetched:
        into.write(url.encode())
        return Fetched(into.size)

    def history(self, model: str, first: date, last: date) -> Any:
        return self.jobs()

    def moment(self) -> None:
        """It does not say."""

    def abort(self) -> None:
        pass


def job(name: str, state: str = "COMPLETED", **more: Any) -> Job:
    """A job of the first clip's request that was begun just now, as the history shows it."""
    return Job(name, state, **{"at": datetime.now(UTC), "fields": request(1).fields, **more})


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with closing(open_ledger(tmp_path)) as made:
        yield made


def context(ledger: Ledger, folder: Path, host: Any) -> PurchaseContext:
    polling = Polling(first=0.0, most=0.0, again=0.0, apart=0.0, looks=(0.0, 0.0))
    return PurchaseContext(
        ledger, open_store(folder / "store", ledger.owner), host, Caps(), str, lambda digest: None, polling
    )


def brought(context: PurchaseContext, clip: int = 1) -> PurchaseOutcome:
    return Driver(context, Order(request(clip), 5, buy=True), StopSignal(), lambda progress: None).run()


def test_what_is_settled_by_hand_meanwhile_is_not_sent_again(ledger: Ledger, tmp_path: Path) -> None:
    host = Host(lambda into, accepted: Lost("the host answers 504"))

    def jobs() -> tuple[Job, ...]:
        # `ledger resolve --not-billed` in another window, and then the history shows that it was.
        for attempt in ledger.attempts():
            if attempt.state == "unknown":
                ledger.void(attempt.id, "settled by hand: not billed")
        return (job("job-1"),)

    host.jobs = jobs
    result = brought(context(ledger, tmp_path, host))
    assert host.sent == 1
    assert result.outcome == "failed"


@pytest.mark.parametrize("stops", [True, False])
def test_a_hosts_second_way_is_of_the_same_attempt_and_heeds_an_interrupt(
    ledger: Ledger, tmp_path: Path, stops: bool
) -> None:
    signal, asked = StopSignal(), list[bool]()

    class Twofold(Host):
        def submit(self, model: str, body: Any, into: Incoming, *, sending: Any, accepted: Any) -> Any:
            asked.append(sending())
            if stops:
                signal.stop.set()
            asked.append(sending())
            return super().submit(model, body, into, sending=lambda: True, accepted=accepted) if asked[1] else LEFT

    def by_second(into: Incoming, accepted: Callable[[str], None]) -> Any:
        into.write(b"a clip")
        return Delivered(None, 100)

    works = context(ledger, tmp_path, Twofold(by_second))
    result = Driver(works, Order(request(1), 5, buy=True), signal, lambda progress: None).run()
    assert asked == [True, not stops]
    assert result.outcome == ("left" if stops else "done")
    assert [attempt.state for attempt in ledger.attempts()] == ["void" if stops else "recorded"]


@pytest.mark.parametrize("blocking", [True, False])
def test_a_name_that_another_job_bears_loses_nothing(ledger: Ledger, tmp_path: Path, blocking: bool) -> None:
    def submit(into: Incoming, accepted: Callable[[str], None]) -> Any:
        accepted("job-1")
        into.write(b"a clip")
        return Delivered("job-1", 100) if blocking else Accepted("job-1")

    works = context(ledger, tmp_path, Host(submit))
    assert brought(works, 1).outcome == "done"
    assert brought(works, 2).outcome == ("done" if blocking else "unknown")
    assert [attempt.state for attempt in ledger.attempts()] == ["recorded", "recorded" if blocking else "unknown"]


def test_a_name_is_written_however_often_the_ledger_stumbles_over_it(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stumbles = ["read", "read", "write", "written"]
    named, accepted_by = ledger.named, ledger.accepted

    def reading(request_ids: Any) -> Any:
        if stumbles[:1] == ["read"]:
            raise LedgerTrouble(f"the disk cannot {stumbles.pop(0)}")
        return named(request_ids)

    def writing(attempt: str, request_id: str) -> None:
        how = stumbles.pop(0)
        if how == "written":
            accepted_by(attempt, request_id)
        raise LedgerTrouble(f"the disk cannot {how}")

    monkeypatch.setattr(ledger, "named", reading)
    monkeypatch.setattr(ledger, "accepted", writing)
    monkeypatch.setattr(ledger, "request_ids", lambda: reading(()))

    def submit(into: Incoming, accepted: Callable[[str], None]) -> Any:
        accepted("job-1")
        return Accepted("job-1")

    assert brought(context(ledger, tmp_path, Host(submit))).outcome == "done"
    assert stumbles == []
    assert [(attempt.state, attempt.request_id) for attempt in ledger.attempts()] == [("recorded", "job-1")]


def test_a_mistake_in_telling_ends_no_send_and_begins_none(ledger: Ledger, tmp_path: Path) -> None:
    def submit(into: Incoming, accepted: Callable[[str], None]) -> Any:
        accepted(f"job-{host.sent}")
        into.write(b"a clip")
        return Delivered(f"job-{host.sent}", 100)

    host = Host(submit)
    ends: list[PurchaseOutcome] = []

    def hear(number: int, what: PurchaseProgress | PurchaseOutcome | None) -> None:
        if isinstance(what, PurchaseOutcome):
            ends.append(what)
            if len(ends) == 1:
                raise UnicodeError("a mistake")

    with pytest.raises(UnicodeError):
        run_purchases(
            context(ledger, tmp_path, host), [Order(request(clip), 5, buy=True) for clip in (1, 2, 3)], 1, hear
        )
    assert host.sent == 1
    assert [end.outcome for end in ends] == ["done", "refused", "refused"]


def test_a_signal_that_takes_a_message_with_it_is_not_waited_for(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Torn(queue.SimpleQueue[Any]):
        """A queue whose reader is interrupted once it holds the end of a clip."""

        def get(self, block: bool = True, timeout: float | None = None) -> Any:
            message = super().get(block, timeout)
            if isinstance(message[1], PurchaseOutcome):
                raise KeyboardInterrupt
            return message

    def submit(into: Incoming, accepted: Callable[[str], None]) -> Any:
        accepted("job-1")
        into.write(b"a clip")
        return Delivered("job-1", 100)

    monkeypatch.setattr(queue, "SimpleQueue", Torn)
    ends: list[Any] = []
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run_purchases(
            context(ledger, tmp_path, Host(submit)), [Order(request(1), 5, buy=True)], 1,
            lambda number, message: ends.append(message) if isinstance(message, PurchaseOutcome) else None,
        )  # fmt: skip
    assert time.monotonic() - begun < GRACE
    assert [end.outcome for end in ends] == ["done"]


def test_what_has_no_price_is_not_bought(ledger: Ledger) -> None:
    with pytest.raises(LedgerTrouble, match="no price"):
        ledger.reserve(request(price=0), 5, Caps())


def test_a_job_of_the_lock_file_that_another_attempt_has(ledger: Ledger) -> None:
    ledger.learn(request(1), 5, "job-1")
    with pytest.raises(LedgerTrouble, match="`job-1` belongs to attempt"):
        ledger.learn(request(2), 5, "job-1")


def test_one_clip_at_a_time_is_kept_while_the_others_come(ledger: Ledger, tmp_path: Path) -> None:
    come, kept, most, numbers = threading.Event(), threading.Semaphore(0), 0, count(1)

    def submit(into: Incoming, accepted: Callable[[str], None]) -> Any:
        # The second and the third come only once the first is being kept.
        number = next(numbers)
        accepted(f"job-{number}")
        if number > 1:
            assert kept.acquire(timeout=60)
        into.write(f"clip {number}".encode())
        if number == 3:
            come.set()
        return Delivered(f"job-{number}", 100)

    works = context(ledger, tmp_path, Host(submit))
    keep, inside = works.store.keep, set[str]()

    def slowly(incoming: Incoming) -> Any:
        nonlocal most
        inside.add(incoming.path.name)
        most = max(most, len(inside))
        kept.release(2)
        assert come.wait(timeout=60)
        done = keep(incoming)
        inside.remove(incoming.path.name)
        return done

    setattr(works.store, "keep", slowly)  # noqa: B010
    ends: list[Any] = []
    wants = [Order(request(clip), 5, buy=True) for clip in (1, 2, 3)]
    run_purchases(
        works, wants, 3, lambda number, what: ends.append(what) if isinstance(what, PurchaseOutcome) else None
    )
    assert [end.outcome for end in ends] == ["done"] * 3
    assert most == 1


def test_a_name_that_cannot_be_written_is_said_by_a_run_that_is_stopped(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def submit(into: Incoming, accepted: Callable[[str], None]) -> Any:
        accepted("job-77")
        return Accepted("job-77")

    def full(*names: str) -> None:
        raise LedgerTrouble("the disk is full")

    def hear(number: int, what: Any) -> None:
        if isinstance(what, PurchaseOutcome):
            ends.append(what)
        elif what is not None and what.phase == "sending":
            raise KeyboardInterrupt

    ends: list[PurchaseOutcome] = []
    monkeypatch.setattr(ledger, "accepted", full)
    works = msgspec.structs.replace(context(ledger, tmp_path, Host(submit)), polling=Polling())
    with pytest.raises(KeyboardInterrupt):
        run_purchases(works, [Order(request(1), 5, buy=True)], 1, hear)
    assert [end.outcome for end in ends] == ["unknown"]
    assert "--attach job-77" in ends[0].why


def test_a_signal_while_a_thread_is_made_loses_no_order(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def struck(*names: Any, **more: Any) -> None:
        raise KeyboardInterrupt

    ends: list[tuple[int, Any]] = []
    monkeypatch.setattr(threading, "Thread", struck)
    works = context(ledger, tmp_path, Host())
    with pytest.raises(KeyboardInterrupt):
        run_purchases(works, [Order(request(clip), 5, buy=True) for clip in (1, 2)], 1, lambda *end: ends.append(end))
    assert [(number, end.outcome) for number, end in ends] == [(0, "left"), (1, "left")]


def test_a_clip_for_which_the_system_has_no_thread_has_failed(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def submit(into: Incoming, accepted: Submit) -> Accepted:
        accepted("job-1")
        return Accepted("job-1")

    start, begun = threading.Thread.start, list[str]()

    def scarce(thread: threading.Thread) -> None:
        begun.append(thread.name)
        if len(begun) > 1:
            raise RuntimeError("can't start new thread")
        start(thread)

    ends = dict[int, Any]()
    monkeypatch.setattr(threading.Thread, "start", scarce)
    works = context(ledger, tmp_path, Host(submit))
    run_purchases(
        works, [Order(request(clip), 5, buy=True) for clip in (1, 2)], 2,
        lambda number, what: ends.update({number: what}) if isinstance(what, PurchaseOutcome) else None,
    )  # fmt: skip
    assert (ends[0].outcome, ends[1].outcome) == ("done", "failed")
    assert "no thread for it can be started: can't start new thread; nothing was sent now" in ends[1].why


def test_a_job_that_may_be_that_of_another_attempt_is_not_taken(ledger: Ledger, tmp_path: Path) -> None:
    host = Host(lambda into, accepted: Lost("the host answers 504"))
    host.jobs = lambda: (job("job-1"),)
    works = context(ledger, tmp_path, host)
    first, second = request(1), request(2)
    same = {**first.fields, "size": "720*1280"}
    other = msgspec.structs.replace(second, fields=same)
    held = ledger.reserve(other, 5, Caps())
    assert isinstance(held, Reserved)
    assert ledger.begin_send(held.attempt.id)
    result = Driver(works, Order(first, 5, buy=True), StopSignal(), lambda progress: None).run()
    assert result.outcome == "unknown"
    assert f"may be that of attempt `{held.attempt.id}` as well" in result.why
    ledger.accepted(held.attempt.id, "job-1")
    assert brought(works).outcome == "unknown"
    host.jobs = lambda: (job("job-1"), job("job-2"))
    assert brought(works).outcome == "done"


@pytest.mark.parametrize(
    ("room", "whose"),
    [
        (NoRoom("clips", 3, 3, 1), "are wanted"),
        (NoRoom("month", 3, 3, 1, True), "are wanted (the studio's ledger)"),
        (NoRoom("clips", 3, 3, 1, True, "ann"), "are wanted (user `ann` of the studio's ledger)"),
    ],
)
def test_a_cap_that_is_passed_says_whose_it_is(room: NoRoom, whose: str) -> None:
    assert outrun_said(room).endswith(whose)


def test_the_job_of_a_send_that_was_given_up_and_counts_is_not_the_next_ones(ledger: Ledger, tmp_path: Path) -> None:
    host = Host(lambda into, accepted: Lost("the host answers 504"))
    works = context(ledger, tmp_path, host)
    assert brought(works).outcome == "unknown"
    (first,) = ledger.attempts()
    ledger.void(first.id, LOST, lost=True)
    assert brought(works).outcome == "unknown"
    host.jobs = lambda: (job("job-1"),)
    result = brought(works)
    assert (result.outcome, host.sent) == ("unknown", 2)
    assert f"which may be that of attempt `{first.id}`, which was given up and counts it" in result.why
    # Who says now that the second was not billed has one charge, and it counts once.
    ledger.void(ledger.attempts()[1].id, "not billed")
    assert sum(attempt.counted for attempt in ledger.attempts()) == first.price


@pytest.mark.parametrize(
    ("others", "outcome"),
    [
        ({}, "done"),
        ({"fields": {**request(1).fields, "size": "720*1280", "seed": "7"}}, "done"),  # what a row hides or respells
        ({"at": None}, "unknown"),
        ({"at": datetime.now(UTC) - timedelta(minutes=5)}, "unknown"),
        ({"fields": {}}, "unknown"),
        ({"fields": {**request(1).fields, "seed": 8}}, "unknown"),
        ({"fields": {**request(1).fields, "prompt": "A"}}, "unknown"),
    ],
)
def test_which_job_can_be_that_of_a_lost_answer(
    ledger: Ledger, tmp_path: Path, others: dict[str, Any], outcome: str
) -> None:
    host = Host(lambda into, accepted: Lost("the host answers 504"))
    host.jobs = lambda: (job("job-1", **others),)
    assert brought(context(ledger, tmp_path, host)).outcome == outcome


@pytest.mark.parametrize(
    ("echoes", "hidden", "chosen", "outcome"),
    [
        ("prompt+seed", (), True, "done"),
        ("prompt+seed", ("size",), False, "done"),  # the seed stands for what is hidden
        ("prompt+seed", ("size",), True, "unknown"),
        ("seed", ("prompt", "size"), False, "done"),
        ("seed", ("prompt", "size"), True, "unknown"),
        ("prompt", (), False, "done"),
        ("prompt", ("seed",), False, "unknown"),
        ("prompt", ("seed",), True, "unknown"),
    ],
)
def test_a_job_is_that_of_a_lost_answer_only_where_it_can_be_of_no_other_request(
    echoes: str, hidden: tuple[str, ...], chosen: bool, outcome: str, ledger: Ledger, tmp_path: Path
) -> None:
    fields = {**request(1).fields, "size": "720*1280"}
    wanted = msgspec.structs.replace(request(1), fields=fields, seed_set=chosen)
    shown = {key: value for key, value in fields.items() if key not in hidden}
    host = Host(lambda into, accepted: Lost("the host answers 504"))
    host.jobs = lambda: (job("job-1", fields=shown, echoes=(echoes,)),)
    result = Driver(
        context(ledger, tmp_path, host), Order(wanted, 5, buy=True), StopSignal(), lambda progress: None
    ).run()
    assert result.outcome == outcome
    assert ("`job-1`, may be another's" in result.why) == (outcome == "unknown")
    assert [attempt.request_id for attempt in ledger.attempts()] == ["job-1" if outcome == "done" else None]


def test_what_was_seen_before_a_send_is_never_its_own(ledger: Ledger, tmp_path: Path) -> None:
    host = Host(lambda into, accepted: Lost("the host answers 504"))
    host.jobs = lambda: (job("job-1"),)
    works = context(ledger, tmp_path, host)
    seen = {request(1).sha256: ("job-1", "job-0")}
    known = Baseline(datetime.now(UTC) - timedelta(seconds=1), time.monotonic(), seen)
    works = msgspec.structs.replace(works, baseline=known)
    assert brought(works).outcome == "unknown"
    look = ledger.attempts()[0].look
    assert look is not None
    assert look.seen == ("job-1", "job-0")
    assert "only `job-1`" in brought(works).why
    host.jobs = lambda: (job("job-1"), job("job-2"))
    assert brought(works).outcome == "done"
    assert ledger.attempts()[0].request_id == "job-2"


def test_between_the_look_and_the_send_lies_what_the_clock_can_tell(ledger: Ledger, tmp_path: Path) -> None:
    def submit(into: Incoming, accepted: Callable[[str], None]) -> Any:
        sent.append(time.monotonic())
        return Lost("the host answers 504")

    sent: list[float] = []
    works = context(ledger, tmp_path, Host(submit))
    begun, now = time.monotonic(), datetime.now(UTC)
    works = msgspec.structs.replace(
        works, polling=msgspec.structs.replace(works.polling, apart=0.3), baseline=Baseline(now, begun)
    )
    assert brought(works).outcome == "unknown"
    assert sent[0] - begun >= 0.3
    look = ledger.attempts()[0].look
    assert look is not None
    assert look.since == now + timedelta(seconds=0.3)


def test_a_young_job_that_the_host_does_not_know_is_asked_for_again(ledger: Ledger, tmp_path: Path) -> None:
    def submit(into: Incoming, accepted: Callable[[str], None]) -> Any:
        accepted("job-1")
        return Accepted("job-1")

    host = Host(submit)
    late, ask = [Gone("there is no such job")] * 3, host.ask
    setattr(host, "ask", lambda name: late.pop() if late else ask(name))  # noqa: B010
    works = context(ledger, tmp_path, host)
    assert brought(works).outcome == "failed"
    assert "--lost" in brought(works).why
    works = msgspec.structs.replace(works, polling=msgspec.structs.replace(works.polling, kept=3600.0))
    assert brought(works).outcome == "done"
    assert host.sent == 1


def test_a_job_that_the_host_goes_on_not_knowing_is_left_to_the_next_run(ledger: Ledger, tmp_path: Path) -> None:
    def submit(into: Incoming, accepted: Callable[[str], None]) -> Any:
        accepted("job-1")
        return Accepted("job-1")

    host = Host(submit)
    setattr(host, "ask", lambda name: Gone("there is no such job"))  # noqa: B010
    works = context(ledger, tmp_path, host)
    works = msgspec.structs.replace(works, polling=msgspec.structs.replace(works.polling, kept=3600.0))
    result = brought(works)
    assert result.outcome == "failed"
    assert "run it again" in result.why
    assert "--lost" not in result.why
    assert [attempt.state for attempt in ledger.attempts()] == ["accepted"]


def test_a_disk_that_fails_while_a_job_is_fetched_makes_nothing_unknown(ledger: Ledger, tmp_path: Path) -> None:
    def submit(into: Incoming, accepted: Callable[[str], None]) -> Any:
        accepted("job-1")
        return Accepted("job-1")

    def full(incoming: Incoming) -> Any:
        raise StoreTrouble("the disk is full")

    works = context(ledger, tmp_path, Host(submit))
    setattr(works.store, "keep", full)  # noqa: B010
    result = brought(works)
    assert result.outcome == "failed"
    assert result.attempt is not None
    assert result.attempt.state == "accepted"


class Watching(Host):
    """A host that notes what the books say around each moment of a send; `before` is called ahead of the first byte."""

    def __init__(self, ledger: Ledger, before: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self.ledger, self.before, self.states = ledger, before, list[str]()

    def submit(self, model: str, body: Any, into: Incoming, *, sending: Any, accepted: Any) -> Any:
        self.before()
        self.note()
        if not sending():
            return NotSent("it was stopped")
        self.sent += 1
        self.note()
        accepted("job-1")
        self.note()
        return Accepted("job-1")

    def note(self) -> None:
        self.states.append(self.ledger.attempts()[-1].state)


def test_the_books_know_of_a_send_before_it_leaves_and_of_a_job_at_once(ledger: Ledger, tmp_path: Path) -> None:
    host = Watching(ledger)
    assert brought(context(ledger, tmp_path, host)).outcome == "done"
    assert host.states == ["reserved", "sending", "accepted"]


@pytest.mark.parametrize(("how", "outcome"), [("stop", "left"), ("close", "refused")])
def test_what_ends_a_run_is_heeded_until_the_first_byte(ledger: Ledger, tmp_path: Path, how: str, outcome: str) -> None:
    signal = StopSignal()

    def before() -> None:
        if how == "stop":
            signal.stop.set()
        else:
            signal.close("credits", "the account is empty")

    host = Watching(ledger, before)
    driver = Driver(context(ledger, tmp_path, host), Order(request(1), 5, buy=True), signal, lambda progress: None)
    assert driver.run().outcome == outcome
    assert host.sent == 0
    assert [attempt.state for attempt in ledger.attempts()] == ["void"]


@pytest.mark.parametrize(("history", "left", "cost"), [(70, 0, 70), (None, 60, 40), (None, 100, None)])
def test_the_cost_of_a_clip_that_goes_alone_is_that_of_the_history_else_of_the_balance(
    ledger: Ledger, tmp_path: Path, history: int | None, left: int, cost: int | None
) -> None:
    class Silent(Host):
        abilities = Abilities(costs=True, history=True, balance=True)
        balances: Sequence[int] = (100, left)

        def balance(self) -> int:
            now, *self.balances = self.balances
            return now

    def submit(into: Incoming, accepted: Callable[[str], None]) -> Any:
        accepted("job-1")
        into.write(b"a clip")
        return Delivered("job-1", None)

    host = Silent(submit)
    host.jobs = lambda: (Job("job-2", "COMPLETED", cost=1), Job("job-1", "COMPLETED", cost=history))
    order = Order(request(1), 5, buy=True, alone=True)
    end = Driver(context(ledger, tmp_path, host), order, StopSignal(), lambda progress: None).run()
    assert end.attempt is not None
    assert (end.attempt.spent, end.attempt.cost_known) == (100 if cost is None else cost, cost is not None)


def test_a_send_without_a_name_of_ours_cannot_be_asked_for(ledger: Ledger, tmp_path: Path) -> None:
    class Naming(Host):
        abilities = Abilities(costs=True, own=True)

    host: Any = Naming(lambda into, accepted: Lost("the host answers 504"))
    # The names of sends have been kept since names of ours are counted; an older attempt has none.
    result = brought(context(ledger, tmp_path, Host(lambda into, accepted: Lost("the host answers 504"))))
    assert result.outcome == "unknown"
    (attempt,) = ledger.attempts()
    seen = reconcile(ledger, host, "wan", attempt, Origins())
    assert (seen.final, seen.settled) == (True, False)
    assert "cannot be asked" in seen.why


def test_the_end_of_a_clip_has_what_was_written_last(ledger: Ledger, tmp_path: Path) -> None:
    class Failing(Host):
        def ask(self, request_id: str) -> Any:
            return HostRefused("failed", "no picture", 422, cost=250)

    def submit(into: Incoming, accepted: Callable[[str], None]) -> Any:
        accepted("job-1")
        return Accepted("job-1")

    end = brought(context(ledger, tmp_path, Failing(submit)))
    assert (end.outcome, end.cause) == ("failed", "charged")
    assert end.attempt is not None
    assert (end.attempt.held, end.attempt.overrun) == (250, 150)


@pytest.mark.parametrize("later", [None, 100])
def test_a_cost_that_was_told_before_the_clip_came_stays(ledger: Ledger, tmp_path: Path, later: int | None) -> None:
    costs = [250, later]

    class Telling(Host):
        def ask(self, request_id: str) -> Finished:
            return Finished("https://host/clip", costs.pop(0) if len(costs) > 1 else costs[0])

    def submit(into: Incoming, accepted: Callable[[str], None]) -> Any:
        accepted("job-1")
        return Accepted("job-1")

    end = brought(context(ledger, tmp_path, Telling(submit)))
    assert end.attempt is not None
    assert (end.attempt.spent, end.attempt.cost_known) == (later or 250, True)


@pytest.mark.parametrize("told", [250, 100, None])
def test_a_cost_that_is_told_when_a_clip_is_fetched_again_ends_purchases(
    ledger: Ledger, tmp_path: Path, told: int | None
) -> None:
    class Telling(Host):
        def ask(self, request_id: str) -> Finished:
            return Finished("https://host/clip", told)

    def submit(into: Incoming, accepted: Callable[[str], None]) -> Any:
        accepted("job-1")
        into.write(b"https://host/clip")
        return Delivered("job-1", None)

    works, signal = context(ledger, tmp_path, Telling(submit)), StopSignal()
    first = brought(works)
    assert first.attempt is not None
    assert first.attempt.sha256 is not None
    blob = works.store.path(first.attempt.sha256)
    assert blob is not None
    blob.unlink()
    end = Driver(works, Order(request(1), 5, buy=False), signal, lambda progress: None).run()
    assert end.outcome == "done"
    assert (end.cause, signal.cause) == (("cap", "cap") if told == 250 else ("", ""))
    assert ("has charged 0.0003 USD, and the ledger counts 0.0001 USD" in end.why) == (told == 250)


def test_what_was_agreed_to_for_a_run_is_not_called_its_cap(ledger: Ledger, tmp_path: Path) -> None:
    works = msgspec.structs.replace(context(ledger, tmp_path, Host()), caps=Caps(run=99))
    end = brought(works)
    assert (end.outcome, end.cause) == ("refused", "cap")
    assert end.why.startswith("0.0001 USD were agreed to for this run, 0 are spent or held and 0.0001 more are wanted")
