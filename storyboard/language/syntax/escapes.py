"""What a `\\` makes plain text of, wherever it stands: a variable, a note, a mention, or what may be a mark."""

from __future__ import annotations

from storyboard.language.syntax import labels
from storyboard.language.syntax.canon import canonical
from storyboard.patterns import lazy

# Those that may: at a line's start, or before a sign or a letter.
SIGN = r"(?:(?<![^\n])\\|\\(?![\\\s]))"
_SIGNS = lazy(r"\{\{|\[\[|[@\[(（【〔\d]")
_DIGIT = lazy(r"\d")
_REACH = 48


def escapes(text: str, at: int) -> bool:
    """Whether the `\\` at an offset makes text of what follows: it stands at a line's start or before such a sign."""
    begin = at + 1
    if at == 0 or text[at - 1] == "\n" or _SIGNS.match(text, begin):
        return True
    return text[begin : begin + 1].isalpha() and _labels_a_shot(canonical(text[begin : begin + _REACH]))


def _labels_a_shot(words: str) -> bool:
    digit = _DIGIT.search(words)
    label = labels.before(words, digit.start()) if digit is not None else None
    if label is not None and label.at == 0:
        return True
    return any(label.at == 0 for label in labels.spelled(words))
