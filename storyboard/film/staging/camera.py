"""How the camera moves, read from the words of its field or of the shot."""

from __future__ import annotations

import re
from typing import cast

import msgspec

from storyboard.film.staging.words import Move, meant, row
from storyboard.patterns import lazy

_SENTENCE = lazy(r"[.!?。！？;；\n]")


class Motion(msgspec.Struct, frozen=True):
    """A move and its pace; `named` says that words ask for it, and that it is not only the drift of every plate."""

    move: Move
    fast: bool = False
    named: bool = False


DRIFT = Motion("drift")


def motion_of(field: str, action: str, language: str) -> Motion:
    """The move that the camera field names, else the one that the shot's own words name, else a slow drift."""
    for text, about in ((field, True), (action, False)):
        folded = text.casefold()
        for tag in dict.fromkeys((language, "en")):
            move = _first("moves", tag, folded)
            if move is None and about:
                move = _first("directions", tag, folded)
            if move is not None:
                fast = any(_near(row("haste", other), folded, move[1]) for other in (tag, "en"))
                return Motion(cast(Move, move[0]), fast, True)
    return DRIFT


def _first(role: str, language: str, folded: str) -> tuple[str, int] | None:
    """The move that is named first and where; of two at one place the longer name."""
    best: tuple[int, int, str] | None = None
    for move, (match, *_) in meant(role, language, folded):
        candidate = (match.start(), -len(match.group()), move)
        best = min(best or candidate, candidate)
    return (best[2], best[0]) if best else None


def _near(haste: re.Pattern[str], folded: str, place: int) -> bool:
    """Whether the sentence around a place is about haste."""
    start = max((match.end() for match in _SENTENCE.finditer(folded, 0, place)), default=0)
    after = _SENTENCE.search(folded, place)
    return bool(haste.search(folded[start : after.start() if after else len(folded)]))
