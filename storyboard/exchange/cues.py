"""What is spoken in a story and when: the dialogue of its shots on the film's own time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple

from storyboard.compiler.pipeline import Compiled
from storyboard.language.quotes import quoted
from storyboard.language.story import Clip
from storyboard.profiles.speech import spoken_language, turns

_LEAST = 700  # milliseconds in which one word can be read


class Cue(NamedTuple):
    """Words that are spoken from `start` to `end`, in milliseconds of the film; `name` is the speaker or empty."""

    start: int
    end: int
    name: str
    manner: str
    text: str


def offsets(clips: Iterable[Clip]) -> Iterator[tuple[int, Clip]]:
    """The clips with the millisecond at which each starts in the film; a clip of unknown length ends with its shots."""
    at = 0
    for clip in clips:
        yield at, clip
        ends = [shot.end for shot in clip.shots if shot.end is not None]
        at += clip.duration if clip.duration is not None else max(ends, default=0)


def cues(compiled: Compiled) -> Iterator[Cue]:
    """The spoken lines in order, each from where the free film begins to speak it. Shots without a time have none.

    A cue ends with its sound, but can be read for 0.7 seconds, unless the next one comes before.
    """
    spoken = sorted(_spoken(compiled), key=lambda cue: cue.start)
    for cue, following in zip_longest(spoken, spoken[1:]):
        end = max(cue.end, cue.start + _LEAST)
        # Two lines of a faulty plan may start at once, and neither is left out.
        if following is not None and following.start > cue.start:
            end = min(end, following.start)
        yield cue._replace(end=end)


def _spoken(compiled: Compiled) -> Iterator[Cue]:
    """The spoken lines for as long as they sound; what is quoted in the action comes before the lines of dialogue."""
    for at, clip in offsets(compiled.clips):
        language = spoken_language(clip)
        for shot in clip.shots:
            if shot.start is None or shot.end is None or shot.end <= shot.start:
                continue
            lines = [("", "", text) for text, _ in quoted(shot.action)]
            lines += [(speech.name, speech.manner, speech.words.value) for speech in shot.dialogue]
            lines = [line for line in lines if line[-1].strip()]
            times = turns([text for _, _, text in lines], at + shot.start, at + shot.end, language)
            for (name, manner, text), turn in zip(lines, times, strict=True):
                yield Cue(turn.start, turn.end, name, manner, _clean(text))


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
