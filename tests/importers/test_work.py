"""How much reading a text takes, counted in steps: each line and each number is looked at once."""

from __future__ import annotations

from collections import Counter

import pytest

from storyboard.compiler.rewriting import layout
from storyboard.config import Limits
from storyboard.exchange.importers import Draft, Refused, _agreement, _lift, _rows, read, written
from storyboard.language.reading import chain
from storyboard.language.syntax import parser, times
from tests.compiling import compiled

MANY = 300


def story(text: str) -> str:
    """The story that import makes of a text."""
    made = read(text)
    assert isinstance(made, Draft)
    return written(made)


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a story was compiled, a time was read and two marks were joined."""
    counts: Counter[str] = Counter()

    def count(place: object, name: str, key: str = "") -> None:
        real = getattr(place, name)

        def counted(*given: object, **named: object) -> object:
            counts[key or name] += 1
            return real(*given, **named)

        monkeypatch.setattr(place, name, counted)

    count(layout, "compile_story")
    count(_agreement, "compile_story", "compared")
    count(times, "read")
    count(times, "number")
    count(chain, "joint")
    count(_rows, "_headed")
    count(_lift, "negative")
    return counts


def test_an_import_in_canonical_layout_is_not_compiled(counts: Counter[str]) -> None:
    assert story("Shot 1 [0-3s] A rope.\nShot 2 [3-5s] A boat.") == "Shot 1 [0-3s] A rope.\nShot 2 [3-5s] A boat.\n"
    assert counts["compile_story"] == 0


def test_one_that_is_laid_out_is_compiled_before_and_after(counts: Counter[str]) -> None:
    assert "  camera: slow\n" in story("Shot 1 [0-3s] A rope.\ncamera:   slow\nShot 2 [3-5s] A boat.")
    assert counts["compile_story"] >= 2


def test_the_kind_of_each_line_is_looked_for_once() -> None:
    parser.kept_kind.cache_clear()
    story("".join(f"A rope is let down {at}.\nDepth: {at} fathoms\n" for at in range(MANY)))
    assert parser.kept_kind.cache_info().misses < 2.1 * MANY


def test_a_line_is_held_against_the_few_terminals_that_its_numbers_allow() -> None:
    parser.pattern.cache_clear()
    assert parser.by_grammar("- 3s: lamp") == "TEXT"
    few = parser.pattern.cache_info().misses
    assert parser.by_grammar("[Shot 1] 2, 3 lamps") == "SHOT_BOX"
    assert few + 5 < parser.pattern.cache_info().misses


def test_the_titles_of_a_clip_are_looked_for_once(counts: Counter[str]) -> None:
    story("".join(f"[Shot {at + 1}] A rope.\n" for at in range(MANY)))
    assert 0 < counts["_headed"] < 3


def test_a_line_without_a_digit_or_a_colon_is_no_setting(counts: Counter[str]) -> None:
    story("A rope is let down.\n" * MANY)
    assert counts["negative"] == 0
    story("Depth: a rope is let down.\n" * MANY)
    assert counts["negative"] == MANY


def test_check_reads_each_time_once_though_it_asks_first_whether_to_read(counts: Counter[str]) -> None:
    text = "".join(f"{at}-{at + 1}s: a rope, " for at in range(MANY))
    assert "SB117" in [each.code for each in compiled(text).diagnostics]
    assert MANY <= counts["read"] < 1.5 * MANY


def test_a_mark_that_joins_the_last_one_is_held_against_few(counts: Counter[str]) -> None:
    story("".join(f"{at}-{at + 1}s: a rope\n" for at in range(MANY)))
    assert MANY - 1 <= counts["joint"] < 4 * MANY


def test_a_text_whose_lines_check_faults_is_not_compiled_to_be_compared(counts: Counter[str]) -> None:
    text = "Shot one\n" * 3
    assert "SB110" in [each.code for each in compiled(text).diagnostics]
    counts.clear()
    assert story(text)
    assert counts["compared"] == 0
    assert story(f"// storyc: ignore[SB110]\n{text}")
    assert counts["compared"] == 1


def test_a_text_of_more_numbers_than_the_limit_is_not_read(counts: Counter[str]) -> None:
    assert isinstance(read("0-3s: a rope, " * MANY, limits=Limits(numbers=50)), Refused)
    assert counts["read"] == 0


def test_a_table_of_more_shots_than_a_story_may_have_is_refused() -> None:
    text = "time,action\n" + "3s,A rope.\n" * 20
    assert isinstance(read(text, limits=Limits(shots=20)), Draft)
    refused = read(text, limits=Limits(shots=19))
    assert isinstance(refused, Refused)
    assert "more than 19 shots" in refused.message


def test_columns_are_not_read_where_a_mark_is(counts: Counter[str]) -> None:
    lines = ("0-3s: a rope", "3-5s: a boat")
    assert story("\n".join(lines))
    alone = counts["number"]
    counts.clear()
    assert story("\n".join((*lines, "F0-F72 a sail")))
    assert alone == 0 < counts["number"]
