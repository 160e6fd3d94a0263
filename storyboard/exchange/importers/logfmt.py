"""Shots as lines of pairs, as in `start=0 end=3 text="A lamp"`."""

from __future__ import annotations

from storyboard.exchange.importers._data import drafts_of
from storyboard.exchange.importers._draft import Draft, Refused
from storyboard.exchange.importers._literal import Many, Table, Value
from storyboard.exchange.importers._plain import ended
from storyboard.language import words
from storyboard.language.syntax import nature
from storyboard.language.syntax.elements import fields

RANK = 1


def suits(text: str) -> bool:
    """Whether most lines of the text are pairs with a time."""
    return nature.of_text(ended(text)) is nature.LOGFMT


def read(text: str) -> Draft | Refused:
    """The lines of pairs as shots; the words above and between them are the overview."""
    lines = ended(text).split("\n")
    read = [fields(line) for line in lines]
    shots = Many(tuple(Table(pairs) for pairs in read if pairs))
    said = "\n".join(line for line, pairs in zip(lines, read, strict=True) if not pairs and line.strip())
    listed: Value = Table((("prompt", said), (words.of("lists")[0], shots))) if said else shots
    drafts = drafts_of(Table((("(0)", listed),)))
    return drafts[0] if drafts else Refused("no line holds a time beside words")
