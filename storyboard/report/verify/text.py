"""The verdicts for people: each clip with two rulers, the plan above what was found, and a line for each cut."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from storyboard.production.verify.judge import MOST, is_beyond
from storyboard.production.verify.records import Cut, Verdict
from storyboard.report.drawing.cells import fit, shown, width
from storyboard.report.drawing.paint import Paint, painter
from storyboard.report.verify.words import error, facts, kept, name, time

_MOST = 100  # cells of a ruler: in a wider one the two are no easier to compare
_FULL = 72  # cells from which on a line has room for how strong a change is
_MARKS = {"hard": "┼", "soft": "~", "extra": "×"}


def render(
    verdicts: Sequence[tuple[Path, Verdict]], tolerance: int, *, color: bool = False, columns: int = 120,
    place: Callable[[Path], str] = str,
) -> str:  # fmt: skip
    """The report; of several takes of a clip a table follows, the best one marked. `place` names a path."""
    paint = painter(color)
    lines: list[str] = []
    groups = groupby(verdicts, key=lambda row: (row[0], row[1].story, row[1].variant, row[1].clip.index))
    for _, group in groups:
        of_clip = [verdict for _, verdict in group]
        for verdict in of_clip:
            lines += [*_clip(verdict, tolerance, paint, columns, place), ""]
        if any(verdict.best for verdict in of_clip):
            lines += [*_takes(of_clip, paint), ""]
    return "".join(f"{line}\n" for line in lines[:-1])


def _clip(verdict: Verdict, tolerance: int, paint: Paint, columns: int, place: Callable[[Path], str]) -> Iterator[str]:
    head = shown(f"{verdict.story} {name(verdict)}")
    head = head if width(head) <= columns else fit(head, columns - 1) + "…"
    yield paint(head, bold=True)
    if verdict.path is not None:
        yield f"  {shown(place(verdict.path))}"
    measured, plan = verdict.measured, verdict.plan
    if measured is not None and plan is not None:
        yield f"  {facts(verdict)}"
        if any(cut.kind != "flash" for cut in measured.cuts):
            cells = min(_MOST, columns - 9)
            length = max(measured.length, plan.duration)
            planned = [(cut.at, "┼") for cut in plan.cuts]
            seen = [
                (cut.found, _MARKS[cut.kind]) for cut in measured.cuts if cut.found is not None and cut.kind in _MARKS
            ]
            yield f"  plan   {_ruler(planned, plan.duration, length, cells)}"
            yield f"  found  {_ruler(seen, measured.length, length, cells)}"
        unplanned = [cut for cut in measured.cuts if cut.planned is None]
        for cut in (
            measured.cuts if len(unplanned) <= MOST else (cut for cut in measured.cuts if cut.planned is not None)
        ):
            yield _cut(cut, tolerance, paint, columns)
    for problem in verdict.problems:
        yield f"  {paint('error', fg='red', bold=True)}: {shown(problem)}"
    for note in verdict.notes:
        yield f"  {paint('note', fg='cyan', bold=True)}: {shown(note)}"
    if verdict.ok and measured is not None:
        yield f"  {paint('ok', fg='green', bold=True)}: keeps the plan within {tolerance} ms"


def _ruler(marks: Sequence[tuple[int, str]], end: int, length: int, cells: int) -> str:
    """A line to scale with a mark for each cut."""

    def at(ms: int) -> int:
        return min(cells - 1, round(ms * (cells - 1) / max(1, length)))

    line = ["─"] * (at(end) + 1)
    for ms, mark in marks:
        if at(ms) < len(line):
            line[at(ms)] = mark
    line[0], line[-1] = "├", "┤"
    return "".join(line)


def _cut(cut: Cut, tolerance: int, paint: Paint, columns: int) -> str:
    begins = f"shot {cut.shot}" if cut.shot else "" if cut.planned is None else "tail"
    arrow = "→" if cut.planned is not None else " "
    cells = f"  {begins:8} {time(cut.planned):>9} {arrow} {time(cut.found):<9} {error(cut):>9}"
    hue = "red" if is_beyond(cut, tolerance) else "green" if cut.kind == "hard" else "yellow"
    kind = cut.kind + (f" of {cut.frames}" if cut.frames else "")
    strength = f"{' ' * max(1, 10 - len(kind))}change {cut.strength:g}" if columns >= _FULL else ""
    return f"{cells}  {paint(kind, fg=hue)}{strength}"


def _takes(verdicts: Sequence[Verdict], paint: Paint) -> Iterator[str]:
    """A table of the takes of one clip; `off` is their mean error, a second for a cut that is missing or extra."""
    yield paint(f"  take  {'cuts':>8}  {'off':>8}  errors", bold=True)
    for verdict in verdicts:
        away = "-" if verdict.off is None else f"{verdict.off} ms"
        mark = f"  {paint('best', fg='green', bold=True)}" if verdict.best else ""
        yield f"  {verdict.take:4}  {kept(verdict):>8}  {away:>8}  {len(verdict.problems):6}{mark}"
