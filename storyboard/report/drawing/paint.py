"""Colour, where it was asked for."""

from __future__ import annotations

from typing import Protocol


class Paint(Protocol):
    """Text in a colour or in bold."""

    def __call__(self, text: str, *, fg: str | None = None, bold: bool | None = None) -> str:
        """The text with the terminal's codes around it."""
        ...


def painter(color: bool) -> Paint:
    """A function that paints, or one that gives its text back as it is."""
    if not color:
        return _plain
    from click import style

    return style


def _plain(text: str, *, fg: str | None = None, bold: bool | None = None) -> str:
    return text
