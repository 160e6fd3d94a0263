"""How the camera moves, read from the words of its field or of the shot."""

from __future__ import annotations

import re
from typing import cast

import msgspec

from storyboard.film.animatic.words import Move, pattern, words_of

_SENTENCE = re.compile(r"[.!?。！？;；\n]")


class Motion(msgspec.Struct, frozen=True):
    """A move and its pace; `told` says whether words asked for it, or it is only the drift that every plate has."""

    move: Move
    fast: bool = False
    told: bool = False


DRIFT = Motion("drift")


def motion_of(field: str, action: str, language: str) -> Motion:
    """The move that the camera field tells, else the one that the shot's own words tell, else a slow drift."""
    for text, about in ((field, True), (action, False)):
        folded = text.casefold()
        for each in dict.fromkeys((language, "en")):
            words = words_of(each).camera
            move = _first(words.phrases, each, folded)
            if move is None and about:
                move = _first(words.words, each, folded)
            if move is not None:
                fast = any(_near(words_of(one).camera.fast, one, folded, move[1]) for one in (each, "en"))
                return Motion(cast(Move, move[0]), fast, True)
    return DRIFT


def _first(table: dict[str, str], language: str, folded: str) -> tuple[str, int] | None:
    """The move that is named first and where; of two at one place the longer name."""
    best: tuple[int, int, str] | None = None
    for move, listed in table.items():
        found = pattern(listed, language).search(folded)
        if found:
            candidate = (found.start(), -len(found.group()), move)
            best = min(best or candidate, candidate)
    return (best[2], best[0]) if best else None


def _near(listed: str, language: str, folded: str, place: int) -> bool:
    """Whether the sentence around a place is about haste."""
    start = max((found.end() for found in _SENTENCE.finditer(folded, 0, place)), default=0)
    after = _SENTENCE.search(folded, place)
    return bool(pattern(listed, language).search(folded[start : after.start() if after else len(folded)]))
