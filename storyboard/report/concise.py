"""One line a diagnostic: `path:line:column: level[CODE] name: message`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storyboard.diagnostics import Diagnostic, Level
from storyboard.report.drawing.cells import shown
from storyboard.report.drawing.paint import painter
from storyboard.source import Source

_COLORS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTICE: "cyan"}


def render(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], *, color: bool = False, width: int = 120
) -> str:
    """The lines in the order of the diagnostics; lines are never cut, so `width` counts for nothing."""
    paint = painter(color)
    lines: list[str] = []
    for diagnostic in diagnostics:
        source = sources.get(diagnostic.span.path)
        place = source.place(diagnostic.span.start) if source is not None else None
        where = f"{diagnostic.span.path}:{place.line}:{place.column}" if place is not None else diagnostic.span.path
        level = paint(f"{diagnostic.level.value}[{diagnostic.code}]", fg=_COLORS[diagnostic.level], bold=True)
        lines.append(f"{shown(where)}: {level} {diagnostic.name}: {shown(diagnostic.finding.message)}\n")
    return "".join(lines)
