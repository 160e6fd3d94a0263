"""A text as editors count it: lines from 0, columns in the units that the client has chosen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate

from lsprotocol.types import Position, Range

from storyboard.patterns import lazy

_END = lazy(r"\r\n|\r|\n")


def _utf8(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def _utf16(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


# How long a text is in the units of each encoding.
UNITS: dict[str, Callable[[str], int]] = {"utf-8": _utf8, "utf-16": _utf16, "utf-32": len}


class TextLines:
    """A text that never changes, with the offsets at which its lines start; an edit makes another one."""

    __slots__ = ("_units", "starts", "text")

    def __init__(self, text: str, encoding: str, starts: list[int] | None = None) -> None:
        self.text = text
        self.starts = _starts(text) if starts is None else starts
        self._units = UNITS[encoding]

    def line(self, number: int) -> str:
        """The text of a line, counted from 0, without its end."""
        start = self.starts[number]
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def offset(self, position: Position) -> int:
        """The offset of a position; one behind its line's end is that end, one behind the last line the text's end."""
        if position.line >= len(self.starts):
            return len(self.text)
        line = self.line(position.line)
        return self.starts[position.line] + _column(line, position.character, self._units)

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset."""
        number = bisect_right(self.starts, offset) - 1
        return number, self.size(self.starts[number], offset)

    def size(self, start: int, end: int) -> int:
        """How many columns a stretch of one line takes."""
        return self._units(self.text[start:end])

    def position(self, offset: int) -> Position:
        """The position of an offset."""
        return Position(*self.place(offset))

    def range(self, start: int, end: int) -> Range:
        """The range between two offsets."""
        return Range(self.position(start), self.position(end))

    def edited(self, where: Range, text: str, encoding: str) -> TextLines:
        """The lines after one edit; only the starts behind it are worked out anew."""
        start, end = self.offset(where.start), self.offset(where.end)
        start, end = min(start, end), max(start, end)
        whole = self.text[:start] + text + self.text[end:]
        if "\r" in text or "\r" in self.text[max(start - 1, 0) : end + 1]:
            return TextLines(whole, encoding)
        first, last = bisect_right(self.starts, start), bisect_right(self.starts, end)
        by = len(text) - (end - start)
        behind = self.starts[last:]
        between = [start + at for at in _starts(text)[1:]]
        return TextLines(
            whole, encoding, [*self.starts[:first], *between, *([at + by for at in behind] if by else behind)]
        )


def _starts(text: str) -> list[int]:
    if "\r" in text:
        return [0, *(match.end() for match in _END.finditer(text))]
    ends = accumulate(map(len, text.split("\n")[:-1]))
    return [0, *[end + number for number, end in enumerate(ends, 1)]]


def _column(line: str, units: int, measure: Callable[[str], int]) -> int:
    """The code points before a column; one inside of a letter counts as the place before that letter."""
    if line.isascii() or measure is len:
        return min(units, len(line))
    low, high = 0, min(units, len(line))
    while low < high:
        middle = (low + high + 1) // 2
        if measure(line[:middle]) <= units:
            low = middle
        else:
            high = middle - 1
    return low
