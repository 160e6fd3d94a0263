"""The shots cannot be given to this model as they are timed.

Some models take each shot with its length in whole seconds, and all lengths together must be those of the clip. What
such a list cannot say is never rounded or stretched: give each shot whole seconds, and let the last one end with the
clip.

Bad, for such a model: `Shot 1 [0-2.5s]`.

Good:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._time import counted, end_of, retimed, ruler, start_of
from storyboard.diagnostics import Edit, Finding, Fix, Level, LostPart, Safety
from storyboard.language.story import Clip, Shot
from storyboard.timing import seconds

CODE = "SB314"
LEVEL = Level.ERROR
SINCE = "0.2.0"
AFTER = ("SB117", "SB123", "SB201", "SB202", "SB203", "SB204", "SB205", "SB207", "SB208", "SB209", "SB217", "SB301")
UNEVEN = True


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The shots with a part of a second, else the shots whose lengths are not together that of the clip."""
    if facts.profile.shots.style != "array" or clip.duration is None:
        return
    timed = [(shot, shot.start, shot.end) for shot in clip.shots if shot.start is not None and shot.end is not None]
    parted = [
        (shot, following) for shot, following in zip_longest(clip.shots, clip.shots[1:]) if (shot.end or 0) % 1000
    ]
    for shot, following in parted:
        edits = tuple(_whole(shot, following, facts))
        yield Finding(
            f"shot {shot.number} ends at {seconds(shot.end or 0)}s, `{facts.profile.model}` is told whole seconds of "
            "each shot",
            end_of(shot),
            "write whole seconds",
            fix=Fix(Safety.UNSAFE, "write the nearest whole seconds", edits) if edits else None,
            lost=LostPart("times", f"{seconds(shot.end or 0)}s", (shot.number,)),
        )
    total = sum(end - start for _, start, end in timed)
    if parted or not timed or len(timed) < len(clip.shots) or total == clip.duration:
        return
    last, _, end = timed[-1]
    fitting = end < clip.duration and total == end and last.mark is not None and last.mark.form == "range"
    edit = retimed(end_of(last), clip.duration, facts) if fitting else None
    yield Finding(
        f"the shots last {counted(total)} together, `{facts.profile.model}` makes a clip of {counted(clip.duration)} "
        "and needs as many in its shots",
        end_of(last),
        f"let the last shot end at {seconds(clip.duration)}s, or change the clip's length",
        fix=Fix(Safety.UNSAFE, f"let the last shot end at {seconds(clip.duration)}s", (edit,)) if edit else None,
        ruler=ruler(clip.shots, clip.duration),
        lost=LostPart("times", f"{seconds(total)}s"),
    )


def _whole(shot: Shot, following: Shot | None, facts: Facts) -> Iterator[Edit]:
    """The edits that move a cut to the nearest whole second, where both shots leave room for it."""
    end = ((shot.end or 0) + 500) // 1000 * 1000
    ranges = all(cut.mark is not None and cut.mark.form == "range" for cut in (shot, following) if cut is not None)
    if ranges and (shot.start or 0) < end and (following is None or end < (following.end or 0)):
        yield retimed(end_of(shot), end, facts)
        if following is not None:
            yield retimed(start_of(following), end, facts)
