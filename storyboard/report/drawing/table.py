"""Tables for a terminal: columns as wide as their widest cell, numbers to the right, the last text cut to the width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from storyboard.report.drawing.cells import fit, shown, width
from storyboard.report.drawing.paint import painter

_GAP = 2
_LEAST = 6  # cells that are left of a text, however narrow the terminal


class Column(msgspec.Struct, frozen=True):
    """A column: its head, whether it holds numbers, whether it may be cut, and the colours of some of its words."""

    head: str
    number: bool = False
    cut: bool = False
    colors: dict[str, str] = {}


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]], *, color: bool, wide: int) -> str:
    """The rows under their heads; a column that has no text in any row is left out.

    Where the lines are wider than `wide` cells, the columns that may be cut give way, the widest first.
    """
    cells = [[shown(cell) for cell in row] for row in rows]
    kept = [number for number in range(len(columns)) if any(row[number] for row in cells)]
    columns = [columns[number] for number in kept]
    cells = [[row[number] for number in kept] for row in cells]
    widths = [
        max([width(column.head), *(width(row[number]) for row in cells)]) for number, column in enumerate(columns)
    ]
    _narrow(widths, columns, wide)
    paint = painter(color)
    heads = [_padded(column.head, column, size) for column, size in zip(columns, widths, strict=True)]
    lines = [paint((" " * _GAP).join(heads).rstrip(), bold=True)]
    for row in cells:
        line = ""
        for cell, column, size in zip(row, columns, widths, strict=True):
            text = _padded(_cut(cell, size), column, size)
            hue = column.colors.get(cell)
            line += (paint(text, fg=hue) if hue else text) + " " * _GAP
        lines.append(line.rstrip())
    return "".join(f"{line}\n" for line in lines)


def _narrow(widths: list[int], columns: Sequence[Column], wide: int) -> None:
    """Take from the columns that may be cut until the line fits, one cell of the widest at a time."""
    soft = [number for number, column in enumerate(columns) if column.cut]
    for number in soft:
        widths[number] = min(widths[number], max(wide, _LEAST))
    over = sum(widths) + _GAP * (len(widths) - 1) - wide
    while over > 0:
        number = max(soft, key=lambda at: widths[at], default=None)
        if number is None or widths[number] <= _LEAST:
            return
        widths[number] -= 1
        over -= 1


def _cut(text: str, size: int) -> str:
    return text if width(text) <= size else fit(text, size - 1) + "…"


def _padded(text: str, column: Column, size: int) -> str:
    space = " " * (size - width(text))
    return space + text if column.number else text + space
