"""The reports that servers read, against what each server documents."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from storyboard.compiler.rules import by_code
from storyboard.diagnostics import Diagnostic, Edit, Finding, Fix, Level, Note, Safety
from storyboard.report import load
from storyboard.report.data.fingerprint import fingerprints
from storyboard.source import Source, Span
from storyboard.system import origin
from tests import helpers

TEXT = "A 😀 market.\nShot 1 [0-3s] 😀😀 A lamp.\nShot 2 [2-5s] A hand.\n"
MARKET = Source("acts/a b%:,é.story", TEXT)
SOURCES = {MARKET.path: MARKET}
HOSTILE = '50% of `a`,\r\nb: c::error::\t<x> & "y" ]]> \x0b\ud800 done'


def found(
    words: str = "[2-5s]", source: Source = MARKET, level: Level = Level.ERROR, code: str = "SB201", message: str = "m"
) -> Diagnostic:
    start = source.text.index(words)
    span = source.span(start, start + len(words))
    fix = Fix(Safety.UNSAFE, "end shot 1 at 2s", (Edit(source.span(start, start), "\n"),))
    finding = Finding(message, span, "start later", code, related=(Note("shot 1", source.span(0, 1)),), fix=fix)
    return Diagnostic(code, by_code()[code].name if code in by_code() else "some-mistake", level, finding)


# ---- GitHub ------------------------------------------------------------------------------------------------------

_COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands of a log as GitHub's runner reads them."""
    made: list[tuple[str, dict[str, str], str]] = []
    for line in text.splitlines():
        match = _COMMAND.fullmatch(line)
        assert match, line
        given = dict(pair.split("=", 1) for pair in match[2].split(","))
        for code, meant in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
            given = {key: value.replace(code, meant) for key, value in given.items()}
        data = match[3].replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
        made.append((match[1], given, data))
    return made


def test_github_reads_what_was_meant() -> None:
    ((level, given, data),) = commands(load("github").render([found(message="50% of %0A a::b")], SOURCES))
    assert level == "error"
    assert given == {
        "file": MARKET.path,
        "line": "3",
        "endLine": "3",
        "col": "8",
        "endColumn": "14",
        "title": "SB201 shot-overlap",
    }
    assert data.splitlines()[:2] == ["50% of %0A a::b", "help: start later"]


def test_github_gets_no_columns_over_lines() -> None:
    ((_, given, _),) = commands(load("github").render([found("lamp.\nShot")], SOURCES))
    assert (given["line"], given["endLine"], "col" in given, "endColumn" in given) == ("2", "3", False, False)


def test_github_starts_no_command_inside_a_message() -> None:
    assert len(commands(load("github").render([found(message=HOSTILE)], SOURCES))) == 1


@pytest.mark.parametrize(("count", "shown"), [(1, 1), (10, 10), (11, 10), (200, 10)])
def test_github_gets_ten_of_a_level_and_the_tenth_names_the_rest(count: int, shown: int) -> None:
    warnings = [found(level=Level.WARNING, message=f"number {number}") for number in range(count)]
    made = commands(load("github").render([*warnings, found()], SOURCES))
    assert [level for level, _, _ in made] == ["error", *["warning"] * shown]
    if count > 10:
        _, given, data = made[-1]
        assert given == {"title": f"{count - 9} more warnings"}
        rows = data.split("\n")
        assert rows[0] == f"{MARKET.path}:3:8: warning[SB201] shot-overlap: number 9"
        assert len(rows) == min(count - 9, 101)


def test_the_summary_of_a_step_is_markdown_that_calls_nobody() -> None:
    from storyboard.report.github import summary

    text = summary([found(message="@crew | <b> `x` #12 ``` a_b")], SOURCES, "1 story, 1 clip")
    (row,) = [line for line in text.splitlines() if line.startswith("| error")]
    assert len(re.split(r"(?<!\\)\|", row)) == 5
    assert "@crew" not in row
    assert "#12" not in row
    assert "<b>" not in row
    assert re.search(r"\n`{4,}\nerror\[SB201\]", text)
    assert text.endswith("ok: 1 story, 1 clip\n\n")


