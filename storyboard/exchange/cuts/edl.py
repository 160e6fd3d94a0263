"""An edit decision list as editors write it, CMX 3600: events on a line each, all else in comments below them."""

from __future__ import annotations

from fractions import Fraction

from storyboard.diagnostics import UserError
from storyboard.exchange.cuts.records import CutEvent, CutMark, EditorCut, ordered
from storyboard.exchange.timelines.rates import FrameRate
from storyboard.patterns import lazy

_CODE = r"\d{1,3}[:;]\d{2}[:;]\d{2}[:;.,]\d{2,3}"
_EVENT = lazy(
    # A reel's name may have blanks: the columns are fixed.
    rf"(?m)^[ \t]*\d{{1,6}}[ \t]+(\S[^\r\n]{{0,60}}?)[ \t]+(\S{{1,9}})[ \t]+([CDKW]\S{{0,9}})[ \t]+(?:\d{{1,4}}[ \t]+)?"
    rf"({_CODE})[ \t]+({_CODE})[ \t]+({_CODE})[ \t]+({_CODE})[ \t]*\r?$"
)
_REMARK = lazy(r"\*[ \t]*(FROM CLIP NAME|TO CLIP NAME|SOURCE FILE|COMMENT|LOC|FREEZE FRAME)[ \t]*:?[ \t]*(.*)")
_LOCATOR = lazy(rf"({_CODE})[ \t]+(?:[A-Z]+[ \t]+)?(.*)")
_SPEED = lazy(r"M2[ \t]+\S+[ \t]+(-?[0-9.]{1,12})")
_BLACK = ("BL", "BLK", "BLACK")


def suits(text: str) -> bool:
    """Whether the text, neither XML nor JSON, has a line of an event."""
    return text.lstrip()[:1] not in ("<", "{") and _EVENT.search(text) is not None


def read(text: str, rate: FrameRate) -> EditorCut:
    """The events of pictures, their timecode counted at a rate. Raises UserError."""
    rows: list[tuple[list[str], list[str]]] = []
    for line in text.splitlines():
        event = _EVENT.fullmatch(line)
        if event is not None:
            rows.append(([str(part) for part in event.groups()], []))
        elif rows:
            rows[-1][1].append(line.strip())
    read = [(parts[2], _event(parts, remarks, rate)) for parts, remarks in rows]
    events = [(kind, event) for kind, event in read if event is not None]
    blended = tuple(event.shown for kind, event in events if kind[0] in "DW")
    return EditorCut(rate, ordered([event for _, event in events]), rate_assumed=True, transitions=blended)


def _event(parts: list[str], remarks: list[str], rate: FrameRate) -> CutEvent | None:
    """An event of pictures that lasts; None for sound, for black, and for what a dissolve only comes from."""
    reel, channel, kind = parts[:3]
    source, until = (_frame(code, rate, strict=False) for code in parts[3:5])
    start, end = (_frame(code, rate) for code in parts[5:])
    has_pictures = "V" in channel.upper() or channel.upper() in ("B", "NONE")
    if not has_pictures or reel.upper() in _BLACK or end <= start:
        return None
    names: dict[str, str] = {}
    marks: list[CutMark] = []
    # A file's own frames may be shorter than the list's, which is less than a second; else its speed is another.
    remapped = abs((until - source) - (end - start)) >= rate.base
    for line in remarks:
        remark, speed = _REMARK.fullmatch(line), _SPEED.match(line)
        if remark is None:
            remapped = remapped or (speed is not None and not _is_usual(speed[1], rate))
        elif remark[1] == "LOC":
            locator = _LOCATOR.fullmatch(remark[2])
            if locator is not None:
                at = _frame(locator[1], rate) - start + source
                marks.append(CutMark(rate.seconds(at), locator[2]))
        elif remark[1] == "FREEZE FRAME":
            remapped = True
        else:
            names[remark[1]] = remark[2].strip()
    file = names.get("FROM CLIP NAME", "")
    if kind[0] != "C":  # the clip that a dissolve or a wipe leads to
        file = names.get("TO CLIP NAME", file)
    name = names.get("COMMENT", file)
    file = names.get("SOURCE FILE", file)
    return CutEvent(
        name, start, end - start, rate.seconds(source), "" if reel == "AX" else reel, file, tuple(marks), remapped
    )


def _frame(code: str, rate: FrameRate, *, strict: bool = True) -> int:
    """The frame of a timecode; one of a file may count more frames a second than the list, unless it is `strict`."""
    try:
        return rate.frame_of(code)
    except ValueError as error:
        head, frames = code[:-2], code[-2:]
        if not strict and frames.isdigit() and int(frames) >= rate.base:
            return rate.frame_of(f"{head}{rate.base - 1:02}")
        raise UserError(f"`{code}` is no timecode at {rate.name} frames a second: name the rate by `--fps`") from error


def _is_usual(speed: str, rate: FrameRate) -> bool:
    try:
        return abs(Fraction(speed) - rate.value) < Fraction(1, 10)
    except ValueError:
        return False
