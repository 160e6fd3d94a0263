"""The tags of HTML and of forums in a text that was copied from a page, and a text without them."""

from __future__ import annotations

import re

from storyboard.patterns import lazy

_REST = r"(?![A-Za-z0-9])(?:\s[^<>\n]{0,500}+)?/?>"
# Those that end a line of the page, and those that stand in it.
BREAKING = lazy(rf"</?(?:br|p|div|li|ul|ol|tr|table|section|article|h[1-6]){_REST}", re.IGNORECASE)
INLINE = lazy(
    rf"</?(?:span|strong|b|i|em|u|a|font|small|code|pre|td|th|thead|tbody){_REST}|\[/?(?:b|i|u)\]", re.IGNORECASE
)
# What Markdown strikes out, and its fence round a text.
STRUCK = lazy(r"~~(?=\S)[^~\n]{1,200}(?<=\S)~~[ \t]?")
FENCE = lazy(r"(?<![^ \t\n])```[A-Za-z]*+[ \t]*+$\n?", re.MULTILINE)


def blanked(text: str) -> str:
    """The text with blanks for its tags, as long as it was, so that every offset stays."""
    if "<" not in text and "[/" not in text:
        return text
    for tag in (BREAKING, INLINE):
        text = tag.sub(lambda match: " " * len(match[0]), text)
    return text
