"""CSV and Markdown tables as stories."""

from __future__ import annotations

import pytest

from storyboard.exchange.exporters import load as exporter
from storyboard.exchange.importers import Refused, guess, load
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
        "Shot 1 [0-3s] A rope | a knot\n  camera: push in\n  // Notes: old\nShot 2 [3-5s] A boat\n  turns\n---\nNo text."
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


def test_the_longest_column_is_the_text_where_no_header_tells() -> None:
    text = "| No | Zeitpunkt | Time | Was |\n|---|---|---|---|\n| 1 | Tag | 0-3s | Ein Seil im Regen. |\n| 2 | Tag | 3–5 s | Ein Boot. |\n"
    assert times(text) == [[(0, 3), (3, 5)]]
    assert imported(text).splitlines()[0] == "Shot 1 [0-3s] Ein Seil im Regen."


def test_a_table_without_times_is_text() -> None:
    assert guess("| Time | Place |\n|---|---|\n| dawn | a quay |\n| noon | a boat |\n") == "prompt"


def test_a_column_of_starts_gives_each_shot_the_time_until_the_next() -> None:
    text = "| Shot | Time | Picture |\n|---|---|---|\n| 1. The quay | 0:00 | A rope. |\n| 2. The boat | 0:03 | It turns. |\n| 3 | 0:05 | The sea. |\n"
    assert times(text) == [[(0, 3), (3, 5), None]]
    assert "Shot 1 [0-3s, The quay] A rope." in imported(text).splitlines()
    assert "// import?: the table gives only when each shot starts: how long is this one?" in imported(text)


def test_times_that_never_move_are_asked_about() -> None:
    text = "| Shot | Time | Picture |\n|---|---|---|\n| **S01** | 00:00 | A rope. |\n| **S02** | 00:00 | A boat. |\n"
    assert imported(text).count('// import?: is "00:00" the time of this shot?') == 2


def test_columns_of_one_field_are_joined() -> None:
    text = "shot,start,end,shot size,angle,description\n1,00:00.000,00:03.000,wide,low,A rope.\n"
    assert "  camera: wide, low" in imported(text).splitlines()
