"""Several paid clips at once: threads that drive them, one loop that hears them, and an end that loses nothing.

A clip has a thread until it waits for the host; then it rests, and a few threads go on with whichever is due.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence

from storyboard.production.purchase.driver import Driver
from storyboard.production.purchase.gate import Gate
from storyboard.production.purchase.records import Order, PurchaseContext, PurchaseOutcome, PurchaseProgress, StopSignal
from storyboard.production.purchase.rests import Rests

# After the first signal: CI kills ten seconds after it has asked.
GRACE = 7.0
_CLOSING = 1.5
_BEAT = 1.0
_MISTAKE = "storyc made a mistake"


Hear = Callable[[int, PurchaseProgress | PurchaseOutcome | None], None]


def run_purchases(context: PurchaseContext, orders: Sequence[Order], jobs: int, hear: Hear) -> None:
    """Buy or fetch all that is ordered, sending `jobs` at once; `hear` gets the number of an order with what it tells.

    It is called by this thread only, at least every second, then with None. A signal that arrives as an exception
    stops all: what is being sent has some seconds to be written down, what is made at the host is left to the next run.
    No two orders may be of one operation.
    """
    signal, inbox = StopSignal(), queue.SimpleQueue[tuple[int, PurchaseProgress | PurchaseOutcome | Exception]]()
    gate, open_now, mistakes = Gate(context, orders, jobs), dict[int, threading.Thread](), list[Exception]()
    ends: dict[int, PurchaseOutcome] = {}
    begun: set[int] = set()

    def drive(number: int, order: Order) -> None:
        begun.add(number)
        go_on(number, Driver(context, order, signal, lambda progress: inbox.put((number, progress))))
        rests.serve()

    def go_on(number: int, driver: Driver) -> None:
        try:
            end = driver.advance()
            if not isinstance(end, PurchaseOutcome):
                rests.put(number, driver, end)
                return
            ends[number] = end
            if end.busy is not None:
                begun.discard(number)  # it waits again, as if it had not begun
            inbox.put((number, end))
        except Exception as error:  # a mistake of ours: what is sent is finished first, and nothing more is sent
            signal.close("mistake", _MISTAKE)
            ends[number] = PurchaseOutcome("failed", _MISTAKE)
            inbox.put((number, error))

    rests = Rests(go_on)

    def start() -> None:
        signal.busy = gate.busy
        if gate.given_up:
            signal.close("busy", gate.given_up)
        if context.costs.stopped:
            signal.close("cap", context.costs.stopped)
        if gate.is_stuck() and gate.first(closed=False) is None:
            signal.close(*gate.stuck)
        while ready := gate.first(closed=bool(signal.closed(context.polling, time.monotonic())[0])):
            # An order waits until its thread runs: a signal may strike in between, and what waits is told at the end.
            number, order = ready
            # Threads that wait for a host must not keep a process alive that wants to end.
            thread = threading.Thread(target=drive, args=(number, order), name=f"clip-{number}", daemon=True)
            ends.pop(number, None)
            open_now[number] = thread
            try:
                thread.start()
            except RuntimeError as error:  # the system has no thread left
                why = f"no thread for it can be started: {error}; nothing was sent now: run it again"
                inbox.put((number, PurchaseOutcome("failed", why)))
            gate.begin(number)

    def listen(seconds: float) -> None:
        try:
            number, message = inbox.get(timeout=seconds)
        except queue.Empty:
            hear(-1, None)
            return
        if isinstance(message, Exception):
            mistakes.append(message)
            message = PurchaseOutcome("failed", _MISTAKE)
        if isinstance(message, PurchaseProgress):
            gate.tell(number, message)
        else:
            message = gate.end(number, message)
            signal.busy = gate.busy
            open_now.pop(number, None)
        try:
            hear(number, message)
        except Exception as error:  # and here as well: the clips that are under way are paid for
            signal.close("mistake", _MISTAKE)
            mistakes.append(error)

    def is_under_way(number: int) -> bool:
        return number not in ends and (number in begun or open_now[number].is_alive())

    def drain(seconds: float) -> None:
        until = time.monotonic() + seconds
        while open_now and (left := until - time.monotonic()) > 0:
            if inbox.empty() and not any(map(is_under_way, open_now)):
                # A signal may strike between the queue and here, and take a message with it.
                for number in sorted(open_now.keys() & ends.keys()):
                    hear(number, ends[number])
                open_now.clear()
                return
            listen(min(left, _BEAT))

    try:
        while open_now or not gate.is_empty():
            start()
            listen(gate.rest(_BEAT))
    except BaseException:
        signal.stop.set()
        rests.hurry()
        context.ledger.hurry(GRACE)
        try:
            drain(GRACE)
        finally:
            if context.provider is not None:
                context.provider.abort()
            drain(_CLOSING)
            for number in gate.waiting():
                if number not in begun:
                    hear(number, PurchaseOutcome("left", "nothing was sent"))
        raise
    if mistakes:
        raise mistakes[0]
