"""A clip has more shots than the model follows.

A model that is told many shots in one clip may leave some out or join them, and the clip is paid for in full. The
profile of the model says from which number on. Make two clips of it, or take shots out.

Bad:

    Shot 1 [0-2s] A lamp is lit.
    Shot 2 [2-4s] A hand reaches in.
    Shot 3 [4-6s] Steam rises.
    Shot 4 [6-8s] Rain on a roof.
    Shot 5 [8-10s] A cat looks up.
    Shot 6 [10-12s] A bell rings.
    Shot 7 [12-15s] The street is empty.

Good:

    Shot 1 [0-4s] A lamp is lit.
    Shot 2 [4-8s] A hand reaches in.
    Shot 3 [8-15s] Steam rises.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Finding, Level, LostPart
from storyboard.language.story import Clip

CODE = "SB306"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
AFTER = ("SB123", "SB302")


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The first shot beyond what the model follows, unless there are more than it takes, which is an error."""
    most, limit = facts.profile.shots.warn_above, facts.profile.shots.most
    if len(clip.shots) <= most or (limit is not None and len(clip.shots) > limit):
        return
    shot = clip.shots[most]
    yield Finding(
        f"the clip has {len(clip.shots)} shots, `{facts.profile.model}` follows about {most}",
        shot.mark.span if shot.mark is not None else shot.span,
        "write a heading where a second clip shall begin, or tell fewer shots",
        label=f"shot {most + 1}",
        lost=LostPart("shots", str(len(clip.shots))),
    )
