"""What the tests of the language share: a text compiled from memory, and short ways to look at what came out."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from storyboard.compiler.pipeline import Compiled, Options, compile_story
from storyboard.config import Config
from storyboard.language.story import Clip, Shot
from storyboard.source import MemoryFiles
from storyboard.timing import seconds

PATH = "film.story"
DEFAULTS = Config()
NOTHING = Options()


def compiled(
    text: str | bytes,
    files: Mapping[str, str | bytes] | None = None,
    config: Config = DEFAULTS,
    options: Options = NOTHING,
) -> Compiled:
    return compile_story(MemoryFiles({PATH: text, **(files or {})}), PATH, config, options)


def wav(seconds: int) -> bytes:
    """Silence as a WAV file: 8,000 samples a second of two bytes, one channel."""
    size = seconds * 16_000
    form = "<4sI4s4sIHHIIHH4sI"
    return struct.pack(
        form, b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 1, 1, 8000, 16_000, 2, 16, b"data", size
    ) + bytes(size)


def codes(made: Compiled, *beside: str) -> list[str]:
    """The codes found, in order of place, without those named."""
    return [each.code for each in made.diagnostics if each.code not in beside]


def found(made: Compiled, code: str) -> list[str]:
    """The messages of one code."""
    return [each.finding.message for each in made.diagnostics if each.code == code]


def span_of(shot: Shot) -> str:
    """A shot's time as `0-3`, with `?` for what is not known."""
    return "-".join("?" if each is None else seconds(each) for each in (shot.start, shot.end))


def times(clip: Clip) -> list[str]:
    return [span_of(shot) for shot in clip.shots]


def prompts(made: Compiled) -> list[str]:
    return [each.fields["prompt"] for each in made.requests]


def prompt(made: Compiled) -> str:
    """The one prompt of a story that is sound and has one clip."""
    assert len(made.requests) == 1, [each.finding.message for each in made.diagnostics]
    return str(made.requests[0].fields["prompt"])


def marked(line: str) -> list[str]:
    """What one line is: the time, number, title and text of each shot that has a mark, or nothing."""
    clip = compiled(line).clips[0]
    return [
        f"{span_of(shot)} {shot.mark.number or '-'} <{shot.title}> {shot.action.value}"
        for shot in clip.shots
        if shot.mark is not None and shot.mark.form != "broken"
    ]
