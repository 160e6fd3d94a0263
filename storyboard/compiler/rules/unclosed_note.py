"""A note to colleagues is not closed.

`[[ … ]]` is a note that is never sent. It must be closed within its paragraph: without `]]` nobody can tell where the
note ends and the film begins, and either the note is sent to the model or the shot is lost.

Bad:

    Shot 1 [0-5s] A stone axe. [[ find a better prop

Good:

    Shot 1 [0-5s] A stone axe. [[ find a better prop ]]
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._text import mixed, opened
from storyboard.diagnostics import Finding, Level

CODE = "SB115"
LEVEL = Level.ERROR
SINCE = "0.1.0"
SIGNS = ("[[",)


def check_story(facts: Facts) -> Iterator[Finding]:
    """The notes that their paragraph does not close, those of one paragraph as one finding."""
    for text in mixed(facts.story):
        for piece, count in opened(text, "[[", "\n\n"):
            more = f", the first of {count:,}" if count > 1 else ""
            yield Finding(
                f"`[[` opens a note but its paragraph has no `]]`{more}",
                piece.span,
                "close the note with `]]`, or write `\\[[` if it is text",
                label="the note starts here",
            )
