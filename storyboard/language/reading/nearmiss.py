"""Finds what stands where a mark would stand, of numbers and units alone, and names no time: `13 15 s:`, `[3-s]`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from heapq import merge

from storyboard.language import words
from storyboard.language.reading.records import Doubt
from storyboard.language.syntax import labels, times
from storyboard.language.syntax.canon import canonical
from storyboard.language.syntax.labels import ShotLabel
from storyboard.language.syntax.scan import Token
from storyboard.patterns import lazy

_WORDS = r"(?:(?![.,] )[^\n:;!?。！？\[\]()])"
# At a line's start, behind a sentence, or behind a label: numbers up to what closes a mark.
_LEAD = (
    r"(?:^[\s>*_#•·|\u2190-\u2bff\U0001f000-\U0001faff]{0,12}(?:- )?|(?<=[.;:!?。！？；])[ *_]{0,4}"
    r"|(?<=\d, )|(?<=\d [|-] ))"
)
_COLON = lazy(
    rf"{_LEAD}(?P<chunk>{_WORDS}{{1,36}}?(?::{_WORDS}{{1,12}}?){{0,3}}?)[*_ ]{{0,4}}(?P<close>:(?!\d)|$)", re.MULTILINE
)
_DASH = lazy(rf"{_LEAD}(?P<chunk>{_WORDS}{{3,36}}?)[*_ ]{{0,4}}(?P<close>[-,] |[，、]|--)", re.MULTILINE)
_BRACKETED = lazy(rf"[\[(] ?(?P<chunk>{_WORDS}{{1,36}}(?::{_WORDS}{{0,12}}){{0,3}})(?P<close>[\])])")
_WRAPPED = lazy(
    rf"^[ *_•-]{{0,8}}(?:[\"'`“„«»「『]|[/=<>~^]{{2,5}}) ?(?P<chunk>{_WORDS}{{1,36}}?(?::{_WORDS}{{1,12}}?){{0,3}}?)"
    r" ?(?P<close>[\"'`”“»«」』]|[/=<>~^]{2})",
    re.MULTILINE,
)
_CLOCKS = lazy(
    r"(?:^[\s>*_#•·-]{0,8}|(?<=\d: )|(?<=\d ))(?P<chunk>\d{1,2}:\d{2,3} ?[-/ ] ?\d{1,2}:[l\d]{2,3})(?P<close>[^\d:])",
    re.MULTILINE,
)
_NUMBER = lazy(r"\d+(?:[.,:]\d+)*")
_PARTS = lazy(rf"[{words.UNSPACED}]+|(?:(?![{words.UNSPACED}]){words.LETTER})+|\d+|[^\w\s]")
_TITLED = lazy(rf"^(?:{words.LETTER}+ ){{1,3}}(?=[-/\d])")
_CLOCKED = lazy(r"(?=.*(?:\b0\d?:|:0\d|:\d{3}))\d+:\d+")
_SIGNS = frozenset("-~/→.,:>+'\"–—_*=")
_BOXED = lazy(r"^[ >*_•-]{0,8}(?P<first>\[1\])[^\n\[]{2,2000}\[2\]", re.MULTILINE)
_COUNTS = "numbers its line, and was taken as words"
# The keys round the one for seconds.
_BESIDE_S = frozenset("adwez")
_MISTYPED = frozenset(("o", "l", "i", "ol", "lo", "oo"))


def near_misses(text: str, marks: Iterable[Token]) -> Iterator[Doubt]:
    """The question about each place that is written as a mark is, and is none."""
    taken = sorted((mark.begin, max(mark.stop, mark.end)) for mark in marks)
    plain = canonical(text)
    at = 0
    for match in _chunks(plain):
        begin, end = match.span("chunk")
        while at < len(taken) and taken[at][1] <= begin:
            at += 1
        if (at < len(taken) and taken[at][0] < end) or _names_a_time(plain, begin, end):
            continue
        taken_as = "stands where a mark would stand and is none, taken as words"
        yield Doubt("near", begin, match.end(), taken_as, "Which time is it?")


def unparted_series(text: str) -> Iterator[Doubt]:
    """The question about numbers at the lines' starts that count on from 1 and that no sign parts from the words."""
    plain = canonical(text)
    boxed = _BOXED.search(plain)
    if boxed is not None:
        yield Doubt("near", *boxed.span("first"), _COUNTS, "Is it the number of a shot?")
        return
    first: ShotLabel | None = None
    for label in labels.serial(plain, text, parted=False):
        if label.number == 1:
            first = label
        elif label.number == 2 and first is not None and first.word == label.word:
            yield Doubt("near", first.at, first.end, _COUNTS, "Is it the number of a shot?")
            return


