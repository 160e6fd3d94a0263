"""YAML: a list of shots, or a prompt with its settings, also in front matter above a text."""

from __future__ import annotations

import re

from msgspec.structs import replace

from storyboard.exchange.importers._data import drafts_of, named_list
from storyboard.exchange.importers._draft import Draft, Refused
from storyboard.exchange.importers._indented import DEPTH, indented
from storyboard.exchange.importers._literal import Many, Table, TooDeep, Value
from storyboard.exchange.importers._plain import ended
from storyboard.language.syntax import nature
from storyboard.patterns import lazy

RANK = 2
_FRONT = lazy(r"---[ \t]*\n((?:[^\n]*\n)*?)---[ \t]*(?:\n|\Z)")
_BLOCK = lazy(r"^(?:text_)?prompt:[ \t]*[|>][+-]?[ \t]*$", re.MULTILINE)
_LIST = lazy(r"^([^\W\d_][\w -]{0,40}):[ \t]*$", re.MULTILINE)
_PROMPT = lazy(r"^(?:text_)?prompt:", re.MULTILINE)


def suits(text: str) -> bool:
    """Whether the text is a list of shots in YAML, or has a prompt as a block or in front matter."""
    text = ended(text).lstrip()
    front = _FRONT.match(text)
    data = front[1] if front is not None else text
    prompted = _PROMPT.search(data) if front is not None else _BLOCK.search(data)
    if prompted is None and _LIST.search(data) is None and nature.of_text(data) != nature.YAML:
        return False
    try:
        value = indented(data)
    except TooDeep:
        return False
    # A list of plain lines below a heading such as `Shots:` is how prompts are written too; their reader knows marks.
    return (prompted is not None or _structured(value)) and bool(_drafts(value))


def _structured(value: Value) -> bool:
    """Whether a list of shots holds objects: at the top, or below a key that names such a list."""
    lists = [listed for key, listed in value.pairs if named_list(key)] if isinstance(value, Table) else [value]
    return any(
        isinstance(listed, Table)
        or (isinstance(listed, Many) and any(isinstance(item, Table) for item in listed.items))
        for listed in lists
    )


def read(text: str) -> Draft | Refused:
    """The story of the data; a text below front matter that holds the prompt goes on with it."""
    text = ended(text).lstrip()
    front = _FRONT.match(text)
    body = text[front.end() :].strip() if front is not None else ""
    data = front[1] if front is not None else text
    try:
        value = indented(data)
    except TooDeep:
        return Refused(f"it is nested deeper than {DEPTH}")
    drafts = _drafts(_below(value, body))
    if not drafts:
        return Refused("it holds no list of shots and no `prompt:`")
    if len(drafts) > 1:
        return Refused("it holds several lists of shots: import each from a file of its own")
    if not body:
        return drafts[0]
    return replace(
        drafts[0], doubts=("the prompt goes on below the front matter: is all of it meant?", *drafts[0].doubts)
    )


def _below(value: Value, body: str) -> Value:
    """The data with a text that stands below them at the end of their prompt."""
    if not body or not isinstance(value, Table):
        return value
    if not isinstance(value.get("prompt"), str):
        return Table((*value.pairs, ("prompt", body)))
    return Table(tuple((key, f"{part}\n\n{body}" if key == "prompt" else part) for key, part in value.pairs))


def _drafts(value: Value) -> list[Draft]:
    return drafts_of(Table((("(0)", value),))) if isinstance(value, Table | Many) else []