# ---- GitLab ------------------------------------------------------------------------------------------------------

GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}, "end": {"type": "integer"}},
                    },
                },
            },
        },
    },
}


def test_gitlab_takes_the_report_of_every_bad_story() -> None:
    for path in helpers.bad_cases():
        made = helpers.bad(path).compile()
        record = json.loads(load("gitlab").render(made.diagnostics, made.sources))
        jsonschema.validate(record, GITLAB)
        assert len({each["fingerprint"] for each in record}) == len(record) == len(made.diagnostics)


# ---- fingerprints ------------------------------------------------------------------------------------------------


def prints(text: str, *words: str) -> list[str]:
    source = Source("a.story", text)
    return fingerprints([found(each, source) for each in words], {"a.story": source})


def test_a_fingerprint_outlives_moved_and_indented_lines() -> None:
    assert prints("Shot 1 [0-3s] A.\n", "[0-3s]") == prints("A new line.\n\n  Shot 1  [0-3s] A.\n", "[0-3s]")


def test_a_fingerprint_changes_with_its_line_and_its_code() -> None:
    one = prints("Shot 1 [0-3s] A.\n", "[0-3s]")
    assert one != prints("Shot 1 [0-3s] B.\n", "[0-3s]")
    source = Source("a.story", "Shot 1 [0-3s] A.\n")
    assert one != fingerprints([found("[0-3s]", source, code="SB202")], {"a.story": source})


def test_the_same_mistake_twice_has_two_fingerprints() -> None:
    first, second = prints("Shot 1 [0-3s] A.\n", "[0-3s]", "A.")
    assert (first[:-1], first[-1], second[-1]) == (second[:-1], "1", "2")


# ---- SARIF -------------------------------------------------------------------------------------------------------

