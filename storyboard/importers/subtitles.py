"""Timed text, WebVTT or SRT, with and without numbers: a shot for each cue."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import msgspec

from storyboard.importers._cells import Cell, read_cell
from storyboard.importers._draft import Draft, DraftClip, DraftShot, Line, Refused
from storyboard.importers._plain import ended

RANK = 1
_CLOCK = r"[0-9]{1,3}+(?::[0-9]{2}){1,2}+(?:[.,][0-9]{1,3}+)?+"
_CUE = re.compile(rf"[ \t]*+({_CLOCK})[ \t]*+-->[ \t]*+({_CLOCK})(?:[ \t][^\n]*)?")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{1,40})?[ \t]++([^<>\n]{1,60})>")
_TAG = re.compile(r"</?[A-Za-z0-9][^<>\n]{0,200}>|\{\\[^{}\n]{0,200}\}")
_HEAD = re.compile(r"WEBVTT(?!\w)[ \t-]*([^\n]*)")
_APART = ("NOTE", "STYLE", "REGION")


class _Cue(msgspec.Struct, frozen=True):
    """A cue's time line and the lines below it."""

    start: str
    end: str
    lines: tuple[str, ...]


def suits(text: str) -> bool:
    """Whether the text begins as WebVTT, or two of its lines are times of cues."""
    lines = ended(text).lstrip().split("\n")
    return _HEAD.match(lines[0]) is not None or sum(_CUE.fullmatch(line) is not None for line in lines) > 1


def read(text: str) -> Draft | Refused:
    """The cues as shots; whether they are seen or said only the writer knows."""
    lines = ended(text).lstrip().split("\n")
    head = _HEAD.match(lines[0])
    cues, apart = _cues(lines)
    if not cues:
        return Refused("it holds no cue: no line has the form `00:00.000 --> 00:03.000`")
    title = head[1].strip() if head is not None else ""
    notes = (f"{apart} lines of notes and styles are left out",) if apart else ()
    asked = 'the cues are read as what is seen: those that are said become speech as `NAME: "words"`'
    return Draft(
        settings={"title": title} if title and ":" not in title else {},
        clips=(DraftClip(shots=tuple(_shot(cue) for cue in cues)),),
        doubts=(asked,),
        notes=notes,
    )


def _cues(lines: list[str]) -> tuple[list[_Cue], int]:
    """The cues of the lines, and how many lines of notes and styles stand between them."""
    starts = [at for at, line in enumerate(lines) if _CUE.fullmatch(line) is not None]
    made: list[_Cue] = []
    apart = 0
    for at, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        time = _CUE.fullmatch(lines[at])
        assert time is not None
        body = lines[at + 1 : following]
        # The line right above the next cue is its name, where a blank line or a number says so.
        above = body[-1].strip() if body and following < len(lines) else ""
        if above and (above.isdecimal() or (len(body) > 1 and not body[-2].strip())):
            body.pop()
        kept: list[str] = []
        left = False
        for line, above in zip(body, ["", *body], strict=False):
            if not above.strip() and line.strip():
                left = line.split(maxsplit=1)[0] in _APART
            apart += left and bool(line.strip())
            if not left:
                kept.append(line)
        made.append(_Cue(time[1], time[2], tuple(kept)))
    return made, apart


def _shot(cue: _Cue) -> DraftShot:
    start, end = _instant(cue.start), _instant(cue.end)
    if start is None or end is None:
        asked = f'which time does "{cue.start} --> {cue.end}" mean?'
        return DraftShot(lines=tuple(_lines(cue)), doubts=(asked,))
    return DraftShot(start=start, end=end, lines=tuple(_lines(cue)))


def _instant(text: str) -> int | None:
    return (read_cell(text) or Cell()).one


def _lines(cue: _Cue) -> Iterator[Line]:
    for line in cue.lines:
        voice = _VOICE.match(line.strip())
        words = html.unescape(_TAG.sub("", line)).strip()
        yield Line(f'{voice[1].strip()}: "{words}"', key=True) if voice is not None else Line(words)
