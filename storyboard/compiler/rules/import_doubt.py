"""A question from `storyc import` is still unanswered.

Where `storyc import` could not be sure it wrote a line `// import?: …` above its guess. The guess may be a wrong time
or a wrong speaker, and such a clip is paid for like a right one. Look at it, mend the line below where need be, and
delete the question.

Bad:

    // import?: is "0-5" a time in seconds?
    Shot 1 [0-5s] A lamp is lit.

Good:

    Shot 1 [0-5s] A lamp is lit.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Finding, Level
from storyboard.patterns import lazy

CODE = "SB116"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
SIGNS = ("import?",)

_DOUBT = lazy(r"[ \t]*+(//[ \t]*+import\?[ \t]*+:)[ \t]*+([^\n]*)")


def check_story(facts: Facts) -> Iterator[Finding]:
    """The questions that an import left in the file."""
    source = facts.sources[facts.story.path]
    for row in facts.story.script.comments:
        match = _DOUBT.match(row.text)
        if match is not None:
            asked = match[2].strip()
            yield Finding(
                f"the import was not sure and nobody has answered: {asked}"
                if asked
                else "the import was not sure here",
                source.span(row.start + match.start(1), row.start + len(row.text.rstrip())),
                "check the line below, then delete this comment",
            )
