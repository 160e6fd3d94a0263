"""The report for programs: an array of `storyc.diagnostic/1`, lines and columns from 1, columns in code points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storyboard.diagnostics import Diagnostic, Edit, Fix, Note
from storyboard.report import url
from storyboard.report.data.values import clean, dumped, places
from storyboard.source import Source

SCHEMA = "storyc.diagnostic/1"


def render(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], *, color: bool = False, width: int = 120
) -> str:
    """The array, `[]` where nothing was found; colour and width count for nothing."""
    return dumped([record(diagnostic, sources) for diagnostic in diagnostics])


def record(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> dict[str, object]:
    """One diagnostic as the values of its JSON object, in the order of the schema."""
    finding = diagnostic.finding
    start, end = places(finding.span, sources)
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


def _related(note: Note, sources: Mapping[str, Source]) -> dict[str, object]:
    start, _ = places(note.span, sources)
    return {"message": clean(note.message), "path": clean(note.span.path), "line": start.line, "column": start.column}


def _fix(fix: Fix, sources: Mapping[str, Source]) -> dict[str, object]:
    return {
        "safety": fix.safety.value,
        "title": clean(fix.title),
        "edits": [_edit(edit, sources) for edit in fix.edits],
    }


def _edit(edit: Edit, sources: Mapping[str, Source]) -> dict[str, object]:
    start, end = places(edit.span, sources)
    return {
        "path": clean(edit.span.path),
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
        "text": clean(edit.text),
    }
