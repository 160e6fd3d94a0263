"""The verdicts as JUnit's XML: a suite a story, a case a clip or take."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from storyboard.production.verify.records import Verdict
from storyboard.report.data.junit_xml import Case, document
from storyboard.report.verify.words import facts, name


def render(verdicts: Sequence[tuple[Path, Verdict]]) -> str:
    """The whole document; a clip that differs from its plan is a case that failed."""
    suites: dict[str, list[Case]] = {}
    for _, verdict in verdicts:
        text = "\n".join(filter(None, [facts(verdict), *verdict.problems, *verdict.notes]))
        if verdict.ok:
            case = Case(name(verdict), text=text)
        else:
            case = Case(name(verdict), 0.0, "failure", "; ".join(verdict.problems), text, "difference")
        suites.setdefault(verdict.story, []).append(case)
    return document("storyc verify", list(suites.items()))
