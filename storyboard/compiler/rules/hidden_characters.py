"""The text holds characters that no editor shows.

Tag characters (U+E0000 to U+E007F), annotations (U+FFF9 to U+FFFB), signs of a form long given up (U+206A to U+206F),
line separators (U+2028, U+2029), and rows of four and more that take no room are not shown by any editor: a whole
sentence may stand in them. The model reads it, the film is paid for by it, and no review sees it. A text that was
copied from a web page brings them along. A single soft hyphen, joiner or space without width is left alone, and so are
the tags in the flag of a region. The fix deletes them, and is unsafe, since it changes what is sent.

Bad: `Shot 1 [0-5s] A lamp.`, behind whose last word other words stand, each letter of them a tag.

Good:

    Shot 1 [0-5s] A lamp.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from storyboard.compiler.rules import Facts
from storyboard.diagnostics import Edit, Finding, Fix, Level, Safety
from storyboard.source.unseen import hidden

CODE = "SB127"
LEVEL = Level.WARNING
SINCE = "0.1.0"
IGNORABLE = True
SIGNS = ("\u200b",)  # which only a text beyond ASCII may hold
_MOST = 20

# A docstring cannot hold what nobody sees.
BAD = "Shot 1 [0-5s] A lamp.\U000e0020\U000e0072\U000e0065\U000e0064\n".encode()


def check_story(facts: Facts) -> Iterator[Finding]:
    """The rows of such characters in each text that was read, the first of a text where they are many."""
    for source, text, at in facts.texts():
        for match in islice(hidden(text), _MOST):
            span = source.span(at + match.start(), at + match.end())
            size = span.end - span.start
            name = f"U+{ord(match[0][0]):04X}"
            what = f"the character {name} stands" if size == 1 else f"{size:,} characters from {name} on stand"
            them = "it" if size == 1 else "them"
            yield Finding(
                f"{what} in the text, and nobody sees {them}",
                span,
                f"delete {them}",
                fix=Fix(Safety.UNSAFE, "delete what is not seen", (Edit(span, ""),)),
            )
