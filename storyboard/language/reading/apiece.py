"""Finds a length that is that of each shot: `3 shots, 3 seconds each:`, `je 3 Sekunden`, and the list below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from storyboard.language import words
from storyboard.language.syntax.scan import Token
from storyboard.patterns import lazy

_REACH = 24
_ITEM = lazy(r"[ \t>]*+(?:[-*•·] |\(?(?:\d{1,2}|[a-z])[.)、] ?)[*_]*(?=[^\W_])")
_SIGNS = ".:;,!?)。：，；\n"


@cache
def _beside() -> tuple[re.Pattern[str], re.Pattern[str]]:
    listed = words.pattern("apiece", spaces=" ")
    return re.compile(rf"{listed} ?\Z"), re.compile(rf"[ -]*{listed}[ *_]*(?:[{re.escape(_SIGNS)}]|\Z)")


def apiece(plain: str, times: Sequence[Token]) -> Token | None:
    """The first of some times that is the length of each shot, or None; the text is canonical."""
    before, behind = _beside()
    for token in times:
        end = token.end
        if before.search(plain[max(0, token.at - _REACH) : token.at]) or behind.match(plain, end, end + _REACH):
            return token
    return None


def items(plain: str, at: int) -> Iterator[tuple[int, int]]:
    """Where each item of the list below the line of an offset begins, and where its words do."""
    begin = plain.find("\n", at) + 1
    begun = False
    while 0 < begin < len(plain):
        end = plain.find("\n", begin)
        line = plain[begin : end if end >= 0 else len(plain)]
        item = _ITEM.match(line)
        if item is not None:
            begun = True
            yield begin, begin + item.end()
        elif line.strip() and not (begun and line[0] in " \t"):
            return
        begin = end + 1
