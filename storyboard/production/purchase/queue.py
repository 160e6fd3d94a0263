"""Several paid clips at once: threads that bring them, one loop that tells, and an end that loses nothing."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence

import msgspec

from storyboard.ledger.records import Attempt
from storyboard.production.purchase.clip import Bringing
from storyboard.production.purchase.records import Bank, Halt, Phase, Result, Want

# After the first signal: CI kills ten seconds after it has asked.
GRACE = 7.0
_CLOSING = 1.5
_BEAT = 1.0
_MISTAKE = "storyc made a mistake"


class Heard(msgspec.Struct, frozen=True):
    """What a clip tells on its way: its phase, its attempt where there is one, and a word."""

    phase: Phase
    attempt: Attempt | None
    word: str


def buy(bank: Bank, wants: Sequence[Want], jobs: int, hear: Callable[[int, Heard | Result | None], None]) -> None:
    """Bring all that is wanted, at most `jobs` at once; `hear` gets the number of the want with what it tells.

    It is called by this thread only, at least every second, then with None. A signal that arrives as an exception
    stops all: what is being sent has some seconds to be written down, what is made at the host is left to the next run.
    No two wants may be of one operation.
    """
    halt, told = Halt(), queue.SimpleQueue[tuple[int, Heard | Result | Exception]]()
    waiting, open_now, mistakes = deque(enumerate(wants)), set[int](), list[Exception]()

    def bring(number: int, want: Want) -> None:
        def tell(phase: Phase, attempt: Attempt | None, word: str) -> None:
            told.put((number, Heard(phase, attempt, word)))

        try:
            told.put((number, Bringing(bank, want, halt, tell).all()))
        except Exception as error:  # a mistake of ours: what is sent is finished first, and nothing more is sent
            halt.close("mistake", _MISTAKE)
            told.put((number, error))

    def start() -> None:
        while waiting and len(open_now) < jobs:
            number, want = waiting.popleft()
            open_now.add(number)
            # Threads that wait for a host must not keep a process alive that wants to end.
            threading.Thread(target=bring, args=(number, want), name=f"clip-{number}", daemon=True).start()

    def listen(seconds: float) -> None:
        try:
            number, what = told.get(timeout=seconds)
        except queue.Empty:
            hear(-1, None)
            return
        if not isinstance(what, Heard):
            open_now.discard(number)
        if isinstance(what, Exception):
            mistakes.append(what)
            what = Result("failed", _MISTAKE)
        try:
            hear(number, what)
        except Exception as error:  # and here as well: the clips that are under way are paid for
            halt.close("mistake", _MISTAKE)
            mistakes.append(error)

    def drain(seconds: float) -> None:
        until = time.monotonic() + seconds
        while open_now and (left := until - time.monotonic()) > 0:
            listen(min(left, _BEAT))

    try:
        while waiting or open_now:
            start()
            listen(_BEAT)
    except BaseException:
        halt.stop.set()
        try:
            drain(GRACE)
        finally:
            if bank.provider is not None:
                bank.provider.abort()
            drain(_CLOSING)
            for number, _ in waiting:
                hear(number, Result("left", "nothing was sent"))
        raise
    if mistakes:
        raise mistakes[0]
