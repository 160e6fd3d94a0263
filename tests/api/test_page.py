"""docs/api.md and the docstrings of the API: what they show is what comes out, and no name is left out."""

from __future__ import annotations

import inspect
import re
import subprocess
from pathlib import Path
from typing import Any

import msgspec
import pytest

import storyboard
from storyboard import api
from tests import docs
from tests.api.running import python
from tests.docs import DOCS
from tests.helpers import ROOT

PAGE = DOCS / "api.md"
MODULES = sorted(path.stem for path in (ROOT / "storyboard" / "api").glob("[a-z]*.py"))
FUNCTIONS = [name for name in api.__all__ if inspect.isfunction(getattr(api, name))]
RECORDS = [name for name in api.__all__ if name not in FUNCTIONS]
# Of these handles the page says what is read, and calls the rest the compiler's own.
INNER = {
    "recalled",
    "sums",
    "project",
    "projects",
    "compiled",
    "changes",
    "parts",
    "record",
    "revision",
    "root",
    "stories",
    "by_story",
}
GIT = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
RUN = """
import doctest
failed, tried = doctest.testfile({path!r}, module_relative=False, encoding="utf-8")
assert tried, "there are no examples"
raise SystemExit(bool(failed))
"""
RUN_DOCSTRINGS = """
import doctest, importlib
for name in {names!r}:
    failed, _ = doctest.testmod(importlib.import_module(f"storyboard.api.{{name}}"))
    if failed:
        raise SystemExit(1)
"""


def test_the_examples_of_the_page_run(tmp_path: Path) -> None:
    for block in docs.blocks(PAGE):
        if path := block.value("file"):
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(block.text, encoding="utf-8")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "one"]):
        subprocess.run([*GIT, *words], cwd=tmp_path, check=True, capture_output=True)
    text = "\n".join(block.text for block in docs.blocks(PAGE, "pycon"))
    page = tmp_path.parent / f"{tmp_path.name}.txt"
    page.write_text(text, encoding="utf-8")
    python(RUN.format(path=str(page)), tmp_path)


def test_the_examples_of_the_docstrings_run() -> None:
    python(RUN_DOCSTRINGS.format(names=MODULES), ROOT)


def test_an_example_that_is_wrong_is_seen(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(">>> import storyboard\n>>> storyboard.plan\n1\n")
    assert "Failed example" in python(RUN.format(path=str(tmp_path / "page.txt")), tmp_path, code=1)


@pytest.mark.parametrize("name", ["click", "sqlite3", "socket"])
def test_a_package_that_the_examples_do_without_is_seen(name: str, tmp_path: Path) -> None:
    python(f"try:\n    import {name}\nexcept ImportError:\n    raise SystemExit(5)", tmp_path, code=5)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_a_docstring_with_an_example(name: str) -> None:
    text = inspect.getdoc(getattr(api, name)) or ""
    assert text.partition("\n")[0].endswith((".", ":"))
    assert any(f"storyboard.{name}(" in line for line in text.splitlines())


def test_the_page_has_a_row_for_each_function() -> None:
    rows = [line.split("|")[1].strip().strip("`").partition("(")[0] for line in table("function")]
    assert sorted(rows) == FUNCTIONS


def test_the_page_has_a_row_for_each_record_with_all_that_it_has() -> None:
    rows = {line.split("|")[1].strip().strip("`"): spelt(line) for line in table("value")}
    assert sorted([*rows, "Options"]) == RECORDS
    for name, names in rows.items():
        assert sorted(has(getattr(api, name)) - names) == [], name


def test_the_page_has_each_option() -> None:
    assert [name for name in storyboard.Options.__struct_fields__ if name not in docs.code(PAGE)] == []


def has(kind: Any) -> set[str]:
    """The names that a reader of a value may use."""
    own = {name for name, _ in inspect.getmembers(kind) if not name.startswith("_")}
    if issubclass(kind, msgspec.Struct):
        own -= {"MET", "MANY", "REST"}
    return own - INNER - {"count", "index"} if kind is storyboard.Stories else own - INNER


def table(head: str) -> list[str]:
    """The rows of the page's table whose first column is headed so."""
    lines = docs.read(PAGE).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {head} |"))
    end = next(number for number in range(start, len(lines)) if not lines[number].startswith("|"))
    return lines[start + 2 : end]


def spelt(line: str) -> set[str]:
    """What a row's second column has in backticks."""
    return {name.removesuffix("()") for name in re.findall(r"`([^`]+)`", line.split("|", 2)[2])}
