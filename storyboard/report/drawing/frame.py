"""The lines of source under a message, each with what is marked in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from storyboard.diagnostics import Diagnostic
from storyboard.report.drawing.cells import drawn, shown, width
from storyboard.source import Source, Span
from storyboard.system.secrets import mask


class Underline(msgspec.Struct, frozen=True):
    """One underlined stretch of a line: columns from 1 in code points, end exclusive, and what stands beside it."""

    path: str
    line: int
    start: int
    end: int
    label: str
    culprit: bool


class FrameRow(msgspec.Struct, frozen=True):
    """One printed row of a frame: the line's number or "", its text, and whose underline it is if it is one."""

    number: str
    text: str
    underline: Underline | None = None


class View(msgspec.Struct, frozen=True):
    """The part of a line that fits on the screen, and the cells in it where an underline starts and ends."""

    text: str
    first: int
    last: int


GAP = FrameRow("⋮", "")


class Lines:
    """The lines of some sources with every key in them hidden, each hidden once however many underlines stand in it."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources
        self._masked: dict[tuple[str, int], str] = {}

    def line(self, path: str, number: int) -> str:
        """A line of a file, counted from 1, as it may be shown."""
        if (path, number) not in self._masked:
            self._masked[path, number] = mask(self._sources[path].line(number))
        return self._masked[path, number]


def underlines(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> list[Underline]:
    """The culprit's underline and one for each related place, those in files that are not at hand left out."""
    finding = diagnostic.finding
    places = [_underline(finding.span, finding.label, True, sources)]
    places += [_underline(note.span, note.message, False, sources) for note in finding.related]
    return [underline for underline in places if underline is not None]


def _underline(span: Span, label: str, culprit: bool, sources: Mapping[str, Source]) -> Underline | None:
    source = sources.get(span.path)
    if source is None:
        return None
    start, end = source.place(span.start), source.place(max(span.end, span.start))
    # A stretch over several lines is marked where it begins, to its line's end.
    last = end.column if end.line == start.line else len(source.line(start.line)) + 1
    return Underline(span.path, start.line, start.column, max(last, start.column + 1), label, culprit)


def files(underlines: Iterable[Underline]) -> list[tuple[Underline, list[Underline]]]:
    """The underlines by file: the culprit's file first, by the one in the file's header, and all in line order."""
    by_path: dict[str, list[Underline]] = {}
    for underline in underlines:
        by_path.setdefault(underline.path, []).append(underline)
    return [
        (in_file[0], sorted(in_file, key=lambda underline: (underline.line, not underline.culprit, underline.start)))
        for in_file in by_path.values()
    ]


def rows(underlines: list[Underline], lines: Lines, cells: int) -> list[FrameRow]:
    """A file's marked lines, each followed by its underlines; `GAP` stands for the lines left out between two."""
    printed: list[FrameRow] = []
    line, text = 0, ""
    for underline in underlines:
        view = _view(lines.line(underline.path, underline.line), underline, cells)
        if underline.line != line or view.text != text:
            if line and underline.line > line + 1:
                printed.append(GAP)
            printed.append(FrameRow(str(underline.line), view.text.rstrip()))
            line, text = underline.line, view.text
        under = " " * view.first + ("^" if underline.culprit else "-") * max(view.last - view.first, 1)
        printed.append(FrameRow("", f"{under} {shown(underline.label)}".rstrip(), underline))
    return printed


def _view(line: str, underline: Underline, cells: int) -> View:
    start, end = underline.start - 1, underline.end - 1
    if len(line) <= cells and line.isascii() and line.isprintable():  # as nearly all are: a cell for each character
        return View(line, min(start, len(line)), min(end, len(line)))
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
