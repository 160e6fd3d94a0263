"""The Lark parser of grammars/story.lark, made once a process, from tables that are shipped with the grammar."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import Any, cast

import lark
import msgspec

from storyboard.language.story import Row
from storyboard.language.syntax import terminals
from storyboard.system import resources

TABLES = "story.tables.json"
# The lines whose kinds are kept: import alone asks three times for each, and a story's are read again at each key.
_KEPT = 1 << 16
_SHORT = 200
# The lines that start nothing, `_row` in the grammar: where one stands any number may.
_PLAIN = frozenset({"TEXT", "SETTING", "FIELD", "PAIR", "COMMENT", "BLANK", "BREAK"})


class Leaf(lark.Token):
    """A leaf of the tree: a line that starts something, or all the lines up to the next one that does."""

    rows: Sequence[Row]


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


def tree(text: str) -> lark.Tree[Leaf]:
    """The tree of a text's lines; every text has one, since any line that is nothing else is text."""
    state = parser().parse_interactive()  # pyright: ignore[reportUnknownMemberType]
    for plain, run in groupby(rows(text), key=lambda row: row.kind in _PLAIN):
        # One step of the parser takes as long as reading a line.
        for lines in [list(run)] if plain else ([row] for row in run):
            first, last = lines[0], lines[-1]
            leaf = cast(Leaf, Leaf(first.kind, text[first.start : last.start + len(last.text) + 1], first.start))
            leaf.rows = lines
            state.feed_token(leaf)
    whole: lark.Tree[Leaf] = state.feed_eof()  # pyright: ignore[reportUnknownMemberType]
    return whole


def rows(text: str) -> Iterator[Row]:
    """The lines of a text, each with its kind; front matter is one row.

    They are the tokens of Lark's basic lexer, which would try every terminal on each line anew.
    """
    front = pattern("FRONT").match(text) if text.startswith("---") else None
    at = 0
    if front is not None:
        at = front.end()
        yield Row("FRONT", 0, front[0].removesuffix("\n"))
    while at < len(text):
        end = text.find("\n", at)
        line = text[at:end] if end >= 0 else text[at:]
        yield Row(kind_of(line), at, line)
        at += len(line) + 1


def kind_of(line: str) -> str:
    """The kind of a line, given without its line end: a terminal of story.lark."""
    return kept_kind(line) if len(line) < _SHORT else _kind(line)


@lru_cache(_KEPT)
def kept_kind(line: str) -> str:
    """The kind of a short line, looked for once."""
    return _kind(line)


def _kind(line: str) -> str:
    match = line_pattern().match(f"{line}\n")
    assert match is not None, line
    return str(match.lastgroup)


@cache
def line_pattern() -> re.Pattern[str]:
    """The terminals of single lines as one expression, by precedence; the last group that it closes is the kind."""
    ordered = sorted(parser().terminals, key=lambda terminal: -terminal.priority)
    return re.compile(
        "|".join(
            f"(?P<{terminal.name}>{terminal.pattern.to_regexp()})" for terminal in ordered if terminal.name != "FRONT"
        )
    )


@cache
def pattern(terminal: str) -> re.Pattern[str]:
    """The compiled expression of one terminal of the grammar, with its groups."""
    definition = next(known for known in parser().terminals if known.name == terminal)
    return re.compile(definition.pattern.to_regexp())
