"""The report for people: each message over its lines of source, its ruler and its help; a summary at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from storyboard.diagnostics import Diagnostic, Level, Safety
from storyboard.report.drawing import frame, ruler
from storyboard.report.drawing.cells import shown
from storyboard.report.drawing.paint import Paint, painter
from storyboard.source import Source

_COLORS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTICE: "cyan"}
_SURE = {Safety.SAFE: "safe fix", Safety.UNSAFE: "unsafe fix", Safety.DISPLAY: "suggestion"}


def render(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], *, color: bool = False, width: int = 120
) -> str:
    """Every diagnostic as a block, and a last line that counts them; "" where there is none."""
    if not diagnostics:
        return ""
    paint = painter(color)
    blocks = ["\n".join(block(diagnostic, sources, paint, width)) for diagnostic in diagnostics]
    return "\n\n".join([*blocks, summary(diagnostics)]) + "\n"


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """How many of each level, and in how many files: `2 errors, 1 warning in 1 story`."""
    levels = Counter(diagnostic.level for diagnostic in diagnostics)
    counts = [_count(levels[level], level.value) for level in Level if levels[level]]
    stories = len({diagnostic.span.path for diagnostic in diagnostics})
    return f"{', '.join(counts)} in {stories} {'story' if stories == 1 else 'stories'}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def block(diagnostic: Diagnostic, sources: Mapping[str, Source], paint: Paint, width: int) -> list[str]:
    """The lines of one diagnostic: its message, what is marked in the source, its ruler, its notes and its help."""
    finding, tone = diagnostic.finding, _COLORS[diagnostic.level]
    marks = frame.marks(diagnostic, sources)
    digits = max((len(str(mark.line)) for mark in marks), default=1)
    gutter, cells = " " * digits, max(width - digits - 3, 20)
    title = paint(f"{diagnostic.level.value}[{diagnostic.code}]", fg=tone, bold=True)
    lines = [f"{title} {paint(f'{diagnostic.name}: {shown(finding.message)}', bold=True)}"]
    if finding.span.path not in sources:
        lines.append(f"{gutter} {paint('┌─', fg='blue')} {shown(finding.span.path)}")
    for first, held in frame.files(marks):
        place = f"{shown(first.path)}:{first.line}:{first.start}"
        lines.append(f"{gutter} {paint('┌─', fg='blue')} {place}")
        for row in frame.rows(held, sources[first.path], cells):
            lines.append(_row(row, digits, paint, tone))
    if finding.ruler is not None:
        bar = paint("│", fg="blue")
        lines += [f"{gutter} {bar}  {line}" for line in ruler.draw(finding.ruler, min(ruler.CELLS, cells - 4))]
    sign = f"{gutter} {paint('=', fg='blue')}"
    lines += [f"{sign} {paint('note', bold=True)}: {shown(note)}" for note in _elsewhere(diagnostic, sources)]
    lines.append(f"{sign} {paint('help', bold=True)}: {shown(finding.help)}")
    if finding.fix is not None and finding.fix.title:
        lines.append(f"{sign} {paint(_SURE[finding.fix.safety], bold=True)}: {shown(finding.fix.title)}")
    return lines


def _row(row: frame.Row, digits: int, paint: Paint, tone: str) -> str:
    if row is frame.GAP:
        return f"{row.number:>{digits}}"
    bar = paint("│", fg="blue")
    text = paint(row.text, fg=tone if row.mark.culprit else "blue") if row.mark is not None else row.text
    return f"{row.number:>{digits}} {bar} {text}".rstrip()


def _elsewhere(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> list[str]:
    """What the related places say whose files are not at hand."""
    notes = [note for note in diagnostic.finding.related if note.span.path not in sources]
    return [f"{note.message} (`{note.span.path}`)" for note in notes]
