"""The report as JUnit's XML: a suite a story, a case a finding, one case that passed for a clean story.

Only an error is a failure, since only an error ends a run with 1; the others are cases that passed and have output.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storyboard.diagnostics import Diagnostic, Level
from storyboard.report.data.junit_xml import Case, document
from storyboard.report.drawing.cells import shown
from storyboard.report.drawing.frame import Lines
from storyboard.report.drawing.paint import painter
from storyboard.report.text import block
from storyboard.source import Source, places
from storyboard.system.secrets import clean

_WIDTH = 100


def render(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], *, color: bool = False, width: int = 120
) -> str:
    """The whole document, with every story that was read; colour and width count for nothing."""
    suites: dict[str, list[Case]] = {path: [] for path in sorted(sources) if path.endswith(".story") or path == "-"}
    lines = Lines(sources)
    for diagnostic in diagnostics:
        suites.setdefault(diagnostic.span.path, []).append(_case(diagnostic, sources, lines))
    named = [(shown(clean(path)), cases or [Case("check")]) for path, cases in suites.items()]
    return document("storyc check", named)


def _case(diagnostic: Diagnostic, sources: Mapping[str, Source], masked: Lines) -> Case:
    start, _ = places(diagnostic.span, sources)
    name = f"{diagnostic.code} {diagnostic.name} at {start.line}:{start.column}"
    lines = "\n".join(block(diagnostic, sources, masked, painter(False), _WIDTH)) + "\n"
    if diagnostic.level is not Level.ERROR:
        return Case(name, text=lines)
    return Case(name, 0.0, "failure", shown(diagnostic.finding.message), lines, diagnostic.code)
