"""Finds what would be a timed shot mark if it stood at the start of its line; the grammar's own terminals judge it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from storyboard.source import Source, Span
from storyboard.story import Mark, Row, Text
from storyboard.syntax.marks import read_mark
from storyboard.syntax.parser import pattern

# The terminals of timed marks, in the order in which they are tried; one with words before its bracket is left out,
# since in running text any words could stand there.
_KINDS = ("SHOT_RANGE", "SHOT_LABEL", "SHOT_FIRST", "SHOT_BARE")
# How much of a line a mark can fill; no more is looked at, so that a line full of numbers takes linear time.
_REACH = 120
_DIGIT = "[0-9０-９]"
_OPENING = re.compile(
    # a label with its number before a bracket: `Shot 2 [`, `第2个镜头[`
    rf"(?<![^\W_])[^\W\d_]{{1,12}}+[ \t]*+[#№]?{_DIGIT}{{1,5}}+[^\W\d_]{{0,3}}+[ \t*_]*+[:：|｜-]?[ \t]*+(?=[\[(（【])"
    # a bracket with a number near its start
    rf"|[\[(（【](?=[^\[\]()（）【】\n0-9０-９]{{0,16}}+{_DIGIT})"
    # a number from which a range goes on
    rf"|(?<![A-Za-z0-9０-９_.．:：/-]){_DIGIT}{{1,6}}+(?=[.．:：0-9０-９]{{0,8}}+"
    r"[^\W\d_]{0,8}+[ \t]*+(?:[-–—~〜～至到]|to\b))"
)
_BARE = re.compile(
    rf"{_DIGIT}{{1,6}}+(?:[.．:：]{_DIGIT}{{1,6}}+)?[ \t]*+(?:[^\W\d_]{{1,9}}+[ \t]*+)??(?:[-–—~〜～至到]|to\b)[ \t]*+"
    rf"{_DIGIT}{{1,6}}+(?:[.．:：]{_DIGIT}{{1,6}}+)?(?:[ \t]*+(?:s|secs?|seconds?|sn|с|сек|秒|초)(?![^\W_]))?",
    re.IGNORECASE,
)
# In running text a time without a bracket needs more than a line's end behind it (`it blinks every 1-2 seconds`).
_SEPARATED = re.compile(r"[ \t]*+(?:[^\W\d_]{1,9}+[ \t]*+){0,2}+[*_]*+[ \t]*+([:：|｜–—-])")
_EMPHASIS = "*_"


class Found(NamedTuple):
    """What looks like a mark: its milliseconds, its place, and where it begins with the emphasis before it.

    `bare` says that a colon behind its time is all that it lacks.
    """

    start: int
    end: int
    span: Span
    begin: int
    at_line_start: bool
    bare: bool


def marks_in(source: Source, text: Text) -> Iterator[Found]:
    """What looks like a timed mark in a text, in order; what was escaped is none."""
    for piece in text.pieces:
        start, end = piece.span.start, piece.span.end
        if piece.kind != "words" or end - start != len(piece.text) or end - start < 4:
            continue
        at = start
        while (opening := _OPENING.search(source.text, at, end)) is not None:
            found = _mark(source, opening.start(), end)
            if found is None and opening[0][-1] not in "[(（【0123456789０１２３４５６７８９":
                # The label was none, but a bracket stands behind it.
                found = _mark(source, opening.end(), end)
            if found is None:
                at = opening.end()
            else:
                yield found
                at = found.span.end


def _mark(source: Source, begin: int, end: int) -> Found | None:
    if begin > 0 and source.text[begin - 1] == "\\":
        return None
    # The line is read past the piece's end: a name or a variable behind a time is no end of the line.
    line = source.text[begin : begin + _REACH].partition("\n")[0]
    lead = begin
    while lead > 0 and source.text[lead - 1] in _EMPHASIS:
        lead -= 1
    first = _starts_line(source, lead)
    mark = _read(source, begin, line)
    if mark is None and (first or _labelled(source, begin)):
        bare = _BARE.match(line)
        if bare is not None and line[bare.end() : bare.end() + 1] in (" ", "\t"):
            mark = _read(source, begin, line[: bare.end()] + ":" + line[bare.end() :])
            if mark is not None and mark.start is not None and mark.end is not None:
                span = source.span(begin, begin + bare.end())
                return Found(mark.start, mark.end, span, lead, True, True)
        return None
    if mark is None or mark.start is None or mark.end is None or mark.end <= mark.start or first:
        return None
    stop = mark.time_span.end if mark.time_span is not None else mark.span.end
    if stop > end:
        return None
    return Found(mark.start, mark.end, source.span(begin, stop), lead, False, False)


def _read(source: Source, begin: int, line: str) -> Mark | None:
    for kind in _KINDS:
        if pattern(kind).match(line):
            mark, _ = read_mark(source, Row(kind, begin, line))
            if mark.form == "range" and mark.start_span is not None and mark.end_span is not None:
                if kind == "SHOT_BARE":
                    ended = _SEPARATED.match(line, mark.end_span.end - begin)
                    return mark if ended is not None and (mark.clocks or ended[1] in ":：") else None
                before = line[: mark.start_span.start - begin].lstrip("[(（【").strip()
                return mark if mark.label or not before else None
    return None


def _labelled(source: Source, at: int) -> bool:
    """Whether a label with its number and nothing else stands before an offset on its line, as in `Shot 1 0-3s`."""
    start = max(source.text.rfind("\n", 0, at) + 1, at - _REACH)
    label = source.text[start:at]
    return source.text[at - 1 : at] in (" ", "\t") and (
        pattern("SHOT_UNTIMED").fullmatch(f"{label.rstrip()}:") is not None and _starts_line(source, start)
    )


def _starts_line(source: Source, at: int) -> bool:
    while at > 0 and source.text[at - 1] in " \t":
        at -= 1
    return at == 0 or source.text[at - 1] == "\n"
