"""Tokens: what the words of a story are, for an editor that colours them."""

from __future__ import annotations

from typing import Literal, TypeAlias

from storyboard.records import Record
from storyboard.records.clip import Number

TokenKind: TypeAlias = Literal[
    "keyword", "number", "string", "property", "class", "enumMember", "variable", "comment", "namespace"
]


class SourceToken(Record, frozen=True, kw_only=True, tag="storyc.token/1"):
    """A stretch of one line of the story's own text, and what its words are; columns count code points.

    `keyword` is the label of a shot, `number` its number and time, `string` its title, `namespace` a clip's heading,
    `property` the name of a setting or field, `class` a member of the cast, `enumMember` the state of one.
    """

    MET = "`storyboard.tokens`, in Python"
    MANY = True

    kind: TokenKind
    line: Number
    column: Number
    end_column: Number
