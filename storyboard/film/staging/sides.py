"""Who stands on which side of the picture: a person keeps it, so that no cut makes two people change places."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec

from storyboard.film.staging.plan import Card, Figure
from storyboard.film.staging.words import meant, unquoted
from storyboard.language import words
from storyboard.patterns import lazy

_CLAUSES = lazy("[,.:;!?\n，。：；！？、،]+")
_ALONE = lazy(r"\s*(?:[,.:;!?)\]\n，。：；！？、）،]|\Z)")
_JOINED = lazy(r"\s+\w+\s+")
_BETWEEN = lazy(r"[\s(（\[,]{0,2}")
_SIDES = {"left": -1, "right": 1}
_Key = TypeVar("_Key", int, str)

Seen = tuple[Figure, ...]


def staged(film: str, clips: Iterable[Iterable[tuple[Seen, Mapping[int, int]]]]) -> list[tuple[Seen, ...]]:
    """The people of each card, clip by clip, each on a side; with each card stand the sides that its words tell.

    Who comes into the film takes the side that the one before did not, as two who talk do. Of two, one who is put on a
    side leaves the other to the other.
    """
    first = 1 if zlib.crc32(film.encode()) & 1 else -1
    usual: dict[int, int] = {}
    by_clip: list[tuple[Seen, ...]] = []
    for clip in clips:
        by_card: list[Seen] = []
        for seen, sides in clip:
            for figure in seen:
                usual.setdefault(figure.face, first if len(usual) % 2 == 0 else -first)
            usual |= sides
            if len(seen) == 2 and len(sides) == 1:
                usual |= {figure.face: -side for side in sides.values() for figure in seen if figure.face not in sides}
            by_card.append(tuple(msgspec.structs.replace(figure, side=usual[figure.face]) for figure in seen))
        by_clip.append(tuple(by_card))
    return by_clip


def sides_of(card: Card, language: str, people: Mapping[str, int]) -> dict[int, int]:
    """On which side the words of a shot, or of its camera, put people, by faces; `people` has these by folded names.

    A clause with as many sides as names tells them in its order; one with a side and no name speaks of the only person
    there is, if no name tells. Behind names the bare words tell it where they put two on two sides: somebody who `left`
    is gone.
    """
    text = f"{unquoted(card.action)}\n{card.camera}".casefold()
    sides: dict[int, int] = {}
    unnamed: set[int] = set()
    for clause in _CLAUSES.split(text):
        stated = [_SIDES[name] for name in _in_order(meant("sides", language, clause))]
        named = _in_order((face, _places(name, clause)) for name, face in people.items() if name)
        if len(stated) == len(named):
            sides |= zip(named, stated, strict=True)
        elif not named:
            unnamed |= set(stated)
    if not sides and len(unnamed) == len(set(people.values())) == 1:
        sides = dict.fromkeys(people.values(), unnamed.pop())
    return sides or _bare(text, language, people)


def _bare(text: str, language: str, people: Mapping[str, int]) -> dict[int, int]:
    """The sides of two in `PAUL left, LENA right` and `PAUL (left) and LENA (right)`."""
    spots = [(face, match) for name, face in people.items() if name for match in _places(name, text)]
    starts = {match.start() for _, match in spots}
    sides: dict[int, int] = {}
    for name, matches in meant("directions", language, text):
        for match in matches if name in _SIDES else ():
            joined = _JOINED.match(text, match.end())
            if _ALONE.match(text, match.end()) or (joined is not None and joined.end() in starts):
                behind = (face for face, spot in spots if _BETWEEN.fullmatch(text, spot.end(), match.start()))
                sides |= dict.fromkeys(behind, _SIDES[name])
    return sides if set(sides.values()) == set(_SIDES.values()) else {}


def _places(name: str, text: str) -> list[re.Match[str]]:
    return list(re.finditer(words.whole([name]), text)) if name in text else []


def _in_order(listed: Iterable[tuple[_Key, list[re.Match[str]]]]) -> list[_Key]:
    """What words mean, in the order in which they stand first."""
    starts = {meaning: matches[0].start() for meaning, matches in listed if matches}
    return sorted(starts, key=lambda meaning: starts[meaning])
