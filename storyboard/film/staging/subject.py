"""What a shot is about where that is no person and no place: its own first words."""

from __future__ import annotations

from storyboard.film.staging.words import meant, named
from storyboard.patterns import lazy

_CLAUSE = lazy("[,.:;!?—–\n，。：；！？、…]+")
_LONGEST = 60  # characters of a name


def subject_of(action: str, language: str) -> str:
    """What an action is about, in its own first words: a clause that does more than name the size of the shot."""
    for clause in _CLAUSE.split(action[:400]):
        words = clause.strip(" *_-")
        sizes = [match for _, matches in meant("sizes", language, words.casefold()) for match in matches]
        if words and not any(match.end() - match.start() >= len(words) - 1 for match in sizes):
            if len(words) <= _LONGEST:
                return words
            return words[:_LONGEST].rsplit(" ", 1)[0] + "…"
    return ""


def is_place(action: str, size: str, language: str) -> bool:
    """Whether what an action names is a place, which is drawn, and nothing near."""
    return size not in ("macro", "close", "top") and bool(named("places", action, language))
