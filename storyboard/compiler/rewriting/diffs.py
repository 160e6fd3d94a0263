"""Unified diffs of a story's text, as patch and git read them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator


def unified(path: str, before: str, after: str) -> str:
    """What changes from one text to the other, empty where nothing does; line ends are kept as they are."""
    return "".join(_lines(path, before, after))


def _lines(path: str, before: str, after: str) -> Iterator[str]:
    old, new = _split(before), _split(after)
    for line in difflib.unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm="\n"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _split(text: str) -> list[str]:
    """The lines with their ends; no other sign than a line feed ends one."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
