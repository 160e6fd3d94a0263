"""A story as data: its clips and shots with their times."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from storyboard.records import Record
from storyboard.records.clip import Number
from storyboard.records.parts import Seconds, Whole


class SpeechRecord(msgspec.Struct, frozen=True):
    """A line of dialogue, its words without quotation marks."""

    name: str
    state: str
    manner: str
    text: str


class StoryShot(msgspec.Struct, frozen=True, kw_only=True):
    """A shot as written; start and end are null where they are not known."""

    number: Whole
    start: Seconds | None
    end: Seconds | None
    title: str
    text: str
    camera: str
    light: str
    sound: str
    music: str
    transition: str
    dialogue: tuple[SpeechRecord, ...]
    picture: Annotated[str, Meta(description="The shot's own picture, its path from the project's root; or empty.")]

    @property
    def length(self) -> Seconds | None:
        """How many seconds it lasts, None where start or end are not known."""
        if self.start is None or self.end is None:
            return None
        return round(self.end - self.start, 3)


class StoryClip(msgspec.Struct, frozen=True, kw_only=True):
    """A clip with its shots; its duration is null where it is not known."""

    index: Number
    title: str
    overview: str
    closing: str
    duration: Seconds | None
    shots: tuple[StoryShot, ...]


class StoryRecord(Record, frozen=True, kw_only=True, tag="storyc.story/1"):
    """A story as data, whatever is wrong with it."""

    MET = "`export --format json`"

    title: str
    clips: tuple[StoryClip, ...]
