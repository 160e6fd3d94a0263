from __future__ import annotations

import json

import pytest

from storyboard.diagnostics import Bar, Diagnostic, Edit, Finding, Fix, Level, Note, Ruler, Safety, rule_page
from storyboard.report import formats, load
from storyboard.report.drawing import frame, ruler
from storyboard.report.drawing.cells import mask, shown, width
from storyboard.source import Source, Span
from tests.compiling import compiled
from tests.steps import steps

KEY = "SG_" + "0123456789abcdef"
MARKET = Source("market.story", "A market.\nShot 1 [0-3s] A lamp.\nShot 2 [2-5s] A hand.\n")


def at(source: Source, words: str) -> Span:
    start = source.text.index(words)
    return source.span(start, start + len(words))


def diagnostic(
    span: Span,
    *,
    related: tuple[Note, ...] = (),
    label: str = "",
    message: str = "one thing but another",
    fix: Fix | None = None,
    drawn: Ruler | None = None,
) -> Diagnostic:
    finding = Finding(message, span, "do this", "SB999", label, related, fix, drawn)
    return Diagnostic("SB999", "some-mistake", Level.WARNING, finding)


OVERLAP = Diagnostic(
    "SB201",
    "shot-overlap",
    Level.ERROR,
    Finding(
        "shot 2 starts at 2s but shot 1 ends at 3s",
        at(MARKET, "[2-5s]"),
        "start shot 2 at 3s, or end shot 1 at 2s",
        "SB201",
        "one second of both",
        (Note("shot 1 is here", at(MARKET, "[0-3s]")),),
        Fix(Safety.UNSAFE, "end shot 1 at 2s", (Edit(at(MARKET, "0-3s"), "0-2s"),)),
        Ruler((Bar("1", 0, 3000), Bar("2", 2000, 5000)), 5000),
    ),
)

GOLDEN = """\
error[SB201] shot-overlap: shot 2 starts at 2s but shot 1 ends at 3s
  ┌─ market.story:3:8
2 │ Shot 1 [0-3s] A lamp.
  │        ------ shot 1 is here
3 │ Shot 2 [2-5s] A hand.
  │        ^^^^^^ one second of both
  │  0     1     2     3     4     5
  │  ├─────── 1 ───────┤
  │              ├─────── 2 ───────┤
  = help: start shot 2 at 3s, or end shot 1 at 2s
  = unsafe fix: end shot 1 at 2s

1 error in 1 story
"""


def text(*diagnostics: Diagnostic, sources: tuple[Source, ...] = (MARKET,), columns: int = 120) -> str:
    return load("text").render(diagnostics, {source.path: source for source in sources}, width=columns)


def test_text_is_drawn_with_ruler_and_both_places() -> None:
    assert text(OVERLAP) == GOLDEN


def test_colour_changes_nothing_but_colour() -> None:
    import click

    painted = load("text").render([OVERLAP], {"market.story": MARKET}, color=True)
    assert "\x1b[" in painted
    assert click.unstyle(painted) == GOLDEN


def test_concise_is_one_line() -> None:
    report = load("concise").render([OVERLAP], {"market.story": MARKET})
    assert report == "market.story:3:8: error[SB201] shot-overlap: shot 2 starts at 2s but shot 1 ends at 3s\n"


def test_json_has_the_documented_form() -> None:
    (record,) = json.loads(load("json").render([OVERLAP], {"market.story": MARKET}))
    assert record == {
        "schema": "storyc.diagnostic/1",
        "code": "SB201",
        "name": "shot-overlap",
        "level": "error",
        "message": "shot 2 starts at 2s but shot 1 ends at 3s",
        "path": "market.story",
        "line": 3,
        "column": 8,
        "end_line": 3,
        "end_column": 14,
        "help": "start shot 2 at 3s, or end shot 1 at 2s",
        "related": [{"message": "shot 1 is here", "path": "market.story", "line": 2, "column": 8}],
        "fix": {
            "safety": "unsafe",
            "title": "end shot 1 at 2s",
            "edits": [
                {"path": "market.story", "line": 2, "column": 9, "end_line": 2, "end_column": 13, "text": "0-2s"}
            ],
        },
        "url": rule_page("SB201"),
    }


