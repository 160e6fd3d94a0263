"""What the lines of a text are, by the terminals of grammars/story.lark, and the sections that they form.

Lark reads the grammar when its tables are made (`make tables`); what is left for each story are the expressions of the
terminals and the few rules above them, which tests hold against Lark's own lexer and parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

import msgspec

from storyboard.language.story import Row
from storyboard.language.syntax import commonlines
from storyboard.language.syntax.expressions import EXPRESSIONS
from storyboard.patterns import lazy

# The lines whose kinds are kept: import alone asks three times for each, and a story's are read again at each key.
_KEPT = 1 << 16
_SHORT = 200
_NUMBER = lazy("[0-9０-９]++")
_BRACKET = lazy(r"[\[(（【]")
# Before a line's first letter: blanks that pages, word processors and keyboards for Han type where others type a space.
_BLANKS = "\u00a0\u202f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_WIDE = lazy(rf"^[ \t]*+[{_BLANKS}][ \t{_BLANKS}]*+", re.MULTILINE)
_LINES = tuple(name for name in EXPRESSIONS if name != "FRONT")
_MARKS = frozenset(name for name in EXPRESSIONS if name.startswith("SHOT_"))
# How many numbers a mark has at least, of its label and of its time, and those whose time or label is in a bracket. A
# line with fewer, or without a bracket, is held against few expressions; all of them take 0.2 s to compile.
_LEAST = {
    **dict.fromkeys(_MARKS, 1),
    **dict.fromkeys(("SHOT_LABEL", "SHOT_FIRST", "SHOT_BARE", "SHOT_BARE_LABEL", "SHOT_WORDS"), 2),
    **dict.fromkeys(("SHOT_LENGTH", "SHOT_BOX_LENGTH"), 2),
    "SHOT_RANGE": 3,
}
_MOST = max(_LEAST.values())
_IN_BRACKETS = frozenset(
    ("SHOT_RANGE", "SHOT_OPEN", "SHOT_LABEL", "SHOT_FIRST", "SHOT_BOX_LENGTH", "SHOT_WORDS", "SHOT_BOX")
)
# The lines that start a shot, `_mark` in the grammar.
STARTS = _MARKS | {"NEAR_MISS"}


class Section(msgspec.Struct, frozen=True):
    """A heading (None above the first one), the rows before its first shot, and its shots, each with the rows below."""

    heading: Row | None
    head: list[Row]
    shots: list[list[Row]]


def sections(text: str) -> tuple[Row | None, list[Section]]:
    """The front matter of a text, if it has any, and its sections; the first has no heading and may be empty."""
    front: Row | None = None
    listed = [Section(None, [], [])]
    rows_below = listed[0].head
    for row in rows(text):
        if row.kind == "HEADING":
            listed.append(Section(row, [], []))
            rows_below = listed[-1].head
        elif row.kind in STARTS:
            rows_below = [row]
            listed[-1].shots.append(rows_below)
        elif row.kind == "FRONT":
            front = row
        else:
            rows_below.append(row)
    return front, listed


def rows(text: str) -> Iterator[Row]:
    """The lines of a text, each with its kind; front matter is one row.

    A blank of any width indents a line, and stands in its row as a space.
    """
    at = 0
    if not text.isascii() and any(blank in text for blank in _BLANKS):
        text = _WIDE.sub(lambda blanks: " " * len(blanks[0]), text)
    front = pattern("FRONT").match(text) if text.startswith("---") else None
    if front is not None:
        at = front.end()
        yield Row("FRONT", 0, front[0].removesuffix("\n"))
    lines = text[at:].split("\n") if at else text.split("\n")
    if not lines[-1]:
        lines.pop()
    for line in lines:
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
    return commonlines.kind_of(line) or by_grammar(line)


def by_grammar(line: str) -> str:
    """The first terminal of the grammar, by precedence, that matches a line."""
    ended = f"{line}\n"
    names = _may_match(min(len(_NUMBER.findall(line)), _MOST), _BRACKET.search(line) is not None)
    return next(name for name in names if pattern(name).match(ended) is not None)


@cache
def _may_match(numbers: int, bracketed: bool) -> tuple[str, ...]:
    """The terminals of lines, by precedence, that so many numbers are enough for, and that need no absent bracket."""
    return tuple(name for name in _LINES if _LEAST.get(name, 0) <= numbers and (bracketed or name not in _IN_BRACKETS))


@cache
def pattern(terminal: str) -> re.Pattern[str]:
    """The compiled expression of one terminal of the grammar, with its groups."""
    return re.compile(EXPRESSIONS[terminal])
