"""A name in single braces, or behind a dollar sign, looks like a variable and is sent as it stands.

A variable is written `{{ name }}`. `{name}`, `${name}` and, where `vars` has the name, `$name`, `%name%` and `<name>`
are how other programs write one; here they are words of the prompt, and may end up as letters in the picture.

Bad:

    ---
    vars:
      city: Lisbon
    ---
    Shot 1 [0-5s] A tram climbs a hill in {city}.

Good:

    ---
    vars:
      city: Lisbon
    ---
    Shot 1 [0-5s] A tram climbs a hill in {{ city }}.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._text import of_story
from storyboard.diagnostics import Edit, Finding, Fix, Level, Safety
from storyboard.patterns import lazy
from storyboard.source import Span

CODE = "SB414"
LEVEL = Level.WARNING
SINCE = "0.2.0"
IGNORABLE = True
SIGNS = ("{", "$", "%", "<")
_NAMED = lazy(
    r"(?<![{\\])\$?\{[ \t]*+([^\W\d][\w-]{0,40}+)[ \t]*+\}(?!\})|(?<![\w$])\$([^\W\d]\w*+)|"
    r"(?<!\w)%%?([^\W\d]\w*+)%%?(?!\w)|<([^\W\d]\w*+)>"
)


def check_story(facts: Facts) -> Iterator[Finding]:
    """The names that are written as variables of another program."""
    known = facts.story.variables
    for text in of_story(facts.story):
        for piece in text.pieces:
            if piece.kind != "words" or len(piece.text) != piece.span.end - piece.span.start:
                continue
            for match in _NAMED.finditer(piece.text) if any(sign in piece.text for sign in SIGNS) else ():
                name = next(filter(None, match.groups()))
                if match[1] is None and name not in known:
                    continue  # `$name` is money or slang as well, `<b>` a tag
                at = piece.span.start
                span = Span(piece.span.path, at + match.start(), at + match.end())
                write = f"write `{{{{ {name} }}}}`"
                has_value = name in known
                yield Finding(
                    f"`{match[0]}` is sent as it stands, a variable has two braces on each side",
                    span,
                    write if has_value else f"{write} and add `{name}:` under `vars`, or write the words themselves",
                    fix=Fix(Safety.UNSAFE, write, (Edit(span, f"{{{{ {name} }}}}"),)) if has_value else None,
                )