def test_nothing_found_is_nothing_said() -> None:
    said = {form: load(form).render([], {}) for form in formats()}
    # A server closes what a report does not name any more, so these two are whole documents.
    assert json.loads(said.pop("sarif"))["runs"][0]["results"] == []
    assert said.pop("junit").endswith('<testsuites name="storyc check">\n</testsuites>\n')
    assert said.items() >= {"text": "", "concise": "", "json": "[]\n", "gitlab": "[]\n", "github": ""}.items()


@pytest.mark.parametrize(
    ("line", "words", "drawn", "under"),
    [
        ("镜头1 [0-3秒] 灯", "[0-3秒]", "镜头1 [0-3秒] 灯", "      ^^^^^^^"),
        ("e\u0301e\u0301 x", "x", "e\u0301e\u0301 x", "   ^"),
        ("\tlamp\tx", "x", "    lamp    x", "            ^"),
        ("a\u202eb x", "x", "a\\u{202e}b x", "           ^"),
        ("a\x1b[31m x", "x", "a\\u{1b}[31m x", "            ^"),
        (f"key {KEY} x", KEY, f"key SG_{'*' * 16} x", "    " + "^" * 19),
    ],
)
def test_marks_stand_under_what_they_mark(line: str, words: str, drawn: str, under: str) -> None:
    source = Source("a.story", line)
    rows = text(diagnostic(at(source, words)), sources=(source,)).splitlines()
    assert rows[2:4] == [f"1 │ {drawn}", f"  │ {under}"]


def test_a_mark_at_the_end_of_a_line_is_one_caret() -> None:
    source = Source("a.story", "lamp\n")
    assert text(diagnostic(source.span(4, 4)), sources=(source,)).splitlines()[3] == "  │     ^"


def test_a_mark_over_lines_ends_with_its_first_line() -> None:
    source = Source("a.story", "lamp\nhand\n")
    assert text(diagnostic(source.span(2, 7)), sources=(source,)).splitlines()[3] == "  │   ^^"


def test_lines_between_two_marks_are_left_out() -> None:
    source = Source("a.story", "one\ntwo\nthree\n")
    found = diagnostic(at(source, "three"), related=(Note("before", at(source, "one")),))
    assert text(found, sources=(source,)).splitlines()[1:7] == [
        "  ┌─ a.story:3:1",
        "1 │ one",
        "  │ --- before",
        "⋮",
        "3 │ three",
        "  │ ^^^^^",
    ]


def test_two_files_have_a_frame_each() -> None:
    other = Source("cast.yaml", "LAMP: a lamp\n")
    found = diagnostic(at(MARKET, "A lamp"), related=(Note("defined here", at(other, "LAMP")),))
    rows = text(found, sources=(MARKET, other)).splitlines()
    assert "  ┌─ cast.yaml:1:1" in rows
    assert "  │ ---- defined here" in rows


def test_a_file_that_is_not_at_hand_is_named() -> None:
    found = diagnostic(Span("gone.story", 3, 5), related=(Note("included by", Span("other.story", 0, 1)),))
    report = text(found, sources=())
    assert "┌─ gone.story\n" in report
    assert "included by (`other.story`)" in report


@pytest.mark.parametrize("filler", ["x", "灯", "\u202e", "e\u0301", "\t"])
@pytest.mark.parametrize("columns", [60, 120])
def test_a_long_line_is_cut_to_the_screen_around_its_mark(filler: str, columns: int) -> None:
    source = Source("a.story", filler * 500 + "CULPRIT" + filler * 500)
    line, under = text(diagnostic(at(source, "CULPRIT")), sources=(source,), columns=columns).splitlines()[2:4]
    assert width(line) <= columns
    assert "CULPRIT" in line
    before = line[: line.index("CULPRIT")]
    assert under == f"  │ {' ' * (width(before) - 4)}{'^' * 7}"


