"""A member of the cast is never mentioned.

A description reaches the model only where the text says `@NAME`, or where the member speaks. One that is never used is
most often a name that was written without its `@`: then the model is free to draw anybody. Members that come from a
shared file are not looked at, since other stories use them.

Bad:

    ---
    cast:
      CAVEMAN: a rugged explorer
    ---
    Shot 1 [0-5s] The caveman lifts an axe.

Good:

    ---
    cast:
      CAVEMAN: a rugged explorer
    ---
    Shot 1 [0-5s] @CAVEMAN lifts an axe.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._text import of_scene
from storyboard.diagnostics import Finding, Level

CODE = "SB403"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True


def check_story(facts: Facts) -> Iterator[Finding]:
    """The members declared in this story's own file that no text mentions and who never speak."""
    story = facts.story
    if not story.cast:
        return
    texts = (story.overview, *(text for scene in story.scenes for text in of_scene(scene)))
    used = {piece.name for text in texts for piece in text.pieces if piece.kind == "mention"}
    used |= {speech.name for scene in story.scenes for shot in scene.shots for speech in shot.dialogue}
    for member in story.cast.values():
        if member.span.path == story.path and member.name not in used:
            yield Finding(
                f"`{member.name}` is in the cast but no clip mentions `@{member.name}`",
                member.span,
                f"write `@{member.name}` where this person is seen, or delete the line",
            )
