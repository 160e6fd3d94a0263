"""The colours of editors: what keeps a line from the expressions of marks lets every mark through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from storyboard.language import words
from storyboard.language.syntax.expressions import EXPRESSIONS
from storyboard.language.syntax.parser import STARTS
from tests.helpers import all_hold
from tools.gen_textmate import MAYBE

ROOT = Path(__file__).resolve().parent.parent.parent
_NAMES = ("shots", "parts", "weak", "counted", "glued", "counting", "by_ordinal", "ordinals", "further")
_FORMS = (
    "{} 2 [0-3s] A lamp.", "# {} 2 (0:00-0:03)", "[{} 2] A lamp.", "- **{} 2:** A lamp.", "{}2 A lamp.", "{} #2: A lamp.",
    "{} two: A lamp.", "{}s 2-3: A lamp.", "{} II", "第2{}: A lamp.", "第二{}：一盏灯", "{} shot: A lamp.", "shot {}",
    "The {} (0-3s): A lamp.", "\u2192 {} 2: 4s-end: A lamp.", "<b>{} 2</b> | A lamp.", "\u200b{}\u20602\u2060[0-3s]",
)  # fmt: skip


def test_no_mark_is_kept_from_its_colours() -> None:
    maybe, marks = re.compile(MAYBE), [re.compile(EXPRESSIONS[name]) for name in STARTS]

    def passes(line: str) -> None:
        assert maybe.match(line) or not any(mark.match(f"{line}\n") for mark in marks)

    lines = {line for text in (*_written(), *_of_words()) for line in text.split("\n") if line}
    assert sum(bool(mark.match(f"{line}\n")) for line in lines for mark in marks) > 5_000
    all_hold(passes, sorted(lines), repr)


def _written() -> Iterator[str]:
    paths = [*ROOT.glob("samples/**/*.story"), *ROOT.glob("tests/cases/**/*.story"), *ROOT.glob("tools/reading/*.yaml")]
    return (path.read_bytes().decode("utf-8", "replace") for path in paths)


def _of_words() -> Iterator[str]:
    return (form.format(word) for word in words.of(*_NAMES) for form in _FORMS)
