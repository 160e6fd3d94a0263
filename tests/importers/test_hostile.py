"""Texts that somebody made to be slow to import: time grows with their length."""

from __future__ import annotations

import pytest

from storyboard.exchange.importing import imported
from tests.test_hostile import linear

# What is repeated, and what stands before it.
PIECES = (
    "/* ", '\\"""x"', "{a:1}", '{"a":', "[", "{", '("', '"', "'", "`", "| ", "|---", "<a ", "<a>", '<a b="', "&amp;", "a: ", "- ", "  - ", "a:\n ", "-d '",
    "\\n", "\\u0041", 'r"""', '+ "x" ', "x = ", ",,", "0-3s ", "00:00 --> 00:03\n", 'a="', "Shot 1 ", "]", ";", "0-", "→", "- time: 0-3s\n", " ",
)  # fmt: skip
FRAMES = ("", '{"prompt":"Shot 1 [0-3s] x"}', "time,text\n0-3s,A\n3-5s,", "| Shot | Time |\n| --- | --- |\n| 1 | 0-3s", "shots:\n  - time: 0-3s\n    text: ")  # fmt: skip


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: ascii(frame[:12]))
@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_a_long_text_is_imported_in_linear_time(piece: str, frame: str) -> None:
    short, long = (frame + piece * (size // len(piece)) for size in (3_000, 12_000))
    assert linear(imported, short, long)


@pytest.mark.parametrize("pad", [" ", "\t", "\u3000"], ids=ascii)
def test_a_time_among_blanks_is_read_in_linear_time(pad: str) -> None:
    """A thousand blanks at three places took 12 seconds."""
    texts = [f"time,text\n1{pad * n}-{pad * n}2{pad * n}x,a\n3-5s,b\n" for n in (500, 2_000)]
    assert linear(imported, *texts)


@pytest.mark.parametrize("text", ["\r围", "a,b\rc\n", "time,text\r0-1s,x\n", '"\r', "\n\r\n,"], ids=ascii)
def test_odd_line_ends_raise_nothing(text: str) -> None:
    imported(text)
