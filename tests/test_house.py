"""The rules of the house that no other tool checks."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from storyboard import cli, exporters, importers, report
from storyboard.rules import Rule, all_rules

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "storyboard").rglob("*.py"))
BAD = ROOT / "tests" / "cases" / "bad"
RULES = all_rules()


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_module_is_short_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    tree = ast.parse(text)
    assert (ast.get_docstring(tree) or "").strip()
    assert "from __future__ import annotations" in text


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_module_swallows_no_error_and_holds_no_dataclass(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"except( Exception)?:\s+pass\b", text)
    assert not re.search(r"^\s*(from|import) (dataclasses|pydantic)\b", text, re.MULTILINE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_is_complete(rule: Rule) -> None:
    assert re.fullmatch(r"SB[1-79]\d\d", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert re.fullmatch(r"\d+\.\d+\.\d+", rule.since)
    assert rule.summary
    assert "Bad" in rule.doc
    assert "Good" in rule.doc


def test_no_code_and_no_name_is_used_twice() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_has_a_case(rule: Rule) -> None:
    assert sorted(BAD.glob(f"{rule.code}-*.story")), f"no tests/cases/bad/{rule.code}-….story"


def test_no_case_without_a_rule() -> None:
    codes = {rule.code for rule in RULES}
    assert [path.name for path in sorted(BAD.glob("*.story")) if path.name[:5] not in codes] == []


def test_registries_hold_what_they_find() -> None:
    for form in report.formats():
        assert callable(report.load(form).render)
    for form in importers.formats():
        assert callable(importers.load(form).read)
    for form in exporters.formats():
        assert callable(exporters.load(form).render)
    files = {
        path.stem.rstrip("_")
        for path in (ROOT / "storyboard" / "cli").glob("*.py")
        if "\ndef command(" in path.read_text()
    }
    assert files == set(cli.COMMANDS)
