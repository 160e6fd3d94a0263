"""Subtitles as WebVTT: a cue for each spoken line with its speaker as the voice, on the film's time."""

from __future__ import annotations

from storyboard.compiler.pipeline import Compiled
from storyboard.exchange.cues import Cue, cues, stamp

_SIGNS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def render(compiled: Compiled) -> str:
    """The story's subtitles, the header alone where nobody speaks."""
    blocks = [f"{stamp(cue.start, '.')} --> {stamp(cue.end, '.')}\n{_spoken(cue)}\n" for cue in cues(compiled)]
    return "\n".join(["WEBVTT\n", *blocks])


def _spoken(cue: Cue) -> str:
    text = cue.text.translate(_SIGNS)
    return f"<v {cue.name.translate(_SIGNS)}>{text}" if cue.name else text
