"""What is named in a picture: a thing that cannot be drawn, in the place of it or beside what is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from storyboard.film.staging.plan import Card
from storyboard.film.staging.setting import is_told
from storyboard.film.staging.subject import clauses, shortened, size_of
from storyboard.film.staging.words import left_over, meant, row, spots, unquoted
from storyboard.patterns import lazy

_WORD = lazy(r"\w+")
_ADJECTIVES = 3  # words before a place that may only tell what it is like: `a silent glass kitchen`


class Slates(NamedTuple):
    """What is named: `subject` in the middle, of a shot that shows nothing else; `beside` what is drawn."""

    subject: str = ""
    beside: str = ""


def slates_of(card: Card, language: str, beings: tuple[str, ...], *, peopled: bool) -> Slates:
    """The names in the picture of a shot, in which people are seen if it is `peopled`.

    `beings` are members of the cast who are no people: each is named. A place is drawn where the first sentence is
    about it and nothing else; a later one may be about a thing there.
    """
    others = ", ".join(beings)
    if peopled:
        return Slates(beside=others)
    seen = list(_subjects(unquoted(card.action), language))
    near = size_of(card, language) in ("macro", "close", "top")
    if seen and not near and _is_view(seen[0], language):
        things = (clause for clause in seen[1:] if not _is_view(clause, language) and not _is_air(clause, language))
        return Slates(beside=others or shortened(next(things, "")))
    subject = shortened(next(iter(seen), card.title.strip()))
    return Slates(" · ".join(filter(None, (subject, *(name for name in beings if name not in subject)))))


def _subjects(action: str, language: str) -> Iterator[str]:
    """What each sentence is about: its first clause that does more than say how near, in what light, or where."""
    for _, sentence in groupby(clauses(action, language), key=lambda clause: clause.sentence):
        parts = [clause.words for clause in sentence]
        yield next((part for part in parts if not _is_where(part, language)), parts[0])


def _is_where(clause: str, language: str) -> bool:
    """Whether a clause only says where: `underwater`, `in the forest`; an article would make it what is seen."""
    folded = clause.casefold()
    places = [match for _, match in spots("places", folded, language)]
    if any(match.span() == (0, len(folded)) for match in places):
        return True
    where = row("where", language).match(folded)
    behind = min((match.end() for match in places), default=None)
    return where is not None and behind is not None and not _WORD.search(folded, behind)


def _is_view(clause: str, language: str) -> bool:
    """Whether a clause is about a place: neither about what is there, `a lighthouse on a cliff`, nor about a part."""
    folded = clause.casefold()
    beside = dict(meant("beside", language, folded))
    things = {match.span() for match in beside.get("things", ())}
    parts = {match.start() for match in beside.get("parts", ())}
    at = {match.start() for match in beside.get("at", ())}
    for _, match in spots("places", folded, language):
        if match.span() in things or is_told(folded, match, language):
            continue
        if {match.end(), match.end() + 1} & parts or match.end() in at:
            return False
        before = folded[: match.start()]
        where = [spot for role in ("where", "owners") for spot in row(role, language).finditer(before)]
        ahead = before[: min(spot.start() for spot in where)] if where else before
        left = _left(ahead, language)
        if not left or _is_air(ahead, language):
            return True
        # Behind other words an article begins what these are about: `a fan fills the street`.
        again = row("common", language).search(before, before.find(left[0]) + len(left[0]))
        return not where and again is None and len(left) <= _ADJECTIVES
    return False


def _is_air(clause: str, language: str) -> bool:
    """Whether a clause begins with light or weather, which is drawn: `rain drums on the roofs`."""
    folded = clause.casefold()
    drawn = [*row("light", language).finditer(folded), *_of(("moods", "air"), folded, language)]
    return any(not _left(folded[: spot.start()], language) for spot in drawn)


def _of(roles: tuple[str, ...], folded: str, language: str) -> Iterator[re.Match[str]]:
    yield from (match for role in roles for _, matches in meant(role, language, folded) for match in matches)


def _left(words: str, language: str) -> list[str]:
    """The words that are no small ones, and tell neither a size nor the light nor the weather."""
    return left_over(
        words, [*_of(("sizes", "moods", "air"), words, language), *row("common", language).finditer(words)]
    )
