"""Reads a shot mark from its line: label, number, time, title, and where the shot's text begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from storyboard import timing
from storyboard.language.story import Mark, Row
from storyboard.language.syntax import commonlines, terminals
from storyboard.language.syntax.commonlines import SPACES, language_of
from storyboard.language.syntax.parser import pattern
from storyboard.patterns import lazy
from storyboard.source import Source, Span

# What the groups of each terminal hold; of groups with one name the first that is set counts. The order is that of
# story.lark, but for alternatives, which Lark sorts: `第2` comes before a label with its number.
_LABEL = "number label label number"
_TIMES = "start unit end unit"
_OPEN = "start unit until"
_AFTER = "after_number after_label after_label after_number"
GROUPS: dict[str, Sequence[str]] = {
    "SHOT_RANGE": f"ornament {_LABEL} title title title {_TIMES} tail tail rest".split(),
    "SHOT_OPEN": f"ornament {_LABEL} title title title {_LABEL} {_OPEN} tail {_AFTER} rest".split(),
    "SHOT_OPEN_BARE": f"ornament {_LABEL} {_OPEN} rest".split(),
    "SHOT_LABEL": f"ornament label {_TIMES} tail rest".split(),
    "SHOT_FIRST": f"ornament {_LABEL} {_TIMES} tail {_AFTER} rest".split(),
    "SHOT_BARE": f"ornament {_TIMES} rest".split(),
    "SHOT_BARE_LABEL": f"ornament {_LABEL} title sign {_TIMES} rest".split(),
    "SHOT_WORDS": f"ornament {_LABEL} title {_LABEL} title {_TIMES} tail rest".split(),
    "SHOT_LENGTH": f"rank ornament {_LABEL} title title title end unit tail rest".split(),
    "SHOT_BOX_LENGTH": f"ornament {_LABEL} end unit tail rest".split(),
    "SHOT_UNTIMED": f"ornament {_LABEL} rest".split(),
    "SHOT_BOX": f"ornament {_LABEL} title rest".split(),
    "SHOT_GLUED": "ornament label number rest".split(),
}
_EMPHASIS = lazy(r"[*_]++")
_CLOSING_TAG = lazy(r"</(?:b|strong|em|i|u)>[ \t]*+")  # <strong>Shot 1 (0-3s):</strong> A lamp
_SEPARATOR = lazy(r"[:：|｜–—]|-(?=[ \t])")


@cache
def _tail_length() -> re.Pattern[str]:
    return re.compile(
        rf"([0-9０-９]{{1,6}}+(?:[.．][0-9０-９]{{1,6}}+)?)[ \t]*+(?:{terminals.any_of(terminals.unit())})\.?"
    )


@cache
def _groups(kind: str) -> tuple[tuple[str, int], ...]:
    return tuple((name, index) for index, name in enumerate(GROUPS[kind], start=1))


def _digits(text: str) -> int:
    return timing.milliseconds(text) // 1000


def _trim(source: Source, start: int, end: int, extra: str = "") -> tuple[str, Span] | None:
    text = source.text[start:end]
    left = text.lstrip(SPACES + extra)
    start += len(text) - len(left)
    text = left.rstrip(SPACES + "*_" + extra)
    return (text, source.span(start, start + len(text))) if text else None


def _after(rest: str, ornament: str) -> tuple[int, int]:
    """Where the shot's text begins and ends in `rest`: a separator and the closers of the ornament are left out."""
    opened = "".join(_EMPHASIS.findall(ornament))
    at, end, closed = 0, len(rest.rstrip(SPACES)), not opened
    if ornament.lstrip(" \t").startswith("|") and rest[:end].endswith("|"):  # the row of a table
        end = len(rest[: end - 1].rstrip(SPACES))
    for _ in range(2):
        at += len(rest[at:]) - len(rest[at:].lstrip(SPACES))
        if not closed and rest.startswith(opened, at):
            at, closed = at + len(opened), True
            at += len(rest[at:]) - len(rest[at:].lstrip(SPACES))
        if _SEPARATOR.match(rest, at):
            at += 1
        elif closed:
            break
    at += len(rest[at:end]) - len(rest[at:end].lstrip(SPACES))
    tag = _CLOSING_TAG.match(rest, at, end)
    at = tag.end() if tag is not None else at
    if not closed and rest[at:end].endswith(opened) and rest.count(opened, at, end) % 2:
        end -= len(opened)
        end = at + len(rest[at:end].rstrip(SPACES))
    return min(at, end), end


def read_mark(source: Source, row: Row) -> tuple[Mark, Row]:
    """The mark on a row whose kind is one of `GROUPS`, and the text after it as a row of kind TEXT."""
    return commonlines.mark_of(source.path, row) or by_grammar(source, row)


