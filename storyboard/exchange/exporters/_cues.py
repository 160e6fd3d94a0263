"""What is spoken in a story and when: the dialogue of its shots on the film's own time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from storyboard.compiler.layout.quotes import quoted
from storyboard.compiler.pipeline import Compiled
from storyboard.language.story import Clip, Shot


class Cue(NamedTuple):
    """Words that are spoken from `start` to `end`, in milliseconds of the film; `name` is the speaker or empty."""

    start: int
    end: int
    name: str
    text: str


def offsets(clips: Iterable[Clip]) -> Iterator[tuple[int, Clip]]:
    """The clips with the millisecond at which each starts in the film; a clip of unknown length ends with its shots."""
    at = 0
    for clip in clips:
        yield at, clip
        ends = [shot.end for shot in clip.shots if shot.end is not None]
        at += clip.duration if clip.duration is not None else max(ends, default=0)


def cues(compiled: Compiled) -> Iterator[Cue]:
    """The spoken lines in order; several in one shot share its time by their length. Shots without a time have none.

    Speech quoted in the action comes before the lines of dialogue, which stand below it.
    """
    for at, clip in offsets(compiled.clips):
        for shot in clip.shots:
            if shot.start is not None and shot.end is not None and shot.end > shot.start:
                yield from _in_shot(shot, at + shot.start, shot.end - shot.start)


def _in_shot(shot: Shot, start: int, length: int) -> Iterator[Cue]:
    lines = [("", text) for text, _ in quoted(shot.action)]
    lines += [(speech.name, speech.words.value) for speech in shot.dialogue]
    lines = [(name, _clean(text)) for name, text in lines if _clean(text)]
    total, done = sum(len(text) for _, text in lines), 0
    for name, text in lines:
        begin = start + length * done // total
        done += len(text)
        end = start + length * done // total
        if end > begin:
            yield Cue(begin, end, name, text)


def _clean(text: str) -> str:
    """Words without empty lines, which would end a cue, and without the arrow that starts one."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line).replace("-->", "→")


def stamp(ms: int, point: str) -> str:
    """Milliseconds as `hh:mm:ss,mmm`, with the given decimal sign."""
    seconds, part = divmod(ms, 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02}:{minute:02}:{second:02}{point}{part:03}"
