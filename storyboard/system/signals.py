"""The system's wish that the program end, as an exception."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager

_AGAIN = 0.05  # seconds, by which a finalizer has ended


class Terminated(BaseException):
    """The system asks the program to end."""


@contextmanager
def heeding() -> Generator[None]:
    """Turn SIGTERM into an exception, so that what was begun is tidied up; no such wish is lost in a finalizer."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: object) -> None:
        # Once is enough: what tidies up is not interrupted by the next.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise Terminated

    def again(lost: sys.UnraisableHookArgs) -> None:
        # A signal that came within a finalizer, as of a pool of connections, is dropped there: it is sent once more.
        if lost.exc_type not in (KeyboardInterrupt, Terminated):
            hook(lost)
            return
        number = signal.SIGINT if lost.exc_type is KeyboardInterrupt else signal.SIGTERM
        if number == signal.SIGTERM:
            signal.signal(number, end)
        timer = threading.Timer(_AGAIN, os.kill, (os.getpid(), number))
        timer.daemon = True
        timer.start()

    hook, sys.unraisablehook = sys.unraisablehook, again
    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)
        sys.unraisablehook = hook
