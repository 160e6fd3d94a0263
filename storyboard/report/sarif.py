"""The report as SARIF 2.1.0, which GitHub's code scanning and many editors read; columns in UTF-16 units."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from storyboard import __version__
from storyboard.compiler.rules import Rule, by_code
from storyboard.diagnostics import Diagnostic, Edit, Fix, Level, rule_page
from storyboard.report.data.fingerprint import fingerprints
from storyboard.report.data.values import dumped
from storyboard.source import Source, Span
from storyboard.system import origin
from storyboard.system.secrets import clean

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTICE: "note"}
_PROBLEMS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTICE: "recommendation"}


def render(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, Source], *, color: bool = False, width: int = 120
) -> str:
    """One run, also where nothing was found: a server closes what a run does not name any more."""
    codes = sorted({diagnostic.code for diagnostic in diagnostics})
    columns = _Columns(sources)
    names = fingerprints(diagnostics, sources)
    run = {
        "tool": {
            "driver": {
                "name": "storyc",
                "version": __version__,
                "semanticVersion": __version__,
                **({"informationUri": origin.REPOSITORY} if origin.REPOSITORY else {}),
                "rules": [_rule(code, by_code().get(code)) for code in codes],
            }
        },
        "invocations": [{"executionSuccessful": True}],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that all paths are counted from."}}},
        "columnKind": "utf16CodeUnits",
        "results": [
            _result(diagnostic, codes.index(diagnostic.code), name, columns)
            for diagnostic, name in zip(diagnostics, names, strict=True)
        ],
    }
    return dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


class _Columns:
    """Regions of files, whose characters outside of UTF-16's plane count for two; each file is looked through once."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources
        self._wide: dict[str, list[int]] = {}

    def region(self, span: Span) -> dict[str, int] | None:
        """The region of a span, None where the file's text is not at hand."""
        source = self.sources.get(span.path)
        if source is None:
            return None
        line, column = self._place(source, span.start)
        end_line, end_column = self._place(source, span.end)
        return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}

    def _place(self, source: Source, offset: int) -> tuple[int, int]:
        if source.path not in self._wide:
            self._wide[source.path] = [at for at, char in enumerate(source.text) if char > "\uffff"]
        wide = self._wide[source.path]
        place = source.place(offset)
        start = source.line_start(place.line)
        return place.line, place.column + bisect_left(wide, start + place.column - 1) - bisect_left(wide, start)


def _rule(code: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"id": code, **_help_uri(code)}
    return {
        "id": code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.doc.partition("\n\nBad:")[0].partition("\n\n")[2] or rule.summary},
        "help": {"text": rule.doc, "markdown": rule.doc},
        **_help_uri(code),
        "defaultConfiguration": {"level": _LEVELS[rule.level]},
        "properties": {"problem.severity": _PROBLEMS[rule.level], "precision": "very-high", "tags": [rule.name]},
    }


def _help_uri(code: str) -> dict[str, str]:
    """The address of a rule's page, which SARIF takes whole or not at all."""
    return {"helpUri": rule_page(code)} if origin.REPOSITORY else {}


def _result(diagnostic: Diagnostic, index: int, name: str, columns: _Columns) -> dict[str, Any]:
    finding = diagnostic.finding
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": index,
        "level": _LEVELS[diagnostic.level],
        "message": {"text": clean(f"{finding.message}; help: {finding.help}")},
        "locations": [_location(finding.span, columns)],
        # The one fingerprint that GitHub takes from a tool.
        "partialFingerprints": {"primaryLocationLineHash": name},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(note.span, columns), "message": {"text": clean(note.message)}}
            for number, note in enumerate(finding.related, start=1)
        ]
    if finding.fix is not None and finding.fix.edits:
        result["fixes"] = [_fix(finding.fix, columns)]
    return result


def _location(span: Span, columns: _Columns) -> dict[str, Any]:
    region = columns.region(span)
    physical = {"artifactLocation": _artifact(span.path)} | ({"region": region} if region else {})
    return {"physicalLocation": physical}


def _artifact(path: str) -> dict[str, str]:
    return {"uri": quote(clean(path)), "uriBaseId": _ROOT}


def _fix(fix: Fix, columns: _Columns) -> dict[str, Any]:
    by_path: dict[str, list[Edit]] = {}
    for edit in fix.edits:
        by_path.setdefault(edit.span.path, []).append(edit)
    return {
        "description": {"text": clean(f"{fix.title} ({fix.safety.value})")},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(path),
                "replacements": [_replacement(edit, columns) for edit in edits],
            }
            for path, edits in by_path.items()
        ],
    }


def _replacement(edit: Edit, columns: _Columns) -> dict[str, Any]:
    source = columns.sources.get(edit.span.path)
    # A reader puts the text in as it is, so it has the file's own line ends.
    text = edit.text.replace("\n", source.newline) if source is not None else edit.text
    region = columns.region(edit.span) or {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}
    return {"deletedRegion": region, "insertedContent": {"text": clean(text)}}
