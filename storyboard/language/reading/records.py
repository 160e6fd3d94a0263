"""What a reading of a text is: its shots in clips, what stands over them, and what is uncertain."""

from __future__ import annotations

from typing import Literal

import msgspec

from storyboard.language.syntax.scan import Token

Reason = Literal["shot", "clip", "track", "unit", "instant", "series", "near"]


class Doubt(msgspec.Struct, frozen=True):
    """A place that might be read otherwise, from `start` to `end`; what it was taken for, and the other reading."""

    reason: Reason
    start: int
    end: int
    taken: str
    other: str


class Reading(msgspec.Struct, frozen=True):
    """The best reading of a text: the marks of each clip, in order; `sections` stand over several shots.

    `left` are tokens that look like marks and are none; `doubts` are questions, by place.
    """

    clips: tuple[tuple[Token, ...], ...] = ()
    sections: tuple[Token, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    left: tuple[Token, ...] = ()

    @property
    def marks(self) -> list[Token]:
        """The marks of all clips."""
        return [mark for clip in self.clips for mark in clip]
