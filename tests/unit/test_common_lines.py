"""Lines of the common sorts: each answer is the grammar's, over stories, texts of other tests and made lines."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storyboard.language import words
from storyboard.language.story import Row
from storyboard.language.syntax import commonlines, marks, parser, terminals
from storyboard.language.syntax.expressions import EXPRESSIONS
from storyboard.source import Source
from tests.helpers import ROOT, samples

FIELDS = sorted(word for key in terminals.FIELDS for word in terminals.field(key))
LABELS = [*terminals.labels(), *words.of("ordinals", "further", "counting", "counted", "glued")]
NUMBERS = [
    "1",
    "2",
    "12",
    "0",
    "0.5",
    "0:03",
    "00:05",
    "1:00:00",
    "123456",
    "1234567",
    "０",
    "３",
    "1/2",
    "3a",
    "1980s",
]
SIGNS = [
    *(" ", " ", " ", "  ", "", "\t", ":", ": ", "：", ".", ". ", ", ", " – ", "-", " - ", "—", "|", "(", ")", "[", "]"),
    *(
        "（",
        "）",
        "【",
        "】",
        "·",
        "#",
        "*",
        "**",
        "_",
        '"',
        "“",
        "”",
        "'",
        "/",
        "<",
        "</b>",
        "@",
        "…",
        "~",
        "\u3000",
        "\u200b",
    ),
]
LEADS = [
    "",
    "",
    "",
    "  ",
    "\t",
    "- ",
    "* ",
    "• ",
    "> ",
    "1. ",
    "# ",
    "## ",
    "**",
    "| ",
    "<b>",
    "\u00a0",
    "---",
    "//",
    "\\",
]
OTHERS = ["Lamp", "the", "A", "i", "iv", "Vix", "ſhot", "ſeed", "ıt", "don't", "HOOK", "cafés", "小明", "Zoë", "is lit"]
UNITS = ["s", "s", "", " sec", "秒", "fps", "seconds", " s", "сек"]


@cache
def master() -> re.Pattern[str]:
    """All terminals as one expression, which is how Lark's lexer reads."""
    return re.compile("|".join(f"(?P<{name}>{text})" for name, text in EXPRESSIONS.items() if name != "FRONT"))


def by_grammar(line: str) -> str:
    match = master().match(f"{line}\n")
    assert match is not None
    return str(match.lastgroup)


def agree(line: str) -> str:
    """The answer for a line, which the grammar gives too, and the same mark."""
    kind, its = commonlines.kind_of(line), by_grammar(line)
    assert parser.by_grammar(line) == its, line
    if not kind:
        return ""
    assert its == kind, line
    if kind.startswith("SHOT_"):
        row, source = Row(kind, 3, line), Source("a", f"xx\n{line}\nyy")
        assert commonlines.mark_of("a", row) == marks.by_grammar(source, row), line
    return kind


def cased(word: str) -> st.SearchStrategy[str]:
    return st.sampled_from([word, word.title(), word.upper()])


a_word = st.sampled_from([*LABELS, *words.of("numbers", "seconds", "ends", "to"), *OTHERS]).flatmap(cased)
a_label = st.sampled_from(["Shot", "Scene", "镜头", "Take", "Cut", *LABELS]).flatmap(cased)
a_number = st.sampled_from(NUMBERS)
loose = st.lists(st.one_of(a_word, a_number, st.sampled_from(SIGNS)), max_size=8).map("".join)
spaced = st.lists(st.one_of(a_word, a_number), max_size=7).map(" ".join)


@st.composite
def a_range(draw: st.DrawFn) -> str:
    sign = draw(st.sampled_from(["-", "–", " - ", "~", "—"]))
    times = f"{draw(a_number)}{sign}{draw(st.one_of(a_number, st.just('end')))}{draw(st.sampled_from(UNITS))}"
    brackets = draw(st.sampled_from(["[]", "[]", "()", "（）", "【】", "[)", "  "]))
    return f"{brackets[0]}{times}{draw(st.sampled_from(['', '', ', low']))}{brackets[1]}".strip()


@st.composite
def a_length(draw: st.DrawFn) -> str:
    length = f"{draw(a_number)}{draw(st.sampled_from(UNITS))}"
    brackets = draw(st.sampled_from(["[]", "[]", "()", "（）", "【】", "[)", "  "]))
    return f"{brackets[0]}{length}{draw(st.sampled_from(['', '', '', ', low', ' in', '-']))}{brackets[1]}".strip()


