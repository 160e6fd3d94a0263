"""The report for people: each message over its lines of source, its ruler and its help; a summary at the end."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from storyboard.diagnostics import Diagnostic, Level, Safety
from storyboard.report.drawing import frame
from storyboard.report.drawing.cells import shown, wrap
from storyboard.report.drawing.paint import Paint, painter
from storyboard.source import Source

_COLORS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTICE: "cyan"}
_SURE = {Safety.SAFE: "safe fix", Safety.UNSAFE: "unsafe fix", Safety.DISPLAY: "suggestion"}


def render(
    diagnostics: Sequence[Diagnostic],
    sources: Mapping[str, Source],
    *,
    color: bool = False,
    width: int = 120,
    wraps: bool = False,
) -> str:
    """Every diagnostic as a block, and a last line that counts them; "" where there is none.

    Lines of source are cut to the width. Phrases keep to one line, in which one can search for them, unless it `wraps`.
    """
    if not diagnostics:
        return ""
    paint = painter(color)
    lines = frame.Lines(sources)
    blocks = ["\n".join(block(diagnostic, sources, lines, paint, width, wraps=wraps)) for diagnostic in diagnostics]
    return "\n\n".join([*blocks, summary(diagnostics)]) + "\n"


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """How many of each level, and in how many files: `2 errors, 1 warning in 1 story`."""
    levels = Counter(diagnostic.level for diagnostic in diagnostics)
    counts = [_count(levels[level], level.value) for level in Level if levels[level]]
    stories = len({diagnostic.span.path for diagnostic in diagnostics})
    return f"{', '.join(counts)} in {stories} {'story' if stories == 1 else 'stories'}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def block(
    diagnostic: Diagnostic,
    sources: Mapping[str, Source],
    masked: frame.Lines,
    paint: Paint,
    width: int,
    *,
    wraps: bool = False,
) -> list[str]:
    """The lines of one diagnostic: its message, what is marked in the source, its ruler, its notes and its help."""
    finding, tone = diagnostic.finding, _COLORS[diagnostic.level]
    underlines = frame.underlines(diagnostic, sources)
    digits = max((len(str(underline.line)) for underline in underlines), default=1)
    gutter, cells = " " * digits, max(width - digits - 3, 20)
    title, most = f"{diagnostic.level.value}[{diagnostic.code}]", width if wraps else sys.maxsize
    head, *rest = wrap(f"{title} {diagnostic.name}: {shown(finding.message)}", most, digits + 3)
    lines = [paint(title, fg=tone, bold=True) + paint(head.removeprefix(title), bold=True)]
    lines += [paint(line, bold=True) for line in rest]
    if finding.span.path not in sources:
        lines.append(f"{gutter} {paint('┌─', fg='blue')} {shown(finding.span.path)}")
    for first, in_file in frame.files(underlines):
        place = f"{shown(first.path)}:{first.line}:{first.start}"
        lines.append(f"{gutter} {paint('┌─', fg='blue')} {place}")
        for row in frame.rows(in_file, masked, cells):
            lines.append(_row(row, digits, paint, tone))
    if finding.ruler is not None:
        from storyboard.report.drawing import ruler  # few mistakes are of times

        bar = paint("│", fg="blue")
        lines += [f"{gutter} {bar}  {line}" for line in ruler.draw(finding.ruler, min(ruler.CELLS, cells - 4))]
    lines += _said("note", _elsewhere(diagnostic, sources), digits, paint, most)
    lines += _said("help", [finding.help], digits, paint, most)
    if finding.fix is not None and finding.fix.title:
        lines += _said(_SURE[finding.fix.safety], [finding.fix.title], digits, paint, most)
    return lines


def _said(word: str, phrases: Iterable[str], digits: int, paint: Paint, width: int) -> Iterator[str]:
    """The lines of phrases under a word, ` = help: …`; what goes on below stands under the phrase."""
    lead = " " * digits + " = "
    for phrase in phrases:
        first, *rest = wrap(f"{lead}{word}: {shown(phrase)}", width, len(lead) + 2)
        yield f"{' ' * digits} {paint('=', fg='blue')} {paint(word, bold=True)}{first.removeprefix(lead + word)}"
        yield from rest


def _row(row: frame.FrameRow, digits: int, paint: Paint, tone: str) -> str:
    if row is frame.GAP:
        return f"{row.number:>{digits}}"
    bar = paint("│", fg="blue")
    text = paint(row.text, fg=tone if row.underline.culprit else "blue") if row.underline is not None else row.text
    return f"{row.number:>{digits}} {bar} {text}".rstrip()


def _elsewhere(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> list[str]:
    """What the related places say whose files are not at hand."""
    notes = [note for note in diagnostic.finding.related if note.span.path not in sources]
    return [f"{note.message} (`{note.span.path}`)" for note in notes]
