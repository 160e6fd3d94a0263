"""The clip has another number of shots than this model takes.

A model that knows one shot makes one of all of them, and one that takes a list refuses a longer one. Neither is told
before the clip is paid for, so it is an error here.

Bad, for a model of single shots: two shots in one clip.

Good:

    # A lamp
    Shot 1 [0-5s] A lamp is lit.
    # A hand
    Shot 1 [0-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._text import words_of
from storyboard.diagnostics import Finding, Level, LostPart
from storyboard.language.story import Clip, Shot

CODE = "SB312"
LEVEL = Level.ERROR
SINCE = "0.2.0"


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The first shot beyond the most that the model takes, or the last of too few."""
    shots, count = facts.profile.shots, len(clip.shots)
    most = shots.most
    if most is not None and count > most:
        shot = clip.shots[most]
        yield Finding(
            f"the clip has {count} shots, `{facts.profile.model}` takes {most} at most",
            shot.mark.span if shot.mark is not None else shot.span,
            "write a heading here, so that a second clip begins",
            lost=_lost(clip.shots[most:]),
        )
    elif 0 < count < shots.min:
        shot = clip.shots[-1]
        yield Finding(
            f"the clip has {count} shot{'s' * (count > 1)}, `{facts.profile.model}` takes {shots.min} at least",
            shot.mark.span if shot.mark is not None else shot.span,
            "divide a shot, or name another model",
            lost=_lost(clip.shots),
        )


def _lost(shots: Sequence[Shot]) -> LostPart:
    return LostPart("shots", "\n".join(map(words_of, shots)), tuple(shot.number for shot in shots))
