"""The Lark parser of grammars/story.lark, made once a process, from tables that are shipped with the grammar."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import Any

import lark
import msgspec

from storyboard.language.syntax import terminals
from storyboard.system import resources

TABLES = "story.tables.json"


def grammar() -> str:
    """The whole text of the grammar, as Lark reads it: story.lark, and behind it the terminals that hold words."""
    return resources.read("grammars", "story.lark") + "\n" + terminals.text()


def fingerprint() -> dict[str, str]:
    """What tables must have been made from to be used here: Lark's version and the grammar's SHA-256."""
    return {"lark": lark.__version__, "grammar": hashlib.sha256(grammar().encode()).hexdigest()}


def build() -> lark.Lark:
    """The parser, built from the grammar, which takes a tenth of a second: LALR, basic lexer, whole-line tokens."""
    return lark.Lark(grammar(), parser="lalr", lexer="basic", maybe_placeholders=False)


def load() -> lark.Lark | None:
    """The parser from the tables of tools/gen_tables.py; None where they were made from another grammar or Lark."""
    try:
        tables = msgspec.json.decode(resources.read("grammars", TABLES), type=dict[str, Any])
    except FileNotFoundError:
        return None
    if {key: tables.get(key) for key in ("lark", "grammar")} != fingerprint():
        return None
    # JSON has no numbers as keys, so what Lark numbers stands there as a list.
    memo: list[Any] = tables["memo"]
    states: list[Any] = tables["states"]
    tables["data"]["parser"]["parser"]["states"] = dict(enumerate(states))
    # A dict is taken as it is; only a file would be unpickled.
    loaded: lark.Lark = lark.Lark.load(  # pyright: ignore[reportUnknownMemberType]
        {"data": tables["data"], "memo": dict(enumerate(memo))}
    )
    return loaded


@cache
def parser() -> lark.Lark:
    """The one parser for .story files; without tables that fit it is the same, and only starts more slowly."""
    return load() or build()


def tree(text: str) -> lark.Tree[lark.Token]:
    """The tree of a text's lines; every text has one, since any line that is nothing else is text."""
    return parser().parse(text)  # pyright: ignore[reportUnknownMemberType]


@cache
def pattern(terminal: str) -> re.Pattern[str]:
    """The compiled expression of one terminal of the grammar, with its groups."""
    found = next(each for each in parser().terminals if each.name == terminal)
    return re.compile(found.pattern.to_regexp())
