"""A cut as an editor hands it back: the events on its tracks of pictures, in frames, with what they are known by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import msgspec

from storyboard.exchange.timelines.rates import FrameRate


class CutMark(msgspec.Struct, frozen=True):
    """A marker of an event, at so many seconds of its source."""

    at: Fraction
    name: str


class CutEvent(msgspec.Struct, frozen=True):
    """An event on a track of pictures: `start` and `length` in frames of the cut, `source` in seconds of its file.

    `reel` and `file` name that file, empty where the format does not. `remapped` says that its speed was changed, or
    that it is a still.
    """

    name: str
    start: int
    length: int
    source: Fraction | None = None
    reel: str = ""
    file: str = ""
    marks: tuple[CutMark, ...] = ()
    remapped: bool = False

    @property
    def shown(self) -> str:
        """What a person would call it."""
        return self.name or self.file or self.reel or "an event without a name"


class EditorCut(msgspec.Struct, frozen=True):
    """A cut: its rate, its events in their order on the timeline, and the story that it says it was made of.

    The rate is `rate_assumed` where the format names none. `transitions` are what the events are called that a
    transition of the editor's leads to, or from at the end of a track.
    """

    rate: FrameRate
    events: tuple[CutEvent, ...]
    story: str = ""
    rate_assumed: bool = False
    transitions: tuple[str, ...] = ()


def ordered(events: list[CutEvent]) -> tuple[CutEvent, ...]:
    """The events in the order in which they are seen."""
    return tuple(sorted(events, key=lambda event: event.start))


def blended(names: Sequence[str | None]) -> Iterator[str]:
    """What stands behind each transition in a row of names, in which it is None; before it, if nothing does there."""
    for place, name in enumerate(names):
        if name is None:
            near = (*names[place + 1 : place + 2], *names[max(place - 1, 0) : place])
            yield next((beside for beside in near if beside), "")


def half_up(value: Fraction) -> int:
    """A number of frames, rounded half up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
