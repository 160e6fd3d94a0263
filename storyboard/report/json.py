"""The report for programs: an array of `storyc.diagnostic/1`, lines and columns from 1, columns in code points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storyboard.compiler.records import diagnostic_record
from storyboard.diagnostics import Diagnostic
from storyboard.report.data.values import dumped
from storyboard.source import Source


def render(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], *, color: bool = False, width: int = 120
) -> str:
    """The array, `[]` where nothing was found; colour and width count for nothing."""
    return dumped([diagnostic_record(diagnostic, sources) for diagnostic in diagnostics])
