"""A text as editors count it: edits and places in each unit of columns."""

from __future__ import annotations

import random

import pytest
from lsprotocol.types import Position, Range

pytest.importorskip("pygls", reason="the extra `lsp` is not installed")

from storyboard.lsp.lines import UNITS, TextLines

LETTERS = ["a", "é", "漢", "😀", "\n", "\r\n", "\r", "\u2028", "\x0c", " ", "\u0301"]


@pytest.mark.parametrize("encoding", UNITS)
def test_random_edits_leave_what_slices_leave(encoding: str) -> None:
    chance = random.Random(encoding)
    lines = TextLines("", encoding)
    for _ in range(2000):
        start, end = sorted(chance.choices(range(len(lines.text) + 1), k=2))
        end = min(end, start + 6)
        # No editor puts its cursor between the two characters of one line end.
        if "\r\n" in (lines.text[start - 1 : start + 1], lines.text[end - 1 : end + 1]):
            continue
        text = "".join(chance.choices(LETTERS, k=chance.randrange(5)))
        where = lines.range(start, end)
        assert (lines.offset(where.start), lines.offset(where.end)) == (start, end)
        whole = lines.text[:start] + text + lines.text[end:]
        lines = lines.edited(where, text, encoding)
        assert lines.text == whole
        assert lines.starts == TextLines(whole, encoding).starts


def test_a_column_is_counted_in_the_units_that_were_chosen() -> None:
    text = "x😀é!\ny"
    assert [TextLines(text, encoding).position(3).character for encoding in ("utf-8", "utf-16", "utf-32")] == [7, 4, 3]
    assert TextLines(text, "utf-16").position(len(text)) == Position(1, 1)


def test_a_position_beyond_the_text_is_the_nearest_place() -> None:
    lines = TextLines("ab\ncd", "utf-16")
    assert lines.offset(Position(0, 99)) == 2
    assert lines.offset(Position(9, 0)) == 5
    assert TextLines("😀b", "utf-16").offset(Position(0, 1)) == 0
    assert lines.edited(Range(Position(0, 2), Position(1, 0)), "-", "utf-16").text == "ab-cd"
