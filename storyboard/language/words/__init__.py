"""The words of human languages that storyc reads and writes, by role and by language, from grammars/words.yaml.

A role is what a word does (`seconds`, `shots`, `camera`, …); grammars/words.yaml says what each one means. Every word
is in lower case. `table.py`, `captions.py` and grammars/meanings.txt are generated from that file, so that no program
start reads YAML; the latter two have what only the animatic reads, and are not loaded here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import cache

from storyboard.language.words.table import TABLE

__all__ = [
    "LETTER", "LETTERS", "SIGNS", "UNSPACED", "alternation", "block", "blocks", "by_language", "endings", "fold",
    "known", "languages", "lookup", "may_end", "of", "parted", "pattern", "stems", "unspaced", "whole",
]  # fmt: skip

# Letters of scripts that are written without spaces between words.
UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
# A letter with the vowel signs and accents of scripts that write them as characters of their own.
SIGNS = r"\u0300-\u036f\u064b-\u065f\u0900-\u0963\u0970-\u09e5\u09f0-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
LETTER = rf"(?:[^\W\d_]|[{SIGNS}])"
# All letters that stand together.
LETTERS = rf"(?:[^\W\d_]++|[{SIGNS}]++)++"
# Where stretches of them begin and end, in turn: the expression for them takes 3 ms to compile.
_BOUNDS = "\u0e00\u0f00\u1000\u10a0\u1780\u1800\u3040\u3100\u3400\ua000\uac00\ud7b0"


def fold(text: str) -> str:
    """The text in lower case, letter by letter, so that every offset in it is an offset of the text itself."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def unspaced(text: str) -> bool:
    """Whether the text has letters of a script that is written without spaces between words."""
    if not text or max(text) < _BOUNDS[0]:
        return False
    return any(bisect_right(_BOUNDS, letter) % 2 for letter in text)


def by_language(*roles: str) -> Mapping[str, tuple[str, ...]]:
    """The words of some roles by language, in the order of the table; a language without such words is left out."""
    if len(roles) == 1:
        return _rows(roles[0])
    merged: dict[str, tuple[str, ...]] = {}
    for role in roles:
        for language, listed in _rows(role).items():
            merged[language] = (*merged.get(language, ()), *listed)
    return merged


@cache
def _rows(role: str) -> Mapping[str, tuple[str, ...]]:
    """The words of one role by language: a run reads a few of those that the table has."""
    lines = (line.partition(" ") for line in TABLE[role].splitlines())
    return {language: tuple(listed.split("|")) for language, _, listed in lines}


@cache
def block(role: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """The words of a role by language and by what they mean; of a role whose words stand under meanings."""
    result: dict[str, dict[str, tuple[str, ...]]] = {}
    for line in blocks()[role].splitlines():
        language, meaning, listed = line.split(" ", 2)
        result.setdefault(language, {})[meaning] = tuple(listed.split("|")) if listed else ()
    return result


@cache
def blocks() -> Mapping[str, str]:
    """The rows of each role whose words stand under meanings, `en dawn dawn|sunrise`; a plain check reads none."""
    from storyboard.system import resources

    parts = resources.read("grammars", "meanings.txt").removeprefix("=").split("\n=")
    return dict(part.split("\n", 1) for part in parts)


@cache
def of(*roles: str) -> tuple[str, ...]:
    """The words of some roles in all languages, each once."""
    return tuple(dict.fromkeys(word for role in roles for listed in _rows(role).values() for word in listed))


@cache
def known(*roles: str) -> frozenset[str]:
    """The words of some roles in all languages, to look a word up in."""
    return frozenset(of(*roles))


def endings(listed: Iterable[str]) -> frozenset[str]:
    """What letters end with that end with one of some words: its last two letters, or the one of a short word."""
    return frozenset(word[-2:] for word in listed)


def may_end(letters: str, known: frozenset[str]) -> bool:
    """Whether letters may end with a word whose `endings` are known; False for nearly all others."""
    return letters[-2:] in known or letters[-1:] in known


@cache
def lookup(*roles: str) -> Mapping[str, str]:
    """The words of some roles, each with its role; a word with several roles has the first of them."""
    role_of: dict[str, str] = {}
    for role in roles:
        for word in of(role):
            role_of.setdefault(word, role)
    return role_of


@cache
def languages(*roles: str) -> Mapping[str, tuple[str, ...]]:
    """The languages of each word of some roles."""
    tags_of: dict[str, tuple[str, ...]] = {}
    for role in roles:
        for language, listed in _rows(role).items():
            for word in listed:
                if language not in tags_of.get(word, ()):
                    tags_of[word] = (*tags_of.get(word, ()), language)
    return tags_of


def alternation(listed: Iterable[str], *, spaces: str = "[ _-]?") -> str:
    """An expression for any of some words, the longest first; `spaces` stands for a space within a word.

    A star stands for any ending.
    """
    ordered = sorted(set(listed), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", spaces).replace(r"\*", r"\w*+") for word in ordered)


def stems(listed: Iterable[str]) -> tuple[str, ...]:
    """What a text holds that holds one of some words: each up to its first blank or star, which may stand for less.

    Of words that begin alike the shortest stands for all.
    """
    kept: list[str] = []
    # In their order as text all that begin with a stem follow it.
    for stem in sorted(word.partition("*")[0].partition(" ")[0] for word in listed):
        if not kept or not stem.startswith(kept[-1]):
            kept.append(stem)
    return tuple(kept)


def parted(listed: Iterable[str]) -> tuple[list[str], list[str]]:
    """The words of scripts with spaces between words, and those of scripts without, in their order."""
    spaced: list[str] = []
    glued: list[str] = []
    for word in listed:
        (glued if unspaced(word) else spaced).append(word)
    return spaced, glued


def pattern(*roles: str, spaces: str = "[ _-]?") -> str:
    """An expression for any word of some roles that is no part of a longer word; a word of Han or Thai may be one."""
    spaced, glued = parted(of(*roles))
    parts: list[str] = []
    if spaced:
        parts.append(rf"(?<![^\W\d_])(?:{alternation(spaced, spaces=spaces)})(?![^\W\d_{UNSPACED}])")
    if glued:
        parts.append(f"(?:{alternation(glued, spaces=spaces)})")
    return f"(?:{'|'.join(parts)})"


def whole(listed: Iterable[str]) -> str:
    """An expression for any of some words between signs that are no letters or digits; of Han or Thai, anywhere."""
    spaced, glued = parted(listed)
    parts = [rf"(?<!\w)(?:{alternation(spaced, spaces=' ')})(?!\w)"] if spaced else []
    return "|".join([*parts, alternation(glued, spaces=" ")] if glued else parts) or "(?!)"
