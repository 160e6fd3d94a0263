"""YAML as the language reads it: lines are text whatever they hold, every span lies where it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyboard.diagnostics import Finding
from storyboard.language.yamltext import Mapping, Node, Scalar, entry, read, read_value
from storyboard.source import Source
from tests.steps import linear


def plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    return [plain(item) for item in node.items]


def settings(text: str, **limits: int) -> tuple[object, list[Finding]]:
    node, findings = read(Source("a.story", text), 0, len(text), **limits)
    return plain(node), findings


def value(text: str) -> tuple[Node, list[Finding]]:
    source = Source("a.story", text)
    return read_value(source, text.index(":") + 1, len(text))


TRAPS = [
    "Evolution: the trailer",
    "We are #1",
    "@image1 as face",
    "{{ name }}",
    "{{ a }} and {{ b }}",
    "[draft] X",
    '"Quoted" film',
    "'What's next'",
    "`x`",
    "%x",
    "- a",
    "> a",
    "| a",
    "&a",
    "*a",
    "!a",
    "? a",
    "no",
    "1:30",
    "017",
    "~",
    "[draft",
    "{draft",
    '"draft',
    "{a} and {b}",
    "[a}",
    "a # b",
    "---",
    "https://example.org/a.wav",
    "什么：好",
    "\\n",
    "",
]


@pytest.mark.parametrize("text", TRAPS)
def test_a_one_line_value_is_the_rest_of_its_line_whatever_it_holds(text: str) -> None:
    assert settings(f"title: {text}\nsize: x\n") == ({"title": text, "size": "x"}, [])
    assert settings(f"vars:\n  title:   {text}  \n  b: c") == ({"vars": {"title": text, "b": "c"}}, [])
    assert plain(value(f"title: {text}\n")[0]) == text
    if text:
        assert settings(f"include:\n  - {text}\n- x: y\n")[0] == {"include": [text]}


def test_list_items_are_text_too() -> None:
    assert settings("include:\n- Act 1: the ship\n-  b\n\ntitle: x") == (
        {"include": ["Act 1: the ship", "b"], "title": "x"},
        [],
    )
    assert settings("include:\n  - a\n    b\n  -\n    c: d\n") == ({"include": ["a b", {"c": "d"}]}, [])


def test_what_is_wholly_quoted_or_bracketed_is_yaml() -> None:
    text = "a: 'it''s'\nb: \"x\\ny\"\nc: [a, 'b c', no, What's next]\nd: {size: 720*1280, e: [1:30, 017]}\nf: ''\n"
    assert settings(text) == (
        {"a": "it's", "b": "x\ny", "c": ["a", "b c", "no", "What's next"]}
        | {"d": {"size": "720*1280", "e": ["1:30", "017"]}, "f": ""},
        [],
    )
    assert settings("vars: {\n  a: b,\n  # said\n  c: d\n}\nx: y") == ({"vars": {"a": "b", "c": "d"}, "x": "y"}, [])
    assert settings("a: 'one\n  two'\n") == ({"a": "one two"}, [])
    assert settings('a: "one"\n  two\n') == ({"a": '"one" two'}, [])


def test_json_is_read_as_a_whole_file() -> None:
    assert settings('{"vars": {"a": "b"},\n "include": ["c"]}\n') == ({"vars": {"a": "b"}, "include": ["c"]}, [])


def test_blocks_and_continued_values() -> None:
    text = "a: one\n  two\n\n  # said\n  three\nb: |\n  four\n  # five\n\n    six\nc: >-\n  seven\n  eight\nd:\n  nine\n  ten: 10\n"
    assert settings(text) == (
        {"a": "one two three", "b": "four\n# five\n\n  six", "c": "seven eight", "d": "nine ten: 10"},
        [],
    )
    assert settings("a: |\nb: >\n") == ({"a": "", "b": ""}, [])
    assert settings("a: |+\n  x\n\nb: y")[0] == {"a": "x", "b": "y"}


def test_keys_may_hold_spaces_quotes_and_the_wide_colon() -> None:
    text = "cast:\n  OLD MAN: grey\n  \"A: B\": c\n  'it''s' : d\n标题：进化：一\n1:30: x\n"
    assert settings(text) == (
        {"cast": {"OLD MAN": "grey", "A: B": "c", "it's": "d"}, "标题": "进化：一", "1:30": "x"},
        [],
    )


def test_comments_stand_on_their_own_line() -> None:
    assert settings("# storyc: ignore[SB214]\na: b # c\n\n   # d\ne: f") == ({"a": "b # c", "e": "f"}, [])
    node, findings = value("cast:\n  A: b\n  // said\n  C: #1\n")
    assert (plain(node), findings) == ({"A": "b", "C": "#1"}, [])


def test_a_shared_file_may_carry_document_marks() -> None:
    assert settings("---\na: b\n---\n") == ({"a": "b"}, [])
    assert settings("") == ({}, [])
    assert settings("\n# a\n\n") == ({}, [])
    assert settings("---\n") == ({}, [])


def test_only_the_stretch_is_read() -> None:
    source = Source("a.story", "---\na: b\n---\nc: d\n")
    node, findings = read(source, 4, 9)
    assert (plain(node), findings) == ({"a": "b"}, [])
    assert entry(node, "a") == Scalar("b", source.span(7, 8))
    assert entry(node, "c") is None


def test_spans_cover_what_was_written() -> None:
    source = Source("a.story", "😀 中: [😀, \"中\\n\", {x: ''}]\nb: 'c'\nd:\n  e: f\n  - g\nh: |\n  😀\n")
    node, _ = read(source, 0, len(source.text))

    def written(node: Node) -> list[str]:
        here = [source.text[node.span.start : node.span.end]]
        inner = node.items if not isinstance(node, Scalar | Mapping) else ()
        pairs = node.entries if isinstance(node, Mapping) else ()
        return here + [w for item in (*inner, *(n for pair in pairs for n in pair)) for w in written(item)]

    found = written(node)
    assert found[1:7] == ["😀 中", "[😀, \"中\\n\", {x: ''}]", "😀", '"中\\n"', "{x: ''}", "x"]
    assert found[7:10] == ["''", "b", "'c'"]
    assert found[-2:] == ["h", "|\n  😀"]


WRONG = [
    ("a: b\nno colon\nc: d", "no colon", "neither `key: value` nor a comment"),
    ("size:720", "size:720", "no colon with a space"),
    ("size = 720", "size = 720", "neither"),
    ("size=720", "size=720", "no colon with a space"),
    ("// said\na: b", "// said", "starts with `#`"),
    ("- a\n", "- a", "list's item"),
    (": a", ": a", "no name before the colon"),
    ("a:\n\tb: c\n", "\t", "a tab"),
    ("a:\n\u3000b: c\n", "\u3000", "not the plain one"),
    ("a:\n    b: c\n  d: e\n", "d: e", "indented by 2, its neighbours by 0"),
    ("  a: b\nc: d", "c: d", "indented by 0, the settings above by 2"),
    ("a: &x\n  b: c", "&x", "an anchor or a tag"),
    ("a: !!str\n  b: c", "!!str", "an anchor or a tag"),
    ("a: {b: *x}", "*x", "alias or anchor"),
    ("a: [&x b]", "&x b", "alias or anchor"),
    ("a: [!x b]", "!x b", "a tag"),
    ("<<: x", "<<: x", "merge"),
    ("a: {<<: x}", "<<", "key is expected"),
    ("a: [{{ b }}]", "{ b }", "key is expected"),
    ("a: [b,\n  c\nd: e", "[", "never closed"),
    ("a: [@image1]", "@", "does not fit here inside `[]`"),
    ("a: {b: c, %}", "%", "does not fit here inside `{}`"),
    (r'a: "C:\path"', "\\", "inside double quotes"),
    ("a: ['b' c]", "c", "does not fit here inside"),
]


@pytest.mark.parametrize(("text", "culprit", "words"), WRONG)
def test_what_cannot_be_read_is_said_in_a_writers_words(text: str, culprit: str, words: str) -> None:
    source = Source("a.story", text)
    _, findings = read(source, 0, len(text))
    assert [finding.code for finding in findings] == ["SB103"]
    assert words in findings[0].message
    assert findings[0].help
    span = findings[0].span
    assert source.text[span.start : span.end].startswith(culprit[:1])
    if len(culprit) > 1 and "inside" not in words:
        assert source.text[span.start : span.end] == culprit


def test_reading_goes_on_after_a_mistake() -> None:
    read_, findings = settings("a: b\nc\n  d: e\nf: [@]\ng: h\ni:j\nk: l")
    assert read_ == {"a": "b", "g": "h", "k": "l"}
    assert [finding.code for finding in findings] == ["SB103"] * 3


def test_a_key_given_twice_is_an_error_that_shows_both_places() -> None:
    source = Source("a.story", "a: b\nc: d\na: e\nf: {g: 1, g: 2}\n")
    node, findings = read(source, 0, len(source.text))
    assert [(f.code, f.span.start, f.related[0].span.start) for f in findings] == [("SB104", 10, 0), ("SB104", 25, 19)]
    assert plain(node) == {"a": "b", "c": "d", "f": {"g": "1"}}


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 50_000 + "]" * 50_000,
        "a: " + "{a: " * 5_000 + "}" * 5_000,
        "".join(" " * i + f"k{i}:\n" for i in range(200)) + " " * 200 + "x",
        "".join(" " * i + "-\n" for i in range(200)).replace("-", "a:", 1),
    ],
)
def test_deep_nesting_is_one_finding(text: str) -> None:
    _, findings = settings(text)
    assert [finding.code for finding in findings] == ["SB113"]
    assert "20 deep" in findings[0].message


def test_deep_nesting_takes_steps_in_proportion() -> None:
    assert linear(lambda levels: settings("a: " + "{a: " * levels + "}" * levels), 1_000)


@pytest.mark.parametrize("text", ["a: b\n" * 100, "a: [" + "b," * 100 + "]", "".join(f"k{i}: v\n" for i in range(100))])
def test_many_values_are_one_finding(text: str) -> None:
    _, findings = settings(text, nodes=50)
    assert [finding.code for finding in findings].count("SB113") == 1
    assert findings[-1].message == "the settings hold more than 50 values"


@pytest.mark.parametrize(
    "sign", [" ", "[", "{", "'", '"', '"\\', ":", "：", "-", "- ", "\t", "#", "|", "[a, ", "]", "a ", "''"]
)
def test_long_odd_lines_take_steps_in_proportion(sign: str) -> None:
    def work(size: int) -> None:
        bomb = sign * size
        for text in (bomb, f"a: {bomb}", f"a: [{bomb}]", f'a: "{bomb}"', f"a:\n  {bomb}\n", f"a:\n  {bomb}\n" * 3):
            read(Source("a.story", text), 0, len(text), nodes=1_000)
            read_value(Source("a.story", text), 0, len(text), nodes=1_000)

    assert linear(work, 5_000)


def test_many_unclosed_brackets_take_steps_in_proportion() -> None:
    def work(size: int) -> None:
        settings("".join(f"k{i}: [\n" for i in range(size)) + "".join(f"n{i}: {{\n  x\n" for i in range(size)))

    assert linear(work, 500)


SIGNS = "a: \n[]{}'\"#|>\t,\\%😀：\u2028\x85\r\x00\ud800\ufeff"
FRAGMENTS = st.sampled_from(
    [*SIGNS, ": ", "\n  ", "- ", "-\n", "&a", "*a", "!t", "---", "...", "{{", "}}", "<<: ", "? "]
)


@given(st.one_of(st.lists(FRAGMENTS, max_size=40).map("".join), st.text(max_size=80)))
def test_no_text_raises_and_all_spans_lie_in_it(text: str) -> None:
    source = Source("a.story", text)

    def inside(node: Node) -> None:
        assert 0 <= node.span.start <= node.span.end <= len(source.text)
        for pair in node.entries if isinstance(node, Mapping) else ():
            inside(pair[0])
            inside(pair[1])
        for item in () if isinstance(node, Scalar | Mapping) else node.items:
            inside(item)

    for node, findings in (read(source, 0, len(source.text)), read_value(source, 0, len(source.text))):
        inside(node)
        for finding in findings:
            assert finding.message
            assert finding.help
            assert finding.code in ("SB103", "SB104")
            assert 0 <= finding.span.start <= finding.span.end <= len(source.text)
