"""The time of a shot in a cell or a field: a range, a length, or a start and an end apart."""

from __future__ import annotations

import re
from typing import NamedTuple

from storyboard import timing
from storyboard.source import Source
from storyboard.story import Row
from storyboard.syntax.marks import read_mark
from storyboard.syntax.parser import pattern

_N = r"(?:[0-9]{1,2}[:：][0-9]{2}(?:\.[0-9]{1,6})?|[0-9]{1,6}(?:\.[0-9]{1,6})?)"
_U = r"[ \t]*(?:seconds?|secs?|s|秒|초|сек\.?|с|sn)?"
_RANGE = re.compile(
    rf"[\[(（【]?[ \t]*({_N}){_U}[ \t]*(?:[-–—~〜～]|to|至|到)[ \t]*({_N}){_U}[ \t]*[\])）】]?", re.IGNORECASE
)
_ONE = re.compile(rf"({_N}){_U}\.?", re.IGNORECASE)
_LONG = re.compile(r"0?0:([0-9]{2}:[0-9]{2}(?:\.[0-9]{1,3})?)")


class Time(NamedTuple):
    """A shot's milliseconds, as far as they are known, and questions about them."""

    start: int | None = None
    end: int | None = None
    length: int | None = None
    doubts: tuple[str, ...] = ()


def read_time(time: object, start: object, end: object, length: object) -> Time:
    """The time that a range, a start and an end, or a length tell, tried in this order."""
    if isinstance(time, str):
        text = _LONG.sub(r"\1", time.strip().strip("*_`"))
        match = _RANGE.fullmatch(text)
        if match is not None:
            a, b = timing.milliseconds(match[1]), timing.milliseconds(match[2])
            return Time(a, b)
        one = _one(text)
        if one is not None and start is None and length is None:
            return Time(length=one) if one else Time(doubts=(f'is "{text}" the time of this shot?',))
        if text and one is None:
            return Time(doubts=(f'which time does "{text}" mean?',))
    a, b, long = _one(start), _one(end), _one(length)
    if a is not None and b is not None:
        return Time(a, b)
    if a is not None and long:
        return Time(a, a + long)
    if long:
        return Time(length=long)
    if isinstance(length, str) and (match := _RANGE.fullmatch(length.strip())) is not None:
        return Time(timing.milliseconds(match[1]), timing.milliseconds(match[2]))
    return Time()


def label_time(text: str) -> tuple[int | None, Time] | None:
    """The number and time of a mark that a field holds alone (`Scene 1 (0-3s)`); None where it holds anything else."""
    for kind in ("SHOT_RANGE", "SHOT_FIRST", "SHOT_LENGTH"):
        if pattern(kind).fullmatch(text):
            mark, rest = read_mark(Source("", text), Row(kind, 0, text))
            if not rest.text.strip():
                return mark.number, Time(mark.start, mark.end, mark.length)
    return None


def instant(text: str) -> int | None:
    """The milliseconds of a cell that holds one point in time, a clock or a number with its unit; else None."""
    text = text.strip().strip("*_`")
    return _one(text) if not text.isdecimal() else None


def _one(value: object) -> int | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return round(value * 1000) if 0 <= value < 1_000_000 else None
    match = _ONE.fullmatch(_LONG.sub(r"\1", str(value).strip()))
    return timing.milliseconds(match[1]) if match is not None else None
