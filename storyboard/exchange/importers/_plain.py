"""The words of a text that was copied from elsewhere: without HTML, code fences and odd line ends."""

from __future__ import annotations

import html
import re

from storyboard.language.syntax.tags import BREAKING, INLINE
from storyboard.patterns import lazy

_ENDS = lazy("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_UNSEEN = lazy("[\ufeff\u202a-\u202e\u2066-\u2069]")
_FENCE = lazy(r"^[ \t]*+(?:`{3,}+|~{3,}+)[ \t]*+[A-Za-z0-9_+-]{0,20}+[ \t]*+$", re.MULTILINE)

# A line end that a program wrote as two letters.
_ESCAPED = lazy(r"(?<=[^\s\\])(?:\\r)?\\n|(?<=\\n)\\n")


def ended(text: str) -> str:
    """The text with `\\n` at its line ends, and without marks that nobody sees."""
    return _ENDS.sub("\n", _UNSEEN.sub("", text))


def plain(text: str) -> str:
    """The text with `\\n` at its line ends, tags of HTML taken out or made line ends, and fences blanked."""
    text = _ESCAPED.sub("\n", ended(text)) if "\\n" in text else ended(text)
    if BREAKING.search(text) or INLINE.search(text):
        text = html.unescape(INLINE.sub("", BREAKING.sub("\n", text)))
        text = _ENDS.sub("\n", text)
    return _FENCE.sub("", text)
