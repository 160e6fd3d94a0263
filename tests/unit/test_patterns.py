"""Expressions that wait for their first use."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storyboard.compiler.rules import _headings, aspect_in_text, private_text, speech_as_words, unclosed_quote
from storyboard.language import quotes, words
from storyboard.language.reading import trigger, worded
from storyboard.language.syntax import labels, slips, wordedtimes
from storyboard.language.syntax import numbers as counted
from storyboard.language.syntax.canon import canonical, portions
from storyboard.patterns import lazy, of_words
from tests.helpers import BAD, OK, samples

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


def test_an_expression_may_be_written_when_it_is_needed() -> None:
    assert lazy(lambda: "a+").findall("aab a") == ["aa", "a"]


def test_where_its_words_are_absent_it_is_not_compiled() -> None:
    wrong = of_words(lambda: "(", lambda: ("shot", "scene"))
    for ask in (wrong.match, wrong.search, wrong.fullmatch, wrong.finditer):
        assert not list(ask("a lamp") or ())
        with pytest.raises(re.error):
            ask("a shot")


def test_where_one_is_there_it_finds_what_the_compiled_expression_finds() -> None:
    expression = of_words(lambda: r"(shot|scene) (\d)", lambda: ("shot", "scene"))
    text = "a shot 1, a scene 2"
    assert [match.span() for match in expression.finditer("no shoe")] == []
    assert [match.group(2) for match in expression.finditer(text)] == ["1", "2"]
    assert expression.match(text, 2) is not None
    assert expression.search(text, 3) is not None
    assert expression.fullmatch("shot 1") is not None


def test_in_many_texts_words_are_no_longer_looked_for() -> None:
    looked: list[int] = []
    expression = of_words(lambda: "shot", lambda: [str(looked.append(1))])
    assert [expression.match("a lamp") for _ in range(1000)] == [None] * 1000
    assert 0 < len(looked) < 100


def test_the_words_of_an_expression_are_in_all_that_it_matches() -> None:
    """Over the lines of all stories, and over each label and unit with its neighbours."""
    texts = {
        canonical(line)
        for path in (*samples(), *BAD.rglob("*.story"), *OK.rglob("*.story"))
        for line in path.read_bytes().decode("utf-8", "replace").splitlines()
    }
    numbers = words.of("numbers")[:3]
    for label in words.of("shots", "parts", "counted", "counted_parts", "acts"):
        texts |= {f"{label} {number}: a" for number in numbers} | {f"{label} a:", f"1. {label}:", f"1{label}"}
        texts |= {f"{word} {label}" for word in (*words.of("ordinals", "further")[:40], *words.of("counting"))}
        texts |= {f"第一{label}", f"第一个{label}"}
    texts |= {f"{word} {unit}: a" for word in words.of("further", "ends") for unit in words.of("seconds")}
    texts |= {f"zero to {number} {unit}: a" for number in numbers for unit in words.of("seconds")}
    texts |= {f"({number} {unit})" for number in numbers for unit in words.of("seconds")}
    texts |= {f"in {word} format" for word in words.of("tall", "wide", "square")} | {f"16{sign}9" for sign in ":：x×/"}
    texts |= {f"{wide}:{tall} {word}" for word in words.of("ratios") for wide in "12345" for tall in "12345"}
    for expression, stems in (
        (re.compile(labels._spelled()), labels._labelling()),
        (re.compile(worded._last(), re.MULTILINE), words.stems(worded._units())),
        (re.compile(worded._spelled(), re.MULTILINE), words.stems(worded._units())),
        (re.compile(wordedtimes._worded(), re.MULTILINE), wordedtimes._units()),
        (re.compile(wordedtimes._worded_range()), wordedtimes._units()),
        (re.compile(_headings._heading()), words.stems((*_headings._labels(), *_headings._counted()))),
    ):
        matched = [text for text in texts if expression.search(text) is not None]
        assert len(matched) > 50
        assert [text for text in matched if not any(stem in text for stem in stems)] == []
        assert "" not in stems
    asking = re.compile(aspect_in_text._asking())
    matched = [text for text in texts if asking.search(text) is not None]
    assert len(matched) > 50
    assert [text for text in matched if not aspect_in_text._may_ask(text)] == []
    assert not aspect_in_text._may_ask("a wide shot of a street at 10:30 pm, lit by 3 lamps, 5 of them tall")
    plain = {
        line
        for path in (*samples(), *BAD.rglob("*.story"), *OK.rglob("*.story"))
        for line in path.read_bytes().decode("utf-8", "replace").splitlines()
    }
    for expression in (
        slips._SLIP, slips._KEY, slips._NO_COLON, slips._BOLD_KEY, quotes._SIGNS, unclosed_quote._SIGN, private_text._COMMENT,
        speech_as_words._HEAD,
    ):  # fmt: skip
        signs = tuple(expression._words())
        matched = [text for text in plain if re.search(expression._expression, text) is not None]
        assert matched
        assert [text for text in matched if not any(sign in text for sign in signs)] == []


def test_a_time_in_words_has_a_number_that_is_seen_at_once() -> None:
    """Each number, behind each sign and glued to its unit, too; what is no ASCII is not told at once."""
    numbers = words.of(*counted.COUNTS, "zero")
    alone = {f"{sign}{number}{gap}sec)" for number in numbers for sign in ("[", "( ", ":", "a:= ") for gap in ("", " ")}
    ranges = {
        f"{lead}{number}{to}two seconds" for number in numbers for lead in ("", "from ", "_") for to in ("-", " to ")
    }
    for texts, expression, seen in (
        (alone, re.compile(wordedtimes._worded(), re.MULTILINE), wordedtimes._may_be_alone),
        (ranges, re.compile(wordedtimes._worded_range()), wordedtimes._may_range),
    ):
        matched = [text for text in map(canonical, texts) if expression.search(text) is not None]
        assert len(matched) > 500
        assert [text for text in matched if not seen(text)] == []
        assert not seen("a lamp (of brass): it stands alone [in the snow], and a man jumps")


def test_times_in_words_are_seen_wherever_they_stand_in_a_long_text() -> None:
    prose = ["a lamp stands in the snow, and one man jumps"] * 2000
    for place in (0, 999, 2000):
        lines = [*prose[:place], "first, from two to four seconds", *prose[place:]]
        assert "".join(portions("\n".join(lines))) == "\n".join(lines)
        assert wordedtimes._may_range("\n".join(lines))
        assert worded.begin_in_words([*prose[:place], "Zero to three seconds: a lamp", *prose[place:]])
    assert not wordedtimes._may_range("\n".join(prose))
    assert not worded.begin_in_words(prose)


def test_a_label_with_a_number_in_words_is_seen_at_once() -> None:
    """Each label with each number before and behind it; what is no ASCII is not told at once."""
    names = [word for word in words.of("shots", "parts", "shots_within") if word.isascii()]
    numbers = (*words.of("numbers", "roman", "further", *counted.ORDINALS), "a", "el primer", "no. one", "la secunda")
    texts = {f"{name} {number}: a lamp" for name in names for number in numbers}
    texts |= {f"a lamp, {number} {name} of it" for name in names for number in numbers}
    texts |= {f"{name} {of} one: a" for name in names for of in (*words.of("counting"), "nr.", "one of")}
    texts |= {f"{name} one {of} {more}: a" for name in names for of in words.of("out_of") for more in ("3", "two")}
    texts |= {f"1{sign}{gap}{name}: a" for name in names for sign in (*words.of("ordered"), "") for gap in ("", " ")}
    expression = re.compile(labels._spelled())
    matched = [text for text in map(canonical, texts) if expression.search(text) is not None]
    assert len(matched) > 20_000
    assert [text for text in matched if not labels._may_spell(text)] == []
    assert not labels._may_spell("shot 1 [0-2s] wide shot of a lamp.\nshot 2 [2-5s] it falls, and the scene is dark.")


@pytest.mark.parametrize(
    "letter", ["a", "é", "\u0dff", "\u0e00", "\u0eff", "\u0f00", "か", "漢", "\u9fff", "\ua000", "한", "\ud7b0"]
)
def test_letters_of_unspaced_scripts_are_those_of_the_expression(letter: str) -> None:
    assert words.unspaced(letter) is (re.search(f"[{words.UNSPACED}]", letter) is not None)
    assert words.unspaced(f"a{letter}b") is words.unspaced(letter)


a_piece = st.one_of(
    st.sampled_from(
        ["0", "3", "12", "1234567", " ", "  ", "\t", ".", ",", ":", "-", "~", "/", "=", "|", "[", "(", '"', "'"]
    ),
    st.sampled_from(
        [*words.of("seconds", "frames", "to", "further", "numbers", "within", "shots", "initials", "counting")]
    ),
    st.sampled_from(
        ["a", "the", "lamp", "K", "S", "I", "_", "*", "#", ">", "!", "?", ";", "pier", "x", "²", "①", "ſ", "ı"]
    ),
)
a_line = st.lists(st.one_of(a_piece, a_piece.map(str.upper)), max_size=8).map("".join)


@settings(max_examples=2000, deadline=None)
@given(a_line)
@example("Pier 39 at night.")
@example("3 S")
@example("12.  -sec")
def test_a_plain_line_holds_no_time(line: str) -> None:
    if trigger._is_plain(line):
        ways = (trigger._timed().search, trigger._FIRST.match, trigger._BRACKETED.search, trigger._BROKEN.search)
        assert not any(way(line) for way in (*ways, trigger._framed().search, trigger._CIRCLED.search))


@pytest.mark.parametrize(
    "line", ["# Clip 1", "## Clip 12", "Clip 3", "# The lamp 123456", "Pier 39 at night, in rain."]
)
def test_prose_with_one_number_is_plain(line: str) -> None:
    assert trigger._is_plain(line)
    assert not trigger.may_hold_a_time(line)


@settings(max_examples=2000, deadline=None)
@given(a_line)
@example("In the first two seconds: a lamp")
@example("A lamp. SHOT one")
def test_a_line_that_opens_with_a_time_in_words_has_a_word_for_it(line: str) -> None:
    heads = [head for head in (worded._HEAD.match(line), *worded._SENTENCE.finditer(line)) if head is not None]
    if any(map(worded._opens, heads)):
        assert worded._may_open(line)


def test_prose_opens_with_no_time() -> None:
    assert not worded._may_open("A hand strikes a match in the rain and a face appears in its warm light.")
