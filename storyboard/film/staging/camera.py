"""How the camera moves, read from the words of its field or of the shot."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import cast

import msgspec

from storyboard.film.staging.words import Move, left_over, meant, row
from storyboard.patterns import lazy

_TO = 2  # words between `left` and `right` in `from left over to right`
_AHEAD = 60  # characters in which the street stands that `down` leads along
_CLAUSE = lazy(r"[.,!?:;\n]")
_PART = lazy(r"[,.:;!?—–\n，。：；！？、،]")
_WORD = lazy(r"\w+")
_SENTENCE = lazy(r"[.!?。！？;；\n]")


class Motion(msgspec.Struct, frozen=True):
    """A move and its pace; `named` says that words ask for it, and that it is not only the drift of every plate."""

    move: Move
    fast: bool = False
    named: bool = False


DRIFT = Motion("drift")


def motion_of(field: str, action: str, language: str) -> Motion:
    """The move that the camera field names, else the one that the shot's own words name, else a slow drift.

    In the shot's words others move too: `the banks recede` is no move of the camera.
    """
    for text, about in ((field, True), (action, False)):
        folded = text.casefold()
        for tag in dict.fromkeys((language, "en")):
            move = _first("moves", tag, folded, None if about else partial(_is_camera, tag, folded))
            if move is None and about:
                move = _along(tag, folded, _first("directions", tag, folded))
            if move is not None:
                move = _aside(tag, folded, move, about=about)
                fast = any(_near(row("haste", other), folded, move[1]) for other in (tag, "en"))
                return Motion(cast(Move, move[0]), fast, True)
    return DRIFT


def _first(
    role: str, language: str, folded: str, counts: Callable[[re.Match[str]], bool] | None = None
) -> tuple[str, int] | None:
    """The move that is named first and where; of two at one place the longer name. `counts` says which are moves."""
    best: tuple[int, int, str] | None = None
    for move, matches in meant(role, language, folded):
        match = next((match for match in matches if counts is None or counts(match)), None)
        if match is not None:
            candidate = (match.start(), -len(match.group()), move)
            best = min(best or candidate, candidate)
    return (best[2], best[0]) if best else None


def _is_camera(language: str, folded: str, move: re.Match[str]) -> bool:
    """Whether it is the camera that makes a move: others rise, turn and pull back too.

    Its clause names the camera, or only paces stand before it there and its sentence speaks of nobody else so far: it
    begins so, or the clause before begins with the camera.
    """
    shared = dict(meant("camerawork", language, move[0])).get("shared", [])
    if not any(match[0] == move[0] for match in shared):
        return True
    sentence = max((match.end() for match in _SENTENCE.finditer(folded, 0, move.start())), default=0)
    *before, own = _PART.split(folded[sentence : move.start()])
    after = _PART.search(folded, move.end())
    whole = own + folded[move.start() : after.start() if after is not None else len(folded)]
    if any(name == "named" for name, _ in meant("camerawork", language, whole)):
        return True
    if _left(own, language):
        return False
    return not any(_left(part, language) for part in before) or _is_of_camera(before[-1], language)


def _is_of_camera(clause: str, language: str) -> bool:
    """Whether a clause begins with the camera."""
    spots = dict(meant("camerawork", language, clause)).get("named", [])
    return any(not _left(clause[: spot.start()], language) for spot in spots)


def _left(words: str, language: str) -> list[str]:
    """The words that tell no size and no pace, and are no small words; `35mm` is a lens."""
    dropped = [match for _, matches in meant("sizes", language, words) for match in matches]
    dropped += [
        match for name, matches in meant("camerawork", language, words) if name != "shared" for match in matches
    ]
    dropped += [*row("common", language).finditer(words), *row("haste", language).finditer(words)]
    return [word for word in left_over(words, dropped) if not word[0].isdigit()]


def _along(language: str, folded: str, move: tuple[str, int] | None) -> tuple[str, int] | None:
    """A move whose `down the aisle` or `up the street` is forward, since what follows is a way."""
    if move is None or move[0] not in ("up", "down"):
        return move
    _, *after = _WORD.findall(_CLAUSE.split(folded[move[1] : move[1] + _AHEAD], maxsplit=1)[0])
    small, way = row("common", language), row("ways", language)
    # `The long aisle`; `on the street` and `to the river` are where a camera that goes down comes to.
    if not after or not small.fullmatch(after[0]) or any(small.fullmatch(word) for word in after[1:2]):
        return move
    return ("in", move[1]) if any(way.fullmatch(word) for word in after[1:4]) else move


def _aside(language: str, folded: str, move: tuple[str, int], *, about: bool) -> tuple[str, int]:
    """A move to a side, which is the one that the field names: `tracking shot to the left`, `pan left to right`."""
    if move[0] not in ("left", "right", "aside"):
        return move
    sides = dict(meant("directions", language, folded)) if about else {}
    placed = sorted((match.start(), match.end(), side) for side in ("left", "right") for match in sides.get(side, ()))
    side = placed[0][2] if placed else "right" if move[0] == "aside" else move[0]
    for (_, end, first), (start, _, second) in pairwise(placed[:2]):
        side = second if len(_WORD.findall(folded, end, start)) <= _TO else first
    return side, move[1]


def _near(haste: re.Pattern[str], folded: str, place: int) -> bool:
    """Whether the sentence around a place is about haste."""
    start = max((match.end() for match in _SENTENCE.finditer(folded, 0, place)), default=0)
    after = _SENTENCE.search(folded, place)
    return bool(haste.search(folded[start : after.start() if after else len(folded)]))
