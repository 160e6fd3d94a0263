"""Who stands on which side of the picture: a person keeps it, so that no cut makes two people change places."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping

import msgspec

from storyboard.film.staging.plan import Card, Figure
from storyboard.film.staging.words import meant, unquoted
from storyboard.patterns import lazy

_CLAUSES = lazy("[,.:;!?\n，。：；！？、،]+")
_SIDES = {"left": -1, "right": 1}

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

    A clause with one name and one side tells it; one without a name speaks of the only person there is.
    """
    sides: dict[int, int] = {}
    for clause in _CLAUSES.split(f"{unquoted(card.action)}\n{card.camera}".casefold()):
        stated = {name for name, _ in meant("sides", language, clause)}
        named = {face for name, face in people.items() if name and name in clause}
        named = named or (set(people.values()) if len(set(people.values())) == 1 else set())
        if len(stated) == len(named) == 1:
            sides[named.pop()] = _SIDES[stated.pop()]
    return sides
