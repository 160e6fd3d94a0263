"""Reads the words before a time that belong to it: `from 0 to 3 s`, `between 2 and 4`, `second 0 to 3`."""

from __future__ import annotations

from functools import cache

import msgspec

from storyboard.language import words
from storyboard.patterns import lazy

_FROM = lazy(rf"(?:({words.LETTER}+) ?=? ?)\Z")


class Lead(msgspec.Struct, frozen=True):
    """Where a time begins with its words; whether they say that it lies `between` two numbers, or counts seconds."""

    at: int
    between: bool
    second: bool


@cache
def _leading() -> frozenset[str]:
    """What ends the words before a time that may belong to it."""
    long = (word for word in words.of("seconds") if len(word) > 1)
    return words.endings((*words.of("between", "from"), *long))


def before(text: str, at: int) -> Lead:
    """The words before the time at an offset that belong to it: `from`, `between`, `seconds`."""
    between = second = False
    begin = at
    for _ in range(3):
        last = text[max(0, begin - 3) : begin].rstrip(" =")[-1:]
        if not (last.isalpha() or last > "\u0300"):
            break
        if not words.may_end(text[max(0, begin - 5) : begin].rstrip(" ="), _leading()):
            break
        match = _FROM.search(text, max(0, begin - 24), begin)
        if match is None:
            break
        word = match[1]
        if word in words.known("between"):
            between, begin = True, match.start()
            break
        from_word = word in words.known("from")
        if not from_word and word in words.known("seconds") and len(word) > 1:
            from_word = True
        if not from_word and words.unspaced(word[-1]):
            short = next((word[-n:] for n in range(min(4, len(word)), 0, -1) if word[-n:] in words.known("from")), "")
            if short:
                begin = match.start(1) + len(word) - len(short)
                continue
        if not from_word:
            break
        if word in words.known("seconds") and len(word) > 1:
            second = True
        begin = match.start()
    return Lead(begin, between, second)
