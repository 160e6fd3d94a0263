"""Reads which shots a text names, in any notation: the best timeline of its times and labels, and what is uncertain.

`closely.read` is the one judgement of raw text. `import` makes a story of it; `check` holds it against the marks that
the grammar sees, so that no shot that the text names stays unread. What stands here looks first, and imports little:
nearly all stories need no more.
"""

from __future__ import annotations

from itertools import islice

from storyboard.language.reading.ordered import ordered
from storyboard.language.reading.quiet import is_quiet
from storyboard.language.reading.trigger import may_hold_a_time, may_hold_marks
from storyboard.language.reading.worded import begin_in_words
from storyboard.language.syntax import wordedtimes
from storyboard.language.syntax.canon import canonical
from storyboard.language.syntax.labels import spelled
from storyboard.patterns import lazy

__all__ = [
    "begin_in_words",
    "columned",
    "crowded",
    "is_quiet",
    "may_hold_a_time",
    "may_hold_marks",
    "tells_in_order",
]

_NUMBERS = lazy(r"(?:(?<![A-Za-z\d_$@])|(?<=\\n))\d+|[\u2460-\u2468]")  # `\n` is how some write a line's end
_DIGITS = lazy(r"\d+")


def crowded(text: str, most: int) -> bool:
    """Whether a text holds more than so many numbers that may be times or labels; it is read no further than that."""
    if len(text) <= 2 * most:  # the shortest takes two letters with the blank that parts it from the next
        return False
    if any(True for _ in islice(_NUMBERS.finditer(text), most, None)):
        return True
    return len(spelled(canonical(text), text)) > most


def tells_in_order(text: str) -> bool:
    """Whether a text holds a length that a word of order places, or a time whose numbers are words."""
    plain = canonical(text)
    return next(ordered(plain), None) is not None or next(wordedtimes.worded(plain), None) is not None


def columned(text: str) -> bool:
    """Whether a text holds columns of numbers that may be times, in no notation that the scan knows."""
    if next(islice(_DIGITS.finditer(canonical(text)), 1, None), None) is None:  # one number is no column
        return False
    from storyboard.language.reading.columns import columns

    return next(columns(text), None) is not None
