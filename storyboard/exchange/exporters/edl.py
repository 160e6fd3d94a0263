"""The story as an edit decision list, CMX 3600: one video track, a reel a take, marks as locators.

The list knows no rate: whoever opens it says at which one it was written. Its timecode drops no frames.
"""

from __future__ import annotations

import unicodedata
from itertools import count

from storyboard.compiler.pipeline import Compiled
from storyboard.exchange.timelines.laying import laid
from storyboard.exchange.timelines.records import (
    EventMark,
    OwnSound,
    Timeline,
    TimelineClip,
    TimelineEvent,
    events,
    reel,
)

TIMELINE = True
LOSES = ("takes", "letters", "numbers")
_COLOURS = {"shot": "GREEN", "speech": "YELLOW", "note": "PURPLE"}
_LONGEST = 120


def render(compiled: Compiled) -> str:
    """The list of a story of which nothing is built yet."""
    return write(laid(compiled))


def write(timeline: Timeline) -> str:
    """The list, in ASCII: other letters are written without their accents, or as `?`."""
    lines = [f"TITLE: {_ascii(timeline.title)[:70]}", "FCM: NON-DROP FRAME", ""]
    numbers = count(1)
    for event in events(timeline):
        lines += _event(timeline, next(numbers), event)
    for clip in timeline.clips:
        if clip.sound is not None:
            lines += _sound(timeline, next(numbers), clip, clip.sound)
    return "\n".join(lines) + "\n"


def _event(timeline: Timeline, number: int, event: TimelineEvent) -> list[str]:
    shown = event.clip.media[0]
    channel = "B" if event.sounds else "V"
    lines = [_line(timeline, number, reel(event.clip.index, shown.take), channel, event.source, event)]
    lines += [*_file(shown.path), f"* COMMENT: {_ascii(event.name)}"]
    lines += [_locator(timeline, event, mark) for mark in event.marks]
    return [*lines, ""]


def _sound(timeline: Timeline, number: int, clip: TimelineClip, sound: OwnSound) -> list[str]:
    rate = timeline.rate
    start, end = rate.frames(clip.at), rate.frames(clip.at + sound.length)
    event = TimelineEvent(sound.path.rpartition("/")[2], clip, 0, start, end, ())
    return [
        _line(timeline, number, "AX", "A2", 0, event),
        *_file(sound.path),
        "",
    ]


def _file(path: str) -> list[str]:
    """The file of an event: Resolve and Premiere look for one that is called as the clip is."""
    return [f"* FROM CLIP NAME: {_ascii(path.rpartition('/')[2])}", f"* SOURCE FILE: {_ascii(path)}"]


def _line(timeline: Timeline, number: int, name: str, channel: str, source: int, event: TimelineEvent) -> str:
    times = (source, source + event.length, event.start, event.end)
    codes = " ".join(timeline.rate.timecode(frames) for frames in times)
    return f"{number:03}  {name:<8} {channel:<5} C        {codes}"


def _locator(timeline: Timeline, event: TimelineEvent, mark: EventMark) -> str:
    """A marker as editors write it: its record time, a colour and its words."""
    code = timeline.rate.timecode(event.start + mark.frame - event.source)
    return f"* LOC: {code} {_COLOURS[mark.kind]:<7} {_ascii(mark.line)[:_LONGEST]}".rstrip()


def _ascii(text: str) -> str:
    flat = unicodedata.normalize("NFKD", " ".join(text.split()))
    bare = "".join(letter for letter in flat if not unicodedata.combining(letter))
    return bare.encode("ascii", "replace").decode("ascii")
