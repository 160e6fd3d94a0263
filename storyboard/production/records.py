"""What a build is given, what it tells while it runs, and what it leaves to report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from storyboard.compiler.request import Request
from storyboard.language.story import Clip, Member
from storyboard.providers.registry import DRAWN
from storyboard.records.parts import ConsentRecord, OffSpec

State = Literal[
    "waiting",  # another build has the root
    "drawing",
    "progress",  # also without anything new, every second, so that a heartbeat can be shown
    "done",  # drawn, or joined
    "kept",  # nothing changed
    "failed",
    "refused",  # somebody's file is in the way
    "lacking",  # clips of the film are missing
    "written",  # prompts and requests, where the extra for pictures is missing
    # Of a paid clip:
    "sending",
    "accepted",  # the host has named the job, and is paid for it
    "busy",  # the host asks to wait, or another storyc is at it
    "looking",  # the answer was lost, and the host's history is asked
    "unknown",  # it may have been billed
    "running",  # the host is at it for longer than this run waits; the next one goes on
    "left",  # the run was ended; the next one goes on
]
# A story, its variant, a clip's number and its take.
TakeRef = tuple[str, str, int, int]
FINAL: tuple[State, ...] = ("done", "kept", "failed", "refused", "lacking", "written", "unknown", "running", "left")


class BuildSettings(msgspec.Struct, frozen=True):
    """How a project is built: `root` and `out` are whole paths, `jobs` how many clips are made at once.

    `drawn` is how many are drawn at once here where a host makes the clips, `maker` the local maker who draws;
    with `ticks` each cut of an animatic is heard, with `planned` it leaves out what no shot uses.
    """

    root: Path
    out: Path
    jobs: int
    draft: bool = False
    drawn: int = 0
    maker: str = DRAWN
    ticks: bool = False
    planned: bool = False


class FilmOrder(msgspec.Struct, frozen=True):
    """One story, or one of its variants: all its clips, its cast, the requests of those that are meant, and `every`."""

    story: str
    variant: str
    title: str
    clips: tuple[Clip, ...]
    requests: tuple[Request, ...]
    every: tuple[Request, ...] = ()
    cast: dict[str, Member] = {}


class Step(msgspec.Struct, frozen=True):
    """Something that a build tells: `clip` is a clip's number, 0 for the whole film.

    `take` is that of a paid clip, 0 for what is made here, since an animatic is drawn once for all takes; a paid film
    has the take 1. `path` is the clip or film, `reason` a phrase where the state has one, `ms` the length of what was
    made, `done` of `total` its pictures so far, `took` the seconds it needed. `warnings` concern the pictures. `cause`
    says who refused a paid clip, `request_id` is the host's name of it, `attempt` the ledger's, `price` what it cost in
    micro-dollars, `agreed` what was agreed to for it, `cost_known` whether the host has said what it cost; a clip that
    was `taken_up` at the host was paid for by no run here. `off_spec` is what of it is not as it was ordered and agreed
    to by nobody, None where that was not measured.
    """

    state: State
    story: str = ""
    variant: str = ""
    clip: int = 0
    path: Path | None = None
    reason: str = ""
    ms: int = 0
    done: int = 0
    total: int = 0
    took: float = 0.0
    warnings: tuple[str, ...] = ()
    take: int = 0
    cause: str = ""
    request_id: str | None = None
    price: int = 0
    attempt: str = ""
    taken_up: bool = False
    off_spec: tuple[OffSpec, ...] | None = None
    cost_known: bool = True
    agreed: int = 0

    @property
    def spent(self) -> int:
        """What a build has spent on a clip, in micro-dollars."""
        return self.price if self.take and self.clip and self.state == "done" and not self.taken_up else 0

    @property
    def overcharged(self) -> int:
        """By how many micro-dollars a clip that this build has bought was dearer than what was agreed to."""
        return max(0, self.spent - self.agreed) if self.agreed and self.cost_known else 0

    @property
    def place(self) -> TakeRef:
        """What the step is about."""
        return self.story, self.variant, self.clip, self.take


Tell = Callable[[Step], None]


class Built(msgspec.Struct, frozen=True):
    """A project that was built: its root, its films, their last steps, and the stories that could not be compiled.

    `consent` is who agreed to what the run has spent.
    """

    root: Path
    films: tuple[FilmOrder, ...]
    steps: tuple[Step, ...]
    faulty: tuple[tuple[str, str], ...] = ()
    consent: ConsentRecord | None = None


def filled(films: Sequence[FilmOrder], final: dict[TakeRef, Step], state: State, why: str) -> tuple[Step, ...]:
    """The last steps, and one of `state` for each clip that is meant and has none, as where a run ends early."""
    steps = dict(final)
    for film in films:
        for request in film.requests:
            place = (film.story, film.variant, request.clip.index)
            if (*place, 0) not in steps and (*place, request.take) not in steps:
                steps[*place, request.take] = Step(state, *place, reason=why, take=request.take)
    return ordered(films, steps.values())


def ordered(films: Iterable[FilmOrder], steps: Iterable[Step]) -> tuple[Step, ...]:
    """Steps in the order of the films; of a clip first what was made here, then its takes, and the film after all."""
    order: dict[tuple[str, str], int] = {}
    for film in films:
        order.setdefault((film.story, film.variant), len(order))
    return tuple(sorted(steps, key=lambda step: (order[step.story, step.variant], step.clip or 1 << 30, step.take)))
