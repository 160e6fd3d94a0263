"""Timed text, WebVTT or SRT, with and without numbers: a shot for each cue."""

from __future__ import annotations

import html
from collections.abc import Iterator
from itertools import pairwise

from storyboard.exchange.importers._cells import Cell, read_cell
from storyboard.exchange.importers._draft import Draft, DraftClip, DraftLine, DraftShot, Refused
from storyboard.exchange.importers._plain import ended
from storyboard.patterns import lazy

RANK = 1
_CLOCK = r"[0-9]{1,3}+(?::[0-9]{2}){1,2}+(?:[.,][0-9]{1,3}+)?+"
_CUE = lazy(rf"[ \t]*+({_CLOCK})[ \t]*+-->[ \t]*+({_CLOCK})(?:[ \t][^\n]*)?")
_VOICE = lazy(r"<v(?:\.[^\s<>]{1,40})?[ \t]++([^<>\n]{1,60})>")
_TAG = lazy(r"</?[A-Za-z0-9][^<>\n]{0,200}>|\{\\[^{}\n]{0,200}\}")
_HEAD = lazy(r"WEBVTT(?!\w)[ \t-]*([^\n]*)")
_APART = ("NOTE", "STYLE", "REGION")


def suits(text: str) -> bool:
    """Whether the text begins as WebVTT, or two of its lines are times of cues."""
    lines = ended(text).lstrip().split("\n")
    return _HEAD.match(lines[0]) is not None or sum(_CUE.fullmatch(line) is not None for line in lines) > 1


def read(text: str) -> Draft | Refused:
    """The cues as shots; whether they are seen or said only the writer knows."""
    lines = ended(text).lstrip().split("\n")
    head = _HEAD.match(lines[0])
    starts = [at for at, line in enumerate(lines) if _CUE.fullmatch(line) is not None]
    if not starts:
        return Refused("it holds no cue: no line has the form `00:00.000 --> 00:03.000`")
    above, apart = _parted(_unnamed(lines[: starts[0]]), headed=head is not None)
    shots: list[DraftShot] = []
    for at, following in pairwise([*starts, len(lines)]):
        body = lines[at + 1 : following]
        kept, left = _parted(_unnamed(body) if following < len(lines) else body, headed=False)
        apart += left
        shots.append(_shot(lines[at], kept))
    title = head[1].strip() if head is not None else ""
    note = 'the cues are read as what is seen: write those that are said as speech, `NAME: "words"`'
    return Draft(
        settings={"title": title} if title and ":" not in title else {},
        lines=tuple(map(DraftLine, above)),
        clips=(DraftClip(shots=tuple(shots)),),
        notes=(note, *((f"{apart} lines of notes and styles are left out",) if apart else ())),
    )


def _unnamed(lines: list[str]) -> list[str]:
    """The lines above a cue without its name, which stands right above it: a number, or what follows a blank line."""
    above = lines[-1].strip() if lines else ""
    named = above and (above.isdecimal() or (len(lines) > 1 and not lines[-2].strip()))
    return lines[:-1] if named else lines


def _parted(lines: list[str], *, headed: bool) -> tuple[list[str], int]:
    """The lines without the blocks of notes and styles, and how many lines these have; a head is such a block."""
    kept: list[str] = []
    apart = 0
    left = headed
    for at, (line, above) in enumerate(zip(lines, ["", *lines], strict=False)):
        if not above.strip() and line.strip() and not (headed and at == 0):
            left = line.split(maxsplit=1)[0] in _APART
        if not left:
            kept.append(line)
        elif line.strip() and not (headed and at == 0):
            apart += 1
    return kept, apart


def _shot(line: str, body: list[str]) -> DraftShot:
    time = _CUE.fullmatch(line)
    assert time is not None
    start, end = _instant(time[1]), _instant(time[2])
    lines = tuple(_lines(body))
    if start is None or end is None:
        return DraftShot(lines=lines, doubts=(f'which time does "{line.strip()}" mean?',))
    return DraftShot(start=start, end=end, lines=lines)


def _instant(text: str) -> int | None:
    return (read_cell(text) or Cell()).alone


def _lines(body: list[str]) -> Iterator[DraftLine]:
    for line in body:
        voice = _VOICE.match(line.strip())
        words = html.unescape(_TAG.sub("", line)).strip()
        yield DraftLine(f'{voice[1].strip()}: "{words}"', key=True) if voice is not None else DraftLine(words)
