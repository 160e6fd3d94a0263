"""Canonical layout with a safety net: both texts are compiled, and what is not the same is not handed out."""

from __future__ import annotations

from collections import Counter

import msgspec

from storyboard.compiler import Compiled, Options, compile_story
from storyboard.config import Config, Rules
from storyboard.diagnostics import Diagnostic, Level
from storyboard.formatter import fmt
from storyboard.source import Files, MemoryFiles, Span
from storyboard.story import Clip

_EVERYTHING = Options(variant="all")
_SYNTAX = "SB1"


class Laid(msgspec.Struct, frozen=True):
    """A story's text as it is and as it is laid out, the same where it may not be touched.

    `errors` are the mistakes of syntax that forbid it; `bug` says what the new layout would have changed.
    """

    before: str
    after: str
    errors: tuple[Diagnostic, ...] = ()
    bug: str = ""


def laid_out(files: Files, path: str, config: Config) -> Laid:
    """The story at a path in canonical layout, proven to compile to the same requests and diagnostics."""
    config = msgspec.structs.replace(config, rules=Rules())
    made = compile_story(files, path, config, _EVERYTHING)
    nowhere = Span(path, 0, 0)
    errors = tuple(
        each
        for each in made.diagnostics
        if each.level is Level.ERROR and (each.code.startswith(_SYNTAX) or each.span == nowhere)
    )
    before = _text(files, path)
    after = fmt(files, path, config.limits) if not errors else before
    if after is None or after == before:
        return Laid(before, before, errors)
    bug = _difference(made, compile_story(MemoryFiles({path: after}, files), path, config, _EVERYTHING))
    return Laid(before, before if bug else after, bug=bug)


def _text(files: Files, path: str) -> str:
    try:
        return files.read(path).decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""  # which is an error of the story's, and said as one


def _difference(before: Compiled, after: Compiled) -> str:
    """What two compiles do not have in common, as a phrase, empty where they are the same."""
    if [request.sha256 for request in before.requests] != [request.sha256 for request in after.requests]:
        return "a request would change"
    if [_meaning(clip) for clip in before.clips] != [_meaning(clip) for clip in after.clips]:
        return "a clip would change"
    codes = [Counter(each.code for each in made.diagnostics) for made in (before, after)]
    if codes[0] != codes[1]:
        return f"{', '.join(sorted((codes[0] - codes[1]) + (codes[1] - codes[0])))} would come or go"
    return ""


def _meaning(clip: Clip) -> tuple[object, ...]:
    """All of a clip that can be sent or exported, without its places in the file."""
    shots = [
        (
            (shot.start, shot.end, shot.title, shot.action.value),
            [(field.key, field.text.value) for field in shot.fields],
            [(each.name, each.state, each.manner, each.typed.value) for each in shot.dialogue],
        )
        for shot in clip.shots
    ]
    settings = {key: setting.value for key, setting in clip.settings.items() if not isinstance(setting.value, tuple)}
    return (clip.title, clip.overview.value, clip.closing.value, clip.duration, clip.size, shots, settings)
