"""A shot has no words.

A mark without action, field or dialogue leaves its seconds to the model: it may hold the shot before, invent something,
or cut early. Every second of it is paid for. Where no shot of a clip has words there is nothing to make at all: that is
`empty-clip`.

Bad:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s]

Good:

    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] The flame steadies.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._text import has_words
from storyboard.diagnostics import Finding, Level
from storyboard.language.story import Clip
from storyboard.timing import seconds

CODE = "SB107"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
AFTER = ("SB123",)


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The shots without words in a clip that has some."""
    empty = [shot for shot in clip.shots if not has_words(shot)]
    if len(empty) == len(clip.shots):
        return
    for shot in empty:
        known = shot.start is not None and shot.end is not None and shot.end > shot.start
        length = f"takes {seconds((shot.end or 0) - (shot.start or 0))}s" if known else "is in the plan"
        yield Finding(
            f"shot {shot.number} {length} but has no words",
            shot.mark.span if shot.mark is not None else shot.span,
            f"write what is seen in shot {shot.number}, or delete its mark and give its time to a neighbour",
            label="no description",
        )
