"""How fast a host may be sent to: many clips at once, and one after the other where it says that it is busy."""

from __future__ import annotations

from collections.abc import Callable

from storyboard.providers import HostRefused

IN_A_ROW = 12  # refusals after which a run gives up
_FIRST = 10  # pauses of a run until a host is asked again that does not say when
_LONGEST = 300.0  # seconds until then at most


class Pace:
    """What a busy host has asked for: nothing is sent until its time is over.

    Then one clip is sent, and one more at once for each that it takes, up to `jobs`. `turn` is how often it has said
    that it is busy; what was sent in an earlier turn says nothing new, so a refusal of many clips at once counts once.
    `again` are the seconds that a run pauses for, which grow where the host does not say how long.
    """

    def __init__(self, jobs: int, again: float, clock: Callable[[], float]) -> None:
        self._jobs, self._again, self._clock = jobs, again, clock
        self.width: int = jobs
        self.turn: int = 0
        self._in_a_row = 0
        self._answer: HostRefused | None = None
        self._until = 0.0

    @property
    def rest(self) -> float:
        """The seconds until something may be sent."""
        return 0.0 if self._answer is None else max(0.0, self._until - self._clock())

    @property
    def busy(self) -> HostRefused | None:
        """What the host has said, until its time is over."""
        return self._answer if self.rest else None

    @property
    def is_hopeless(self) -> bool:
        """Whether the host has refused too often to be asked again by this run."""
        return self._in_a_row >= IN_A_ROW

    def refuse(self, answer: HostRefused, turn: int) -> None:
        """Take note that the host was too busy for what was sent in a turn."""
        if turn != self.turn:
            return
        growing = min(self._again * _FIRST * 2**self._in_a_row, _LONGEST)
        self._answer, self._until = answer, self._clock() + (growing if answer.wait is None else answer.wait)
        self._in_a_row += 1
        self.turn += 1
        self.width = 1

    def take(self, turn: int) -> None:
        """Take note that the host has answered otherwise to what was sent in a turn."""
        if turn == self.turn:
            self._in_a_row = 0
            self.width = min(self.width + 1, self._jobs)
