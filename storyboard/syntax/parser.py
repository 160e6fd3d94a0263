"""The Lark parser of grammars/story.lark, built once a process and its tables cached between processes."""

from __future__ import annotations

import hashlib
import os
import pickle
import re
import sys
import tempfile
from functools import cache

import lark

from storyboard import resources


def _cached(grammar: str) -> lark.Lark:
    """The parser, from the tables in our own cache folder where that can be used, else built from the grammar.

    Lark's own `cache=` would write a pickle to the shared temporary folder; ours is private to the user and named by
    the grammar, Lark's version and Python's.
    """
    key = hashlib.sha256(f"{lark.__version__}\0{sys.version}\0{grammar}".encode()).hexdigest()[:24]
    path = resources.cache_folder() / f"story-{key}.tables"
    try:
        with path.open("rb") as stream:
            parser: lark.Lark = lark.Lark.load(stream)  # pyright: ignore[reportUnknownMemberType]
            return parser
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, pickle.UnpicklingError):
        pass  # no tables yet, or a damaged file: build them again
    parser = lark.Lark(grammar, parser="lalr", lexer="basic", maybe_placeholders=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as stream:
            parser.save(stream)  # pyright: ignore[reportUnknownMemberType]
        os.replace(stream.name, path)
    except OSError:
        pass  # a read-only home is no reason to stop; the next start builds the tables again
    return parser


@cache
def parser() -> lark.Lark:
    """The one parser for .story files: LALR, basic lexer, whole-line tokens."""
    return _cached(resources.read("grammars", "story.lark"))


def tree(text: str) -> lark.Tree[lark.Token]:
    """The tree of a text's lines; every text has one, since any line that is nothing else is text."""
    return parser().parse(text)  # pyright: ignore[reportUnknownMemberType]


@cache
def pattern(terminal: str) -> re.Pattern[str]:
    """The compiled expression of one terminal of the grammar, with its groups."""
    found = next(each for each in parser().terminals if each.name == terminal)
    return re.compile(found.pattern.to_regexp())
