"""Offsets, lines and columns."""

from __future__ import annotations

import pytest

from storyboard.source import Place, Source, Span


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("", 0, Place(1, 1)),
        ("ab", 2, Place(1, 3)),
        ("ab\ncd", 2, Place(1, 3)),
        ("ab\ncd", 3, Place(2, 1)),
        ("ab\n", 3, Place(2, 1)),
        ("ab\ncd", 99, Place(2, 3)),
        ("镜头\n灯", 3, Place(2, 1)),
        ("a\u2028b\x0cc\x85d", 6, Place(1, 7)),
        ("\ufeffab", 1, Place(1, 2)),
        ("ab\r\ncd", 3, Place(2, 1)),
    ],
)
def test_place(text: str, offset: int, place: Place) -> None:
    assert Source("x.story", text).place(offset) == place


@pytest.mark.parametrize(
    ("text", "offset", "column"),
    [
        ("a🎬b", 0, 0),
        ("a🎬b", 1, 1),
        ("a🎬b", 2, 3),
        ("a🎬b", 3, 4),
        ("x\n镜头🎬", 4, 2),
        ("x\n镜头🎬", 5, 4),
        ("e\u0301x", 2, 2),
        ("👩\u200d👧x", 3, 5),
    ],
)
def test_utf16_column(text: str, offset: int, column: int) -> None:
    assert Source("x.story", text).utf16_column(offset) == column


def test_every_offset_has_its_place() -> None:
    text = "ab\n\n镜头 🎬\n\ufeff\r\nend"
    source = Source("x.story", text)
    line, column = 1, 1
    for offset, letter in enumerate(source.text):
        assert source.place(offset) == Place(line, column)
        line, column = (line + 1, 1) if letter == "\n" else (line, column + 1)


@pytest.mark.parametrize(
    ("text", "lines"),
    [("", [""]), ("a", ["a"]), ("a\n", ["a", ""]), ("a\r\nb", ["a", "b"]), ("a\n\nb\n", ["a", "", "b", ""])],
)
def test_lines(text: str, lines: list[str]) -> None:
    source = Source("x.story", text)
    assert [source.line(number) for number in range(1, source.line_count + 1)] == lines
    assert [source.line_start(number) for number in range(1, source.line_count + 1)] == [
        sum(len(each) + 1 for each in lines[:index]) for index in range(len(lines))
    ]


def test_how_the_file_was_written_is_kept() -> None:
    source = Source("x.story", "\ufeffa\r\nb\r\n")
    assert (source.text, source.bom, source.newline) == ("a\nb\n", True, "\r\n")
    plain = Source("x.story", "a\nb")
    assert (plain.text, plain.bom, plain.newline) == ("a\nb", False, "\n")
    assert plain.span(0, 1) == Span("x.story", 0, 1)
