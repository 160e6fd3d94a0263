"""Colour, where it was asked for."""

from __future__ import annotations

from typing import Protocol

# Of the 256 colours those that can be read on black and on white: what a terminal calls yellow, blue or cyan may be
# anything, and on a light ground often is too light.
_TONES = {"red": 196, "yellow": 130, "green": 28, "blue": 32, "cyan": 31}


class Paint(Protocol):
    """Text in a colour or in bold."""

    def __call__(self, text: str, *, fg: str | None = None, bold: bool | None = None) -> str:
        """The text with the terminal's codes around it."""
        ...


def painter(color: bool) -> Paint:
    """A function that paints, or one that gives its text back as it is."""
    return _painted if color else _plain


def _painted(text: str, *, fg: str | None = None, bold: bool | None = None) -> str:
    codes = [*(["1"] if bold else []), *([f"38;5;{_TONES[fg]}"] if fg is not None else [])]
    return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if text and codes else text


def _plain(text: str, *, fg: str | None = None, bold: bool | None = None) -> str:
    return text
