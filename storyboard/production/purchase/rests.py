"""Purchases that wait for their time, as most do while a host makes their clips, and the few threads that go on."""

from __future__ import annotations

import heapq
import threading
import time
from collections.abc import Callable

from storyboard.production.purchase.driver import Driver

THREADS = 64  # that ask and fetch, beside those that send


class Rests:
    """The purchases that wait. A thread whose purchase has come to wait goes on with whichever is due next.

    So no thread has to be begun for it, which a system may refuse; one more than enough ends. Of those that have
    nothing to do, one waits until the next is due: 64 that wake up for each question would be busy with that alone.
    """

    def __init__(self, go_on: Callable[[int, Driver], None]) -> None:
        """`go_on` goes on with the purchase of a number, and puts it here again where it has to wait."""
        self._go_on = go_on
        self._line: list[tuple[float, int, Driver]] = []
        lock = threading.Lock()
        self._due, self._called = threading.Condition(lock), threading.Condition(lock)
        self._threads, self._is_watched, self._is_hurried = 0, False, False

    def put(self, number: int, driver: Driver, seconds: float) -> None:
        """Have a purchase wait; whoever puts it here goes on serving."""
        with self._due:
            heapq.heappush(self._line, (time.monotonic() + seconds, number, driver))
            self._due.notify()

    def hurry(self) -> None:
        """Let all go on at once, now and from now on."""
        with self._due:
            self._is_hurried = True
            self._due.notify()
            self._called.notify_all()

    def serve(self) -> None:
        """Go on with what is due as long as anything waits, unless enough threads do."""
        with self._due:
            if self._threads >= THREADS:
                return
            self._threads += 1
        while (ready := self._next()) is not None:
            self._go_on(*ready)

    def _next(self) -> tuple[int, Driver] | None:
        """The next purchase once it is due, None where nothing waits any more."""
        with self._due:
            while self._line:
                left = self._line[0][0] - time.monotonic()
                if left <= 0 or self._is_hurried:
                    _, number, driver = heapq.heappop(self._line)
                    self._called.notify()  # somebody has to watch the next one
                    return number, driver
                if self._is_watched:
                    self._called.wait()
                else:
                    self._is_watched = True
                    self._due.wait(left)
                    self._is_watched = False
            self._threads -= 1
            self._called.notify_all()
            return None
