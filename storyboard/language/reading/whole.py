"""Finds the length of the film in its words: `A 10-second slow push-in`, `one take, 10 seconds.`, `全片10秒`."""

from __future__ import annotations

import re
from functools import cache

from storyboard.language import words
from storyboard.language.reading.stated import aged, may_last, said_in
from storyboard.language.reading.worth import RATIOS
from storyboard.language.syntax.canon import canonical
from storyboard.language.syntax.scan import Token, tokens
from storyboard.language.syntax.surroundings import LASTING, RATE, TOTAL
from storyboard.patterns import lazy

_SECOND = 1000
_REACH = 40
_LONGEST = 20_000  # letters: no model takes a longer prompt
# What stands beside a length in a list of what the film shall be: a ratio, a resolution, a number of frames.
_RATIO = "|".join(f"{across}:{down}" for across, down in sorted(RATIOS))
_SHAPE = rf"(?<![\d:.])(?:{_RATIO}|\d{{3,4}}(?:p|[x*]\d{{3,4}})|\dk|\d{{2}} ?fps)(?![\d:])"
_SHAPED, _SHAPED_BEFORE = lazy(rf" ?[,，、;|/·] ?{_SHAPE}"), lazy(rf"{_SHAPE} ?[,，、;|/·] ?\Z")
_ARTICLE = lazy(rf"\W*(?:{words.LETTER}{{1,4}}[ -])?\W*\Z")


@cache
def _keyed() -> re.Pattern[str]:
    return re.compile(rf"{words.pattern('totals', 'lengths', spaces=' ')}[ *_:=]{{0,4}}\Z")


@cache
def _take() -> tuple[re.Pattern[str], re.Pattern[str]]:
    listed, films = words.pattern("takes", spaces=" "), words.pattern("films")
    between = rf"[^\w.!?。！？]{{0,4}}(?:{words.LETTER}{{1,4}}[ -]?)?[^\w.!?。！？]{{0,3}}"
    of = rf"{films} (?:{words.LETTER}{{1,7}} )?\Z"
    return re.compile(rf"{listed}{between}\Z|{of}"), re.compile(rf"{between}{listed}")


def whole(text: str) -> tuple[Token, bool] | None:
    """The time that says how long a text without times of shots lasts, and whether it says so for sure; or None.

    A time beside the word for a film, or in a list with the picture's shape, is its length. Any other is where it is
    the text's only one and a sign parts it from its sentence, or where it opens the text.
    """
    times = [token for token in tokens(text[:_LONGEST]) if _may_be(token)]
    if not times:
        return None
    plain = canonical(text)
    named = next((token for token in times if not token.flags & LASTING and _named(plain, token)), None)
    if named is not None:
        return named, True
    token = times[0]
    if len(times) == 1 and _of_a_take(plain, token):
        return token, False
    times = [token for token in times if not token.flags & LASTING]
    if len(times) != 1 or times[0].flags & TOTAL:
        return None
    token = times[0]
    stop = plain.find("\n", token.end)
    said = said_in(plain, token, plain.rfind("\n", 0, token.at) + 1, stop if stop >= 0 else len(plain))
    if said is not None and said.way == "apart" and not aged(said):
        return token, False
    opens = len(plain[: token.at].strip()) < _REACH and _ARTICLE.match(plain[: token.at].strip(" \n") + " ") is not None
    follows = re.match(rf"[ -]*({words.LETTERS})", plain[token.end : token.end + _REACH])
    later = follows is None or follows[1] in words.known("rates_after")
    return (token, False) if opens and not later else None


def _of_a_take(plain: str, token: Token) -> bool:
    """Whether a word for a film of one shot stands beside a time: `Plan-séquence de 15 secondes`, `10-second take`."""
    before, behind = _take()
    left = plain[max(0, token.begin - _REACH) : token.begin]
    return before.search(left) is not None or behind.match(plain, token.end, token.end + _REACH) is not None


def _may_be(token: Token) -> bool:
    ms = token.start or 0
    return may_last(token) and token.unit == "s" and ms > _SECOND and ms % _SECOND == 0 and not token.flags & RATE


def _named(plain: str, token: Token) -> bool:
    """Whether words beside a time say that it is the film's."""
    left = plain[max(0, token.begin - _REACH) : token.begin].rpartition("\n")[2]
    if _keyed().search(left) is not None:
        return True
    if _SHAPED.match(plain, token.end) is not None or _SHAPED_BEFORE.search(left) is not None:
        return True
    near = re.findall(words.LETTERS, left[-28:])
    parted = plain[token.end : token.end + 2].strip()[:1] in (".", ":", ";", "。")
    return bool(token.flags & TOTAL) and not parted and words.known("totals").isdisjoint(near)
