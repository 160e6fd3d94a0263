"""A mark read from its line: what each part of it is, and where it stands."""

from __future__ import annotations

import pytest

from storyboard.language.story import Mark
from storyboard.language.syntax import read_script
from storyboard.language.syntax.marks import GROUPS, language_of
from storyboard.language.syntax.parser import pattern
from storyboard.source import Source, Span


def mark(line: str) -> tuple[Mark, str]:
    script, found = read_script(Source("x.story", line), clips=10, shots=10)
    assert not found
    (shot,) = script.clips[0].shots
    return shot.mark, shot.first.text


def typed(line: str, span: Span | None) -> str:
    return "" if span is None else line[span.start : span.end]


@pytest.mark.parametrize("kind", sorted(GROUPS))
def test_each_terminal_has_the_groups_that_are_read_back(kind: str) -> None:
    assert pattern(kind).groups == len(GROUPS[kind])


@pytest.mark.parametrize(
    ("line", "label", "number", "time", "start", "end", "title", "text"),
    [
        ("Shot 1 [0-3s] A lamp.", "Shot", "1", "[0-3s]", "0", "3", "", "A lamp."),
        ("  - **Shot 12 (0.5s – 3s):** A lamp.", "Shot", "12", "(0.5s – 3s)", "0.5", "3", "", "A lamp."),
        ("第2个镜头[0-3秒] 灯", "镜头", "2", "[0-3秒]", "0", "3", "", "灯"),
        ("[0:00-0:03] Shot 4: A lamp.", "Shot", "4", "[0:00-0:03]", "0:00", "0:03", "", "A lamp."),
        ("Scene 2 — The forge (0-3s): A lamp.", "Scene", "2", "(0-3s)", "0", "3", "The forge", "A lamp."),
        ("Shot 1 [0-3s, hook] A lamp.", "Shot", "1", "0-3s", "0", "3", "hook", "A lamp."),
        ("0-3s: A lamp.", "", "", "0-3s", "0", "3", "", "A lamp."),
        ("HOOK (0-3s): A lamp.", "", "", "(0-3s)", "0", "3", "HOOK", "A lamp."),
        ("Cut 3 (2s): A lamp.", "Cut", "3", "(2s)", "", "2", "", "A lamp."),
        ("Shot 1 · 3 sec A lamp.", "Shot", "1", "3 sec", "", "3", "", "A lamp."),
        ("Shot 1: A lamp.", "Shot", "1", "", "", "", "", "A lamp."),
        ("【镜头 1｜0-5s｜低角度】 灯", "镜头", "1", "0-5s", "0", "5", "低角度", "灯"),
        ("| 0-3s | A lamp. |", "", "", "0-3s", "0", "3", "", "A lamp."),
        ("Shot １ [０-３s] A lamp.", "Shot", "１", "[０-３s]", "０", "３", "", "A lamp."),
    ],
)
def test_parts_and_places(
    line: str, label: str, number: str, time: str, start: str, end: str, title: str, text: str
) -> None:
    got, first = mark(line)
    assert first == text
    assert [
        typed(line, span) for span in (got.label_span, got.number_span, got.start_span, got.end_span, got.title_span)
    ] == [label, number, start, end, title]
    assert got.title == title
    if time:
        assert typed(line, got.time_span).strip("[]()") == time.strip("[]()")
    assert typed(line, got.span).startswith(line.strip()[:1])


@pytest.mark.parametrize(
    ("line", "form", "times"),
    [
        ("Shot 1 [0-3s] x", "range", (0, 3000, None, None)),
        ("Shot 1 [0:01-1:05.5] x", "range", (1000, 65_500, None, None)),
        ("Shot 1 [0.1-0.3s] x", "range", (100, 300, None, None)),
        ("Shot 1 [0.0005-1s] x", "range", (1, 1000, None, None)),
        ("Shot 1 [3s] x", "length", (None, None, 3000, None)),
        ("Shot 1: x", "untimed", (None, None, None, None)),
        ("Shot 1 (0:00-0:03, 3s) x", "range", (0, 3000, None, 3000)),
        ("Shot 1 [3-0s] x", "range", (3000, 0, None, None)),
    ],
)
def test_times(line: str, form: str, times: tuple[int | None, ...]) -> None:
    got, _ = mark(line)
    assert (got.form, got.start, got.end, got.length, got.stated) == (form, *times)


@pytest.mark.parametrize(
    ("label", "unit", "language"),
    [
        ("Shot", "s", "other"),
        ("镜头", "秒", "zh"),
        ("鏡頭", "", "zh"),
        ("シーン", "秒", "ja"),
        ("カット", "", "ja"),
        ("", "秒", "cjk"),
        ("", "s", ""),
        ("Сцена", "с", "other"),
    ],
)
def test_language(label: str, unit: str, language: str) -> None:
    assert language_of(label, unit) == language
