"""Reads the expression of a time that begins at a digit: a range, an open end, or one time, in any spelling.

Every function takes canonical text (`syntax/canon.py`); each looks at a bounded stretch of it.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from storyboard.language import words
from storyboard.language.syntax.canon import canonical
from storyboard.patterns import lazy

Unit = Literal["", "s", "clock", "min", "frame", "ms"]
_CLOCK = lazy(r"(\d{1,2}) ?:(\d{2})(?::(\d{2}))?(?::(\d{2}))?(?:[.,;](\d{1,3}))?(?![:.]?\d)")
# 1m30s, 00h00m03s, 0'04", 0"04; the seconds of m and h are two digits, or have their unit.
_COMPOUND = lazy(
    r"(?:(\d{1,2}) ?h ?)?(\d{1,3}) ?(?:m(?:in)?|'(?!')|\"(?=\d\d\b)) ?(?:(\d{2})|(\d)(?= ?(?:s|\"|'')))"
    r"(?:[.,](\d{1,3}))?(?: ?(?:s(?:ec)?\b|''|\"))?(?![\w'\"])"
)
_NUMBER = lazy(r"(\d{1,6})(?:[.,](\d{1,3}))?(?!\d|:\d|[.,]\d)")
_LETTERS = lazy(f"{words.LETTER}{{1,24}}")
_KEY = lazy(rf"{words.LETTERS}\Z")
# Between the start of a row and its end: `Shot 1 | 0:00 | 0:03 | A lamp`.
_CELLS = lazy(r" ?\| ?(?=\d{1,2}:\d\d ?\|)")
_SIGN = lazy(r" {0,3}(?:-{1,3}>?|~{1,2}|→|=>|>{1,3}|\.\.\.?|…) {0,3}")
_SIGNS = "-~→=.…>"
_PARTS = ("h", "m", "'", '"')
# What shows that a number is no time: a part, a degree, a factor, a price, a resolution.
_AFTER_NO = lazy(r" ?[%°‰€$£¥×]|[x*/]\d|[-_]?\w")
_BEFORE_NO = lazy(r"[^\W\d_]|[_@$€£¥\d]")
_DECADE, _TEN = 1_000_000, 10_000  # 1960s is no time


class WrittenTime(msgspec.Struct, frozen=True):
    """A time as it stands in canonical text, from `at` to `end`; `start` and `stop` in milliseconds.

    `kind` is `range`, `open` (a start and a word that says until the end) or `one`, whose `stop` is None. `unit` is
    what it was counted in; what are no seconds keep their number, in thousandths. `plain`: both ends are whole.
    """

    kind: Literal["range", "open", "one"]
    at: int
    end: int
    start: int
    stop: int | None
    unit: Unit
    plain: bool = True


class _Value(msgspec.Struct, frozen=True):
    ms: int
    clock: bool
    unit: Unit
    end: int


@cache
def _units() -> dict[str, Unit]:
    units: dict[str, Unit] = dict.fromkeys(words.of("frames"), "frame")
    units.update(dict.fromkeys(words.of("thousandths"), "ms"))
    units.update(dict.fromkeys(words.of("minutes"), "min"))
    units.update(dict.fromkeys(words.of("seconds"), "s"))
    return units


@cache
def _ordered_units() -> frozenset[str]:
    """The words for seconds of languages that make an ordinal of a number by a full stop."""
    dotted = [language for language, signs in words.by_language("ordered").items() if "." in signs]
    return frozenset(word for language in dotted for word in words.by_language("seconds")[language] if len(word) > 2)


@cache
def _longest() -> int:
    return max(map(len, words.of("seconds", "minutes", "frames", "thousandths", "to", "ends", "counters")))


def word_at(text: str, at: int, known: frozenset[str] | dict[str, Unit]) -> tuple[str, int] | None:
    """The known word that begins at an offset and where it ends; a word of Han or Thai may go on with other letters."""
    run = _LETTERS.match(text, at) if text[at : at + 1].isalpha() else None
    if run is None:
        return None
    letters = run[0]
    if letters in known:
        return letters, run.end()
    for length in range(min(len(letters) - 1, _longest()), 0, -1):
        if letters[:length] in known and words.unspaced(letters[length - 1 : length + 1]):
            return letters[:length], at + length
    return None


@cache
def _phrases(role: str) -> tuple[str, ...]:
    """The words of a role that hold a space, the longest first."""
    return tuple(sorted((word for word in words.of(role) if " " in word), key=len, reverse=True))


def known_at(text: str, at: int, role: str) -> int | None:
    """Where a word or phrase of a role that begins at an offset ends, or None."""
    if not text[at : at + 1].isalpha():
        return None
    for phrase in _phrases(role):
        if text.startswith(phrase, at) and not text[at + len(phrase) : at + len(phrase) + 1].isalpha():
            return at + len(phrase)
    word = word_at(text, at, words.known(role))
    return word[1] if word is not None else None


def _skip(text: str, at: int, most: int = 2) -> int:
    stop = min(len(text), at + most)
    while at < stop and text[at] == " ":
        at += 1
    return at


def _value(text: str, at: int) -> _Value | None:
    """The number or clock at an offset, with the unit behind it."""
    clock = _CLOCK.match(text, at)
    if clock is not None:
        parts = [int(part) for part in clock.group(1, 2, 3, 4) if part is not None]
        frames = parts.pop() if len(parts) == 4 else 0
        if any(part > 59 for part in parts[1:-1]) or (parts[-1] > 59 and any(parts[:-1])):
            return None  # but 00:75 is how some count on past a minute
        total = 0
        for part in parts:
            total = total * 60 + part
        fraction = int((clock[5] or "0").ljust(3, "0"))
        end = clock.end()
        unit = _unit(text, end)
        if unit is not None and unit[0] == "s":
            end = unit[1]
        return _Value(total * 1000 + fraction, True, "frame" if frames else "clock", end)
    number = _NUMBER.match(text, at)
    if number is None:
        return _compound(text, at)
    if text[number.end() : number.end() + 2].lstrip()[:1] in _PARTS and (parted := _compound(text, at)) is not None:
        return parted
    ms = int(number[1]) * 1000 + int((number[2] or "0").ljust(3, "0"))
    unit = _unit(text, number.end())
    if unit is None or (unit[1] == number.end() + 1 and ms >= _DECADE and ms % _TEN == 0):
        return _Value(ms, False, "", number.end())
    return _Value(ms, False, unit[0], unit[1])


def _compound(text: str, at: int) -> _Value | None:
    """The hours, minutes and seconds at an offset, each with its unit."""
    match = _COMPOUND.match(text, at)
    if match is None or int(match[3] or match[4]) > 59:
        return None
    seconds = (int(match[1] or 0) * 60 + int(match[2])) * 60 + int(match[3] or match[4])
    return _Value(seconds * 1000 + int((match[5] or "0").ljust(3, "0")), True, "clock", match.end())


def _unit(text: str, at: int) -> tuple[Unit, int] | None:
    if text.startswith("''", at):
        return "s", at + 2
    if text.startswith('"', at) and text[at + 1 : at + 2] in ("-", "~", "→", ")", "]", ":", " "):
        return None  # inches, or the end of a quotation; `_ends` takes it in a range
    if text.startswith(". ", at):  # 4. saniye
        ordered = word_at(text, at + 2, _ordered_units())
        return ("s", ordered[1]) if ordered is not None else None
    begin = _skip(text, at)
    if begin < len(text) and text[begin] == "-" and begin == at and text[begin + 1 : begin + 4].isalpha():
        begin += 1  # a 3-second take
    word = word_at(text, begin, _units())
    if word is None:
        return None
    name, end = word
    if len(name) == 1 and name not in ("s",) and name.isascii() and begin > at + 1:
        return None
    if text[end : end + 1] == "." and not text[end + 1 : end + 2].isdigit():
        follows = _skip(text, end + 1, 3)
        if follows >= len(text) or text[follows] in ")]-~→:|," or not name.isascii():
            end += 1  # sek.
    return _units()[name], end


def separator(text: str, at: int) -> tuple[int, str] | None:
    """Where what stands between the ends of a range stops, and what it is: a sign or a word."""
    begin = _skip(text, at, 3)
    if begin < len(text) and text[begin] in _SIGNS:
        sign = _SIGN.match(text, at)
        return (sign.end(), sign[0].strip()) if sign is not None else None
    word = known_at(text, begin, "to")
    if word is not None:
        return _skip(text, word, 3), text[begin:word]
    other = known_at(text, begin, "and")
    return (_skip(text, other, 3), "and") if other is not None and begin > at else None


def _again(text: str, at: int) -> tuple[int, bool]:
    """Where the second end begins behind words like `second` or 第, and whether one of them was a unit."""
    seconds = False
    for _ in range(2):
        word = word_at(text, at, words.known("from", "seconds"))
        if word is None:
            break
        at, seconds = _skip(text, word[1]), seconds or word[0] in words.known("seconds")
    return at, seconds


def read(text: str, at: int, *, between: bool = False, second: bool = False) -> WrittenTime | None:
    """The time whose first digit stands at an offset, or None where its number is none.

    `between` says that a word before it makes a range of `2 and 4`; `second` that its unit stands before it.
    """
    first = _value(text, at)
    if first is None:
        return None
    parted = separator(text, first.end)
    if parted is None and not first.unit and text.startswith(".", first.end):  # 0. bis 4. Sekunde
        parted = separator(text, first.end + 1)
        ranged = _range(text, at, first, parted[0], second) if parted is not None else None
        return ranged if ranged is not None and ranged.unit == "s" else None
    lead = text[max(0, at - 4) : at].rstrip(" ")[-1:]
    if parted is None and not first.unit and text.startswith('"', first.end) and not lead.isalpha():  # 0"-3"
        parted = separator(text, first.end + 1)
        ranged = (
            _range(text, at, msgspec.structs.replace(first, end=first.end + 1), parted[0], second)
            if parted is not None
            else None
        )
        if ranged is not None and ranged.kind == "range" and ranged.unit == "s":
            return ranged
        parted = None
    cells = _CELLS.match(text, first.end) if parted is None and first.clock else None
    if cells is not None:
        parted = cells.end(), cells[0]
    if parted is not None and (parted[1] != "and" or between):
        ranged = _range(text, at, first, parted[0], second)
        if ranged is not None:
            return ranged
    unit, end = first.unit or ("s" if second else ""), first.end
    if not unit and (role := _key(text, at)):
        quoted = text.startswith('"', end)
        unit, end = ("s", end + 1) if role == "lengths" and quoted else ("frame" if role == "frames" else "", end)
    if not unit or _wrong_after(text, first):
        return None
    return WrittenTime("one", at, end, first.ms, None, unit, first.ms % 1000 == 0)


def _key(text: str, at: int) -> str:
    """The role of the key right before a number, `lengths` or `frames`, or none: `Duration: 3"`, `Frames: 72`."""
    before = text[max(0, at - 24) : at].rstrip(" *_")
    if not before.endswith(":"):
        return ""
    word = _KEY.search(before[:-1].rstrip(" *_"))
    if word is None or len(word[0]) < 3:
        return ""
    return next((role for role in ("lengths", "frames") if word[0] in words.known(role)), "")


def _range(text: str, at: int, first: _Value, begin: int, second: bool) -> WrittenTime | None:
    ended = known_at(text, begin, "ends")
    if ended is not None and _LETTERS.match(text, _skip(text, ended, 2)) is None:
        if not (first.unit or second or first.clock or _bracketed(text, at, ended)):
            return None
        return WrittenTime("open", at, ended, first.ms, None, first.unit or "s", first.ms % 1000 == 0)
    begin, in_seconds = _again(text, begin)
    last = _value(text, begin) if begin < len(text) and text[begin].isdigit() else None
    if last is None:
        return None
    if "ms" in (first.unit, last.unit) and first.unit and first.unit != last.unit:
        first, last = _in_seconds(first), _in_seconds(last)
    if not last.unit and _long_take(text, first, last):
        last = msgspec.structs.replace(last, unit="s", end=last.end + 1)
    unit, end = ("frame" if first.clock and first.unit == "frame" else last.unit), last.end
    if not unit and text.startswith('"', end) and text[first.end - 1 : first.end] == '"':
        unit, end = "s", end + 1
    if first.clock != last.clock and first.ms and last.ms:
        return None
    if last.ms <= first.ms:
        return None
    if first.unit and last.unit and "clock" not in (first.unit, last.unit) and first.unit != last.unit:
        return None
    unit = unit or first.unit or ("s" if second or in_seconds else "")
    if _wrong_after(text, last) or _goes_on(text, end):
        return None
    for role in ("ordered_after", "to"):  # 0から3秒目まで
        behind = word_at(text, end, words.known(role))
        if behind is not None and words.unspaced(text[end : end + 1]):
            end = behind[1]
    return WrittenTime("range", at, end, first.ms, last.ms, unit, first.ms % 1000 == 0 and last.ms % 1000 == 0)


def _long_take(text: str, first: _Value, last: _Value) -> bool:
    """Whether a range that ends like a decade counts seconds all the same: `998-1000s`, `[1998-2000s]`."""
    if last.ms < _DECADE or not text.startswith("s", last.end):
        return False
    return text.startswith("s]", last.end) or (first.ms < _DECADE and not text[last.end + 1 : last.end + 2].isalnum())


def _in_seconds(value: _Value) -> _Value:
    return msgspec.structs.replace(value, ms=value.ms // 1000, unit="s") if value.unit == "ms" else value


def _bracketed(text: str, at: int, end: int) -> bool:
    return text[at - 1 : at] in ("[", "(") and text[end : end + 1] in ("]", ")")


def _wrong_after(text: str, value: _Value) -> bool:
    """Whether what stands behind a number shows that it is none of seconds."""
    if value.clock:
        return text[value.end : value.end + 1].isalnum() and not words.unspaced(text[value.end : value.end + 1])
    if value.unit:
        return text[value.end : value.end + 1].isdigit()
    sign = _AFTER_NO.match(text, value.end)
    if sign is not None and not words.unspaced(text[value.end : value.end + 1]):
        return True
    return word_at(text, _skip(text, value.end, 1), words.known("counters")) is not None


def _goes_on(text: str, end: int) -> bool:
    """Whether another end follows: `1-2-3` is no range."""
    begin = _skip(text, end, 1)
    if text[begin : begin + 1] not in ("-", "~") or begin > end:
        return False
    return text[begin + 1 : begin + 2].isdigit()


def may_begin(text: str, at: int) -> bool:
    """Whether a number may begin at an offset: it touches no letter of a script with spaces, no other number."""
    if at == 0:
        return True
    before = text[at - 1]
    if before.isspace():
        return True
    if before in ".,:" and at > 1 and text[at - 2].isdigit():
        return False
    if before == "@":  # @3s, but no address
        return at < 2 or not text[at - 2].isalnum()
    return _BEFORE_NO.match(before) is None or words.unspaced(before)


def bound(before: str, after: str) -> Literal["", "start", "finish"]:
    """Which end of a shot one time in a bracket names, by the words before and behind it; `` for a length."""
    lead = canonical(before).strip(" *_")
    word = lead.rpartition(" ")[2]
    if word in words.known("to") and (len(word) > 1 or words.unspaced(word)):
        return "finish"
    begins = lead in words.known("instants", "starts") or lead[-1:] in ("@", "=")
    return "start" if begins or canonical(after).strip(" *_") in words.known("starts") else ""


class Number(msgspec.Struct, frozen=True):
    """A number as it stands, with its unit; in milliseconds, as far as a number of frames is one."""

    ms: int
    unit: Unit
    end: int


def number(text: str, at: int) -> Number | None:
    """The number or clock at an offset with its unit, whatever touches it; None where there is none."""
    value = _value(text, at)
    if value is None:
        return None
    factor = {"ms": 1, "min": 60_000}.get(value.unit, 1000)
    return Number(value.ms * factor // 1000, "s" if value.unit == "ms" else value.unit, value.end)
