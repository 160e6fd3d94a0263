"""The report for programs: an array of `storyc.diagnostic/1`, lines and columns from 1, columns in code points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storyboard.diagnostics import Diagnostic, Edit, Fix, Note
from storyboard.records import check as written
from storyboard.report import url
from storyboard.report.data.values import clean, dumped, places
from storyboard.source import Source


def render(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], *, color: bool = False, width: int = 120
) -> str:
    """The array, `[]` where nothing was found; colour and width count for nothing."""
    return dumped([record(diagnostic, sources) for diagnostic in diagnostics])


def record(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> written.Diagnostic:
    """One diagnostic as it is written."""
    finding = diagnostic.finding
    start, end = places(finding.span, sources)
    return written.Diagnostic(
        code=diagnostic.code,
        name=diagnostic.name,
        level=diagnostic.level,
        message=clean(finding.message),
        path=clean(finding.span.path),
        line=start.line,
        column=start.column,
        end_line=end.line,
        end_column=end.column,
        help=clean(finding.help),
        related=tuple(_related(note, sources) for note in finding.related),
        fix=None if finding.fix is None else _fix(finding.fix, sources),
        url=url(diagnostic.code),
    )


def _related(note: Note, sources: Mapping[str, Source]) -> written.Related:
    start, _ = places(note.span, sources)
    return written.Related(clean(note.message), clean(note.span.path), start.line, start.column)


def _fix(fix: Fix, sources: Mapping[str, Source]) -> written.Fix:
    return written.Fix(fix.safety, clean(fix.title), tuple(_edit(edit, sources) for edit in fix.edits))


def _edit(edit: Edit, sources: Mapping[str, Source]) -> written.Edit:
    start, end = places(edit.span, sources)
    path, text = clean(edit.span.path), clean(edit.text)
    return written.Edit(path, start.line, start.column, end.line, end.column, text)
