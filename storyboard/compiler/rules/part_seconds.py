"""A time is finer than the model counts.

Most models read the times of a prompt in whole seconds: what they make of `2.5` is not known, and the cut falls where
they like. The profile of the model says how fine its times are.

Bad:

    Shot 1 [0-2.5s] A lamp is lit.
    Shot 2 [2.5-5s] A hand reaches in.

Good:

    Shot 1 [0-2s] A lamp is lit.
    Shot 2 [2-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._time import end_of, start_of
from storyboard.diagnostics import Finding, Level, LostPart
from storyboard.language.story import Clip
from storyboard.timing import seconds

CODE = "SB212"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
UNEVEN = True


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The written times between two steps of the model, each border between two shots once."""
    step = facts.profile.shots.step_ms
    if facts.profile.shots.style != "timed":  # where another rule tells of times
        return
    grid = "whole seconds" if step == 1000 else f"steps of {seconds(step)}s"
    before: int | None = None
    for shot in clip.shots:
        mark = shot.mark
        if mark is None:
            continue
        if not ((mark.start or 0) % step or (mark.end or 0) % step or (mark.length or 0) % step):  # as most are
            before = mark.end
            continue
        times = (
            ("starts at", mark.start if mark.start != before else None, start_of(shot)),
            ("ends at", mark.end, end_of(shot)),
            ("is", mark.length, end_of(shot)),
        )
        for what, time, span in times:
            if time is not None and time % step:
                long = " long" if what == "is" else ""
                yield Finding(
                    f"shot {shot.number} {what} {seconds(time)}s{long}, `{facts.profile.model}` counts in {grid}",
                    span,
                    f"write {seconds(time // step * step)} or {seconds((time // step + 1) * step)}",
                    lost=LostPart("times", f"{seconds(time)}s"),
                )
        before = mark.end
