"""A rule's page, and the list of all rules."""

from __future__ import annotations

from collections.abc import Sequence

from storyboard.compiler.rules import Rule
from storyboard.diagnostics import rule_page
from storyboard.records import as_text
from storyboard.records import check as written
from storyboard.report.drawing.cells import width, wrap


def listed(rules: Sequence[Rule], cells: int) -> str:
    """A line for each rule, broken at so many cells."""
    wide = max(len(rule.name) for rule in rules)
    rows = [f"{rule.code}  {rule.level.value:<7}  {rule.name:<{wide}}  {rule.summary}" for rule in rules]
    return _fitted("\n".join(rows) + "\n", cells, wide + 18)


def page(rule: Rule, cells: int) -> str:
    """The rule's page, broken at so many cells: its heading, then its module's docstring."""
    ignorable = "may be ignored" if rule.ignorable else "cannot be ignored"
    head = f"{rule.code} {rule.name} ({rule.level.value}, {ignorable}, since {rule.since})"
    return _fitted(f"{head}\n\n{rule.doc.strip()}\n", cells)


def as_json(rules: Sequence[Rule]) -> str:
    """An array of `storyc.rule/1`."""
    return as_text([_record(rule) for rule in rules])


def _fitted(text: str, cells: int, hang: int = 0) -> str:
    """The text with its long lines broken for a terminal; paragraphs are filled anew, examples are left alone."""
    if max(map(width, text.split("\n"))) <= cells:
        return text
    parts = text.rstrip("\n").split("\n\n")
    if not hang:
        parts = [part if part.startswith(" ") else part.replace("\n", " ") for part in parts]
    lines = [wrap(line, cells, hang) for part in parts for line in [*part.split("\n"), ""]]
    return "\n".join(line for broken in lines for line in broken).rstrip("\n") + "\n"


def _record(rule: Rule) -> written.RuleRecord:
    return written.RuleRecord(
        code=rule.code,
        name=rule.name,
        level=rule.level,
        ignorable=rule.ignorable,
        since=rule.since,
        summary=rule.summary,
        text=rule.doc.strip(),
        url=rule_page(rule.code),
    )
