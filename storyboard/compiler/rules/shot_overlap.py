"""A shot starts before the previous one has ended.

Inside a clip the shots follow each other: each starts where the one before it ends. A range is half-open, `[2-5s]` is
from the start of second 2 up to the start of second 5. Two shots that claim the same second leave it to the model which
of them is seen, and it may show neither.

Bad:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [2-5s] A hand reaches in.

Good:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._time import counted, minutes_meant, neighbours, ruler, span_of
from storyboard.diagnostics import Finding, Level, Note
from storyboard.language.story import Clip
from storyboard.timing import seconds

CODE = "SB201"
LEVEL = Level.ERROR
SINCE = "0.1.0"
AFTER = ("SB117", "SB123", "SB219")


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The overlaps between neighbouring shots."""
    if minutes_meant(clip, facts.profile):
        return
    for end, before, shot, start in neighbours(clip):
        if start < end and shot.end is not None and before.start is not None:
            common = min(end, shot.end) - max(start, before.start)
            yield Finding(
                f"shot {shot.number} starts at {seconds(start)}s but shot {before.number} ends at {seconds(end)}s",
                span_of(shot),
                f"start shot {shot.number} at {seconds(end)}s, or "
                + (
                    f"end shot {before.number} at {seconds(start)}s"
                    if start > before.start
                    else f"put it before shot {before.number}"
                ),
                label=f"{counted(common)} in both shots" if common > 0 else f"before shot {before.number}",
                related=(Note(f"shot {before.number} is here", span_of(before)),),
                ruler=ruler((before, shot)),
            )
