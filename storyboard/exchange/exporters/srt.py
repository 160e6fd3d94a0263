"""Subtitles as SubRip: a cue for each spoken line, on the film's time."""

from __future__ import annotations

from storyboard.compiler.pipeline import Compiled
from storyboard.exchange.cues import cues, stamp
from storyboard.patterns import lazy

# What players take for a tag; SubRip has no way to write its signs otherwise.
_TAG = lazy(r"<(/?[A-Za-z][^<>\n]*+)>")


def render(compiled: Compiled) -> str:
    """The story's subtitles; a story in which nobody speaks is an empty file but for its line end."""
    blocks = [
        f"{number}\n{stamp(cue.start, ',')} --> {stamp(cue.end, ',')}\n{_untagged(cue.text)}\n"
        for number, cue in enumerate(cues(compiled), start=1)
    ]
    return "\n".join(blocks) or "\n"


def _untagged(text: str) -> str:
    """Words in which nothing is a tag: guillemets stand for its brackets, and a blank keeps `{` from a command."""
    return _TAG.sub(r"‹\1›", text).replace("{\\", "{ \\")