def by_grammar(source: Source, row: Row) -> tuple[Mark, Row]:
    """As `read_mark`, from the groups of the row's terminal."""
    match = pattern(row.kind).match(row.text)
    assert match is not None, row
    part: dict[str, int] = {}
    for name, index in _groups(row.kind):
        if name not in part and match.start(index) >= 0:
            part[name] = index

    def text(name: str) -> str:
        return match.group(part[name]) if name in part else ""

    def span(name: str) -> Span | None:
        if name not in part:
            return None
        begin, end = match.span(part[name])
        return source.span(row.start + begin, row.start + end)

    rest_at = match.start(part["rest"])
    if "after_label" in part:
        if terminals.known(text("after_label")):
            part["label"], part["number"] = part["after_label"], part["after_number"]
        else:  # a word with a number, which is the writer's text
            rest_at = match.end(part["tail"]) + 1
    rest = row.text[rest_at : match.end(part["rest"])]
    after = _after_terminator if row.kind == "SHOT_UNTIMED" else _after
    begin, end = after(rest, text("ornament"))
    first = Row("TEXT", row.start + rest_at + begin, row.text[rest_at + begin : rest_at + end])
    fields: dict[str, Any] = {"form": "untimed"}
    start_span, end_span = span("start"), span("end")
    if end_span is not None and start_span is None:
        fields |= {"form": "length", "length": timing.milliseconds(text("end")), "time_span": end_span}
    elif end_span is None and start_span is not None:
        until = span("until")
        assert until is not None
        fields |= {
            "form": "open",
            "start": timing.milliseconds(text("start")),
            "time_span": source.span(start_span.start, until.end),
            "clocks": timing.clock(text("start")),
        }
    elif end_span is not None and start_span is not None:
        fields |= {
            "form": "range",
            "start": timing.milliseconds(text("start")),
            "end": timing.milliseconds(text("end")),
            "time_span": source.span(start_span.start, end_span.end),
            "clocks": timing.clock(text("start")) and timing.clock(text("end")),
        }
    if "unit" in part and "time_span" in fields:
        unit_ends = [match.end(index) for name, index in _groups(row.kind) if name == "unit"]
        last = row.start + max(unit_ends)
        if last > fields["time_span"].end:
            fields["time_span"] = source.span(fields["time_span"].start, last)
    time_span: Span | None = fields.get("time_span")
    if time_span is not None:
        time_span = _with_brackets(source, time_span, row)
        fields["time_span"] = time_span
    mark_start = row.start + len(row.text) - len(row.text.lstrip(SPACES))
    mark_end = row.start + rest_at
    fields |= _titles(source, row, match, part, fields)
    number_span, label_span = span("number"), span("label")
    title_span: Span | None = fields.get("title_span")
    if not first.text and title_span is not None and "#" not in text("ornament"):
        before = source.text[row.start : title_span.start].rstrip(SPACES + "*_")
        if before.endswith((":", "：")) and "title" in part and title_span.start < (time_span or title_span).start:
            # Shot 1: A dog runs along the beach (0-3s): these are the shot's words, whose time stands behind them.
            first = Row("TEXT", title_span.start, fields.pop("title"))
            del fields["title_span"]
    return Mark(
        span=source.span(mark_start, max(mark_start, mark_end)),
        label=text("label"),
        label_span=label_span,
        number=_digits(text("number")) if number_span else None,
        number_span=number_span,
        start_span=start_span,
        end_span=end_span,
        language=language_of(text("label"), text("unit")),
        words_only=row.kind == "SHOT_WORDS" and not terminals.known(text("label")),
        **fields,
    ), first


def _after_terminator(rest: str, ornament: str) -> tuple[int, int]:
    """As `_after`, for a mark whose separator the terminal took: a dash or colon in the text is the writer's."""
    opened = "".join(_EMPHASIS.findall(ornament))
    at, end = len(rest) - len(rest.lstrip(SPACES)), len(rest.rstrip(SPACES))
    if opened and rest.startswith(opened, at):
        at += len(opened)
        at += len(rest[at:end]) - len(rest[at:end].lstrip(SPACES))
    elif opened and rest[at:end].endswith(opened) and rest.count(opened, at, end) % 2:
        end = at + len(rest[at : end - len(opened)].rstrip(SPACES))
    return min(at, end), max(at, end)


def _with_brackets(source: Source, span: Span, row: Row) -> Span:
    """The time with the bracket it stands in, where nothing else is in that bracket before it."""
    start, end = span.start, span.end
    if start > row.start and source.text[start - 1] in "[(（【":
        start -= 1
        if end < row.start + len(row.text) and source.text[end] in "])）】":
            return source.span(start, end + 1)
        return source.span(start + 1, end)
    return span


def _titles(
    source: Source, row: Row, match: re.Match[str], part: dict[str, int], time: dict[str, Any]
) -> dict[str, Any]:
    """The title, from between label and bracket or from the bracket's tail, and a second length stated there."""
    titles: dict[str, Any] = {}
    for name in ("title", "tail"):
        if name not in part:
            continue
        begin, end = match.span(part[name])
        trimmed = _trim(source, row.start + begin, row.start + end, ",，|｜;；:：·–—-" if name == "tail" else "")
        if trimmed is None:
            continue
        length = _tail_length().fullmatch(trimmed[0])
        if name == "tail" and length:
            titles["stated"] = timing.milliseconds(length.group(1))
        elif "title" not in titles:
            titles["title"], titles["title_span"] = trimmed
    return titles