def _names_a_time(plain: str, begin: int, end: int) -> bool:
    """Whether a stretch does name a time: one that was escaped, or that a reason explains."""
    digit = _NUMBER.search(plain, begin, end)
    time = times.read(plain, digit.start()) if digit is not None else None
    return time is not None and time.kind != "one" and bool(time.unit)


def _chunks(plain: str) -> Iterator[re.Match[str]]:
    """The stretches that may be near misses, by place."""
    if _NUMBER.search(plain) is None:
        return
    ways = (_numbered(pattern, plain) for pattern in (_COLON, _DASH, _BRACKETED, _WRAPPED, _CLOCKS))
    end = -1
    for match in merge(*ways, key=lambda match: match.start("chunk")):
        chunk = match["chunk"]
        if match["close"] in "])":  # with a title before or behind: [Fight 3- s], [3- s: the end]
            chunk = _TITLED.sub("", chunk).partition(": ")[0]
        if match.start("chunk") >= end and _numeric(chunk, match["close"]):
            end = match.end()
            yield match


def _numbered(pattern: re.Pattern[str], plain: str) -> Iterator[re.Match[str]]:
    """The matches of an expression whose stretch holds a number."""
    return (match for match in pattern.finditer(plain) if _NUMBER.search(plain, *match.span("chunk")) is not None)


def _numeric(chunk: str, close: str) -> bool:
    """Whether a stretch is made of numbers, units and signs alone, and is no single number or ratio."""
    numbers = _NUMBER.findall(chunk) if chunk.strip() else []
    if not numbers:
        return False
    unit = mistyped = parted = False
    parts = _PARTS.findall(chunk)
    for at, part in enumerate(parts):
        if part[0].isdigit() or part in _SIGNS:
            continue
        if part in _MISTYPED or (part[0] in "oli" and part[1:] in words.known("seconds")):
            mistyped = True
        elif part in words.known("seconds"):
            unit = True
        elif part in words.known("to"):
            parted = True
        elif part in words.known("seconds", "to", "from"):
            continue
        elif part in _BESIDE_S and at == len(parts) - 1 and at and parts[at - 1].isdigit():
            mistyped = True  # 3-5d
        elif words.unspaced(part) and (read := _unspaced(part, last=at == len(parts) - 1)):
            unit, parted = unit or "u" in read, parted or "t" in read
        else:
            return False
    stripped = re.sub(rf"^(?:{words.LETTER}+ )+(?=[-/])", "", chunk.strip())
    dangling = re.search(r"[-~/→] ?(?:[^\W\d]+)$", stripped) is not None
    broken = stripped[0] in "-/" or stripped[-1] in "-/:" or dangling or (parted and len(numbers) == 1)
    if len(numbers) + mistyped < 2 and not broken:
        return False
    if not unit and len(numbers) > 1 and all(_CLOCKED.match(number) for number in numbers):
        return True
    if unit or mistyped:
        return True
    if broken and any(":" in number for number in numbers):
        return True
    decimals = close in (":", "- ", "--") and re.search(r"[.,]\d", chunk) and not re.search(r"\d:\d", chunk)
    return bool(decimals) and len(numbers) == 2


def _unspaced(part: str, *, last: bool) -> str:
    """What letters without spaces say of a time, `u` for a unit and `t` for what parts its ends; none for words."""
    known = words.known("seconds", "to", "from")
    read = ""
    while part:
        head = next((part[:length] for length in range(min(4, len(part)), 0, -1) if part[:length] in known), "")
        if not head:
            return read if last and "u" in read and len(part) <= 4 else ""  # 秒画面
        read += "u" if head in words.known("seconds") else "t" if head in words.known("to") else "f"
        part = part[len(head) :]
    return read
