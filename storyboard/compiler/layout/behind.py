"""Fields that do not begin a line: behind a mark and a tab, as in a row of a spreadsheet, or behind another field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storyboard.compiler.layout import fields as naming
from storyboard.diagnostics import Edit, Finding, Fix, Safety
from storyboard.language import words
from storyboard.language.story import Row
from storyboard.language.syntax.parser import kind_of
from storyboard.patterns import lazy
from storyboard.source import Source, Span

_AMONG = lazy(r"(?P<sign>[ \t]*+(?:[;；|｜]|[.,](?=[ \t]))[ \t]*+)(?P<key>[^\W\d_]{3,20})[ \t]*+[:：](?=[ \t])")
_CELL = lazy(r"(?<! )[ ]*+\t[ \t]*+([^\t\n]++)")


def fields_behind(source: Source, row: Row, fields: Mapping[str, str]) -> Finding | None:
    """The finding for the fields among the cells of a mark's line (SB106), or None; `row` is what follows the mark."""
    begin = end_of_mark(source, row)
    end = row.start + len(row.text)
    cells = [match for match in _CELL.finditer(source.text, begin, end) if _is_field(match[1], fields)]
    if not cells:
        return None
    key = cells[0][1].partition(":")[0].partition("：")[0].rstrip()
    gaps = [source.span(cell.start(), cell.start(1)) for cell in cells]
    return _on_own_lines(source, key, f"`{key}` stands on the line of a mark, where all is text", gaps)


def fields_among(source: Source, row: Row, fields: Mapping[str, str]) -> Finding | None:
    """The finding for the fields behind others on one line (SB106), `camera: push in; light: warm`, or None."""
    keys = [match for match in _AMONG.finditer(row.text) if words.fold(match["key"]) in fields]
    if not keys:
        return None
    gaps = [source.span(row.start + match.start("sign"), row.start + match.start("key")) for match in keys]
    key = keys[0]["key"]
    why = f"`{key}:` stands among the words of another field, and a field ends with its line"
    return _on_own_lines(source, key, why, gaps)


def _on_own_lines(source: Source, key: str, why: str, gaps: Sequence[Span]) -> Finding:
    """The finding for fields that follow on one line, the first of which has this key; `gaps` stand before them."""
    return Finding(
        why,
        source.span(gaps[0].end, gaps[0].end + len(key)),
        f"write `{key}:` on a line of its own",
        code="SB106",
        fix=Fix(Safety.UNSAFE, "give each field a line of its own", tuple(Edit(gap, "\n  ") for gap in gaps)),
    )


def end_of_mark(source: Source, row: Row) -> int:
    """Where the mark ends whose line the row goes on: before the blanks between them."""
    end = row.start
    while source.text[end - 1 : end] in (" ", "\t"):
        end -= 1
    return end


def _is_field(text: str, fields: Mapping[str, str]) -> bool:
    return kind_of(text) in ("FIELD", "PAIR") and naming.word_of(Row("PAIR", 0, text)) in fields
