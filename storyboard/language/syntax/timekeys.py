"""Reads lines such as `**Time:** 0-2s` and `- [ ] Duration: 5 seconds`, in which chat models state a shot's time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

import msgspec

from storyboard import timing
from storyboard.language import words
from storyboard.patterns import lazy

_LONGEST = 120
_ROLES = ("times", "lengths", "starts", "finishes")
_WIDE = str.maketrans("０１２３４５６７８９：．，（）［］【】", "0123456789:.,()[][]")
# Bullets, checkboxes, numbering and emphasis, a key, a colon; what the key's brackets hold is its unit.
_LINE = lazy(
    r"(?:[>*_•·+ \t\u2190-\u2bff\U0001f000-\U0001faff\ufe0f-]|\[[ x]?\]|[0-9]{1,2}[.)][ \t])*+"
    r"([^\W\d_][^:\n()\[\]]{0,40}?)[ \t]*+(?:\([^()\n]{1,20}\))?[ \t]*+[*_]*+[ \t]*+:([^\n]*)"
)
_ROUND = " \t*_`~≈.;"


class Stated(msgspec.Struct, frozen=True):
    """What one line states of a shot's time: its milliseconds, as far as it tells them.

    A `loose` range stands behind a key of lengths: `Duration: 2-5s` may be a time or an estimate.
    """

    start: int | None = None
    end: int | None = None
    length: int | None = None
    loose: bool = False


@cache
def _value() -> re.Pattern[str]:
    clock = r"[0-9]{1,2}+(?::[0-9]{2}){1,3}+(?:[.,][0-9]{1,6}+)?"
    time = rf"({clock}|[0-9]{{1,6}}+(?:[.,][0-9]{{1,6}}+)?)(?![0-9:])"
    unit = rf"[ \t]*+(?:{words.pattern('seconds')}\.?|\"|''|″)?"
    between = rf"[ \t]*+(?:[-–—~〜～→]|->|(?:{words.alternation(words.of('to'))})(?![a-z]))[ \t]*+"
    before = rf"(?:(?:{words.alternation(words.of('from', 'rates'))})[ \t]*+)?"
    return re.compile(rf"{before}{time}{unit}(?:{between}{before}{time}{unit})?[ \t]*+(?:\(([^()\n]*)\))?")


@lru_cache(1 << 14)  # two rules ask for each line below a mark
def stated(line: str) -> Stated | None:
    """What a line that holds a key of time and a value alone states, or None where it is no such line."""
    if len(line) > _LONGEST:
        return None
    match = _LINE.fullmatch(words.fold(line).translate(_WIDE).rstrip())
    if match is None:
        return None
    role = words.lookup(*_ROLES).get(match[1].strip(_ROUND))
    return value(match[2], role) if role is not None else None


def value(text: str, role: str) -> Stated | None:
    """What the value of a key of time states, or None where it holds anything else."""
    text = words.fold(text).translate(_WIDE).strip(_ROUND)
    if text[:1] + text[-1:] in ("[]", "()"):
        text = text[1:-1].strip(_ROUND)
    match = _value().fullmatch(text)
    if match is None:
        return None
    first, second = _milliseconds(match[1]), _milliseconds(match[2]) if match[2] else None
    clocks = ":" in match[1]
    if first is None or (match[2] and second is None):
        return None
    if second is not None:
        if second <= first or role in ("starts", "finishes"):
            return None
        return Stated(first, second, loose=role == "lengths" and not clocks)
    if role == "starts":
        return Stated(start=first)
    if role == "finishes":
        return Stated(end=first)
    beside = value(match[3], "times") if match[3] else None
    if beside is not None and beside.end is not None:  # `3 seconds (0:02-0:05)`
        return beside
    if role == "times" and clocks:
        return Stated(start=first)
    return Stated(length=first) if first else None


def together(lines: Iterable[Stated]) -> Stated:
    """What several lines state of one shot: a range, else a start with an end or a length, else what there is."""
    known = list(lines)
    ranges = [line for line in known if line.start is not None and line.end is not None]
    if ranges:
        return ranges[0]
    start, end, length = (next((v for v in column if v is not None), None) for column in _columns(known))
    if start is not None and end is None and length is not None:
        end = start + length
    return Stated(start, end, length) if start is None or end is None or end > start else Stated()


def _columns(known: Sequence[Stated]) -> tuple[list[int | None], ...]:
    return [line.start for line in known], [line.end for line in known], [line.length for line in known]


def settled(shots: Sequence[Stated], at: int = 0) -> list[Stated]:
    """The shots of a clip with times that a mark can hold: a range, a length, or nothing.

    `at` is where the first begins. A start alone lasts until the next one; a loose range counts where it goes on.
    """
    times: list[Stated] = []
    for index, shot in enumerate(shots):
        following = shots[index + 1].start if index + 1 < len(shots) else None
        start, end, length = shot.start, shot.end, shot.length
        if start is not None and end is None and following is not None and following > start:
            end = following
        elif start is None and end is not None and length is None and end > at:
            start = at
        if start is not None and end is not None and not (shot.loose and start != at):
            times.append(Stated(start, end))
            at = end
        else:
            times.append(Stated(length=length))
            at += length or 0
    return times


def bracketed(time: Stated, title: str = "") -> str:
    """The bracket of a mark: `[0-2s]`, `[0-2s, title]` or `[2s]`; "" without a time."""
    tail = f", {title}" if title else ""
    if time.start is not None and time.end is not None:
        return f"[{timing.seconds(time.start)}-{timing.seconds(time.end)}s{tail}]"
    return f"[{timing.seconds(time.length)}s{tail}]" if time.length else ""


def _milliseconds(text: str) -> int | None:
    """The milliseconds of a number, or of a clock with hours or with frames that are 00; None for other frames."""
    parts = text.replace(",", ".").split(":")
    if len(parts) == 4 and parts.pop() != "00":
        return None
    if len(parts) == 3:
        hours, minutes, rest = parts
        return int(hours) * 3_600_000 + int(minutes) * 60_000 + timing.milliseconds(rest)
    return timing.milliseconds(":".join(parts))
