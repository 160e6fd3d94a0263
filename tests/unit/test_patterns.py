"""Expressions that wait for their first use."""

from __future__ import annotations

import re

import pytest

from storyboard.patterns import lazy

COMPILED = re.compile(r"(?P<word>[a-z]+) *(\d*)", re.IGNORECASE)


def test_it_finds_what_the_compiled_expression_finds() -> None:
    expression = lazy(r"(?P<word>[a-z]+) *(\d*)", re.IGNORECASE)
    text = "Shot 12, Scene 3"
    for match, other in (
        (expression.match(text), COMPILED.match(text)),
        (expression.search(text), COMPILED.search(text)),
    ):
        assert match is not None
        assert other is not None
        assert match.groupdict() == other.groupdict() == {"word": "Shot"}
        assert match.span() == other.span()
    assert expression.fullmatch(text) is None
    assert expression.findall(text) == COMPILED.findall(text)
    assert [match[0] for match in expression.finditer(text, 4)] == [match[0] for match in COMPILED.finditer(text, 4)]
    assert expression.sub("x", text, count=1) == COMPILED.sub("x", text, count=1)
    assert expression.split(text) == COMPILED.split(text)
    assert (expression.pattern, expression.flags, expression.groups) == (COMPILED.pattern, COMPILED.flags, 2)


def test_nothing_is_compiled_before_the_first_use() -> None:
    wrong = lazy("(")
    with pytest.raises(re.error):
        wrong.match("")
