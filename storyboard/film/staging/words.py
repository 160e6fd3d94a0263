"""What the words of a shot say about its picture, in the languages that grammars/words.yaml has captions for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal, get_args

from storyboard.language import words
from storyboard.language.words.meanings import CAPTIONS, MEANINGS
from storyboard.patterns import lazy

Move = Literal["in", "out", "left", "right", "up", "down", "around", "follow", "shake", "still", "drift"]

_SCRIPTS = (
    ("ja", lazy("[\u3040-\u30ff]")),
    ("ko", lazy("[\uac00-\ud7af]")),
    ("zh", lazy("[\u3400-\u9fff]")),
    ("ar", lazy("[\u0600-\u06ff]")),
    ("hi", lazy("[\u0900-\u097f]")),
    ("ru", lazy("[\u0400-\u04ff]")),
)


@cache
def languages() -> tuple[str, ...]:
    """The languages that the animatic knows words of."""
    return tuple(sorted(CAPTIONS))


def language_of(text: str) -> str:
    """The language that a text seems to be in: by its script, in Latin by its most common small words, else `en`."""
    counts = {language: len(pattern.findall(text)) for language, pattern in _SCRIPTS}
    if counts["ja"]:
        counts["ja"] += counts["zh"]
    best = max(counts, key=lambda language: counts[language])
    letters = sum(character.isalpha() for character in text)
    if counts[best] * 3 >= max(1, letters):
        return best
    folded = text.casefold()
    spaced = {language: float(len(row("common", language).findall(folded))) for language in languages()}
    spaced["en"] += 0.5
    return max(spaced, key=lambda language: spaced[language])


@cache
def row(role: str, language: str) -> re.Pattern[str]:
    """The expression for the words of a role in a language, which matches nothing where it has none."""
    return _expression(words.by_language(role).get(language, ()))


@cache
def meanings(role: str, language: str) -> Mapping[str, tuple[str, ...]]:
    """The folded words of a role in a language by their meaning; English where the language has none."""
    by_language = MEANINGS[role]
    listed_by = by_language.get(language, by_language["en"])
    return {meaning: tuple(word.casefold() for word in listed) for meaning, listed in listed_by.items()}


def meant(role: str, language: str, folded: str) -> Iterator[tuple[str, list[re.Match[str]]]]:
    """Each meaning of a role that words of a folded text have, with the places of these words."""
    for meaning, listed in meanings(role, language).items():
        # Few meanings stand in a text, and an expression costs more than to see that by the words' beginnings.
        if any(word.partition("*")[0] in folded for word in listed):
            matches = list(_expression(listed).finditer(folded))
            if matches:
                yield meaning, matches


@cache
def _expression(listed: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(words.whole(word.casefold() for word in listed))


def named(kind: Literal["moods", "places", "air", "sizes", "people"], text: str, language: str) -> list[str]:
    """The names of one kind that stand in a text, the most frequent first.

    English words for sizes count in every language, others only where the script is another: German `hat` is no hat.
    """
    folded = text.casefold()
    counts: dict[str, tuple[int, int]] = {}
    latin = language in words.by_language("common")
    for tag in dict.fromkeys((language, language if latin and kind != "sizes" else "en")):
        for meaning, matches in meant(kind, tag, folded):
            hits, first = counts.get(meaning, (0, len(folded)))
            counts[meaning] = (hits + len(matches), min(first, matches[0].start()))
    return sorted(counts, key=lambda meaning: (-counts[meaning][0], counts[meaning][1]))


def label(key: str, language: str, n: int = 0, of: int = 0) -> str:
    """A word that the picture itself says, in the story's language, with its numbers."""
    captions = CAPTIONS.get(language, CAPTIONS["en"])
    return captions[key].format(n=n, of=of)


MOVES: tuple[Move, ...] = get_args(Move)
