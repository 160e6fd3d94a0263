"""Values of reports for programs: JSON that no terminal obeys, text without keys, places."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from storyboard.report.drawing.cells import obeyed
from storyboard.source import Place, Source, Span
from storyboard.system.secrets import mask


def dumped(value: object) -> str:
    """The value as indented JSON that ends with a line end, what a terminal would obey escaped."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode("utf-8")
    # Outside of ASCII such a character can only stand in a string, where its escape means the same.
    unsafe = {ord(c): f"\\u{ord(c):04x}" for c in set(text) if c > "\x7e" and obeyed(c) and ord(c) < 0x10000}
    return text.translate(unsafe) + "\n"


def clean(text: str) -> str:
    """The text with keys masked, and with what UTF-8 cannot hold replaced."""
    return mask(text).encode("utf-8", "replace").decode("utf-8")


def places(span: Span, sources: Mapping[str, Source]) -> tuple[Place, Place]:
    """Start and end of a span, the file's first character where its text is not at hand."""
    source = sources.get(span.path)
    if source is None:
        return Place(1, 1), Place(1, 1)
    return source.place(span.start), source.place(span.end)
