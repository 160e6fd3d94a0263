"""Learns from a text what its times count: a unit that no table has, and how many frames a second has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from msgspec.structs import replace

from storyboard.language import words
from storyboard.language.reading.records import Doubt
from storyboard.language.syntax.canon import canonical
from storyboard.language.syntax.scan import Token
from storyboard.patterns import lazy

_WORD = lazy(rf" ?({words.LETTER}{{1,12}}\.?)[*_ ]*(?=[\])|:,-]|\Z)", re.MULTILINE)


@cache
def _rate() -> re.Pattern[str]:
    return re.compile(rf"(?<![\d.,])(\d{{2,3}}) ?(?:{words.alternation(words.of('fps'), spaces=' ')})(?!\w)")


def in_seconds(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, those that count frames in seconds where the text names one rate."""
    if not any(token.unit == "frame" for token in tokens):
        return list(tokens)
    rates = {int(match[1]) for match in _rate().finditer(canonical(text))}
    if len(rates) != 1 or rates == {0}:
        return list(tokens)
    rate = rates.pop()
    return [_timed_by(token, rate) if token.unit == "frame" else token for token in tokens]


def _timed_by(token: Token, rate: int) -> Token:
    start, finish, length = (
        round(v / rate) if v is not None else None for v in (token.start, token.finish, token.length)
    )
    return replace(token, start=start, finish=finish, length=length, unit="s")


def with_units(text: str, tokens: Sequence[Token]) -> tuple[list[Token], list[Doubt]]:
    """The tokens, those with one unknown word behind joined ranges taken as seconds, and the question about it."""
    tokens = _shared(tokens)
    bare = [token for token in tokens if token.kind == "range" and token.unit == "" and token.start is not None]
    if len(bare) < 2:
        return list(tokens), []
    plain = canonical(text)
    behind: dict[str, list[Token]] = defaultdict(list)
    for token in bare:
        match = _WORD.match(plain, token.end)
        if match is not None:
            behind[match[1]].append(token)
    for word, ranged in behind.items():
        joined = ranged[0].start == 0 and all(before.finish == other.start for before, other in pairwise(ranged))
        if len(ranged) > 1 and joined:
            known = {token.at for token in ranged}
            first = ranged[0]
            asked = Doubt(
                "unit", first.begin, first.stop, f"taken as seconds; `{word}` is no unit that storyc knows", "Is it?"
            )
            return [_timed(token, word) if token.at in known else token for token in tokens], [asked]
    return list(tokens), []


def _shared(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, each range without a unit that joins one in seconds, in the same bracket, with that unit."""
    shared = list(tokens)
    before = -1
    for at, token in enumerate(tokens):
        if token.kind != "range" or token.start is None:
            continue
        last = shared[before] if before >= 0 else None
        if last is not None and last.finish == token.start and last.bracket == token.bracket:
            if token.unit == "" and last.unit == "s":
                shared[at] = replace(token, unit="s")
            elif last.unit == "" and token.unit == "s":
                shared[before] = replace(last, unit="s")
        before = at
    return shared


def _timed(token: Token, word: str) -> Token:
    """The token with its unit, which is then no title."""
    return replace(token, unit="s", title=None if token.label is None or token.bracket else token.title)
