"""JUnit's XML, which CI servers read: suites of cases, as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr


class Case(NamedTuple):
    """One test case: its name, the seconds it took, what became of it, and the text under it.

    `kind` is `failure`, `error` for one that has come to no end, `skipped`, or empty for a case that passed, whose
    `text` is then its output. `sort` is the kind of failure.
    """

    name: str
    took: float = 0.0
    kind: str = ""
    message: str = ""
    text: str = ""
    sort: str = ""


def document(name: str, suites: Sequence[tuple[str, Sequence[Case]]]) -> str:
    """The whole document, a suite for each pair of a name and its cases."""
    body = "".join(_suite(suite, cases) for suite, cases in suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name={_quoted(name)}>\n{body}</testsuites>\n'


def _suite(name: str, cases: Sequence[Case]) -> str:
    failures, errors, skipped = (sum(case.kind == kind for case in cases) for kind in ("failure", "error", "skipped"))
    head = f'name={_quoted(name)} tests="{len(cases)}" failures="{failures}" errors="{errors}" skipped="{skipped}"'
    return f"  <testsuite {head}>\n{''.join(_case(name, case) for case in cases)}  </testsuite>\n"


def _case(suite: str, case: Case) -> str:
    head = f'    <testcase classname={_quoted(suite)} name={_quoted(case.name)} time="{case.took:.3f}"'
    text = escape(_in_xml(case.text))
    if case.kind:
        sort = f" type={_quoted(case.sort)}" if case.sort else ""
        end = f">{text}</{case.kind}>" if text else "/>"
        return f"{head}><{case.kind} message={_quoted(case.message)}{sort}{end}</testcase>\n"
    return f"{head}><system-out>{text}</system-out></testcase>\n" if text else f"{head}/>\n"


def _quoted(text: str) -> str:
    """An attribute's value."""
    return quoteattr(_in_xml(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _in_xml(text: str) -> str:
    """The text, with characters that XML cannot hold made U+FFFD."""
    return "".join(
        char
        if char in "\t\n\r" or (char >= " " and char not in "\ufffe\uffff" and not "\ud800" <= char <= "\udfff")
        else "\ufffd"
        for char in text
    )
