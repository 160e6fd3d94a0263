"""From where a shot sees its people: over somebody's shoulder, from behind, in profile, or with their eyes."""

from __future__ import annotations

from typing import Literal, NamedTuple

from storyboard.film.staging.plan import Card
from storyboard.film.staging.words import meant, unquoted
from storyboard.patterns import lazy

Kind = Literal["", "over", "back", "profile", "pov"]

_CLAUSE = lazy(r"[^,.:;!?—–\n，。：；！？、]*")
_SHOT = 8  # characters between `over-the-shoulder` and `on`: `shot`
_NEAR = 30  # characters between `over` and the shoulder, in which a name stands


class Viewpoint(NamedTuple):
    """How people are seen; `of` are the folded words that name over whose shoulder, or with whose eyes."""

    kind: Kind = ""
    of: str = ""


def view_of(card: Card, language: str) -> Viewpoint:
    """The view that the camera field or the title of a shot names, else the one that its words begin with.

    `She looks over her shoulder` is what she does; `Over her shoulder: …` is where the camera stands.
    """
    action = unquoted(card.action).casefold()
    fields = f"{card.camera}\n{card.title}".casefold()
    clause = _first_clause(action, language)
    named = _named(fields, language) | _named(clause, language)
    anywhere = {name for name, _ in meant("views", language, action)} & {"shoulder", "turned", "profile"}
    if "shoulder" in _named(fields, language) or _is_above(fields, language):
        return Viewpoint("over", _whose(fields, language))
    if "shoulder" in anywhere or _is_above(clause, language, first=True):
        return Viewpoint("over", "" if _is_somebodys(clause, language) else _whose(clause, language))
    if "pov" in named:
        return Viewpoint("pov", fields if "pov" in _named(fields, language) else clause)
    if "profile" in named | anywhere:
        return Viewpoint("profile")
    return Viewpoint("back") if {"behind", "turned"} & (named | anywhere) else Viewpoint()


def _first_clause(action: str, language: str) -> str:
    """The clause that an action begins with, but for one that only names the size of the shot."""
    start, clause = 0, ""
    for _ in range(2):
        match = _CLAUSE.match(action, start)
        clause = match[0].strip(" *_-\n") if match is not None else ""
        sized = any(len(size[0]) >= len(clause) - 1 for _, sizes in meant("sizes", language, clause) for size in sizes)
        if clause and not sized:
            break
        start = (match.end() if match is not None else start) + 1
    return clause


def _named(clause: str, language: str) -> set[str]:
    """The views that words direct: in `he creeps up from behind` nothing is."""
    spots = {name: matches[0].start() for name, matches in meant("views", language, clause)}
    sizes = [size.end() + 1 for _, matches in meant("sizes", language, clause) for size in matches]
    return {name for name, start in spots.items() if name != "behind" or start in (0, *sizes) or "\n" in clause}


def _is_somebodys(clause: str, language: str) -> bool:
    """Whether a pronoun owns the shoulder: whom `over his shoulder on Greta` names is seen, and is not who owns it."""
    owned = dict(meant("people", language, clause)).get("his", [])
    shoulders = dict(meant("views", language, clause)).get("shoulders", [])
    return any(0 < shoulder.start() - own.end() <= 1 for own in owned for shoulder in shoulders)


def _whose(text: str, language: str) -> str:
    """A text without whom it looks at over a shoulder: in `over-the-shoulder on Greta` it is not hers."""
    spots = dict(meant("views", language, text))
    for shoulder in spots.get("shoulder", []):
        clause = _CLAUSE.match(text, shoulder.end())
        end = clause.end() if clause is not None else len(text)
        onto = next((spot for spot in spots.get("onto", []) if shoulder.end() < spot.start() < end), None)
        if onto is not None and onto.start() - shoulder.end() <= _SHOT:
            return text[: onto.start()] + text[end:]
    return text


def _is_above(clause: str, language: str, *, first: bool = False) -> bool:
    """Whether words lead over a shoulder, where they begin so if that is the `first` thing said."""
    spots = dict(meant("views", language, clause))
    starts = [match for match in spots.get("above", []) if not first or match.start() == 0]
    return any(0 <= end.start() - start.end() <= _NEAR for start in starts for end in spots.get("shoulders", []))
