"""The words that tell a length in order, as they stand before or behind an offset of canonical text."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from typing import Literal

import msgspec

from storyboard.language import words
from storyboard.patterns import lazy

Order = Literal["until", "first", "next", "last", "rest"]
_ORDERS: tuple[Order, ...] = ("first", "next", "last", "rest")
_ROLES = tuple(f"order_{order}" for order in _ORDERS)
_REACH = 24
# How many letters of a script without spaces are looked at, before and behind an offset.
_UNPARTED, _LONGEST = 6, 12
# The letters that all words with a star have before it.
_HEAD = 3
_FILM = 3  # of the whole video
_SHORT = 3  # units that are written in many languages
_NUMBER = lazy(r"(?<![\d.,:~/])(?<!\d-)(\d{1,3})(?:[.,](\d{1,2}))?\Z")
_NUMBER_AT = lazy(r"(\d{1,3})(?:[.,](\d{1,2}))?(?![\d.,:])")
_WORD = rf"{words.LETTERS}(?:['\u200c]{words.LETTERS})?"
_LAST = lazy(rf"(?<!{words.LETTER}){_WORD}\Z")
_LETTERS = lazy(rf"{words.LETTERS}\Z")
_FIRST = lazy(_WORD)


class Part(msgspec.Struct, frozen=True):
    """Letters or a number, from `at` to `end`; `word` as the table has it, `value` of a number in milliseconds."""

    at: int
    end: int
    word: str
    value: int = 0


@cache
def _amounts() -> Mapping[str, int]:
    values: dict[str, int] = {}
    for role in ("amounts", "amounts_2", "amounts_3", "numbers"):
        for listed in words.by_language(role).values():
            for value, word in enumerate(listed, start=1):
                values.setdefault(word, value * 1000)
    return values


@cache
def orders() -> Mapping[str, Order]:
    """What each word of order says."""
    return {word: order for order in reversed(_ORDERS) for word in words.of(f"order_{order}")}


@cache
def limits() -> frozenset[str]:
    """The words before the end of a time, as `until`; none that is a word of many other uses."""
    long = (word for word in words.of("to") if len(word) > (2 if word.isascii() else 1))
    return frozenset(word for word in long if not words.unspaced(word))


@cache
def _starred() -> frozenset[str]:
    """How the words begin that stand in the table with a star."""
    return frozenset(word[:_HEAD] for word in words.of(*_ROLES, "order_behind") if word.endswith("*"))


def _entry(letters: str, known: Collection[str]) -> str | None:
    """The word of the table that letters are, in any ending where it has a star."""
    if letters in known:
        return letters
    if letters[:_HEAD] not in _starred():
        return None
    starred = (letters[:length] + "*" for length in range(len(letters), _HEAD - 1, -1))
    return next((entry for entry in starred if entry in known), None)


def _ending(part: Part | None, known: Collection[str]) -> Part | None:
    """The known word that letters are, or end with where nothing parts words."""
    if part is None:
        return None
    if words.unspaced(part.word[-1]):
        ends = (part.word[start:] for start in range(len(part.word)))
        word = next((end for end in ends if end in known), None)
        return Part(part.end - len(word), part.end, word) if word is not None else None
    entry = _entry(part.word, known)
    return msgspec.structs.replace(part, word=entry) if entry is not None else None


def _beginning(word: re.Match[str], known: Collection[str]) -> Part | None:
    """The known word that letters are, or begin with where nothing parts words."""
    letters = word[0]
    if words.unspaced(letters[0]):
        begins = (letters[:end] for end in range(min(len(letters), _LONGEST), 0, -1))
        start = next((begin for begin in begins if begin in known), None)
        return Part(word.start(), word.start() + len(start), start) if start is not None else None
    entry = _entry(letters, known)
    return Part(word.start(), word.end(), entry) if entry is not None else None


# ---- letters ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=16)  # several looks begin at the same place
def _last_word(plain: str, at: int) -> Part | None:
    """The letters before an offset and what may part them from it; of a script without spaces the last few."""
    end = _back(plain, at)
    if not end or not (plain[end - 1].isalpha() or plain[end - 1] > "\u0300"):
        return None
    unparted = words.unspaced(plain[end - 1])
    reach = max(0, end - (_UNPARTED if unparted else _REACH))
    word = (_LETTERS if unparted else _LAST).search(plain, max(plain.rfind(" ", reach, end) + 1, reach), end)
    return Part(word.start(), end, word[0]) if word is not None else None


def next_word(plain: str, end: int) -> re.Match[str] | None:
    """The letters behind an offset and its blanks; of a long run without spaces the first few."""
    begin = ahead(plain, end)
    return _FIRST.match(plain, begin, begin + _REACH)


def _back(plain: str, at: int) -> int:
    while at and plain[at - 1] in " *_-":
        at -= 1
    return at


def ahead(plain: str, at: int) -> int:
    """Where what stands behind an offset and its blanks begins."""
    while plain[at : at + 1] == " ":
        at += 1
    return at


# ---- the words of a length -------------------------------------------------------------------------------------------


def number_before(plain: str, at: int) -> Part | None:
    """The number that ends before an offset, in digits or words; none with a hyphen behind it: `a 10-second take`."""
    end = _back(plain, at)
    if end and plain[end - 1].isdigit():
        digits = _NUMBER.search(plain, max(0, end - 8), end)
        return _digits(digits) if digits is not None and "-" not in plain[end:at] else None
    number = _ending(_last_word(plain, end), _amounts())
    return msgspec.structs.replace(number, value=_amounts()[number.word]) if number is not None else None


def number_behind(plain: str, end: int) -> Part | None:
    """The number that begins behind an offset, in digits or words."""
    digits = _NUMBER_AT.match(plain, ahead(plain, end))
    if digits is not None:
        return _digits(digits)
    word = next_word(plain, end)
    if word is None or word.start() == end or word[0] not in _amounts():
        return None
    return Part(word.start(), word.end(), word[0], _amounts()[word[0]])


def _digits(match: re.Match[str]) -> Part:
    return Part(match.start(), match.end(), "", int(match[1]) * 1000 + int((match[2] or "0").ljust(3, "0")))


def order_before(plain: str, at: int, unit: str) -> Part | None:
    """The word of order that ends before an offset, one word or two, of the unit's language: `then, for 4 seconds`."""
    last = _last_word(plain, at)
    if last is not None and last.word in _during():
        end = _back(plain, last.at)
        last = _last_word(plain, end - 1 if plain[end - 1 : end] in (",", "，") else end)
    if last is None:
        return None
    order = _of_language(_ending(last, orders()), unit)
    before = _last_word(plain, last.at) if order is None and plain[last.at - 1 : last.at] == " " else None
    if before is not None:
        phrase = msgspec.structs.replace(before, end=last.end, word=plain[before.at : last.end])
        order = _of_language(_ending(phrase, orders()), unit)
    return order


