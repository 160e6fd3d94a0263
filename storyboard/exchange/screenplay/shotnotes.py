"""Where a writer marked a shot in a screenplay: `[[SHOT 0-3s]]`, `[[3s]]`, or `(3s)` at the start or end of a line."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from storyboard.exchange.screenplay.records import ShotNote
from storyboard.language import words
from storyboard.timing import seconds

_CLOCK = r"[0-9]{1,4}+(?::[0-9]{2})?+(?:\.[0-9]{1,3}+)?+"
_TO = r"[ \t]*+[-–—][ \t]*+"
_OPEN = r"(?P<open>end)"
_REST = r"[ \t]*+(?P<rest>[^\n]*)"


class _Notation(NamedTuple):
    """How a shot is marked: by a note with or without the word SHOT, or by a time in brackets."""

    note: re.Pattern[str]
    bare: re.Pattern[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]


@cache
def _notation() -> _Notation:
    unit = rf"[ \t]*+(?:{words.pattern('seconds')})\.?"
    length = rf"(?P<length>{_CLOCK}){unit}"
    # Behind the word SHOT a range needs no unit; elsewhere it is a shot's time only with one.
    free = rf"(?:(?P<start>{_CLOCK})(?:{unit})?{_TO}(?:(?P<end>{_CLOCK})(?:{unit})?|{_OPEN})|{length})"
    time = rf"(?:(?P<start>{_CLOCK})(?:{unit})?{_TO}(?P<end>{_CLOCK}){unit}|{length})"
    counted = rf"(?:[ \t]*+#?[0-9]{{1,5}}+(?![ \t]*+[-–—]|[:.][0-9]|{unit}))?+"
    title = r"(?:[ \t]*+,[ \t]*+(?P<title>[^\[\]\n,]++))?"
    return _Notation(
        re.compile(rf"\[\[[ \t]*+shot{counted}[ \t]*+:?[ \t]*+(?:{free})?{title}[ \t]*+\]\]{_REST}", re.IGNORECASE),
        re.compile(rf"\[\[[ \t]*+{time}[ \t]*+\]\]{_REST}", re.IGNORECASE),
        re.compile(rf"\([ \t]*+{time}[ \t]*+\){_REST}", re.IGNORECASE),
        re.compile(rf"(?P<rest>[^\n]*?)[ \t]++\([ \t]*+{time}[ \t]*+\)[ \t]*+", re.IGNORECASE),
    )


def is_shot_note(text: str) -> bool:
    """Whether a line begins with a note that marks a shot by its word, as `[[SHOT 0-3s]]` does."""
    return text.startswith("[[") and _notation().note.fullmatch(text.rstrip()) is not None


def read_shot(text: str) -> tuple[ShotNote | None, str]:
    """The shot that a line begins, and the rest of the line; None for a line that begins none."""
    if "[[" not in text and ")" not in text:
        return None, text
    marks = _notation()
    match = marks.note.fullmatch(text) or marks.bare.fullmatch(text) or marks.before.fullmatch(text)
    if match is None and text[-1:] == ")" and text[:1] not in "[!>~":
        match = marks.behind.fullmatch(text)
    if match is None:
        return None, text
    start, end, length = (_ms(match[name]) for name in ("start", "end", "length"))
    title = (match.groupdict().get("title") or "").strip()
    return ShotNote(start, end, length, match.groupdict().get("open") is not None, title), match["rest"].strip()


def _ms(text: str | None) -> int | None:
    if text is None:
        return None
    minutes, colon, rest = text.partition(":")
    if not colon:
        minutes, rest = "0", minutes
    whole, _, part = rest.partition(".")
    return (int(minutes) * 60 + int(whole)) * 1000 + int(part.ljust(3, "0")[:3] or 0)


def spelled_shot(shot: ShotNote) -> str:
    """The note that marks a shot."""
    time = ""
    if shot.start is not None:
        time = f" {seconds(shot.start)}-{'end' if shot.open else seconds(shot.end or 0) + 's'}"
    elif shot.length is not None:
        time = f" {seconds(shot.length)}s"
    title = " ".join(shot.title.replace(",", " ").replace("[", " ").replace("]", " ").split())
    return f"[[SHOT{time}{f', {title}' if title else ''}]]"
