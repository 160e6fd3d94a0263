"""The report for GitHub's workflows: commands that put annotations on a pull request's lines.

GitHub shows ten annotations of each level and step and drops the others in silence: where there are more, the tenth
names all that are left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storyboard.diagnostics import Diagnostic, Level, rule_page
from storyboard.report.concise import render as concise
from storyboard.report.drawing.cells import shown
from storyboard.report.drawing.markdown import escaped, fenced, row
from storyboard.report.text import render as text
from storyboard.report.text import summary as counted
from storyboard.source import Source
from storyboard.system.logs import defused

MOST = 10
_MOST_LISTED = 100
_MOST_BLOCKS = 50
_MOST_ROWS = 300
_PROPERTY = {"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"}
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}


def render(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], *, color: bool = False, width: int = 120
) -> str:
    """A command a line, the gravest first; colour and width count for nothing."""
    lines: list[str] = []
    for level in Level:
        of_level = [diagnostic for diagnostic in diagnostics if diagnostic.level is level]
        kept = of_level if len(of_level) <= MOST else of_level[: MOST - 1]
        lines += [_command(diagnostic, sources) for diagnostic in kept]
        if len(of_level) > len(kept):
            lines.append(_folded(of_level[len(kept) :], sources))
    return "".join(lines)


def summary(diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], clean: str) -> str:
    """The step's summary in Markdown: a table of what was found, each with its source; `clean` says what was sound."""
    parts = ["### storyc check\n"]
    if diagnostics:
        gravest = sorted(diagnostics, key=lambda diagnostic: list(Level).index(diagnostic.level))
        parts.append(f"{counted(diagnostics)}\n")
        rows = [row("", "Where", "What"), row("---", "---", "---")]
        rows += [_row(diagnostic, sources) for diagnostic in gravest[:_MOST_ROWS]]
        parts.append("\n".join(rows) + "\n")
        if len(gravest) > _MOST_ROWS:
            parts.append(f"and {len(gravest) - _MOST_ROWS} more\n")
        drawn = text(gravest[:_MOST_BLOCKS], sources, width=100).rpartition("\n\n")[0]
        name = "All in full" if len(gravest) <= _MOST_BLOCKS else f"The first {_MOST_BLOCKS} in full"
        parts.append(f"<details><summary>{name}</summary>\n\n{fenced(drawn)}\n</details>\n")
    if clean:
        parts.append(f"ok: {escaped(clean)}\n")
    return "\n".join(parts) + "\n"


def _command(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> str:
    finding = diagnostic.finding
    given: dict[str, object] = {"file": shown(finding.span.path)}
    source = sources.get(finding.span.path)
    if source is not None:
        start, end = source.place(finding.span.start), source.place(finding.span.end)
        given |= {"line": start.line, "endLine": end.line}
        # GitHub refuses columns where the lines differ.
        if start.line == end.line:
            given |= {"col": start.column, "endColumn": end.column}
    given["title"] = f"{diagnostic.code} {diagnostic.name}"
    body = f"{shown(finding.message)}\nhelp: {shown(finding.help)}\n{rule_page(diagnostic.code)}"
    return _line(diagnostic.level, given, body)


def _folded(diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source]) -> str:
    level = diagnostics[0].level
    listed = concise(diagnostics[:_MOST_LISTED], sources).rstrip("\n")
    rest = len(diagnostics) - _MOST_LISTED
    body = listed + (f"\nand {rest} more" if rest > 0 else "")
    return _line(level, {"title": f"{len(diagnostics)} more {level.value}s"}, body)


def _line(level: Level, given: Mapping[str, object], body: str) -> str:
    words = ",".join(f"{key}={_escaped(str(value), _PROPERTY)}" for key, value in given.items())
    # GitHub's old commands are heeded anywhere in a line.
    return "::" + defused(f"{level.value} {words}::{_escaped(body, _DATA)}\n")


def _escaped(text: str, table: Mapping[str, str]) -> str:
    return text.translate(str.maketrans(dict(table)))


def _row(diagnostic: Diagnostic, sources: Mapping[str, Source]) -> str:
    source = sources.get(diagnostic.span.path)
    line = f":{source.place(diagnostic.span.start).line}" if source is not None else ""
    what = f"[{diagnostic.code} {diagnostic.name}]({rule_page(diagnostic.code)}): {escaped(diagnostic.finding.message)}"
    return row(diagnostic.level.value, escaped(f"{diagnostic.span.path}{line}"), what)