@cache
def _during() -> frozenset[str]:
    """The words before a length that say how long something lasts, as `for`; none is a word of order."""
    leading = words.by_language("order_leads")
    lasting = words.by_language("lasting").items()
    return frozenset(word for language, listed in lasting for word in listed if word in leading.get(language, ()))


def order_behind(plain: str, end: int, unit: str) -> Part | None:
    """The word of order that begins behind an offset, of those that may, one word or two."""
    if words.unspaced(unit) and _languages(unit).isdisjoint(words.by_language("order_behind")):
        return None  # three seconds later: 三秒后
    word = next_word(plain, end)
    if word is None:
        return None
    further = next_word(plain, word.end())
    phrase = plain[word.start() : further.end()] if further is not None else ""
    if phrase in words.known("order_behind"):
        return _of_language(Part(word.start(), word.start() + len(phrase), phrase), unit)
    part = _beginning(word, words.known("order_behind"))
    entry = _entry(plain[part.at : part.end], orders()) if part is not None else None
    if part is None or entry is None:
        return None
    return _of_language(msgspec.structs.replace(part, word=entry), unit)


def _of_language(part: Part | None, unit: str) -> Part | None:
    """The part, where its language is the unit's; short units are everybody's."""
    if part is None or (len(unit) <= _SHORT and unit.isascii()):
        return part
    spoken = words.languages(*_ROLES)[part.word]
    return None if _languages(unit).isdisjoint(spoken) else part


@cache
def _languages(unit: str) -> frozenset[str]:
    return frozenset(words.languages("seconds").get(unit, ()))


def limit_before(plain: str, at: int) -> Part | None:
    """The word like `until` that ends before an offset, or before an article there."""
    last = _last_word(plain, at)
    if last is not None and last.word not in limits() and last.word in words.known("order_leads"):
        last = _last_word(plain, last.at)
    return last if last is not None and last.word in limits() else None


# ---- what stands round a length --------------------------------------------------------------------------------------


@cache
def _leading(unparted: bool) -> frozenset[str]:
    """What may stand before a length; where nothing parts words, the thing that it is of too: 视频开头三秒."""
    return words.known("order_leads", *(("films", "shots", "parts", "weak") if unparted else ()))


def leads(plain: str, at: int) -> int:
    """Where the words before a length begin that belong to it: `and for the`."""
    for _ in range(4):
        word = _last_word(plain, at)
        if word is None:
            break
        part = _ending(word, _leading(words.unspaced(word.word[-1])))
        if part is None:
            break
        at = part.at
    return at


def trails(plain: str, end: int) -> int:
    """Where the words behind a length end that belong to it, as the particle in 처음 5초 동안."""
    word = next_word(plain, end)
    part = _beginning(word, words.known("order_trails")) if word is not None else None
    return part.end if part is not None else end


def of_other(plain: str, end: int) -> bool:
    """Whether a length is of something else than the film, or no length: `of the war`, `later`."""
    word = next_word(plain, end)
    if word is None:
        return False
    if word[0] in words.known("rates_after") and not words.unspaced(word[0]):
        return True
    return word[0] in words.known("order_of") and of_film(plain, end) is None


def of_film(plain: str, end: int) -> int | None:
    """Where words like `of the video` end that begin behind an offset; None where there are none."""
    for _ in range(_FILM):
        word = next_word(plain, end)
        if word is None:
            return None
        if word[0] in words.known("films"):
            return word.end()
        end = word.end()
    return None
