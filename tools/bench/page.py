"""Results as Markdown: a table for each section, each target beside its figure, and whether it is met."""

from __future__ import annotations

from collections.abc import Iterable

from tools.bench.records import Results, Row, Section, Taken

_VERDICTS = {None: "", True: "met", False: "**missed**"}
_HEAD = """# Measurements

Written by `make bench ARGS=--write`. storyc is built as a wheel and installed, compiled, into an environment; its peers
are installed from PyPI into another. The commands of a table take turns. Unless a column says otherwise, a figure is
the median of its runs, a ratio the median of the ratios turn by turn, and `×` compares the processor's time, of all
processes and threads. A target is the most that a figure may be. The load is that of the machine before a section: more
than its cores, and no figure of that section says much.
"""


def page(results: Results) -> str:
    """The whole page."""
    taken = list(results.kinds.values())
    rows = [row for one_kind in taken for row in one_kind.section.rows if row.met is not None]
    missed = [row.name for row in rows if not row.met]
    verdict = f"{len(rows) - len(missed)} of {len(rows)} rows with a target meet it."
    if missed:
        verdict += f" Missed: {'; '.join(missed)}."
    return "\n".join([_HEAD, verdict, *(line for one_kind in taken for line in ("", *_lines(one_kind)))]) + "\n"


def _lines(taken: Taken) -> list[str]:
    versions = ", ".join(f"{name} {version}" for name, version in taken.versions.items())
    where = f"{taken.date}, {taken.turns} turns, {taken.storyc}, on {taken.machine}; {versions}."
    return [f"## {taken.section.title}", "", taken.section.about, "", *table(taken.section), "", where]


def table(section: Section) -> list[str]:
    """The lines of a section's table."""
    columns = list(dict.fromkeys(column for row in section.rows for column in row.figures))
    judged = any(row.targets for row in section.rows)
    heads = ["", *columns, *(["target", ""] if judged else [])]
    lines = [_joined(heads), _joined(["---", *("---:" for _ in columns), *(["---", "---"] if judged else [])])]
    for row in section.rows:
        cells = [row.name, *(_shown(row.figures.get(column)) for column in columns)]
        lines.append(_joined([*cells, *([_target(row), _VERDICTS[row.met]] if judged else [])]))
    return lines


def _target(row: Row) -> str:
    """Each bound once, behind the columns that it is for."""
    bounds: dict[float, list[str]] = {}
    for column, most in row.targets.items():
        bounds.setdefault(most, []).append(column)
    return "; ".join(f"{', '.join(columns)} ≤ {most:g}" for most, columns in bounds.items())


def _joined(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _shown(figure: float | None) -> str:
    """A figure with three digits that count, and no more than it has."""
    if figure is None:
        return ""
    if figure >= 100 or figure == int(figure):
        return f"{figure:,.0f}"
    return f"{figure:.2f}" if figure < 10 else f"{figure:.1f}"
