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
    data: list[int] = []
    line = column = 0
    for token in stretches(sheet.compiled):
        place, until = lines.position(token.start), lines.position(token.end)
        data += [place.line - line, place.character - column * (place.line == line)]
        data += [until.character - place.character, KINDS.index(token.kind), 0]
        line, column = place.line, place.character
    return SemanticTokens(data)
