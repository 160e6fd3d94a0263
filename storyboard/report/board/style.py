"""The one style of a page: the shipped sheet, and the rules for the lengths and shapes that the page has."""

from __future__ import annotations

import re
from collections.abc import Iterable

from storyboard.system import resources


def style(lengths: Iterable[int], shapes: Iterable[tuple[int, int]], title: str) -> str:
    """The style; `lengths` in milliseconds are the widths of the timeline's parts, `shapes` those of pictures.

    A page without attributes of style can have a policy that forbids them.
    """
    rules = [resources.read("templates", "board/board.css").strip()]
    # The sheet's rule for all parts of the timeline has a class and an element, and would win over one class.
    rules += [f".timeline .g{ms}{{flex-grow:{max(1, ms)}}}" for ms in sorted(set(lengths))]
    for width, height in sorted(set(shapes)):
        rules.append(f".r{width}x{height}{{aspect-ratio:{width}/{height}}}")
        # Side by side all pictures are about as large.
        rules += [f".versions .r{width}x{height}{{width:112px}}"] if height > width else []
    rules.append(f"@media print{{@page{{@bottom-left{{content:{_string(title)}}}}}}}")
    return "\n".join(rules) + "\n"


def _string(text: str) -> str:
    """Words as a string of CSS, in which nothing ends it or the element round it."""
    spelt = re.sub(r"[^0-9A-Za-z ]", lambda match: f"\\{ord(match[0]):x} ", text[:120])
    return f'"{spelt}"'