@st.composite
def a_mark(draw: st.DrawFn) -> str:
    number = draw(st.one_of(a_number, st.just("")))
    name = draw(st.one_of(a_label, st.just(""), spaced))
    sign = draw(st.sampled_from([": ", " ", ":", "", ". ", " — ", ":: ", "：", "  "]))
    parts = [
        name,
        draw(st.sampled_from([" ", " ", ""])),
        number,
        draw(st.sampled_from([" ", " ", ""])),
        draw(st.one_of(a_range(), a_length())),
    ]
    timed = draw(st.booleans())
    return "".join(parts if timed else parts[:3]) + sign + draw(st.one_of(spaced, loose))


@st.composite
def a_pair(draw: st.DrawFn) -> str:
    name = draw(st.one_of(st.sampled_from(FIELDS).flatmap(cased), a_word, spaced))
    sign = draw(st.sampled_from([":", ": ", " : ", "：", ":** ", " (loud): ", "/old: ", " (2s): ", "_: "]))
    return name + sign + draw(st.one_of(loose, spaced))


lines = st.tuples(st.sampled_from(LEADS), st.one_of(a_mark(), a_pair(), loose, spaced, st.text(max_size=40)))


@settings(max_examples=400)
@given(lines)
def test_no_answer_differs_from_the_grammars(line: tuple[str, str]) -> None:
    agree("".join(line).replace("\n", " "))


@pytest.mark.parametrize("number", ["1:", "one:", "IV.", "3a.", "[0-3s] x", "(2s)", "", "- 2 – x", "one", "1980 lamps"])
def test_no_answer_differs_behind_any_label(number: str) -> None:
    for label in LABELS:
        for name in (label, label.title(), label.upper(), f"{label}s", f"first {label}", f"{label} x"):
            for line in (f"{name} {number}", f"{name}{number}", f"{name}: {number}"):
                agree(line)


TRAPS = [
    "Shot 1: The forge [0-3s] A lamp.", "Scene 2: The forge (0-3s): A lamp.", "Shot 1: low] · 3s A lamp", "Shot 1. (2s) x",
    "[0-3s] Lamp 21: lit", "[0-3s] Shot 1", "0-3s: 4-5s", "Lamp 3 4s-end: x", "Lamp 16 is lit", "HOOK one (0-2s): x",
    "Shot (0-2s): x", "Shot 1 [0-3s]: - x", "Shot 1 [0-3s]  ", "Shot 1:  ", "Anna says \"3-4s: come\": x", "A (2s): x",
    "Shot 10-12s: A lamp.", "Shot 1 [3s] x · 2s y", "Shot 1 [3s] - 2s: x", "Shot 1 [3s]: 0-3s: x", "Shot 1 (3s) 4s-end: x", "Shot 1 [3s] [0-3s]",
    "Shot 1 [3s: x", "Shot 1 [3s)", "Shot 1 [0:03s] x", "Shot 1 [3 s.] x", "Shot 1[3s]x", "Shot 1 [3s] | 0-2s", "Shot 1 [3s] 5, 6",
    "Shot 1 [0-3) x", "Shot 1 【0-3] x", "Takes two: x", "# [0-3s] x", "# Clip 1 (2s)", "## Scene 2: The forge", "- title: x",
]  # fmt: skip


@pytest.mark.parametrize("line", TRAPS)
def test_no_answer_differs_in_lines_that_are_nearly_common(line: str) -> None:
    for lead in ("", "  ", "- "):
        agree(lead + line)


def test_no_answer_differs_for_any_field_or_setting() -> None:
    assert Counter(agree(f"{field}: rain") for field in FIELDS)["FIELD"] > len(FIELDS) - 5
    for key in ("title", "takes", "negative_prompt", "Cast", "AUDIO", "ſeed"):
        for lead in ("", "  ", "- "):
            agree(f"{lead}{key}: 2")


def test_no_answer_differs_in_texts_of_all_tests() -> None:
    answers: Counter[str] = Counter()
    for path in sorted((ROOT / "tests").rglob("*")):
        if path.suffix in (".story", ".txt", ".md", ".py", ".yaml", ".lark"):
            text = path.read_bytes().decode("utf-8", "replace")
            answers.update(agree(line) for line in set(text.splitlines()) if len(line) < 500)
    assert all(
        answers[kind] > 5
        for kind in ("SHOT_RANGE", "SHOT_LENGTH", "SHOT_UNTIMED", "SHOT_FIRST", "SHOT_WORDS", "PAIR", "FIELD")
    )


def test_nearly_all_lines_of_the_samples_are_common() -> None:
    typed = [line for path in samples() for line in path.read_text(encoding="utf-8").split("\n")]
    assert sum(agree(line) == "" for line in typed) * 50 < len(typed)
