"""Subtitles as SubRip: a cue for each spoken line, on the film's time."""

from __future__ import annotations

from storyboard.compiler.pipeline import Compiled
from storyboard.exchange.exporters._cues import cues, stamp


def render(compiled: Compiled) -> str:
    """The story's subtitles; a story in which nobody speaks is an empty file but for its line end."""
    blocks = [
        f"{number}\n{stamp(cue.start, ',')} --> {stamp(cue.end, ',')}\n{cue.text}\n"
        for number, cue in enumerate(cues(compiled), start=1)
    ]
    return "\n".join(blocks) or "\n"
