"""The wish that the program end, when it comes where Python drops exceptions."""

from __future__ import annotations

import signal
import time

import pytest

from storyboard.system.signals import Terminated, heeding

_LONG = 5.0


class Closing:
    """What is interrupted while it is closed."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __del__(self) -> None:
        signal.raise_signal(self.number)


def _close(number: int) -> None:
    Closing(number)
    time.sleep(_LONG)


@pytest.mark.parametrize(("number", "wish"), [(signal.SIGINT, KeyboardInterrupt), (signal.SIGTERM, Terminated)])
def test_a_signal_within_a_finalizer_is_not_lost(
    number: int, wish: type[BaseException], capfd: pytest.CaptureFixture[str]
) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(wish), heeding():
            _close(number)
    finally:
        signal.signal(signal.SIGINT, before)
    assert "Traceback" not in capfd.readouterr().err
