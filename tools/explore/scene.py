"""What an exploration begins with, and how much may go wrong in it."""

from __future__ import annotations

from typing import Any

import msgspec

from storyboard.compiler.request import Request
from tools.explore.world import PRICE, request


class Scene(msgspec.Struct, frozen=True):
    """A beginning: `machines` says on which machine each builder works, `clips` how many each of them wants.

    All want the same ones, or each its `own`. Builders of one machine share its ledger. `runs` is how often a builder
    is started, and `sends` how many clips a run sends at once; `crashes`, `faults` and `losses` are how many there may
    be in all, `copies` how often the first machine's ledger is copied and may come back, and `carries` how often a
    machine gets the other's lock file, without which nobody writes one. `lag` is the ticks until the history shows a
    job, `cost` what a clip is charged, `cap` that of a day. `older` is the tick from which the history shows a finished
    job of the first clip that was made before, if there is one. The clock stands still after so many `hours`.
    `blocking` hosts may answer with the clip.
    """

    name: str
    machines: tuple[int, ...]
    clips: int = 1
    own: bool = False
    runs: int = 2
    crashes: int = 2
    faults: int = 1
    losses: int = 0
    copies: int = 0
    carries: int = 0
    lag: int = 0
    hours: int = 6
    sends: int = 2
    cost: int = PRICE
    cap: int | None = None
    older: int | None = None
    blocking: bool = False

    def requests(self, number: int) -> tuple[Request, ...]:
        """What a builder wants."""
        first = number % len(self.machines) * self.clips if self.own else 0
        return tuple(request(first + clip) for clip in range(1, self.clips + 1))

    @property
    def fields(self) -> dict[str, dict[str, Any]]:
        """The body of each operation."""
        return {
            request.sha256: request.fields for number in range(len(self.machines)) for request in self.requests(number)
        }
