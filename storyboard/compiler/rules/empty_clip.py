"""A clip has no words.

A heading starts a clip, and a clip is one paid generation; without words in its shots there is nothing to ask the model
for, so no request is made. The story's overview alone is no clip: it tells how everything looks, not what happens. The
same holds for a file that has no words at all.

Bad:

    # The forge
    # The new world
    Shot 1 [0-5s] A glowing orb.

Good:

    # The forge
    Shot 1 [0-5s] Sparks fly over an anvil.
    # The new world
    Shot 1 [0-5s] A glowing orb.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._text import has_words
from storyboard.diagnostics import Finding, Level
from storyboard.language.story import Clip

CODE = "SB114"
LEVEL = Level.ERROR
SINCE = "0.1.0"


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The finding for a clip none of whose shots has words."""
    if any(has_words(shot) for shot in clip.shots):
        return
    marks = [shot.mark for shot in clip.shots if shot.mark is not None]
    if clip.heading is not None:
        start = clip.span.start
        place = clip.span
        text = facts.sources[place.path].text if place.path in facts.sources else ""
        end = text.find("\n", start)
        span = type(place)(place.path, start, end if end >= 0 else len(text))
        name = f"`{clip.title}`" if clip.title else f"heading {clip.index}"
        what = f"{name} starts a clip but no shot in it has words"
        advice = "write what is seen below the heading, or `//` in place of `#`: a comment starts no clip"
    elif marks:
        span, what = marks[0].span, f"the clip has {len(marks)} {'shot' if len(marks) == 1 else 'shots'} but no words"
        advice = "write what is seen after the mark"
    else:
        span, what = clip.span, "the file is a story but has no words"
        advice = "write what is seen, like `Shot 1 [0-5s] A lamp is lit.`"
    yield Finding(what, span, advice, label="nothing to make")
