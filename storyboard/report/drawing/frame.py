"""The lines of source under a message, each with what is marked in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from storyboard.diagnostics import Diagnostic
from storyboard.report.drawing.cells import drawn, shown, width
from storyboard.source import Source, Span
from storyboard.system.secrets import mask


class Mark(msgspec.Struct, frozen=True):
    """One underlined stretch of a line: columns from 1 in code points, end exclusive, and what stands beside it."""

    path: str
    line: int
    start: int
    end: int
    label: str
    culprit: bool


class Row(msgspec.Struct, frozen=True):
    """One printed row of a frame: the line's number or "", its text, and whose underline it is if it is one."""

    number: str
    text: str
    mark: Mark | None = None


class View(msgspec.Struct, frozen=True):
    """The part of a line that fits on the screen, and the cells in it where a mark starts and ends."""

    text: str
    first: int
    last: int


GAP = Row("⋮", "")


class Lines:
    """The lines of some sources with every key in them hidden, each hidden once however many marks stand in it."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._masked: dict[tuple[str, int], str] = {}

    def line(self, path: str, number: int) -> str:
        """A line of a file, counted from 1, as it may be shown."""
        if (path, number) not in self._masked:
            self._masked[path, number] = mask(self._sources[path].line(number))
        return self._masked[path, number]


def marks(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> list[Mark]:
    """The culprit's mark and one for each related place, those in files that are not at hand left out."""
    finding = diagnostic.finding
    found = [_mark(finding.span, finding.label, True, sources)]
    found += [_mark(note.span, note.message, False, sources) for note in finding.related]
    return [mark for mark in found if mark is not None]


def _mark(span: Span, label: str, culprit: bool, sources: Mapping[str, Source]) -> Mark | None:
    source = sources.get(span.path)
    if source is None:
        return None
    start, end = source.place(span.start), source.place(max(span.end, span.start))
    # A stretch over several lines is marked where it begins, to its line's end.
    last = end.column if end.line == start.line else len(source.line(start.line)) + 1
    return Mark(span.path, start.line, start.column, max(last, start.column + 1), label, culprit)


def files(found: Iterable[Mark]) -> list[tuple[Mark, list[Mark]]]:
    """The marks by file, the culprit's file first: the mark that stands in the file's header, and all in line order."""
    by_path: dict[str, list[Mark]] = {}
    for mark in found:
        by_path.setdefault(mark.path, []).append(mark)
    return [
        (held[0], sorted(held, key=lambda mark: (mark.line, not mark.culprit, mark.start))) for held in by_path.values()
    ]


def rows(held: list[Mark], lines: Lines, cells: int) -> list[Row]:
    """A file's marked lines, each followed by its underlines; `GAP` stands for the lines left out between two."""
    made: list[Row] = []
    line, text = 0, ""
    for mark in held:
        view = _view(lines.line(mark.path, mark.line), mark, cells)
        if mark.line != line or view.text != text:
            if line and mark.line > line + 1:
                made.append(GAP)
            made.append(Row(str(mark.line), view.text.rstrip()))
            line, text = mark.line, view.text
        under = " " * view.first + ("^" if mark.culprit else "-") * max(view.last - view.first, 1)
        made.append(Row("", f"{under} {shown(mark.label)}".rstrip(), mark))
    return made


def _view(line: str, mark: Mark, cells: int) -> View:
    start, end = mark.start - 1, mark.end - 1
    low = _first_shown(line, start, cells)
    text, used = ("…", 1) if low else ("", 0)
    first = last = -1
    # Only what can be seen is measured: a line of 100,000 characters costs no more than another.
    for at in range(low, min(len(line), low + 2 * cells)):
        first = used if at == start else first
        last = used if at == end else last
        piece = drawn(line[at], used)
        if used + width(piece) > cells - (at + 1 < len(line)):
            text, used = text + "…", used + 1
            break
        text, used = text + piece, used + width(piece)
    first = used if first < 0 else first
    return View(text, first, used if last < 0 else last)


def _first_shown(line: str, start: int, cells: int) -> int:
    """The index from which a line is shown: 0 if all fits, else at most two thirds of the screen before `start`."""
    if len(line) <= 2 * cells and sum(width(drawn(c, 0)) for c in line) <= cells:
        return 0
    room, low = cells * 2 // 3, start
    while low > 0 and start - low < 2 * cells:
        room -= width(drawn(line[low - 1], 0)) if low <= len(line) else 0
        if room < 0:
            break
        low -= 1
    return low
