"""A text with edits made in it, and as the bytes of its file were: the one way in which a story's text is changed."""

from __future__ import annotations

from collections.abc import Iterable

from storyboard.diagnostics import Edit
from storyboard.source import Source


def applied(text: str, edits: Iterable[Edit]) -> str:
    """A text after edits that do not overlap; all else in it stays as it is."""
    parts, at = list[str](), 0
    for edit in sorted(edits, key=lambda edit: (edit.span.start, edit.span.end)):
        parts += [text[at : edit.span.start], edit.text]
        at = edit.span.end
    return "".join([*parts, text[at:]])


def typed(source: Source, text: str) -> str:
    """A text with the line ends and the byte order mark of the file it comes from."""
    return "\ufeff" * source.bom + text.replace("\n", source.newline)
