"""The records of a timeline: clips on the film's time with their media, their shots and what is marked in them."""

from __future__ import annotations

from typing import Literal

import msgspec

from storyboard.exchange.timelines.rates import FrameRate

# One event a shot, or one a clip with its shots as markers.
Events = Literal["shot", "clip"]


class Medium(msgspec.Struct, frozen=True):
    """The file of one take: `path` is relative, with `/`; one that is `missing` will lie there once it is built.

    `length` is in milliseconds. `sound` is whether the file has a track of sound. One that is `older` was made by the
    story as it was before.
    """

    take: int
    path: str
    rate: FrameRate
    length: int
    width: int
    height: int
    sound: bool
    kind: Literal["paid", "animatic", "missing"] = "missing"
    older: bool = False


class OwnSound(msgspec.Struct, frozen=True):
    """The writer's own sound under a clip, its file relative to the timeline; `length` in milliseconds."""

    path: str
    length: int


class Remark(msgspec.Struct, frozen=True):
    """What a marker says, `at` a millisecond of its clip: a spoken line, or the writer's note."""

    at: int
    name: str
    text: str
    kind: Literal["speech", "note"]


class TimelineShot(msgspec.Struct, frozen=True):
    """A shot whose time is known, in milliseconds of its clip."""

    number: int
    title: str
    start: int
    end: int
    remarks: tuple[Remark, ...] = ()


class TimelineClip(msgspec.Struct, frozen=True):
    """A clip, `at` a millisecond of the film, with its media, of which the first is shown and the others are takes.

    `losses` are phrases about what no timeline keeps.
    """

    index: int
    title: str
    at: int
    length: int
    media: tuple[Medium, ...]
    shots: tuple[TimelineShot, ...]
    sound: OwnSound | None = None
    losses: tuple[str, ...] = ()


class Timeline(msgspec.Struct, frozen=True):
    """A film for an editor."""

    title: str
    story: str
    variant: str
    rate: FrameRate
    events: Events
    width: int
    height: int
    clips: tuple[TimelineClip, ...]


class EventMark(msgspec.Struct, frozen=True):
    """A marker of an event, at a frame of its source; `shot` is the number of the shot that begins there, or 0."""

    frame: int
    name: str
    text: str
    shot: int = 0
    kind: Literal["shot", "speech", "note"] = "shot"

    @property
    def line(self) -> str:
        """All its words in one line, for a format whose markers have no more than that."""
        if self.kind == "note":
            return f"note: {self.text}"
        return (": " if self.kind == "speech" else " ").join(filter(None, (self.name, self.text)))


class TimelineEvent(msgspec.Struct, frozen=True):
    """A stretch of a clip on the timeline, in frames of its rate: `source` is where it begins in the clip's file."""

    name: str
    clip: TimelineClip
    source: int
    start: int
    end: int
    marks: tuple[EventMark, ...]

    @property
    def length(self) -> int:
        """How many frames it lasts."""
        return self.end - self.start

    @property
    def sounds(self) -> bool:
        """Whether its clip's own sound is heard: the writer's sound is in it already where there is one."""
        return self.clip.media[0].sound and self.clip.sound is None


def reel(clip: int, take: int) -> str:
    """The name of a take's reel, which fits the eight letters of CMX 3600: `C01T1`."""
    return f"C{clip:02}T{take}"


def shot_name(clip: int, shot: int) -> str:
    """What marks a shot on a timeline, and tells it when the timeline comes back: `C01S02`."""
    return f"C{clip:02}S{shot:02}"


def events(timeline: Timeline) -> list[TimelineEvent]:
    """The events of a timeline in order. What no shot uses is in none of them, unless each is a whole clip."""
    rate = timeline.rate
    rows: list[TimelineEvent] = []
    for clip in timeline.clips:
        if timeline.events == "clip":
            shots = [(clip.shots, 0, clip.length, f"C{clip.index:02} {clip.title}".rstrip())]
        else:
            shots = [
                ((shot,), shot.start, shot.end, f"{shot_name(clip.index, shot.number)} {_title(clip, shot)}".rstrip())
                for shot in clip.shots
            ]
        for inside, start, end, name in shots:
            first, last = rate.frames(clip.at + start), rate.frames(clip.at + end)
            if last > first:
                marks = tuple(mark for shot in inside for mark in _marks(clip, shot, rate))
                rows.append(TimelineEvent(name, clip, rate.frames(start), first, last, marks))
    return rows


def _title(clip: TimelineClip, shot: TimelineShot) -> str:
    return shot.title or clip.title


def _marks(clip: TimelineClip, shot: TimelineShot, rate: FrameRate) -> list[EventMark]:
    marks = [EventMark(rate.frames(shot.start), shot_name(clip.index, shot.number), shot.title, shot.number)]
    most = max(rate.frames(shot.end) - 1, marks[0].frame)
    for remark in sorted(shot.remarks, key=lambda remark: remark.at):
        # An editor keeps one marker a frame.
        at = min(max(rate.frames(remark.at), marks[-1].frame + 1), most)
        marks.append(EventMark(at, remark.name, remark.text, kind=remark.kind))
    return marks
