"""What a look at a finished clip is given, and what it leaves to report. Times are in milliseconds."""

from __future__ import annotations

from pathlib import Path

import msgspec

from storyboard.records.clip import ClipRef
from storyboard.records.verify import Kind


class PlannedCut(msgspec.Struct, frozen=True):
    """A cut that the plan has: when, and the number of the shot that begins, 0 where none does."""

    at: int
    shot: int = 0


class CutPlan(msgspec.Struct, frozen=True):
    """What a clip should be; `size` and `fps` are empty and 0 where nobody knows, `sound` whether it must have any.

    `title` is until when an animatic may show its title, whose end is no cut. `draft` is whether its cards stand still.
    """

    duration: int
    cuts: tuple[PlannedCut, ...]
    size: str = ""
    fps: int = 0
    sound: bool = False
    title: int = 0
    draft: bool = False


class Cut(msgspec.Struct, frozen=True):
    """A cut as it was planned and as it was found; None where it was not.

    `soft` is a dissolve or a fade in the place of a cut, its middle being what was found. A flash, or an insert, that
    nobody planned lasts `frames` pictures. `strength` is the mean change of a picture in levels of 255.
    """

    planned: int | None
    found: int | None
    kind: Kind
    shot: int = 0
    strength: float = 0.0
    frames: int = 0

    @property
    def error(self) -> int | None:
        """How much later than planned it was found."""
        return None if self.planned is None or self.found is None else self.found - self.planned


class Sound(msgspec.Struct, frozen=True):
    """What is heard of a clip: its length, its loudest sample in decibels below full scale, None for pure silence.

    `silent` are the stretches of a second and more in which nothing is heard.
    """

    length: int
    peak: float | None
    silent: tuple[tuple[int, int], ...]


class Measured(msgspec.Struct, frozen=True):
    """A clip as it is, whatever was planned, but for `cuts`, which are matched to the plan.

    `sound` is None for a clip without a track of it; `black` are the stretches of half a second and more.
    """

    sha256: str
    length: int
    width: int
    height: int
    fps: float
    steady: bool
    frames: int
    whole: bool
    sound: Sound | None
    black: tuple[tuple[int, int], ...]
    cuts: tuple[Cut, ...]


class Verdict(msgspec.Struct, frozen=True):
    """One clip, or take of one, held against its plan.

    `path` is None where there is no such file. `problems` are differences beyond the tolerance, `notes` what one should
    know besides; both are phrases. `off` is the mean error of the planned cuts in milliseconds, a second for one that
    is missing or extra; None where nothing was measured. `best` marks the take that keeps the plan best of several.
    """

    story: str
    clip: ClipRef
    variant: str
    take: int
    path: Path | None
    plan: CutPlan | None = None
    measured: Measured | None = None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    off: int | None = None
    best: bool = False
    free: bool = False

    @property
    def ok(self) -> bool:
        """Whether nothing is beyond the tolerance."""
        return not self.problems
