"""Tables for a terminal: columns as wide as their widest cell, numbers to the right, the last text cut to the width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from storyboard.report.drawing.cells import fit, shown, width
from storyboard.report.drawing.paint import Paint, painter
from storyboard.system.secrets import mask

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
    given = list(rows)
    # Most cells of a long table are those of the row before, and looking at the letters of one is what takes time.
    every = [{row[number] for row in given} for number in range(len(columns))]
    kept = [number for number, cells in enumerate(every) if any(cells)]
    columns = [columns[number] for number in kept]
    clean = [_clean(every[number]) for number in kept]
    widths = [
        max([width(column.head), *map(width, cells.values())]) for column, cells in zip(columns, clean, strict=True)
    ]
    _narrow(widths, columns, wide)
    paint = painter(color)
    heads = [_padded(column.head, column, size) for column, size in zip(columns, widths, strict=True)]
    drawn = [
        {cell: _drawn(text, column, size, paint) for cell, text in cells.items()}
        for column, cells, size in zip(columns, clean, widths, strict=True)
    ]
    gap = " " * _GAP
    lines = [paint(gap.join(heads).rstrip(), bold=True)]
    lines += [
        gap.join([cells[row[number]] for number, cells in zip(kept, drawn, strict=True)]).rstrip() for row in given
    ]
    return "".join(f"{line}\n" for line in lines)


def _clean(cells: set[str]) -> dict[str, str]:
    """The cells as they may be printed."""
    # Where one look at all of them finds nothing, no cell is looked at alone.
    together = "\n".join(cells)
    if together.isascii() and all(map(str.isprintable, cells)) and mask(together) == together:
        return dict(zip(cells, cells, strict=True))
    return {cell: shown(cell) for cell in cells}


def _drawn(cell: str, column: Column, size: int, paint: Paint) -> str:
    text = _padded(_cut(cell, size), column, size)
    hue = column.colors.get(cell)
    return paint(text, fg=hue) if hue else text


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
    size += len(text) - width(text)
    return text.rjust(size) if column.number else text.ljust(size)
