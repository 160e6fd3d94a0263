"""Finds times whose numbers are words: `(three seconds)`, `two to four seconds`, in canonical text.

The expressions are long, and most prose does without: they are compiled for a text that has such a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from storyboard.language import words
from storyboard.language.syntax import numbers
from storyboard.language.syntax.canon import parted, portions
from storyboard.language.syntax.times import WrittenTime
from storyboard.patterns import lazy

_REACH = 6  # words; a number of ASCII is one
_BEHIND = lazy(r"[\[(:=] ?([a-z]+)")


@cache
def _seconds() -> tuple[str, ...]:
    """The words for seconds, without the letters that are words too."""
    return tuple(word for word in words.of("seconds") if len(word) > 1 or words.unspaced(word))


def _worded() -> str:
    """A length in words, alone in a bracket or behind a colon: `(three seconds)`, `Duration: three seconds`."""
    count = rf"(?P<number>{numbers.any_of(words.of(*numbers.COUNTS))}|{numbers.HAN})"
    return rf"(?<=[\[(:=]) ?(?P<all>{count} ?{numbers.any_of(_seconds())})(?= ?(?:[\])]|$))"


def _worded_range() -> str:
    """A range in words: `two to four seconds`."""
    count = numbers.any_of(words.of(*numbers.COUNTS, "zero"))
    parting = numbers.any_of(word for word in words.of("to") if " " not in word)
    lead = numbers.any_of(word for word in words.of("from") if not words.unspaced(word))
    parted = rf"(?P<start>{count})(?: (?:{parting}) | ?- ?)(?P<stop>{count})"
    return rf"(?<![^\W_])(?:{lead} )?{parted} ?{numbers.any_of(_seconds())}(?![^\W\d_])"


_WORDED, _WORDED_RANGE = lazy(_worded, re.MULTILINE), lazy(_worded_range)


@cache
def _units() -> tuple[str, ...]:
    return words.stems(_seconds())


@cache
def _counts() -> frozenset[str]:
    """The first word of each number, as far as a text of ASCII holds it."""
    return frozenset(parted(word)[0] for word in words.of(*numbers.COUNTS, "zero") if word.isascii())


@cache
def _begins() -> tuple[str, ...]:
    return tuple(_counts())


@lru_cache(1 << 12)
def _is_unit(word: str) -> bool:
    """Whether a word of ASCII is a unit, perhaps with its number before it."""
    return word in _seconds() or _glued(word)


def _glued(word: str) -> bool:
    """Whether a word may be a number with its unit."""
    return word.endswith(_seconds()) and word.startswith(_begins())


def _may_be_alone(text: str) -> bool:
    """Whether a number may stand behind a bracket or a colon; False for most prose in ASCII."""
    return not text.isascii() or any(word in _counts() or _glued(word) for word in _BEHIND.findall(text))


def _may_range(text: str) -> bool:
    """Whether a unit stands shortly behind a number; False for most prose in ASCII."""
    return not text.isascii() or any(map(_counts_a_unit, portions(text)))


def _counts_a_unit(text: str) -> bool:
    listed, counts = parted(text), _counts()
    if counts.isdisjoint(listed):
        return False
    units = {word for word in set(listed) if word.isalpha() and _is_unit(word)}
    if not units:
        return False
    return any(
        not units.isdisjoint(listed[place + 1 : place + _REACH]) for place, word in enumerate(listed) if word in counts
    )


def worded(text: str) -> Iterator[WrittenTime]:
    """The lengths in words of canonical text, alone in a bracket or behind a key, and the ranges in words."""
    if not any(unit in text for unit in _units()):
        return
    for match in _WORDED.finditer(text) if _may_be_alone(text) else ():
        value = numbers.value_of(match["number"])
        if value:
            yield WrittenTime("one", *match.span("all"), value * 1000, None, "s")
    for match in _WORDED_RANGE.finditer(text) if _may_range(text) else ():
        start, stop = numbers.value_of(match["start"]), numbers.value_of(match["stop"])
        if start < stop:
            yield WrittenTime("range", *match.span(), start * 1000, stop * 1000, "s")
