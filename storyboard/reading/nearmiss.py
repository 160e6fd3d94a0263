"""Finds what stands where a mark would stand, of numbers and units alone, and names no time: `13 15 s:`, `[3-s]`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from heapq import merge

from storyboard import words
from storyboard.reading.records import Doubt
from storyboard.syntax.canon import canonical
from storyboard.syntax.scan import Token

_WORDS = r"[^\n:;!?。！？\[\]()]"
# At a line's start, behind a sentence, or behind a label: numbers up to what closes a mark.
_OPEN = re.compile(
    r"(?:^[\s>*_#•·|\u2190-\u2bff\U0001f000-\U0001faff]{0,12}|(?<=[.;:!?。！？；])[ *_]{0,4}|(?<=\d, )|(?<=\d [|-] ))"
    rf"(?P<chunk>{_WORDS}{{1,36}}?(?::{_WORDS}{{1,12}}?){{0,3}}?)[*_ ]{{0,4}}(?P<close>:(?!\d)|[-,] |--|$)",
    re.MULTILINE,
)
_BRACKETED = re.compile(rf"[\[(] ?(?P<chunk>{_WORDS}{{1,36}}(?::{_WORDS}{{0,12}}){{0,3}})(?P<close>[\])])")
_CLOCKS = re.compile(r"^[\s>*_#•·-]{0,8}(?P<chunk>\d{1,2}:\d{2} ?[/ ] ?\d{1,2}:\d{2})(?P<close>[*_ ])", re.MULTILINE)
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_PARTS = re.compile(rf"[{words.UNSPACED}]+|(?:(?![{words.UNSPACED}]){words.LETTER})+|\d+|[^\w\s]")
_CLOCKED = re.compile(r"(?=.*(?:\b0\d?:|:0\d|:\d{3}))\d+:\d+")
_SIGNS = frozenset("-~/→.,:>+'\"–—_*=")
_MISTYPED = frozenset(("o", "l", "i", "ol", "lo", "oo"))


@cache
def _known() -> frozenset[str]:
    return frozenset(words.of("seconds", "to", "from"))


@cache
def _units() -> frozenset[str]:
    return frozenset(words.of("seconds"))


def near_misses(text: str, marks: Iterable[Token], tokens: Iterable[Token]) -> Iterator[Doubt]:
    """The question about each place that is written as a mark is, and is none."""
    taken = sorted((mark.begin, max(mark.stop, mark.end)) for mark in marks)
    ranges = {token.at for token in tokens if token.kind in ("range", "open") and token.unit}
    plain = canonical(text)
    at = 0
    for match in _chunks(plain):
        begin, end = match.span("chunk")
        while at < len(taken) and taken[at][1] <= begin:
            at += 1
        if at < len(taken) and taken[at][0] < end:
            continue
        if _numeric(match["chunk"], match["close"]) and not any(begin <= place < end for place in ranges):
            yield Doubt(
                "near",
                begin,
                match.end(),
                "stands where a mark would stand and is none, taken as words",
                "Which time is it?",
            )


def _chunks(plain: str) -> Iterator[re.Match[str]]:
    """The stretches that may be near misses, by place."""
    ways = (pattern.finditer(plain) for pattern in (_OPEN, _BRACKETED, _CLOCKS))
    end = -1
    for match in merge(*ways, key=lambda match: match.start("chunk")):
        if match.start("chunk") >= end and _numeric(match["chunk"], match["close"]):
            end = match.end()
            yield match


def _numeric(chunk: str, close: str) -> bool:
    """Whether a stretch is made of numbers, units and signs alone, and is no single number or ratio."""
    numbers = _NUMBER.findall(chunk)
    if not numbers:
        return False
    parts = _PARTS.findall(chunk)
    unit = False
    for part in parts:
        if part[0].isdigit() or part in _SIGNS or part in _MISTYPED:
            continue
        unit = unit or part in _units() or part[-2:] in _units()
        if part not in _known() and not _made_of_known(part):
            return False
    stripped = re.sub(rf"^(?:{words.LETTER}+ )+(?=[-/])", "", chunk.strip())
    broken = stripped[0] in "-/" or stripped[-1] in "-/:" or re.search(r"[-~/→] ?(?:[^\W\d]+)$", stripped) is not None
    mistyped = any(part in _MISTYPED for part in parts)
    if len(numbers) + mistyped < 2 and not broken:
        return False
    if not unit and len(numbers) > 1 and all(_CLOCKED.match(number) for number in numbers):
        return True
    slashed = "/" in chunk and len(numbers) == 2 and not unit
    if slashed or (len(numbers) == 2 and not unit and not broken and not mistyped):
        return close in (":", "-", "- ", "--") and bool(re.search(r"[.,]\d", chunk)) and not re.search(r"\d:\d", chunk)
    return unit or mistyped or (broken and unit)


def _made_of_known(part: str) -> bool:
    """Whether letters without spaces are words of times one behind another: から, 秒間."""
    while part:
        head = next((part[:length] for length in range(min(4, len(part)), 0, -1) if part[:length] in _known()), "")
        if not head or head.isascii():
            return False
        part = part[len(head) :]
    return True