TEXTS = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
REGION = {
    "type": "object",
    "required": ["startLine", "startColumn", "endLine", "endColumn"],
    "additionalProperties": {"type": "integer", "minimum": 1},
}
ARTIFACT = {
    "type": "object",
    "properties": {"uri": {"type": "string", "pattern": r"^[A-Za-z0-9_.~/%-]+$"}, "uriBaseId": {"type": "string"}},
    "required": ["uri"],
}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "properties": {"artifactLocation": ARTIFACT, "region": REGION},
            "additionalProperties": False,
        },
        "id": {"type": "integer"},
        "message": TEXTS,
    },
    "additionalProperties": False,
}
RESULT = {
    "type": "object",
    "required": ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
    "properties": {
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": TEXTS,
        "locations": {"type": "array", "minItems": 1, "items": LOCATION},
        "relatedLocations": {"type": "array", "items": LOCATION},
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
        "fixes": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["artifactChanges"],
                "properties": {
                    "description": TEXTS,
                    "artifactChanges": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "object",
                            "required": ["artifactLocation", "replacements"],
                            "properties": {
                                "artifactLocation": ARTIFACT,
                                "replacements": {
                                    "type": "array",
                                    "minItems": 1,
                                    "items": {
                                        "type": "object",
                                        "required": ["deletedRegion"],
                                        "properties": {"deletedRegion": REGION},
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def run_of(diagnostics: Any, sources: dict[str, Source]) -> dict[str, Any]:
    record = json.loads(load("sarif").render(diagnostics, sources))
    assert record["version"] == "2.1.0"
    (run,) = record["runs"]
    jsonschema.validate(run["results"], {"type": "array", "items": RESULT})
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    return run


def test_sarif_of_every_bad_story_has_the_shape() -> None:
    for path in helpers.bad_cases():
        made = helpers.bad(path).compile()
        run = run_of(made.diagnostics, made.sources)
        for rule in run["tool"]["driver"]["rules"]:
            # No site is named while no repository is known to be ours.
            assert rule.get("helpUri", "").endswith(f"#{rule['id'].lower()}" if origin.REPOSITORY else "")
            assert ("helpUri" in rule) is bool(origin.REPOSITORY)
            assert by_code()[rule["id"]].doc == rule["help"]["text"]
            assert rule["fullDescription"]["text"]


def test_sarif_counts_columns_in_utf16() -> None:
    run = run_of([found("A lamp")], SOURCES)
    assert run["columnKind"] == "utf16CodeUnits"
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    units = TEXT.splitlines()[1].partition("A lamp")[0].encode("utf-16-le")
    assert region == {
        "startLine": 2,
        "startColumn": len(units) // 2 + 1,
        "endLine": 2,
        "endColumn": len(units) // 2 + 7,
    }


def test_sarif_writes_a_fix_with_the_files_line_ends_and_its_path_as_a_uri() -> None:
    source = Source(MARKET.path, TEXT.replace("\n", "\r\n"))
    (result,) = run_of([found(source=source)], {source.path: source})["results"]
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "acts/a%20b%25%3A%2C%C3%A9.story"
    assert change["replacements"][0]["insertedContent"] == {"text": "\r\n"}
    assert result["relatedLocations"][0]["message"] == {"text": "shot 1"}


def test_sarif_of_a_file_that_is_not_at_hand_names_it() -> None:
    far = Diagnostic("SB405", "missing-file", Level.ERROR, Finding("gone", Span("x.story", 3, 5), "look", "SB405"))
    (result,) = run_of([far], {})["results"]
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "x.story", "uriBaseId": "%SRCROOT%"}
    }


# ---- JUnit -------------------------------------------------------------------------------------------------------


def junit(diagnostics: list[Diagnostic], sources: dict[str, Source]) -> ElementTree.Element:
    """The document, after what the usual schema demands of it."""
    root = ElementTree.fromstring(load("junit").render(diagnostics, sources))
    assert (root.tag, set(root.attrib)) == ("testsuites", {"name"})
    for suite in root:
        assert (suite.tag, set(suite.attrib)) == ("testsuite", {"name", "tests", "failures", "errors", "skipped"})
        assert int(suite.attrib["tests"]) == len(suite) > 0
        assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
        assert len({case.attrib["name"] for case in suite}) == len(suite)
        for case in suite:
            assert (case.tag, set(case.attrib)) == ("testcase", {"classname", "name", "time"})
            assert re.fullmatch(r"\d+\.\d{3}", case.attrib["time"])
            assert [inner.tag for inner in case] in ([], ["failure"], ["system-out"])
            for inner in case:
                assert set(inner.attrib) <= {"message", "type"}
    return root


def test_junit_has_a_suite_a_story_and_a_case_a_finding() -> None:
    clean = Source("b.story", "A lamp.\n")
    shared = Source("cast.yaml", "LAMP: a lamp\n")
    warning = found("A hand", level=Level.WARNING, code="SB202")
    root = junit([found(), warning], {**SOURCES, "b.story": clean, "cast.yaml": shared})
    shape = {suite.attrib["name"]: [[inner.tag for inner in case] for case in suite] for suite in root}
    assert shape == {MARKET.path: [["failure"], ["system-out"]], "b.story": [[]]}
    failure = root.find("testsuite/testcase/failure")
    assert failure is not None
    assert failure.attrib == {"message": "m", "type": "SB201"}
    assert "3 │ Shot 2 [2-5s] A hand." in (failure.text or "")


def test_junit_holds_any_text() -> None:
    (suite,) = junit([found(message=HOSTILE)], SOURCES)
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert '<x> & "y" ]]>' in failure.attrib["message"]


def test_junit_replaces_what_xml_cannot_hold() -> None:
    from storyboard.report.data.junit_xml import Case, document

    bad = "a\x00\x0b\ud800\uffff b\tc\n"
    text = document(bad, [(bad, [Case(bad, kind="failure", message=bad, text=bad), Case("x", text=bad)])])
    root = ElementTree.fromstring(text.encode("utf-8"))
    held = "a\ufffd\ufffd\ufffd\ufffd b\tc\n"
    assert root.attrib["name"] == held
    assert [inner.text for inner in root.iter() if inner.tag in ("failure", "system-out")] == [held, held]
