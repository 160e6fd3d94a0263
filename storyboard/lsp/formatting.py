"""Formatting: the canonical layout of a story, or of a range of its lines, which never changes what is compiled."""

from __future__ import annotations

from lsprotocol.types import DocumentFormattingParams, DocumentRangeFormattingParams, TextEdit

from storyboard.compiler.rewriting import laid_out
from storyboard.lsp import editing
from storyboard.lsp.desk import Desk
from storyboard.lsp.lines import TextLines


def formatting(desk: Desk, params: DocumentFormattingParams) -> list[TextEdit]:
    """The edits of the whole layout; none where mistakes of syntax forbid it."""
    return _edits(desk, params.text_document.uri, None)


def range_formatting(desk: Desk, params: DocumentRangeFormattingParams) -> list[TextEdit]:
    """The edits of the layout that touch the lines of a range, as long as they alone leave all meaning alone."""
    start, end = params.range.start, params.range.end
    # A range that ends before a line's first letter, as a selection of whole lines does, does not hold that line.
    last = end.line - 1 if end.character == 0 and end.line > start.line else end.line
    return _edits(desk, params.text_document.uri, (start.line, last))


def _edits(desk: Desk, uri: str, within: tuple[int, int] | None) -> list[TextEdit]:
    buffer = desk.buffer(uri)
    if buffer is None or not buffer.is_story:
        return []
    laid = laid_out(desk.files(buffer.root), buffer.path, desk.config(buffer), within)
    return editing.between(TextLines(laid.before, desk.encoding), laid.after)
