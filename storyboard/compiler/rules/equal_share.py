"""Shots without a time share the time that is left for them.

Each gap is shared on its own in whole seconds, and what remains goes to the last shot. That is rarely the rhythm that a
film wants, so the shares are named; write the times to choose them.

Bad:

    duration: 10
    Shot 1: A lamp is lit.
    Shot 2: A hand reaches in.
    Shot 3: Steam rises.

Good:

    duration: 10
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-6s] A hand reaches in.
    Shot 3 [6-10s] Steam rises.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._time import listed, span_of
from storyboard.diagnostics import Finding, Level
from storyboard.language.story import Clip, Shot
from storyboard.timing import seconds

CODE = "SB210"
LEVEL = Level.NOTICE
SINCE = "0.1.0"
IGNORABLE = True
AFTER = ("SB117", "SB123", "SB124", "SB201", "SB202", "SB203", "SB219", "SB204", "SB207", "SB208", "SB209", "SB218")
UNEVEN = True
_NAMED = 6


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """Each gap that two or more shots share."""
    run: list[Shot] = []
    for shot in clip.shots:
        form = shot.mark.form if shot.mark is not None else "range"
        if form == "untimed" and shot.start is not None and shot.end is not None:
            run.append(shot)
        elif form != "length":  # a length may stand between the shots that share a gap
            yield from _shared(run)
            run = []
    yield from _shared(run)


def _shared(run: Sequence[Shot]) -> Iterator[Finding]:
    if len(run) < 2:
        return
    shares = [(shot.end or 0) - (shot.start or 0) for shot in run]
    named = [f"{seconds(share)}s" for share in shares]
    if len(named) > _NAMED:
        named = [*named[:2], "…", named[-1]]
    yield Finding(
        f"shots {run[0].number} to {run[-1].number} have no time and share {seconds(sum(shares))}s: {', '.join(named)}"
        if len(run) > 2 and run[-1].number - run[0].number == len(run) - 1
        else f"shots {listed([str(shot.number) for shot in run[:_NAMED]])} have no time and share "
        f"{seconds(sum(shares))}s: {', '.join(named)}",
        span_of(run[0]),
        f"write the time in each mark, like `[{seconds(run[0].start or 0)}-{seconds(run[0].end or 0)}s]`",
        label=named[0],
    )
