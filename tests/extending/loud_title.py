"""A clip's title is all capitals.

Titles name the files that are built, and capitals shout there.

Bad:

    # THE MATCH
    Shot 1 [0-5s] A lamp is lit.

Good:

    # The match
    Shot 1 [0-5s] A lamp is lit.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Finding, Level
from storyboard.language.story import Clip

CODE = "SB699"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True


def check_clip(clip: Clip, facts: Facts) -> Iterator[Finding]:
    """The title, where no letter of it is small."""
    if clip.title.isupper():
        yield Finding(
            f"the title `{clip.title}` is all capitals", clip.heading or clip.span, "write it in small letters"
        )
