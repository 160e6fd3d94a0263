"""Tells quickly which lines may hold a mark at all, so that a check of a story reads closely only those few."""

from __future__ import annotations

import re
from functools import cache

from storyboard.language import words
from storyboard.language.syntax.canon import canonical
from storyboard.patterns import lazy

_SPACE = r"[^\S\n]"
_WORD = rf"(?:{words.LETTER}){{1,14}}+\.?"
# What may part the ends of a range, or dangle where one of them is lost.
_TO = "".join(word for word in words.of("to") if len(word) == 1 and not word.isascii())
_SIGN = rf"[-\u2010-\u2015\u2212~〜～→➔/=…{_TO}]"
_CIRCLED = lazy("[\u2460-\u2468]")
_NUMBER = lazy(r"[\d\u2460-\u2468]")  # no way to write a time does without one
# Without one of these a line of ASCII has a time only in a number with its unit, or between two numbers.
_PARTING = ("-", "~", "/", "=", ":", "|", "[", "(", '"', "''")
_LETTERS = "".join(map(chr, (*range(ord("a"), ord("z") + 1), *range(ord("A"), ord("Z") + 1))))
_DIGITS = lazy(r"\d+")
_BROKEN = lazy(rf"(?:^|[\[(（【.;:：。；]){_SPACE}{{0,3}}[*_>]{{0,3}}{_SIGN}{_SPACE}?\d")  # [-3
_FIRST = lazy(r"\W{0,12}\d{1,6}(?:[.,:]\d{1,3})?[*_]{0,3} ?[:：|]")  # 0: a lamp
_BRACKETED = lazy(rf"[{words.of('nth')[0]}\[(（【][^\d\n]{{0,14}}\d")
_BEFORE = " \t\u00a0\u3000#№*_.:：-"
_LONGEST = 18  # letters of a label
_LAST = lazy(rf"{words.LETTER}{{2,{_LONGEST}}}\Z")


@cache
def _timed() -> re.Pattern[str]:
    units = words.alternation(words.of("seconds"))
    # Each way begins with a digit, which is what makes the search quick.
    return re.compile(
        rf"\d(?:\.?{_SPACE}{{0,2}}-?(?:{units})(?![A-Za-z])"  # 3 s, 4. saniye
        rf"|{_SPACE}{{0,2}}(?:{_WORD}{_SPACE}{{0,3}})?{_SIGN}"  # 3-, 3 s to
        r"| ?[:：]\d\d|''|\""  # 0:03
        rf"|\.?{_SPACE}(?:{_WORD}{_SPACE}){{1,2}}\d)",  # 0 to 3
        re.IGNORECASE,
    )


@cache
def _framed() -> re.Pattern[str]:
    frames = words.alternation(word for word in words.of("frames") if len(word) > 2)
    return re.compile(rf"(?:{frames})[*_ ]{{0,3}}[:：][*_ ]{{0,3}}\d", re.IGNORECASE)


@cache
def _counting() -> re.Pattern[str]:
    return re.compile(rf"[\s*_]+(?:{words.alternation(words.of('counting'))})\Z", re.IGNORECASE)


@cache
def _units() -> frozenset[str]:
    return frozenset(word.replace("ı", "i") for word in words.of("seconds"))  # whose capital is that of an i


def _is_plain(line: str) -> bool:
    """Whether a line has one number and no time, as `# Clip 12` and `Pier 39, at night.`, which needs no expression."""
    if not line.isascii() or any(sign in line for sign in _PARTING):
        return False
    number = _DIGITS.search(line)
    if number is None or _DIGITS.search(line, number.end()) is not None:
        return False
    behind = line[number.end() :].lstrip(".").lstrip()
    return behind[: len(behind) - len(behind.lstrip(_LETTERS))].lower() not in _units()


def may_hold_a_time(line: str) -> bool:
    """Whether a line holds a time or a slip of one; False for nearly all prose."""
    if _NUMBER.search(line) is None or _is_plain(line):
        return False
    ways = (_timed().search, _FIRST.match, _BRACKETED.search, _BROKEN.search, _framed().search)
    return any(way(line) is not None for way in ways) or _CIRCLED.search(line) is not None


def may_hold_marks(line: str) -> bool:
    """Whether a line holds a time, a label with its number, or a slip of one; False for nearly all prose."""
    return may_hold_a_time(line) or any(_labelled(line, digits.start()) for digits in _DIGITS.finditer(line))


def _labelled(line: str, at: int) -> bool:
    """Whether a label stands before a number."""
    before = line[max(0, at - 32) : at].rstrip(_BEFORE)
    if before.isascii():  # as nearly all are, for which no expression is compiled
        return _labelled_in_ascii(before)
    counting = _counting().search(before)
    before = before[: counting.start()] if counting is not None else before
    match = _LAST.search(before, max(0, len(before) - _LONGEST)) if before and before[-1].isalpha() else None
    if match is None:
        return bool(before) and before[-1] > "\u0300" and not before[-1].isalpha()
    return labelled(match[0])


def _labelled_in_ascii(before: str) -> bool:
    """As `_labelled`, of ASCII before a number."""
    if before.lower().endswith(words.of("counting")) and (counting := _counting().search(before)) is not None:
        before = before[: counting.start()]
    letters = before[len(before.rstrip(_LETTERS)) :][-_LONGEST:]
    return len(letters) > 1 and labelled(letters)


def labelled(letters: str) -> bool:
    """Whether some letters are a label, or end with one."""
    word = canonical(letters)
    labels = words.known("shots", "parts", "weak", "glued")
    return word in labels or any(word[-length:] in labels for length in range(1, min(9, len(word))))
