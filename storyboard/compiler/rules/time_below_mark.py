"""A shot's time stands on a line below its mark.

A mark holds its shot's time; a line such as `Time: 0-2s` below it would be sent to the model as words, and the shots
would share the clip's seconds as if nobody had planned them. The fix writes the times into the marks.

Bad:

    Shot 1: A lamp is lit.
    Time: 0-2s
    Shot 2: A hand reaches in.
    Time: 2-5s

Good:

    Shot 1 [0-2s] A lamp is lit.
    Shot 2 [2-5s] A hand reaches in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._marked import timed, without
from storyboard.compiler.rules._outline import outline_of, times_below
from storyboard.diagnostics import Edit, Finding, Fix, Level, Note, Safety
from storyboard.language.story import Row, ScriptShot
from storyboard.language.syntax.timekeys import Stated, bracketed, settled, together

CODE = "SB218"
LEVEL = Level.ERROR
SINCE = "0.1.0"
UNEVEN = True


def check_story(facts: Facts) -> Iterator[Finding]:
    """One finding for each clip that has times below its marks."""
    script = facts.story.script
    for index, clip in enumerate(script.clips):
        lines = times_below(clip.shots)
        # The scenes of an outline have no time below them, but settings.
        if any(lines) and not outline_of(script, index):
            yield from _clip(clip.shots, lines, facts)


def _clip(
    shots: Sequence[ScriptShot], lines: Sequence[Sequence[tuple[Row, Stated]]], facts: Facts
) -> Iterator[Finding]:
    source = facts.sources[facts.story.path]
    known = [
        together(time for _, time in below) if below else Stated(shot.mark.start, shot.mark.end, shot.mark.length)
        for shot, below in zip(shots, lines, strict=True)
    ]
    times = settled(known)
    edits: list[Edit] = []
    misplaced: list[tuple[Row, ScriptShot, str]] = []
    open_end = False
    for number, (shot, below, time) in enumerate(zip(shots, lines, times, strict=True), start=1):
        bracket = bracketed(time)
        if misplaced and below and not bracket and number == len(shots) and known[-1].start is not None:
            edits += [without(source, row) for row, _ in below]  # the last shot lasts until the clip's end
            continue
        if not below or (not bracket and all(row.kind != "SETTING" for row, _ in below)):
            continue
        misplaced.append((below[0][0], shot, bracket))
        open_end = open_end or not bracket
        edits += [timed(source, shot, bracket, number), *(without(source, row) for row, _ in below)]
    if not misplaced:
        return
    (row, shot, bracket), more = misplaced[0], len(misplaced) - 1
    text = row.text.strip()
    begin = row.start + row.text.index(text)
    others = f", and so do {more} more" if more > 1 else ", and so does 1 more" if more else ""
    fix = Fix(Safety.UNSAFE, "write each time into its mark" if more else "write the time into the mark", tuple(edits))
    yield Finding(
        f"`{text[:40]}` stands below its shot's mark{others}, a mark holds its own time",
        shot.mark.span,
        f"write `{bracket}` into the mark" if bracket else "write the time into the mark, like `[0-3s]`",
        label="no time",
        related=(Note("its time is here", source.span(begin, begin + len(text))),),
        fix=None if open_end else fix,
    )
