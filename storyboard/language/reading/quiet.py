"""Tells at a glance which lines with numbers speak of things in plain words: `Lamp 16 is lit by a woman`."""

from __future__ import annotations

from functools import lru_cache

from storyboard.language import words
from storyboard.language.reading.trigger import labelled
from storyboard.patterns import lazy

_NUMBERS, _OF_ASCII = lazy("[\\d\u2460-\u2468]++"), lazy("[0-9]++")
# A number with a word before it, and three behind it before the next number.
_BEFORE = lazy(r"(?<![^\W\d_])([A-Za-z]{3,14}) \Z")
_THING = lazy(r"[1-9][0-9]{0,5} ([a-z]{2,14})(?= [a-z]{1,14} [a-z]{2,14}(?![^\W_]))")
_LONGEST = 16  # signs that the word before a number takes, with those round it
_OPENERS = lazy(rf"[\[(（【{words.of('nth')[0]}]")
_ROLES = (
    *("from", "to", "between", "times", "starts", "finishes", "ends", "lengths", "seconds", "minutes", "thousandths"),
    *("frames", "shots", "parts", "weak", "glued", "counting", "initials", "further", "numbers", "ordinals"),
)


@lru_cache(1 << 12)
def _tells(word: str) -> bool:
    """Whether a word makes a time or the number of a shot of what stands beside it."""
    return word in words.known(*_ROLES) or labelled(word)


def is_quiet(line: str) -> bool:
    """Whether no number of a line can be a time or a shot's, alone or in a column with those of other lines.

    False where a close look is needed; a test holds the answer against that look.
    """
    if "[" in line or "(" in line or (not line.isascii() and _OPENERS.search(line) is not None):
        return False
    for number in (_OF_ASCII if line.isascii() else _NUMBERS).finditer(line):
        at = number.start()
        thing = _THING.match(line, at)
        before = _BEFORE.search(line, max(0, at - _LONGEST), at) if thing is not None else None
        if thing is None or before is None or _tells(before[1].lower()) or _tells(thing[1]):
            return False
    return True
