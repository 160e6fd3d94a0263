"""Finds pieces of data inside a text that tell shots by keys or columns: JSON, YAML, CSV, a Markdown table.

`nature` judges whole texts, and only those without a shot mark. A piece may be torn, and stand among prose or marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from storyboard.language.syntax import elements, nature
from storyboard.language.syntax.nature import Nature
from storyboard.language.syntax.parser import kind_of
from storyboard.language.words.keys import key
from storyboard.patterns import lazy

# A pair of an object: {"time": "0-3s"   , "duration": 3   {'shots': [
_PAIR = lazy(r"([{,])\s*+([\"'])([^\"'\n]{1,60})\2\s*+:\s*+(?=[\"'\[{0-9])")
# An object below a key of YAML, with its lines.
_ITEM = lazy(
    r"^[ \t]*+([^\W\d_][\w -]{0,40}):[ \t]*+\n([ \t]*+-[ \t]++[^\W\d_][^\n]*\n(?:[ \t]++[^\s-][^\n]*(?:\n|\Z)){1,8})",
    re.MULTILINE,
)
_LINE_KEY = lazy(r"^[ \t]*+(?:-[ \t]++)?([^\W\d_][\w -]{0,40})[^\w\n]{0,4}:", re.MULTILINE)
_TABLE = lazy(r"^([^\n|]*\|[^\n]*)\n[ \t]*+\|?[ \t:]*+-[-|: \t]*+\n([^\n]++)", re.MULTILINE)

_TAG = lazy(r"</?[A-Za-z]")


class Fragment(msgspec.Struct, frozen=True):
    """A piece of data from `start` to `end`, its first line; no piece where a shot mark stands at `row`."""

    nature: Nature
    start: int
    end: int
    row: int = -1


def fragments(text: str) -> Iterator[Fragment]:
    r"""The first piece of each form of data that tells times of shots; one behind a `\` is words."""
    for finder in (_objects, _items, _tables, _csv, _elements, _pairs):
        piece = finder(text)
        if piece is not None and text[max(0, piece.start - 1) : piece.start] != "\\":
            yield piece


def hints(text: str) -> bool:
    """Whether a text holds data, or what may be data beside other such text."""
    pairs = "=" in text and any("=" in line and elements.timed_fields([line]) for line in text.split("\n"))
    keyed = "{" in text and _PAIR.search(text) is not None
    return pairs or keyed or _TAG.search(text) is not None or next(fragments(text), None) is not None


def _objects(text: str) -> Fragment | None:
    """The first object that tells a time, or a list of shots, between quoted keys."""
    if '"' not in text and "'" not in text:
        return None
    pairs = list(_PAIR.finditer(text)) if "{" in text else []
    if not any(_timed(pair[3]) or _lists(pair[3]) for pair in pairs):
        return None
    start = pairs[0].start(2) if pairs[0][1] == "," else pairs[0].start()
    return _fragment(text, nature.JSON, len(text[:start].rstrip("[{")))


def _items(text: str) -> Fragment | None:
    """The first object with a time in a YAML list below a key like `shots:`."""
    for match in _ITEM.finditer(text) if "- " in text else ():
        if _lists(match[1]) and any(_timed(name) for name in _LINE_KEY.findall(match[2])):
            return _fragment(text, nature.YAML, match.start(1), match.start(2))
    return None


def _tables(text: str) -> Fragment | None:
    """The first Markdown table with a column of times, above a row that holds a number, or is laid out as a shot."""
    for match in _TABLE.finditer(text) if "|" in text else ():
        row = match[2]
        numbered = any(letter.isdigit() for letter in row) and ("|" in row or kind_of(row).startswith("SHOT"))
        if numbered and any(map(_timed, match[1].split("|"))):
            return _fragment(text, nature.TABLE, match.start(), match.start(2))
    return None


def _csv(text: str) -> Fragment | None:
    """A header of CSV at the top that names a column of times, above a row with a number in that column."""
    body = text.lstrip()
    header, _, below = body[:4000].partition("\n")
    row = below.partition("\n")[0]
    for sign in ",;\t":
        names, cells = header.split(sign), row.split(sign)
        if 1 < len(names) <= len(cells) and all(key(name).roles for name in names):
            at = next((place for place, name in enumerate(names) if _timed(name)), -1)
            if at >= 0 and cells[at].strip(" \"'")[:1].isdigit():
                start = len(text) - len(body)
                return _fragment(text, nature.CSV, start, start + len(header) + 1)
    return None


def _elements(text: str) -> Fragment | None:
    """The first of several elements of XML that are shots."""
    tag = elements.first_shot(text)
    return _fragment(text, nature.XML, tag.start) if tag is not None else None


def _pairs(text: str) -> Fragment | None:
    """The first of several lines of pairs that tell times."""
    at, first, count = 0, -1, 0
    for line in text.split("\n") if "=" in text else ():
        if "=" in line and elements.timed_fields([line]):
            first, count = (at if first < 0 else first), count + 1
        at += len(line) + 1
    return _fragment(text, nature.LOGFMT, first) if count > 1 else None


def _fragment(text: str, its: Nature, start: int, row: int = -1) -> Fragment:
    end = text.find("\n", start)
    return Fragment(its, start, end if end >= 0 else len(text), row)


def _timed(name: str) -> bool:
    return elements.tells_a_time(name)


def _lists(name: str) -> bool:
    return nature.names_shots(name.replace("_", " ").strip())
