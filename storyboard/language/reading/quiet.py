"""Tells at a glance which lines with numbers speak of things in plain words: `Lamp 16 is lit by a woman`."""

from __future__ import annotations

from functools import lru_cache

from storyboard.language import words
from storyboard.language.reading.trigger import labelled
from storyboard.patterns import lazy

_NUMBERS = lazy("[\\d\u2460-\u2468]++")
# A number with a word before it, and three behind it before the next number.
_THING = lazy(r"(?<![^\W\d_])([A-Za-z]{3,14}) [1-9][0-9]{0,5} ([a-z]{2,14})(?= [a-z]{1,14} [a-z]{2,14}(?![^\W_]))")
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
    things = _THING.findall(line)
    if len(things) != len(_NUMBERS.findall(line)) or _OPENERS.search(line) is not None:
        return False
    return not any(_tells(before.lower()) or _tells(behind) for before, behind in things)
