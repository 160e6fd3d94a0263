"""A shot starts later than the shot before it ends.

Inside a clip the shots follow each other without a hole. In a second that no shot claims the model shows what it likes,
and it often goes on with the shot before or invents one; the second is paid for either way.

Bad:

    Shot 1 [0-2s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.

Good:

    Shot 1 [0-2s] A lamp is lit.
    Shot 2 [2-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.layout.timeline import inclusive
from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._time import counted, minutes_meant, neighbours, retimed, ruler, span_of, start_of
from storyboard.diagnostics import Finding, Fix, Level, Note, Safety
from storyboard.language.story import Clip, Shot
from storyboard.timing import seconds

CODE = "SB202"
LEVEL = Level.ERROR
SINCE = "0.1.0"
AFTER = ("SB117", "SB123", "SB219")
UNEVEN = True


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The holes between neighbouring shots."""
    if inclusive(clip.shots) or minutes_meant(clip, facts.profile):
        return
    for end, before, shot, start in neighbours(clip):
        if start > end:
            yield Finding(
                f"shot {shot.number} starts at {seconds(start)}s but shot {before.number} ends at {seconds(end)}s",
                start_of(shot),
                f"start shot {shot.number} at {seconds(end)}s, or end shot {before.number} at {seconds(start)}s",
                label=f"{counted(start - end)} without a shot",
                related=(Note(f"shot {before.number} is here", span_of(before)),),
                fix=_fix(shot, end, facts),
                ruler=ruler((before, shot)),
            )


def _fix(shot: Shot, start: int, facts: Facts) -> Fix | None:
    if shot.mark is None or shot.mark.start_span is None or shot.end is None:
        return None
    title = f"start shot {shot.number} at {seconds(start)}s, which makes it {seconds(shot.end - start)}s long"
    return Fix(Safety.UNSAFE, title, (retimed(shot.mark.start_span, start, facts),))
