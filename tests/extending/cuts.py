"""The cuts as tab-separated lines: the clip, the shot, and the second of the clip at which it begins."""

from __future__ import annotations

from storyboard import timing
from storyboard.compiler.pipeline import Compiled


def render(compiled: Compiled) -> str:
    """A line for each shot whose start is known."""
    shots = ((clip, shot) for clip in compiled.clips for shot in clip.shots)
    return "".join(
        f"{clip.index}\t{shot.number}\t{timing.seconds(shot.start)}\n" for clip, shot in shots if shot.start is not None
    )
