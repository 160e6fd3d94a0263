"""What the rules share that write a time into a mark: the line as it shall stand, read back before it is offered."""

from __future__ import annotations

from storyboard.diagnostics import Edit
from storyboard.language.story import Mark, Row, ScriptShot
from storyboard.language.syntax.marks import GROUPS, read_mark
from storyboard.language.syntax.parser import kind_of
from storyboard.source import Source


def read(line: str) -> tuple[Mark, str] | None:
    """The mark that a line is, with the text behind it, or None where it is none."""
    sort = kind_of(line)
    if sort not in GROUPS:
        return None
    mark, first = read_mark(Source("", line), Row(sort, 0, line))
    return mark, first.text


def written(name: str, number: int, bracket: str, text: str) -> str:
    """The line of a mark: `Shot 1 [0-2s] text`, or `Shot 1: text` without a time; `Shot` for a label that is none."""
    line = f"{name} {bracket} {text}".rstrip() if bracket else f"{name}: {text}".rstrip()
    if read(line) is None:
        return written(f"Shot {number}", number, bracket, text) if name != f"Shot {number}" else line
    return line


def timed(source: Source, shot: ScriptShot, bracket: str, number: int, begin: int = 0) -> Edit:
    """The edit that writes a time into an untimed mark, whose ornaments stay where the mark can be read with them.

    Words of the shot that stand before `begin` are its time, and go.
    """
    mark, row = shot.mark, shot.row
    ends = [span.end for span in (mark.label_span, mark.number_span) if span is not None]
    at = max(ends, default=row.start)
    rest = source.text[at : row.start + len(row.text)].lstrip(" \t").removeprefix(".")
    line = f"{row.text[: at - row.start]} {bracket}{rest}"
    reread = read(line)
    text = shot.first.text[max(0, begin - shot.first.start) :] if begin < row.start + len(row.text) else shot.first.text
    if reread is None or reread[1] != text or reread[0].form == "untimed":
        line = written(f"Shot {mark.number or number}", number, bracket, text)
    return Edit(source.span(row.start, row.start + len(row.text)), line)


def without(source: Source, row: Row) -> Edit:
    """The edit that deletes a row with its line end."""
    return Edit(source.span(row.start, min(row.start + len(row.text) + 1, len(source.text))), "")
