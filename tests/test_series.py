"""The sample series at each model: it compiles, or is refused with every cause named, or compiles after all fixes."""

from __future__ import annotations

from pathlib import Path

import pytest

from storyboard.profiles import model_names
from tools.series import Checked, Outcome, outcome, table

LENGTH, LONG, SIZE, SHOTS = "SB301 duration-not-offered", "SB302 clip-too-long", "SB303 size-not-offered", "SB312 shots-over-limit"  # fmt: skip
HALF = {"SB314 length-not-in-array": 1}
# What keeps a model from making the series as it is, and what is left after all fixes; the others compile it.
CAUSES: dict[str, tuple[dict[str, int], dict[str, int] | None]] = {
    "gen-4.5@runway": ({LENGTH: 1, SHOTS: 17}, {SHOTS: 18}),
    "h3@minimax": ({SIZE: 4}, {SIZE: 4}),
    "kling-o3@fal": (HALF, {}),
    "kling-v3@fal": (HALF, {}),
    "kling-v3@kling": (HALF, {}),
    "ltx-2.3@fal": ({LENGTH: 4, SIZE: 4}, {SIZE: 4}),
    "multi-shot@runway": ({SHOTS: 10, **HALF}, {SHOTS: 10}),
    "veo-3.1@fal": ({LENGTH: 4, LONG: 15}, {}),
    "veo-3.1@gemini": ({LENGTH: 4, LONG: 15}, {}),
}
FINE: tuple[dict[str, int], None] = ({}, None)


@pytest.mark.parametrize("model", model_names(None))
def test_what_becomes_of_the_series_is_said_in_full(model: str) -> None:
    first, left = CAUSES.get(model, FINE)
    result = outcome(model)
    assert result.wrong == ()
    assert result.first.causes == first
    assert (result.fixed.causes if result.fixed is not None else None) == left
    assert ((result.fixed or result.first).usd is None) == bool(left)


def test_the_table_says_which_causes_fixes_leave() -> None:
    rows = (
        Outcome("a@b", Checked({}, 2.5), None),
        Outcome("c@d", Checked({SIZE: 2, LENGTH: 1}, None), Checked({SIZE: 2}, None)),
        Outcome("e@f", Checked({LENGTH: 1}, None), Checked({}, 3)),
    )
    cells = [[cell.strip() for cell in line.split("  ") if cell] for line in table(rows).splitlines()]
    assert cells == [
        ["model", "outcome", "causes", "causes after fixes", "USD"],
        ["a@b", "compiles", "2.5"],
        ["c@d", "refused", f"1x {LENGTH}, 2x {SIZE}", f"2x {SIZE}", "-"],
        ["e@f", "compiles after fixes", f"1x {LENGTH}", "none", "3"],
    ]
    assert table(rows[:1], markdown=True).splitlines()[2] == "| a@b | compiles |  |  | 2.5 |"


def test_a_copy_is_mended_and_the_stories_stay(tmp_path: Path) -> None:
    story = tmp_path / "a.story"
    story.write_text("duration: 5\nShot 1 [0-5s] A lamp.\n", encoding="utf-8")
    assert outcome("veo-3.1@fal", tmp_path).word == "compiles after fixes"
    assert story.read_text(encoding="utf-8") == "duration: 5\nShot 1 [0-5s] A lamp.\n"
