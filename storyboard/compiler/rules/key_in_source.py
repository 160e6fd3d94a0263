"""A service's key stands in the text.

A story is shared, reviewed and kept for ever in its history; whoever reads the key can spend the money behind it. Keys
belong into the environment or a keyring, never into a project's files. A key that was once written
down is no secret any more: have the service replace it, deleting the line is not enough. The key is never printed.

Bad:

    // key: SG_0000000000000000
    Shot 1 [0-5s] A lamp is lit.

Good:

    Shot 1 [0-5s] A lamp is lit.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Finding, Level
from storyboard.system.secrets import keys

CODE = "SB408"
LEVEL = Level.ERROR
SINCE = "0.1.0"


def check_story(facts: Facts) -> Iterator[Finding]:
    """The keys in any text that was read for the story."""
    for source, text, at in facts.texts():
        for what, start, end in keys(text):
            yield Finding(
                f"{what} stands in the text, a project's files are no place for keys",
                source.span(at + start, at + end),
                "delete it, have the service replace it, and put the new one into the environment",
                label="whoever reads this can spend your money",
            )
