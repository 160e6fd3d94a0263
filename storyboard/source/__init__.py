"""Text and places in it: the only room that knows lines, columns and where files come from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate

import msgspec

from storyboard.source.files import NO_FILE, DiskFiles, Files, MemoryFiles, NotingFiles, read_or_why

__all__ = [
    "NO_FILE",
    "DiskFiles",
    "Files",
    "MemoryFiles",
    "NotingFiles",
    "Place",
    "Source",
    "Span",
    "places",
    "read_or_why",
]


class Span(msgspec.Struct, frozen=True):
    """A stretch of one file: `path` from the project root, offsets in code points of its text, end exclusive."""

    path: str
    start: int
    end: int


class Place(msgspec.Struct, frozen=True):
    """A position as people count it: line and column from 1, the column in code points."""

    line: int
    column: int


class Source:
    """One file's text with its line ends made `\\n`, and the way from offsets to lines.

    `newline` and `bom` say how the file was written, so that a formatter can give back the same form. Offsets count
    code points of `text`; since only the end of a line was touched, lines and columns are those of the file itself.
    """

    __slots__ = ("_starts", "bom", "newline", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.bom = text.startswith("\ufeff")
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.text = text[self.bom :].replace("\r\n", "\n")
        self._starts: list[int] | None = None

    def _lines(self) -> list[int]:
        if self._starts is None:
            ends = accumulate(map(len, self.text.split("\n")[:-1]))
            self._starts = [0, *[end + number for number, end in enumerate(ends, 1)]]
        return self._starts

    def as_typed(self, text: str) -> str:
        """A text with `\\n` at its line ends, in the form in which this file was written."""
        return "\ufeff" * self.bom + text.replace("\n", self.newline)

    def starting(self, starts: list[int]) -> None:
        """Take up where the lines start from whoever has counted them in this very text."""
        self._starts = starts

    def span(self, start: int, end: int) -> Span:
        """The stretch of this file between two offsets."""
        return Span(self.path, start, end)

    def place(self, offset: int) -> Place:
        """The line and column of an offset; an offset past the end is the end."""
        starts = self._lines()
        offset = min(offset, len(self.text))
        line = bisect_right(starts, offset)
        return Place(line, offset - starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line end."""
        starts = self._lines()
        end = starts[number] - 1 if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end]

    def line_start(self, number: int) -> int:
        """The offset at which a line, counted from 1, starts."""
        return self._lines()[number - 1]

    @property
    def line_count(self) -> int:
        """How many lines there are; a text that ends with a line end has an empty last line."""
        return len(self._lines())

    def utf16_column(self, offset: int) -> int:
        """The column from 0 in UTF-16 units, as editors count it."""
        place = self.place(offset)
        return len(self.line(place.line)[: place.column - 1].encode("utf-16-le")) // 2


def places(span: Span, sources: Mapping[str, Source]) -> tuple[Place, Place]:
    """Start and end of a span, the file's first character where its text is not at hand."""
    source = sources.get(span.path)
    if source is None:
        return Place(1, 1), Place(1, 1)
    return source.place(span.start), source.place(span.end)
