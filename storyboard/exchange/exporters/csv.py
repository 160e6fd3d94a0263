"""The list of shots as CSV that spreadsheets open (RFC 4180: commas, CRLF): a row a shot, times in seconds.

A cell that a spreadsheet would take for a formula gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import io

from storyboard.compiler.pipeline import Compiled
from storyboard.exchange.columns import COLUMNS, Cell, cells
from storyboard.exchange.lists import shots
from storyboard.exchange.timelines.rates import story_rate

MARKED = True  # a spreadsheet reads UTF-8 only behind a byte order mark
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(compiled: Compiled) -> str:
    """The header and a row for each shot that could be read."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for row in cells(list(shots(compiled)), story_rate(compiled)):
        rows.writerow(map(_cell, row))
    return out.getvalue()


def _cell(value: Cell) -> str:
    if not isinstance(value, str):
        return "" if value is None else str(value)
    return f"'{value}" if value.startswith(_FORMULA) else value
