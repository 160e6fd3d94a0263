"""Reads numbers in words, of any language of the table: two, zweite, 十二."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from storyboard.language import words

ORDINALS = ("ordinals", "ordinals_2", "ordinals_3", "ordinals_4", "ordinals_5")
COUNTS = ("numbers", "numbers_2", "numbers_3")
HAN_DIGITS = words.by_language("zero")["zh"][0] + "".join(words.by_language("numbers")["zh"])
# An expression for a Chinese number up to 99.
HAN = f"[{HAN_DIGITS[1:]}]{{1,3}}"
_ONE, _TEN = HAN_DIGITS[1], HAN_DIGITS[10]


def any_of(listed: Iterable[str]) -> str:
    """An expression for any of some words, the longest first; the engine looks at the first letter of each once."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(set(listed), key=lambda word: (-len(word), word)):
        by_letter.setdefault(word[0], []).append(re.escape(word[1:]))
    return "(?:" + "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_letter.items()) + ")"


def value_of(word: str) -> int:
    """The value of a number or an ordinal in words, 0 for what is none."""
    return _values().get(word) or (_counted_han(word) if all(digit in HAN_DIGITS for digit in word) else 0)


@cache
def _values() -> dict[str, int]:
    values: dict[str, int] = {}
    for role in (*COUNTS, *ORDINALS, "roman"):
        for listed in words.by_language(role).values():
            for value, word in enumerate(listed, start=1):
                values.setdefault(word, value)
    return values


def _counted_han(digits: str) -> int:
    """The value of a Chinese number up to 99, 0 for what is none."""
    tens, ten, ones = digits.rpartition(_TEN)
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (HAN_DIGITS.index(tens or _ONE) * 10 if ten else 0) + (HAN_DIGITS.index(ones) if ones else 0)
