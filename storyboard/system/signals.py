"""The system's wish that the program end, as an exception."""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager


class Terminated(BaseException):
    """The system asks the program to end."""


@contextmanager
def heeding() -> Generator[None]:
    """Turn SIGTERM into an exception, so that what was begun is tidied up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: object) -> None:
        # Once is enough: what tidies up is not interrupted by the next.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise Terminated

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before or signal.SIG_DFL)
