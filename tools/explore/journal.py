"""How code that was written to run through is stopped between any two of its calls, and goes on later.

All that a builder does to the world goes through `Journal.call`. The journal of a step holds what its calls have given
so far; the step is run again from its start, the journal answers the calls that were made, and the first new one is
made in the world. Before the next the step is left by `Pause`. So a step is a list of results, which can be kept,
compared and taken up again as often as there are ways to go on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from storyboard.ledger import LedgerTrouble
from storyboard.store.records import StoreTrouble


class Pause(BaseException):
    """The step waits before a call."""


class NoWay(BaseException):
    """A call cannot end in that way, as things are."""


class Raised(msgspec.Struct, frozen=True):
    """A call that failed: of the ledger, or of the store, and why."""

    ledger: bool
    why: str

    def error(self) -> LedgerTrouble | StoreTrouble:
        """What was raised, to be raised again."""
        return LedgerTrouble(self.why) if self.ledger else StoreTrouble(self.why)


Records = tuple[Any, ...]


class Journal:
    """The calls of one step: `records` are their results; one more is made, by the `way` that is given, if it is."""

    def __init__(self, records: Records = (), way: int | None = None) -> None:
        self.records = list(records)
        self._at = 0
        self._way = way

    def call(self, ways: Sequence[Callable[[], Any]]) -> Any:
        """What a call gives, by one of the ways in which it can end; its first one is that of a good day.

        Raises Pause where it is not its turn yet, and NoWay.
        """
        if self._at == len(self.records):
            if self._way is None:
                raise Pause
            way, self._way = self._way, None
            if way >= len(ways):
                raise NoWay
            self.records.append(_result(ways[way]))
        result = self.records[self._at]
        self._at += 1
        if isinstance(result, Raised):
            raise result.error()
        return result

    @property
    def is_used(self) -> bool:
        """Whether the call that was to be made has been made."""
        return self._way is None


class Straight(Journal):
    """A journal that nothing waits for: each call is made at once and ends well, and the step runs through."""

    def call(self, ways: Sequence[Callable[[], Any]]) -> Any:
        """What a call gives on a good day."""
        return ways[0]()


def _result(way: Callable[[], Any]) -> Any:
    try:
        return way()
    except (LedgerTrouble, StoreTrouble) as trouble:
        return Raised(isinstance(trouble, LedgerTrouble), str(trouble))