def test_long_lines_cost_no_more_than_short_ones() -> None:
    def drawn(length: int) -> int:
        source = Source("a.story", "灯" * length)
        marked = [diagnostic(source.span(start, start + 1)) for start in range(length // 4, length, length // 40)]
        return steps(lambda: text(*marked, sources=(source,)))

    assert drawn(40_000) < 1.2 * drawn(2_000)


def test_no_format_prints_what_a_terminal_obeys_or_a_key() -> None:
    hostile = f"\x1b]0;title\x07 \u202e {KEY} \x9b31m \r"
    source = Source(f"{hostile}.story", f"{hostile} x")
    fix = Fix(Safety.SAFE, hostile, (Edit(at(source, "x"), hostile),))
    found = diagnostic(at(source, "x"), message=hostile, label=hostile, fix=fix, drawn=Ruler((Bar(hostile, 0, 9),), 9))
    for form in formats():
        report = load(form).render([found], {source.path: source})
        assert not set(report) & {"\x1b", "\x07", "\u202e", "\x9b", "\r"}
        assert KEY not in report


def test_a_ruler_marks_the_end_that_a_shot_passes() -> None:
    assert ruler.draw(Ruler((Bar("1", 0, 3000), Bar("2", 3000, 8000)), 5000)) == [
        "0    1    2    3    4    5    6    7    8",
        "├───── 1 ──────┤         ┊",
        "               ├─────────┊ 2 ───────────┤",
    ]


@pytest.mark.parametrize("length", [1, 400, 1000, 5000, 15_000, 61_000, 3_600_000])
def test_a_ruler_keeps_to_its_cells(length: int) -> None:
    bars = tuple(Bar("镜头", start, start + length // 3) for start in (0, length // 2, length))
    for line in ruler.draw(Ruler(bars, length)):
        assert width(line) <= ruler.CELLS + 24


def test_a_ruler_without_length_is_none() -> None:
    assert ruler.draw(Ruler((), 0)) == []


def test_cells() -> None:
    assert width("灯é") == 3
    assert shown("a\nb\u2066") == "a b\\u{2066}"
    assert mask(f"x {KEY} SG_short") == f"x SG_{'*' * 16} SG_short"


@pytest.mark.parametrize("form", ["text", "junit"])
def test_a_line_with_many_findings_is_searched_for_keys_once(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[int] = []
    plain = frame.mask

    def counting(line: str) -> str:
        searched.append(len(line))
        return plain(line)

    monkeypatch.setattr(frame, "mask", counting)
    costs: list[int] = []
    for size in (100, 400):
        searched.clear()
        made = compiled("Shot 1 [0-5s] A lamp " + "{{a}}" * size + ".\n")
        assert len(made.diagnostics) == size
        assert load(form).render(made.diagnostics, made.sources)
        costs.append(sum(searched))
    assert 0 < costs[1] <= 4 * costs[0]


@pytest.mark.parametrize("sign", ["[", "[[ ", "{{ a "])
def test_open_signs_of_one_paragraph_are_one_finding(sign: str) -> None:
    made = compiled(f"Shot 1 [0-5s] A lamp {sign * 1000}.\n")
    assert [each.code for each in made.diagnostics] == ["SB404" if sign[0] == "{" else "SB115"]
    assert "the first of " in made.diagnostics[0].finding.message


def test_open_signs_of_two_paragraphs_are_two_findings() -> None:
    made = compiled("Shot 1 [0-5s] A lamp [[ which\n\n  A hand [[ whose\n")
    assert [each.code for each in made.diagnostics] == ["SB115", "SB115"]
