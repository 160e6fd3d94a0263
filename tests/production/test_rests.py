"""Clips that wait for their host: many of them have few threads, each goes on when it is due, and all end at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storyboard.ledger import Ledger, open_ledger
from storyboard.production.purchase import rests
from storyboard.production.purchase.queue import GRACE, run_purchases
from storyboard.production.purchase.records import Order, Polling, PurchaseContext, PurchaseOutcome, PurchaseProgress
from storyboard.providers import Accepted, Running
from storyboard.store.records import Incoming
from tests.ledger.making import request
from tests.production.test_paying import Host, context

CLIPS, JOBS, THREADS = 60, 3, 5


class Slow(Host):
    """A host that is at work on all clips until it is let finish, and sees by how many threads it is asked."""

    def __init__(self) -> None:
        numbers = count(1)

        def submit(into: Incoming, accepted: Callable[[str], None]) -> Accepted:
            name = f"job-{next(numbers)}"
            accepted(name)
            return Accepted(name)

        super().__init__(submit)
        self.most, self.done = 0, threading.Event()

    def ask(self, request_id: str) -> Any:
        names = [thread.name for thread in threading.enumerate() if thread.name.startswith("clip-")]
        self.most = max(self.most, len(names))
        return super().ask(request_id) if self.done.is_set() else Running("PROCESSING")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with closing(open_ledger(tmp_path)) as opened:
        yield opened


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rests, "THREADS", THREADS)


def works(ledger: Ledger, folder: Path, host: Host, most: float) -> PurchaseContext:
    polling = Polling(first=most, most=most, again=0.0, apart=0.0, looks=(0.0,))
    return msgspec.structs.replace(context(ledger, folder, host), polling=polling, in_flight=CLIPS)


def orders() -> list[Order]:
    """As many prices as clips, so that none waits for another."""
    return [Order(request(clip), 5, buy=True, priced=(str(clip), "", 5)) for clip in range(1, CLIPS + 1)]


def hearing(ends: dict[int, str], full: Callable[[], None]) -> Callable[..., None]:
    """What notes how each clip ends, and calls `full` once all are in flight."""
    accepted = set[int]()

    def hear(number: int, what: PurchaseProgress | PurchaseOutcome | None) -> None:
        if isinstance(what, PurchaseOutcome):
            ends[number] = what.outcome
        elif what is not None and what.phase == "running":
            accepted.add(number)
            if len(accepted) == CLIPS:
                full()

    return hear


def interrupt() -> None:
    raise KeyboardInterrupt


@pytest.mark.usefixtures("few")
def test_many_clips_in_flight_have_few_threads(ledger: Ledger, tmp_path: Path) -> None:
    host, ends = Slow(), dict[int, str]()
    run = works(ledger, tmp_path, host, 0.01)
    run.costs.proven |= {order.priced for order in orders()}
    run_purchases(run, orders(), JOBS, hearing(ends, host.done.set))
    assert ends == dict.fromkeys(range(CLIPS), "done")
    # One that has sent ends only once it has seen that enough others go on.
    assert host.most <= THREADS + 2 * JOBS


@pytest.mark.usefixtures("few")
def test_an_interrupt_ends_all_that_rest_though_none_is_due(ledger: Ledger, tmp_path: Path) -> None:
    host, ends = Slow(), dict[int, str]()
    run = works(ledger, tmp_path, host, 100 * GRACE)
    run.costs.proven |= {order.priced for order in orders()}
    with pytest.raises(KeyboardInterrupt):
        run_purchases(run, orders(), JOBS, hearing(ends, interrupt))
    assert ends == dict.fromkeys(range(CLIPS), "left")
    assert {attempt.state for attempt in ledger.attempts()} == {"accepted"}
