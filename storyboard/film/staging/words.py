"""What the words of a shot say about its picture, in the languages that grammars/words.yaml has captions for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Literal, get_args

from storyboard.language import words
from storyboard.language.quotes import QUOTED
from storyboard.language.words.captions import CAPTIONS
from storyboard.patterns import lazy

Kind = Literal["moods", "places", "air", "sizes", "people"]
Move = Literal["in", "out", "left", "right", "up", "down", "around", "follow", "shake", "still", "drift"]

_WORD = lazy(r"\w+")
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


def unquoted(text: str) -> str:
    """A text without what is quoted in it, at the same offsets: what somebody says or a sign reads is not seen."""
    return QUOTED.sub(lambda match: " " * len(match[0]), text)


@cache
def row(role: str, language: str) -> re.Pattern[str]:
    """The expression for the words of a role in a language, which matches nothing where it has none."""
    return _expression(words.by_language(role).get(language, ()))


@cache
def meanings(role: str, language: str) -> Mapping[str, tuple[str, ...]]:
    """The folded words of a role in a language by their meaning; English where the language has none."""
    by_language = words.block(role)
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


def left_over(text: str, dropped: Iterable[re.Match[str]]) -> list[str]:
    """The words of a text that stand in none of some of its matches."""
    gone = {at for match in dropped for at in range(*match.span())}
    return _WORD.findall("".join(" " if at in gone else letter for at, letter in enumerate(text)))


@cache
def _expression(listed: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(words.whole(word.casefold() for word in listed))


def named(kind: Kind, text: str, language: str) -> list[str]:
    """The names of one kind that stand in a text, the most frequent first."""
    return ranked((meaning, match.start()) for meaning, match in spots(kind, text, language))


def spots(kind: Kind, text: str, language: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The words of one kind that stand in a text, by their meaning.

    English words for sizes count in every language, others only where the script is another: German `hat` is no hat.
    """
    folded = text.casefold()
    latin = language in words.by_language("common")
    for tag in dict.fromkeys((language, language if latin and kind != "sizes" else "en")):
        for meaning, matches in meant(kind, tag, folded):
            yield from ((meaning, match) for match in matches)


def ranked(placed: Iterable[tuple[str, int]]) -> list[str]:
    """Names by how often they stand in a text, then by where they stand first."""
    counts: dict[str, tuple[int, int]] = {}
    for name, start in placed:
        hits, first = counts.get(name, (0, start))
        counts[name] = (hits + 1, min(first, start))
    return sorted(counts, key=lambda name: (-counts[name][0], counts[name][1]))


def label(key: str, language: str, n: int = 0, of: int = 0) -> str:
    """A word that the picture itself says, in the story's language, with its numbers."""
    captions = CAPTIONS.get(language, CAPTIONS["en"])
    return captions[key].format(n=n, of=of)


def head(key: str, language: str) -> str:
    """Such a word with a capital, as the head of what follows it."""
    word = label(key, language)
    return word[:1].upper() + word[1:]


MOVES: tuple[Move, ...] = get_args(Move)
