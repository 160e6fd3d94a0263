"""Imports as the tests see them: the story's text, and what the compiler reads in it."""

from __future__ import annotations

from storyboard.compiler.pipeline import Compiled, compile_story
from storyboard.config import Config
from storyboard.exchange.importers import Draft, Refused, guess, load, written
from storyboard.source import MemoryFiles


def drafted(text: str, form: str = "auto") -> Draft:
    made = load(guess(text) if form == "auto" else form).read(text)
    assert not isinstance(made, Refused), made.message
    return made


def imported(text: str, form: str = "auto") -> str:
    return written(drafted(text, form))


def compiled(story: str) -> Compiled:
    return compile_story(MemoryFiles({"a.story": story}), "a.story", Config())


def times(text: str, form: str = "auto") -> list[list[tuple[float, float] | None]]:
    """The seconds of every shot, by clip, as the compiler reads the imported story; None where it knows none."""
    return [
        [
            (shot.start / 1000, shot.end / 1000) if shot.start is not None and shot.end is not None else None
            for shot in clip.shots
        ]
        for clip in compiled(imported(text, form)).clips
    ]


def codes(text: str, form: str = "auto") -> list[str]:
    return [each.code for each in compiled(imported(text, form)).diagnostics]
