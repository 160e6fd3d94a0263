"""The report for programs: an array of `storyc.diagnostic/1`, lines and columns from 1, columns in code points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from storyboard.diagnostics import Diagnostic, Edit, Fix, Note
from storyboard.report import url
from storyboard.report.drawing.cells import obeyed
from storyboard.source import Place, Source, Span
from storyboard.source.secrets import mask

SCHEMA = "storyc.diagnostic/1"


def render(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], *, color: bool = False, width: int = 120
) -> str:
    """The array, `[]` where nothing was found; colour and width count for nothing."""
    if not diagnostics:
        return "[]\n"
    records = [record(diagnostic, sources) for diagnostic in diagnostics]
    text = msgspec.json.format(msgspec.json.encode(records), indent=2).decode("utf-8")
    # Outside of ASCII such a character can only stand in a string, where its escape means the same.
    unsafe = {ord(c): f"\\u{ord(c):04x}" for c in set(text) if c > "\x7e" and obeyed(c) and ord(c) < 0x10000}
    return text.translate(unsafe) + "\n"


def record(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> dict[str, object]:
    """One diagnostic as the values of its JSON object, in the order of the schema."""
    finding = diagnostic.finding
    start, end = _places(finding.span, sources)
    return {
        "schema": SCHEMA,
        "code": diagnostic.code,
        "name": diagnostic.name,
        "level": diagnostic.level.value,
        "message": clean(finding.message),
        "path": clean(finding.span.path),
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "help": clean(finding.help),
        "related": [_related(note, sources) for note in finding.related],
        "fix": None if finding.fix is None else _fix(finding.fix, sources),
        "url": url(diagnostic.code),
    }


def clean(text: str) -> str:
    """The text with keys masked, and with what UTF-8 cannot hold replaced."""
    return mask(text).encode("utf-8", "replace").decode("utf-8")


def _places(span: Span, sources: Mapping[str, Source]) -> tuple[Place, Place]:
    source = sources.get(span.path)
    if source is None:
        return Place(1, 1), Place(1, 1)
    return source.place(span.start), source.place(span.end)


def _related(note: Note, sources: Mapping[str, Source]) -> dict[str, object]:
    start, _ = _places(note.span, sources)
    return {"message": clean(note.message), "path": clean(note.span.path), "line": start.line, "column": start.column}


def _fix(fix: Fix, sources: Mapping[str, Source]) -> dict[str, object]:
    return {
        "safety": fix.safety.value,
        "title": clean(fix.title),
        "edits": [_edit(edit, sources) for edit in fix.edits],
    }


def _edit(edit: Edit, sources: Mapping[str, Source]) -> dict[str, object]:
    start, end = _places(edit.span, sources)
    return {
        "path": clean(edit.span.path),
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "text": clean(edit.text),
    }
