"""What the words of a shot say about its picture, in the languages that `data/` has a file for."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal, get_args

import msgspec

Move = Literal["in", "out", "left", "right", "up", "down", "around", "follow", "shake", "still", "drift"]

_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u3400-\u9fff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
)
# Scripts whose words are not set apart by spaces; Korean and Hindi glue endings to them.
_GLUED = frozenset({"ja", "ko", "zh"})


class CameraWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`phrases` move a camera wherever they stand, `words` where the text is about the camera; each by move."""

    phrases: dict[str, str]
    words: dict[str, str]
    fast: str = ""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language's file: labels of the picture, and for each thing that can be seen the words that name it."""

    labels: dict[str, str]
    camera: CameraWords
    mood: dict[str, str]
    place: dict[str, str]
    air: dict[str, str]
    size: dict[str, str]
    who: dict[str, str]
    common: str = ""


@cache
def languages() -> tuple[str, ...]:
    """The languages there are words of."""
    return tuple(sorted(path.stem for path in _folder().glob("*.yaml")))


@cache
def words_of(language: str) -> Words:
    """The words of a language, English where there is no file for it."""
    name = language if language in languages() else "en"
    return msgspec.yaml.decode((_folder() / f"{name}.yaml").read_bytes(), type=Words)


def _folder() -> Path:
    return Path(__file__).parent / "data"


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
    spaced = {language: _hits(words_of(language).common, language, folded) for language in languages()}
    spaced["en"] += 0.5
    return max(spaced, key=lambda language: spaced[language])


@cache
def pattern(listed: str, language: str) -> re.Pattern[str]:
    """The expression for a list of words: whole words, a star for any ending; anywhere in scripts without spaces."""
    # The longest comes first, so that `tracking left` is not read as `tracking`.
    words = sorted((word.strip().casefold() for word in listed.split(",") if word.strip()), key=len, reverse=True)
    if language in _GLUED:
        return re.compile("|".join(re.escape(word) for word in words) or r"(?!)")
    parts = [re.escape(word.removesuffix("*")) + (r"\w*+" if word.endswith("*") else "") for word in words]
    return re.compile(r"(?<!\w)(?:" + "|".join(parts) + r")(?!\w)" if parts else r"(?!)")


def _hits(listed: str, language: str, folded: str) -> float:
    return sum(1 for _ in pattern(listed, language).finditer(folded))


def named(kind: Literal["mood", "place", "air", "size", "who"], text: str, language: str) -> list[str]:
    """The names of one kind that stand in a text, the most frequent first.

    English words for sizes count in every language, others only where the script is another: German `hat` is no hat.
    """
    folded = text.casefold()
    counts: dict[str, tuple[float, int]] = {}
    latin = bool(words_of(language).common)
    for tag in dict.fromkeys((language, language if latin and kind != "size" else "en")):
        table: dict[str, str] = getattr(words_of(tag), kind)
        for what, listed in table.items():
            matches = list(pattern(listed, tag).finditer(folded))
            if matches:
                hits, first = counts.get(what, (0.0, len(folded)))
                counts[what] = (hits + len(matches), min(first, matches[0].start()))
    return sorted(counts, key=lambda what: (-counts[what][0], counts[what][1]))


def label(key: str, language: str, n: int = 0, of: int = 0) -> str:
    """A word that the picture itself says, in the story's language, with its numbers."""
    return words_of(language).labels[key].format(n=n, of=of)


MOVES: tuple[Move, ...] = get_args(Move)
