"""Lines such as `Scene 2` or `#The sea` stand over their own shots but are not headings, so no clip starts there.

An outline of scenes, each with shots whose times begin at 0, is a film of several clips. Without `#` and a blank those
lines are marks or text of one clip, in which every later shot overlaps an earlier one; with a time, `# Clip 1 (10s)`,
they are shots too. The fix makes headings of them; it is unsafe, since each starts a clip that is paid for.

Bad:

    Scene 1
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
    Scene 2
    Shot 1 [0-5s] Steam rises.

Good:

    # Scene 1
    Shot 1 [0-3s] A lamp is lit.
    Shot 2 [3-5s] A hand reaches in.
    # Scene 2
    Shot 1 [0-5s] Steam rises.
"""

from __future__ import annotations

from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._outline import outlines, untimed
from storyboard.diagnostics import Edit, Finding, Fix, Level, Safety
from storyboard.language.story import Row
from storyboard.language.syntax.parser import kind_of
from storyboard.patterns import lazy
from storyboard.source import Source

CODE = "SB123"
LEVEL = Level.ERROR
SINCE = "0.1.0"
_SIGNS = " \t*_>•"
_UNDERLINE = lazy(r"\n[ \t]*+(?:={3,}+|-{3,}+)[ \t]*+(?=\n|\Z)")


def check_story(facts: Facts) -> Iterator[Finding]:
    """One finding for each clip that is an outline of several."""
    source = facts.sources[facts.story.path]
    for clip, rows in outlines(facts.story.script):
        if not rows:
            continue
        # A line above the clip's first shot is no part of the clip, whose other findings rest on this one.
        first = next((row for row in rows if row.start >= clip.shots[0].row.start), rows[0])
        text = first.text.strip(_SIGNS)
        at = first.start + first.text.index(text)
        more = len(rows) - 1
        marks = {shot.row.start: untimed(shot) for shot in clip.shots}
        lines = [_heading(marks.get(row.start, row.text)) for row in rows]
        others = f", and so {'do' if more > 1 else 'does'} {more} more" if more else ""
        edits = [Edit(source.span(row.start, _end(source, row)), line) for row, line in zip(rows, lines, strict=True)]
        fix = Fix(Safety.UNSAFE, "start a clip with each of these lines" if more else "start a clip here", tuple(edits))
        timed = marks.get(first.start, first.text) != first.text
        wrong = "a heading has no time" if timed else "only a heading starts a clip"
        yield Finding(
            f"`{text[:40]}` heads shots that begin anew{others}, {wrong}",
            source.span(at, at + len(text)),
            f"write `{lines[rows.index(first)][:60]}`" + (", the shots' times add up to the clip's" if timed else ""),
            label="no clip starts here",
            fix=fix if all(kind_of(edit.text) == "HEADING" for edit in edits) else None,
        )


def _end(source: Source, row: Row) -> int:
    """Where a line ends, or the line of signs below it that makes a title of it."""
    end = row.start + len(row.text)
    below = _UNDERLINE.match(source.text, end)
    return below.end() if below is not None else end


def _heading(line: str) -> str:
    return f"# {line.strip(f'{_SIGNS}#').rstrip(':：')}"
