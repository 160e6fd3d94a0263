"""A shot ends where or before it starts, or its length disagrees with its range.

A range goes from its start up to its end, so the end is the larger number. A shot without time is never seen, and one
that says two lengths leaves it open which of them is paid for.

Bad:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-3s] A hand reaches in.

Good:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from storyboard.compiler.layout.timeline import inclusive
from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._time import end_of, span_of
from storyboard.diagnostics import Edit, Finding, Fix, Level, Safety
from storyboard.language.story import Clip, Mark, Shot
from storyboard.timing import seconds

CODE = "SB204"
LEVEL = Level.ERROR
SINCE = "0.1.0"
UNEVEN = True


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The shots of the clip that last no time, or that say two lengths."""
    starts = _starts(clip, facts)
    if starts is not None:
        yield starts
        return
    counts_last = inclusive(clip.shots)
    for shot in clip.shots:
        mark = shot.mark
        if mark is None:
            continue
        if mark.length == 0:
            yield Finding(
                f"shot {shot.number} is 0s long, a shot needs time",
                end_of(shot),
                f"write how long shot {shot.number} is, like `[3s]`",
            )
        elif mark.form == "range" and mark.start is not None and mark.end is not None:
            yield from _range(shot, mark, mark.start, mark.end, counts_last)


def _starts(clip: Clip, facts: Facts) -> Finding | None:
    """The finding for a clip whose lengths are the starts of its shots: `[0s]`, `[3s]`, `[7s]`."""
    marks = [shot.mark for shot in clip.shots if shot.mark is not None]
    lengths = [mark.length for mark in marks if mark.length is not None]
    if len(marks) < 2 or len(lengths) < len(clip.shots) or lengths[0] != 0 or lengths != sorted(set(lengths)):
        return None
    edits: list[Edit] = []
    for mark, end in zip(marks, [*lengths[1:], None], strict=True):
        time, number = mark.time_span, mark.end_span
        if time is None or number is None:
            return None
        source = facts.sources[number.path]
        if end is not None:
            edits.append(Edit(source.span(number.end, number.end), f"-{seconds(end)}"))
            continue
        last = (
            time.end
            - len(source.text[time.start : time.end])
            + len(source.text[time.start : time.end].rstrip("])）】 "))
        )
        edits.append(Edit(source.span(last, last), "-end"))
    ranges = [f"`{seconds(start)}-{seconds(end)}s`" for start, end in pairwise(lengths)][:2]
    return Finding(
        f"shot 1 is 0s long; the times look like the starts of the {len(marks)} shots",
        end_of(clip.shots[0]),
        f"write when each shot starts and ends: {', '.join(ranges)}",
        fix=Fix(Safety.UNSAFE, "write starts and ends", tuple(edits)),
    )


def _range(shot: Shot, mark: Mark, start: int, end: int, counts_last: bool) -> Iterator[Finding]:
    name = f"shot {shot.number}"
    if end < start or (end == start and not counts_last):
        swapped = f"swap the two: `{seconds(end)}-{seconds(start)}`" if end < start else f"end {name} after its start"
        yield Finding(
            f"{name} ends at {seconds(end)}s but starts at {seconds(start)}s",
            end_of(shot),
            swapped,
            label="not after its start",
        )
    elif end > start and mark.stated is not None and mark.stated != end - start:
        yield Finding(
            f"{name} is {seconds(end - start)}s long by its range but {seconds(mark.stated)}s by the length beside it",
            span_of(shot),
            f"end the range at {seconds(start + mark.stated)}s, or write {seconds(end - start)}s beside it",
        )
