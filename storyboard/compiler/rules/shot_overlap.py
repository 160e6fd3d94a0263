"""A shot starts before the previous one has ended.

Inside a clip the shots follow each other: each starts where the one before it ends. A range is half-open, `[2-5s]` is
from the start of second 2 up to the start of second 5. Two shots that claim the same second leave it to the model which
of them is seen, and it may show neither. Where every shot of a clip counts from 0, `[0-4s]`, `[0-2s]`, the times are
lengths, and the fix adds them up.

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
from storyboard.compiler.rules._time import counted, listed, minutes_meant, neighbours, retimed, ruler, span_of
from storyboard.diagnostics import Edit, Finding, Fix, Level, Note, Safety
from storyboard.language.story import Clip
from storyboard.timing import seconds

CODE = "SB201"
LEVEL = Level.ERROR
SINCE = "0.1.0"
AFTER = ("SB117", "SB123", "SB219")
UNEVEN = True
_SHOWN = 4


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The overlaps between neighbouring shots."""
    if minutes_meant(clip, facts.profile):
        return
    if _each_from_zero(clip):
        yield _added_up(clip, facts)
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


def _each_from_zero(clip: Clip) -> bool:
    """Whether each shot of a clip, of two or more, has a range that starts at 0."""
    marks = [shot.mark for shot in clip.shots]
    return len(marks) > 1 and all(mark is not None and mark.start == 0 and mark.end for mark in marks)


def _added_up(clip: Clip, facts: Facts) -> Finding:
    """The finding for a clip whose shots each count from 0: where each of them stands once their lengths are added."""
    edits: list[Edit] = []
    joined: list[str] = []
    at = 0
    for shot in clip.shots:
        assert shot.mark is not None
        start, end = at, at + (shot.mark.end or 0)
        joined.append(f"`[{seconds(start)}-{seconds(end)}s]`")
        for span, time in ((shot.mark.start_span, start), (shot.mark.end_span, end)):
            if start and span is not None:
                edits.append(retimed(span, time, facts))
        at = end
    first, second = clip.shots[:2]
    every = "both shots start" if len(joined) == 2 else f"each of the {len(joined)} shots starts"
    return Finding(
        f"{every} at 0s, a clip's times count on from shot to shot",
        span_of(second),
        f"write {listed(joined if len(joined) <= _SHOWN else [*joined[: _SHOWN - 1], '…'])}, if these are lengths",
        label="starts at 0s too",
        related=(Note(f"shot {first.number} is here", span_of(first)),),
        fix=Fix(Safety.UNSAFE, f"add the lengths up, to {seconds(at)}s", tuple(edits)),
        ruler=ruler(clip.shots[:_SHOWN]),
    )
