"""Reads the label of a shot that stands round a number: `Shot 2`, `SHOT2`, 镜头2, 第2个镜头, `Shot two`."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from storyboard.language import words

_NUMBER = re.compile(r"(\d{1,5})(?:\.(\d{1,2})(?!\d))?(?:[a-d](?![^\W_]))?(?!\d|[.,]\d)")
_CLOCK = re.compile(r":\d{2}(?!\d)")
_BEFORE = re.compile(rf"({words.LETTER}+(?:[ -]{words.LETTER}+)?)(?:[ *_]*[#№.]?[ *_]*|(?P<odd>[ *_]*[-:][ *_]*))\Z")
_ALONE = re.compile(
    r"[ *_]*(?:[:.)\]|,=]|\n|\Z)"
)  # behind the number of `Shot: 1` and `SHOT-1`, which is not a length then
_NTH = words.of("nth")[0]
_ORDINAL = re.compile(rf"{_NTH} ?\Z")
_HAN_DIGITS = words.by_language("zero")["zh"][0] + "".join(words.by_language("numbers")["zh"])
_ONE, _TEN = _HAN_DIGITS[1], _HAN_DIGITS[10]
_REACH = 32
_JOINTS = " *_#№.:-"


class ShotLabel(NamedTuple):
    """A label with its number, from `at` to `end`; `word` as in the table. `minor` is the 2 of `Shot 1.2`.

    `part` says that the word numbers parts as often as shots; `spelled` that the number is in words.
    """

    at: int
    end: int
    word: str
    number: int
    minor: int = 0
    part: bool = False
    spelled: bool = False


@cache
def _roles() -> dict[str, str]:
    return dict(words.lookup("shots", "weak", "parts"))


@cache
def _endings() -> frozenset[str]:
    return words.endings(_roles())


@cache
def _counting() -> re.Pattern[str]:
    """The word between a label and its number, as in `Shot no. 2`, with the blanks round it."""
    return re.compile(rf"[ *_]+(?:{words.alternation(words.of('counting'))})\.?[ *_]*\Z")


@cache
def _counting_endings() -> frozenset[str]:
    return words.endings(words.of("counting"))


@cache
def _counted() -> dict[str, str]:
    return dict(words.lookup("counted", "counted_parts"))


def before(text: str, at: int, typed: str = "") -> ShotLabel | None:
    """The label whose number begins at an offset of canonical text, or None.

    `typed` is the text as the writer has it: a full-width colon behind a number parts it from a time, any other before
    two digits makes it a clock.
    """
    begin = max(0, at - _REACH)
    left = text[begin:at]
    lead = left.rstrip(_JOINTS)
    if not words.may_end(lead, _endings()) and lead[-1:] != _NTH and not words.may_end(lead, _counting_endings()):
        return None  # nearly all numbers end here
    number = _NUMBER.match(text, at)
    if number is None or (_CLOCK.match(text, number.end()) and typed[number.end() : number.end() + 1] != "："):
        return None
    ordinal = _ORDINAL.search(left) if lead[-1] == _NTH else None
    if ordinal is not None:
        return _han(text, begin + ordinal.start(), number)
    counting = _counting().search(left)
    named = left[: counting.start()] if counting is not None else left
    word = _BEFORE.search(named)
    if word is None or (word["odd"] is not None and _ALONE.match(text, number.end()) is None):
        return None
    touching = counting is None and not left[-1:].isspace() and left[-1:] not in _JOINTS
    name, start = _named(word[1])
    if name is None:
        return None
    if touching and name not in words.known("glued") and not words.unspaced(name[-1]):
        return None
    return ShotLabel(
        begin + word.start(1) + start,
        number.end(),
        name,
        int(number[1]),
        int(number[2] or 0),
        _roles()[name] == "parts",
    )


def _named(letters: str) -> tuple[str | None, int]:
    """The label that one or two words end with, and where it begins in them."""
    known = _roles()
    if letters in known:
        return letters, 0
    _, _, last = letters.rpartition(" ") if " " in letters else letters.rpartition("-")
    if last in known:
        return last, len(letters) - len(last)
    if last and words.unspaced(last[-1]):
        for length in range(min(len(last), 8), 0, -1):
            if last[-length:] in known:
                return last[-length:], len(letters) - length
    return None, 0


def _han(text: str, at: int, number: re.Match[str]) -> ShotLabel | None:
    end = number.end() + (text[number.end() : number.end() + 1] == " ")
    for length in range(4, 0, -1):
        word = text[end : end + length]
        if len(word) == length and word in _counted():
            return ShotLabel(at, end + length, word, int(number[1]), 0, _counted()[word] == "counted_parts")
    return None


@cache
def _spelled() -> re.Pattern[str]:
    """Labels with their number in words: `Shot one`, `first shot`, 第一个镜头, 镜头一."""
    labels = words.alternation(words.of("shots", "parts"), spaces=" ")
    numbers = words.alternation(words.of("numbers"), spaces=" ")
    roman = words.alternation(words.of("roman"))
    ordinals = words.alternation(words.of("ordinals", "ordinals_2", "further"), spaces=" ")
    counted = words.alternation(words.of("counted", "counted_parts"))
    unspaced = words.alternation(word for word in words.of("shots") if words.unspaced(word[0]))
    han = f"[{_HAN_DIGITS[1:]}]{{1,3}}"
    return re.compile(
        rf"(?<![^\W\d_])(?P<label>{labels}) (?P<number>{numbers}|{roman})(?![^\W\d_])"
        rf"|(?<![^\W\d_])(?:[^\W\d_]{{2,3}} )?(?P<ordinal>{ordinals}) (?P<named>{labels})(?![^\W\d_])"
        rf"|{_NTH} ?(?P<han>{han}) ?(?P<counted>{counted})"
        rf"|(?P<weak>{unspaced}) ?(?P<after>{han})(?![^\W\d_])"
    )


@cache
def _values() -> dict[str, int]:
    values: dict[str, int] = {}
    for role in ("numbers", "ordinals", "ordinals_2", "roman"):
        for listed in words.by_language(role).values():
            for value, word in enumerate(listed, start=1):
                values.setdefault(word, value)
    return values


def _of_one_language(label: str, number: str) -> bool:
    """Whether a label and a number word share a language; short numbers of others are words: `Shot on 35 mm film`."""
    if len(number) > 2 or number in words.of("roman"):
        return True
    spoken = words.languages("numbers")[number]
    return not set(words.languages("shots", "parts")[label]).isdisjoint(spoken)


def _counted_han(digits: str) -> int:
    """The value of a Chinese number up to 99, 0 for what is none."""
    tens, ten, ones = digits.rpartition(_TEN)
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_HAN_DIGITS.index(tens or _ONE) * 10 if ten else 0) + (_HAN_DIGITS.index(ones) if ones else 0)


def spelled(text: str) -> list[ShotLabel]:
    """The labels of canonical text whose numbers are words; `number` is 0 for `next` and `last`."""
    return [label for match in _spelled().finditer(text) if (label := _read(match)) is not None]


def leading(text: str) -> ShotLabel | None:
    """The label that canonical text begins with, its number in words; None where it begins with anything else."""
    match = _spelled().match(text)
    return _read(match) if match is not None else None


def _read(match: re.Match[str]) -> ShotLabel | None:
    if match["number"] and not _of_one_language(match["label"], match["number"]):
        return None
    name = match["label"] or match["named"] or match["counted"] or match["weak"]
    digits = match["han"] or match["after"]
    number = _counted_han(digits) if digits else _values().get(match["number"] or match["ordinal"], 0)
    part = (_roles().get(name) or _counted().get(name)) in ("parts", "counted_parts")
    return ShotLabel(match.start(), match.end(), name, number, 0, part, True)
