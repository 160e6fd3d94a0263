"""Semantic tokens: the words of a story and what they are, in the protocol's numbers."""

from __future__ import annotations

from lsprotocol.types import SemanticTokens, SemanticTokensParams

from storyboard.compiler.colouring import stretches
from storyboard.lsp.desk import Desk
from storyboard.lsp.features import KINDS


def full(desk: Desk, params: SemanticTokensParams) -> SemanticTokens:
    """All tokens of a document, each by its distance from the one before, as the protocol has them."""
    sheet = desk.sheet(params.text_document.uri)
    if sheet is None:
        return SemanticTokens([])
    lines = sheet.lines(sheet.compiled.path)
    numbers = {kind: number for number, kind in enumerate(KINDS)}
    data: list[int] = []
    line = column = 0
    for token in stretches(sheet.compiled):
        # A file of a thousand clips has 20,000: a record for each place takes longer than all else.
        number, place = lines.place(token.start)
        data += (
            number - line,
            place - column * (number == line),
            lines.size(token.start, token.end),
            numbers[token.kind],
            0,
        )
        line, column = number, place
    return SemanticTokens(data)
