"""What is in the air of a shot: rain, snow, sparks, fog, stars, as its words and its sounds say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storyboard.film.staging.figurative import is_figurative
from storyboard.film.staging.plan import Card
from storyboard.film.staging.words import meant, ranked, row, spots, unquoted
from storyboard.patterns import lazy

_SENTENCE = lazy(r"[.!?\n。！？]")
_BEFORE = 16  # characters in which `no` stands before what is denied


def air_of(card: Card, language: str) -> list[str]:
    """What is in the air of a card; what is denied is not, nor what a radio speaks of."""
    shown = "\n".join((card.title, unquoted(card.action), card.light))
    heard = (part for part in _SENTENCE.split(card.sound) if not _is_on_air(part.casefold(), language))
    return air(f"{shown}\n" + "\n".join(heard), language)


def air(text: str, language: str) -> list[str]:
    """What is in the air, as a text says."""
    return ranked((name, match.start()) for name, match in _spots(text, language))


def _spots(text: str, language: str) -> Iterator[tuple[str, re.Match[str]]]:
    folded = text.casefold()
    for name, spot in spots("air", text, language):
        if not is_denied(folded, spot, language) and not is_figurative(text, name, spot, language):
            yield name, spot


def is_denied(folded: str, spot: re.Match[str], language: str) -> bool:
    """Whether a word of a folded text stands right behind one that rules it out: `no rain`."""
    before = folded[max(0, spot.start() - _BEFORE) : spot.start()]
    denials = row("none_of", language).finditer(before)
    return any(not before[denial.end() :].strip() for denial in denials)


def _is_on_air(folded: str, language: str) -> bool:
    return any(name == "airs" for name, _ in meant("beside", language, folded))
