"""What a terminal shows: lines that are broken at blanks, and colours that can be read on any ground."""

from __future__ import annotations

import pytest

from storyboard.report.drawing.cells import width, wrap
from storyboard.report.drawing.paint import _TONES, painter
from storyboard.report.drawing.table import Column, table


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("a bb ccc", 8, ["a bb ccc"]),
        ("a bb ccc", 7, ["a bb", "  ccc"]),
        ("a bb ccc", 4, ["a bb", "  ccc"]),
        ("aaaaaaaaaa b", 4, ["aaaaaaaaaa", "  b"]),
        ("  a  b", 4, ["  a ", "  b"]),
        ("灯 亮 了", 5, ["灯 亮", "  了"]),
        ("", 4, [""]),
    ],
)
def test_wrap(text: str, cells: int, lines: list[str]) -> None:
    assert wrap(text, cells, 2) == lines


def luminance(code: int) -> float:
    """That of one of the 216 colours, as WCAG 2 defines it."""
    steps = [0, 95, 135, 175, 215, 255]
    parts = [steps[(code - 16) // size % 6] / 255 for size in (36, 6, 1)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", _TONES)
def test_each_colour_can_be_read_on_black_and_on_white(name: str) -> None:
    own = luminance(_TONES[name])
    assert 1.05 / (own + 0.05) > 3.5
    assert (own + 0.05) / 0.05 > 3.5


def test_painted_text_is_closed_and_nothing_is_painted_unasked() -> None:
    assert painter(True)("a", fg="red", bold=True) == "\x1b[1;38;5;196ma\x1b[0m"
    assert painter(True)("", fg="red") == ""
    assert painter(True)("a") == painter(False)("a", fg="red", bold=True) == "a"


@pytest.mark.parametrize("wide", [40, 60, 80])
def test_a_table_keeps_to_the_terminal(wide: int) -> None:
    columns = (
        Column("story", cut=True),
        Column("clip", number=True),
        Column("title", cut=True),
        Column("USD", number=True),
    )
    rows = [("films/lighthouse/act-one.story", "1", "The keeper climbs the stairs once more", "1.25")]
    lines = table(columns, rows, color=False, wide=wide).splitlines()
    assert all(width(line) <= wide for line in lines)
    assert "…" in lines[1]
