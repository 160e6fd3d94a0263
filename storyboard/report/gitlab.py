"""The report for GitLab's Code Quality: an array of issues whose fingerprints outlive moved lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storyboard.diagnostics import Diagnostic, Level, rule_page
from storyboard.report.data.fingerprint import fingerprints
from storyboard.report.data.values import dumped
from storyboard.source import Source, places
from storyboard.system.secrets import clean

_SEVERITIES = {Level.ERROR: "major", Level.WARNING: "minor", Level.NOTICE: "info"}


def render(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], *, color: bool = False, width: int = 120
) -> str:
    """The array, `[]` where nothing was found; colour and width count for nothing."""
    names = fingerprints(diagnostics, sources)
    return dumped([_issue(diagnostic, name, sources) for diagnostic, name in zip(diagnostics, names, strict=True)])


def _issue(diagnostic: Diagnostic, name: str, sources: Mapping[str, Source]) -> dict[str, object]:
    finding = diagnostic.finding
    start, end = places(finding.span, sources)
    return {
        "type": "issue",
        "description": clean(f"{diagnostic.code} {diagnostic.name}: {finding.message} (help: {finding.help})"),
        "check_name": diagnostic.code,
        "fingerprint": name,
        "severity": _SEVERITIES[diagnostic.level],
        "categories": ["Bug Risk"],
        "content": {"body": rule_page(diagnostic.code)},
        "location": {"path": clean(finding.span.path), "lines": {"begin": start.line, "end": end.line}},
    }
