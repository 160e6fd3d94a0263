"""A host that says that it is busy, to a run of several clips: who waits, and what stands in the books."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storyboard.ledger import Ledger
from storyboard.production.purchase.driver import Driver
from storyboard.production.purchase.queue import run_purchases
from storyboard.production.purchase.records import (
    Order,
    PurchaseContext,
    PurchaseOutcome,
    PurchaseProgress,
    StopSignal,
)
from storyboard.providers import Accepted, HostRefused, NotSent
from storyboard.store.records import Incoming
from tests.ledger.making import request
from tests.production.test_paying import Host, context, ledger

__all__ = ["ledger"]
WAIT = 0.3
ASKS = HostRefused("busy", "the host answers 429, too many requests came", 429, WAIT)


class Busy(Host):
    """A host that refuses its first submits; when each submit came and how many were under way is kept."""

    def __init__(self, refusals: int, meanwhile: Callable[[], None] = lambda: None, wait: float = WAIT) -> None:
        super().__init__()
        self.refusals, self.meanwhile = refusals, meanwhile
        self.asks = msgspec.structs.replace(ASKS, wait=wait)
        self.at: list[float] = []
        self.together: list[int] = []
        self._lock, self._under_way = threading.Lock(), 0

    def submit(self, model: str, body: Any, into: Incoming, *, sending: Any, accepted: Any) -> Any:
        self.meanwhile()
        if not sending():
            return NotSent("the send was called off")
        with self._lock:
            self.sent += 1
            self._under_way += 1
            number = self.sent
            self.at.append(time.monotonic())
            self.together.append(self._under_way)
        time.sleep(0.02)
        with self._lock:
            self._under_way -= 1
        if number <= self.refusals:
            return self.asks
        accepted(f"job-{number}")
        return Accepted(f"job-{number}")


def bought(works: PurchaseContext, clips: int, jobs: int) -> tuple[dict[int, PurchaseOutcome], list[str]]:
    """What became of each clip, and what was told of waiting."""
    ends: dict[int, PurchaseOutcome] = {}
    words: list[str] = []

    def hear(number: int, message: PurchaseProgress | PurchaseOutcome | None) -> None:
        if isinstance(message, PurchaseOutcome):
            assert number not in ends
            ends[number] = message
        elif message is not None and message.phase == "busy":
            words.append(message.word)

    orders = [Order(request(clip), 5, buy=True) for clip in range(1, clips + 1)]
    run_purchases(works, orders, jobs, hear)
    return ends, words


def states(ledger: Ledger) -> Counter[str]:
    return Counter(attempt.state for attempt in ledger.attempts())


def test_all_clips_wait_for_a_busy_host_and_only_what_was_sent_is_in_the_books(ledger: Ledger, tmp_path: Path) -> None:
    host = Busy(1)
    ends, words = bought(context(ledger, tmp_path, host), 6, 2)
    assert [end.outcome for end in ends.values()] == ["done"] * 6
    assert set(words) == {"the host is busy, and nothing is sent for 0 s"}
    # Whoever was under way when the host refused was sent before; all others came after its time.
    early = [at for at in host.at if at < host.at[0] + WAIT]
    assert len(early) <= 2
    assert host.together[len(early)] == 1
    # One that was about to leave by then is called off, and none is begun for nothing.
    assert states(ledger)["recorded"] == 6
    assert states(ledger)["void"] <= 2


def test_a_storm_fails_no_clip(ledger: Ledger, tmp_path: Path) -> None:
    host = Busy(9, wait=0.05)
    works = context(ledger, tmp_path, host)
    ends, _ = bought(works, 2, 2)
    assert [end.outcome for end in ends.values()] == ["done", "done"]
    assert host.sent == 11
    # What is reserved while the host is found busy is let go unsent: how often that is rests on who is quicker.
    void = states(ledger)["void"]
    assert void >= 9
    assert states(ledger) == {"recorded": 2, "void": void}


def test_a_host_that_takes_nothing_is_given_up_for_all(ledger: Ledger, tmp_path: Path) -> None:
    host = Busy(1000, wait=0.01)
    ends, _ = bought(context(ledger, tmp_path, host), 4, 1)
    assert host.sent == 12
    assert [(ends[number].outcome, ends[number].cause) for number in range(4)] == [
        ("failed", "busy"), *[("refused", "busy")] * 3,
    ]  # fmt: skip
    assert ends[0].why.startswith("the host answers 429, too many requests came, 12 times in a row; it was not billed")
    assert ends[1].why.startswith("not sent, since the host answers 429")
    assert states(ledger) == {"void": 12}


def test_a_send_that_is_about_to_leave_heeds_a_busy_host(ledger: Ledger, tmp_path: Path) -> None:
    signal = StopSignal()

    def meanwhile() -> None:
        signal.busy = ASKS

    host = Busy(0, meanwhile)
    end = Driver(context(ledger, tmp_path, host), Order(request(1), 5, buy=True), signal, lambda progress: None).run()
    assert host.sent == 0
    assert (end.outcome, end.busy) == ("left", ASKS)
    # Nothing is held by the time that the next one looks.
    end = Driver(context(ledger, tmp_path, host), Order(request(2), 5, buy=True), signal, lambda progress: None).run()
    assert (end.outcome, end.busy) == ("left", ASKS)
    assert states(ledger) == {"void": 1}


@pytest.mark.parametrize("sends", [1, 2])
def test_a_clip_that_waits_is_told_once_where_the_run_is_stopped(ledger: Ledger, tmp_path: Path, sends: int) -> None:
    ends: list[tuple[int, str]] = []

    def hear(number: int, message: PurchaseProgress | PurchaseOutcome | None) -> None:
        if isinstance(message, PurchaseOutcome):
            ends.append((number, message.outcome))
        elif message is not None and message.phase == "busy":
            raise KeyboardInterrupt

    orders = [Order(request(clip), 5, buy=True) for clip in (1, 2)]
    with pytest.raises(KeyboardInterrupt):
        run_purchases(context(ledger, tmp_path, Busy(1000)), orders, sends, hear)
    assert sorted(set(ends)) == [(0, "left"), (1, "left")]
    assert len(ends) == 2
    assert set(states(ledger)) == {"void"}
