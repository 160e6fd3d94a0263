"""CSV and Markdown tables as stories."""

from __future__ import annotations

import pytest

from storyboard.exporters import load as exporter
from storyboard.importers import Refused, guess, load
from tests.importers.reading import compiled, imported, times

MARKDOWN = """A quay in the rain.

| # | Time | Action | Camera | Notes |
|---|:----:|--------|--------|-------|
| 1 | 0–3s | A rope \\| a knot | push in | old |
| 2 | 0:03-0:05 | A boat<br>turns | | |

No text.
"""


def test_a_markdown_table_is_a_list_of_shots() -> None:
    assert guess(MARKDOWN) == "markdown"
    assert times(MARKDOWN) == [[(0, 3), (3, 5)]]
    story = imported(MARKDOWN)
    assert (
        "Shot 1 [0-3s] A rope | a knot\n  camera: push in\n  Notes: old\nShot 2 [3-5s] A boat\n  turns\n---\nNo text."
        in story
    )


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_with_any_separator(sign: str) -> None:
    text = (
        sign.join(("镜号", "时长", "画面内容", "台词"))
        + "\n"
        + sign.join(("1", "3s", "绳子", '"走"'))
        + "\n"
        + sign.join(("2", "2", "船", ""))
    )
    assert guess(text) == "csv"
    assert times(text) == [[(0, 3), (3, 5)]]


def test_our_own_list_of_shots_comes_back() -> None:
    story = (
        '# One\nShot 1 [0-3s, knot] =A rope.\n  camera: pan\n  sound: rain\n  ODA: "Well?"\nShot 2 [3-5s] A boat.\n\n'
        "# Two\nShot 1 [0-5s] The sea.\n"
    )
    rows = exporter("csv").render(compiled(story))
    assert guess(rows) == "csv"
    assert exporter("csv").render(compiled(imported(rows))) == rows


def test_a_table_without_such_columns_is_refused() -> None:
    assert isinstance(load("csv").read("a,b\n1,2\n"), Refused)
    assert isinstance(load("markdown").read("| a | b |\n|---|---|\n| 1 | 2 |\n"), Refused)
    assert guess("| Field | Value |\n|---|---|\n| size | 2 |\n") == "prompt"


def test_a_field_that_is_too_long_for_csv_is_refused() -> None:
    made = load("csv").read('time,action\n0-3s,"' + "a" * 200_000)
    assert isinstance(made, Refused)
    assert made.message.startswith("it is no CSV: ")
