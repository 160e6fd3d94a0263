"""The verdicts as a comment on a pull request: a table with a row for each clip."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from storyboard.production.verify.records import Verdict
from storyboard.report.drawing.markdown import escaped, row
from storyboard.report.verify.words import error, facts, kept, name, totals

# GitHub takes no comment above 65,536 characters.
MOST = 60_000


def render(verdicts: Sequence[tuple[Path, Verdict]]) -> str:
    """The comment; rows that would make it too long are left out, and counted."""
    parts = [f"### Finished clips\n\n{escaped(totals(verdicts))}\n"]
    if verdicts:
        parts.append(f"\n{row('', 'Clip', 'Measured', 'Cuts', 'Errors and notes')}\n{row(*['---'] * 5)}\n")
    room, left = MOST - sum(map(len, parts)), 0
    for _, verdict in verdicts:
        line = f"{_row(verdict)}\n"
        room -= len(line)
        if room < 0:
            left += 1
        else:
            parts.append(line)
    if left:
        parts.append(f"\n{left} more rows would make this comment too long.\n")
    return "".join(parts)


def _row(verdict: Verdict) -> str:
    cuts = () if verdict.measured is None else verdict.measured.cuts
    errors = [error(cut) for cut in cuts if cut.error is not None]
    listed = f" ({', '.join(errors)})" if errors else ""
    cut_errors = kept(verdict) + listed if cuts else "none"
    said = [*verdict.problems, *verdict.notes, *(["the best take"] if verdict.best else [])]
    mark = "ok" if verdict.ok else "**error**"
    story = f"{escaped(verdict.story)} {escaped(name(verdict))}"
    return row(mark, story, escaped(facts(verdict)), cut_errors, "<br>".join(map(escaped, said)))
