"""A shot is shorter than the model can follow.

Each model's profile names the shortest shot that is known to come out (two seconds on Wan 2.6). A shorter one may be
left out or run into the next, and its seconds are paid for all the same. Two short shots are better told as one.

Bad:

    Shot 1 [0-1s] A lamp is lit.
    Shot 2 [1-5s] A hand reaches in.

Good:

    Shot 1 [0-2s] A lamp is lit.
    Shot 2 [2-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._time import span_of
from storyboard.diagnostics import Finding, Level, LostPart
from storyboard.language.story import Clip
from storyboard.timing import seconds

CODE = "SB211"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
AFTER = ("SB123", "SB207", "SB219")


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The shots below the length that the model follows."""
    least = facts.profile.shots.min_warn_ms
    for shot in clip.shots:
        if shot.mark is None or shot.start is None or shot.end is None:
            continue
        length = shot.end - shot.start
        if 0 < length < least:
            yield Finding(
                f"shot {shot.number} is {seconds(length)}s long, the shortest that `{facts.profile.model}` follows "
                f"well is {seconds(least)}s",
                span_of(shot),
                f"give shot {shot.number} at least {seconds(least)}s, or join it with its neighbour",
                lost=LostPart("times", f"{seconds(length)}s"),
            )
