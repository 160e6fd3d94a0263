"""Values of reports for programs: JSON that no terminal obeys."""

from __future__ import annotations

import msgspec

from storyboard.report.drawing.cells import obeyed


def dumped(value: object) -> str:
    """The value as indented JSON that ends with a line end, what a terminal would obey escaped."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode("utf-8")
    # Outside of ASCII such a character can only stand in a string, where its escape means the same.
    unsafe = {ord(c): f"\\u{ord(c):04x}" for c in set(text) if c > "\x7e" and obeyed(c) and ord(c) < 0x10000}
    return text.translate(unsafe) + "\n"
