"""The shots count their last second in, like `0-3, 4-8, 9-12`.

A range is from its start up to its end: `[0-3s]` is three seconds long and the next shot starts at 3. Written so that
each shot starts one second after the last end, every clip has a hole of a second between its shots, which the model
fills as it likes. The fix keeps every end and moves the starts.

Bad:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [4-7s] A hand reaches in.
    Shot 3 [8-10s] Steam rises.

Good:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-7s] A hand reaches in.
    Shot 3 [7-10s] Steam rises.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.layout.timeline import inclusive
from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._time import minutes_meant, retimed, ruler, span_of, start_of
from storyboard.diagnostics import Edit, Finding, Fix, Level, Note, Safety
from storyboard.language.story import Clip
from storyboard.timing import seconds

CODE = "SB207"
LEVEL = Level.ERROR
SINCE = "0.1.0"
AFTER = ("SB123", "SB219")
UNEVEN = True


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """One finding for a clip whose shots all start one second after the end before."""
    if not inclusive(clip.shots) or minutes_meant(clip, facts.profile):
        return
    first, second = clip.shots[:2]
    edits: list[Edit] = []
    at = 0
    for shot in clip.shots:
        if shot.start != at and shot.mark is not None and shot.mark.start_span is not None:
            edits.append(retimed(shot.mark.start_span, at, facts))
        at = shot.end or at
    title = "start each shot where the one before it ends"
    if first.start:
        title = "start shot 1 at 0s, and each other shot where the one before it ends"
    yield Finding(
        f"shot {second.number} starts at {seconds(second.start or 0)}s, a second after shot {first.number} ends at "
        f"{seconds(first.end or 0)}s, and so does each later shot: a range ends where the next one starts",
        start_of(second),
        title,
        label=f"starts at {seconds(first.end or 0)}s",
        related=(Note(f"shot {first.number} is here", span_of(first)),),
        fix=Fix(Safety.UNSAFE, f"{title}, up to {seconds(at)}s", tuple(edits)),
        ruler=ruler(clip.shots[:4]),
    )
