"""`storyc compare` and `storyc models --fit` as their users meet them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storyboard.cli import run
from storyboard.report.drawing.cells import width
from tests.helpers import BAD

Captured = pytest.CaptureFixture[str]
TWO = "wan-2.6@fal,kling-v3@kling"
HALVES = """\
# Whole
Shot 1 [0-3s] A lamp is lit.
Shot 2 [3-5s] A hand reaches in.
# Halves
seed: 7
Shot 1 [0-2.5s] Steam.
Shot 2 [2.5-5s] Rain.
"""


@pytest.fixture
def halves(folder: Path) -> Path:
    (folder / "halves.story").write_text(HALVES)
    return folder


def test_a_table_says_what_models_cost_and_lose(halves: Path, capsys: Captured) -> None:
    assert run(["compare", "halves.story", "--models", TWO]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out == (
        "halves.story\n"
        "model           clips   s   USD  shots  losses\n"
        "wan-2.6@fal         2  10     1    4/4  1 warning\n"
        "kling-v3@kling      2  10  1.26    3/4  1 error, 1 warning\n"
        "\n"
        "wan-2.6@fal\n"
        "  clip 2, halves.story:6:11: warning[SB212] shot 1 ends at 2.5s, `wan-2.6` counts in whole seconds\n"
        "\n"
        "kling-v3@kling\n"
        "  clip 2, halves.story:5:1: warning[SB313] `seed` is set, `kling-v3` takes none and makes the clip without it\n"
        "    lost: 7\n"
        "  clip 2, halves.story:6:11: error[SB314] shot 1 ends at 2.5s, `kling-v3` is told whole seconds of each shot\n"
    )


def test_json_has_a_row_a_clip_and_model(halves: Path, capsys: Captured) -> None:
    assert run(["compare", "halves.story", "--models", TWO, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["model"], row["clip"]["index"], row["price_usd"], row["shots_kept"]) for row in rows] == [
        ("wan-2.6@fal", 1, 0.5, 2),
        ("wan-2.6@fal", 2, 0.5, 2),
        ("kling-v3@kling", 1, 0.63, 2),
        ("kling-v3@kling", 2, 0.63, 1),
    ]
    losses = rows[3]["losses"]
    assert [(loss["schema"], loss["what"], loss["weight"], loss["code"]) for loss in losses] == [
        ("storyc.loss/1", "seed", "warning", "SB313"),
        ("storyc.loss/1", "times", "error", "SB314"),
    ]
    assert (losses[1]["line"], losses[1]["column"], losses[1]["end_column"]) == (6, 11, 14)
    assert (losses[1]["words"], losses[1]["shots"]) == ("2.5s", [1])


def test_a_clip_and_a_take_can_be_selected(halves: Path, capsys: Captured) -> None:
    (halves / "halves.story").write_text("takes: 3\n" + HALVES)
    chosen = ["--models", TWO, "--only", "whole", "--take", "2", "--format", "json"]
    assert run(["compare", "halves.story", *chosen]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["clip"]["slug"], row["takes"], row["price_usd"], row["losses"]) for row in rows] == [
        ("whole", 1, 0.5, []),
        ("whole", 1, 0.63, []),
    ]
    assert run(["compare", "halves.story", "--models", TWO, "--only", "hole"]) == 2
    assert "no clip `hole`" in capsys.readouterr().err


def test_a_take_of_a_clip_that_a_model_refuses_is_named_by_its_id(halves: Path, capsys: Captured) -> None:
    (halves / "halves.story").write_text("takes: 3\n" + HALVES)
    assert run(["plan", "halves.story", "--model", "wan-2.6@fal", "--list-clips"]) == 0
    ids = [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()]
    assert run(["compare", "halves.story", "--models", TWO, "--only", ids[4], "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["clip"]["slug"], row["takes"], [loss["code"] for loss in row["losses"]]) for row in rows] == [
        ("halves", 1, ["SB212"]),
        ("halves", 1, ["SB313", "SB314"]),
    ]
    unknown = f"{ids[4][:-1]}{'0' if ids[4][-1] != '0' else '1'}"
    assert run(["compare", "halves.story", "--models", "kling-v3@kling", "--only", unknown]) == 2
    assert f"there is no clip `{unknown}`" in capsys.readouterr().err


def test_a_size_or_length_that_a_model_lacks_has_no_price_there(folder: Path, capsys: Captured) -> None:
    (folder / "odd.story").write_text("duration: 7\nsize: 832*1088\nShot 1 [0-3s] A lamp.\nShot 2 [3-7s] A hand.\n")
    assert run(["compare", "odd.story", "--models", TWO, "--format", "json"]) == 0
    kling, wan = json.loads(capsys.readouterr().out)
    assert (wan["seconds"], wan["price_usd"], [loss["what"] for loss in wan["losses"]]) == (None, None, ["duration"])
    assert (kling["seconds"], kling["price_usd"], [loss["what"] for loss in kling["losses"]]) == (7, None, ["size"])
    (folder / "part.story").write_text("duration: 5.5\nShot 1 [0-3s] A lamp.\nShot 2 [3-5.5s] A hand.\n")
    assert run(["compare", "part.story", "--models", "wan-2.6@fal", "--format", "json"]) == 0
    assert [(row["seconds"], row["price_usd"]) for row in json.loads(capsys.readouterr().out)] == [(None, None)]
    assert run(["compare", "odd.story", "--models", TWO]) == 0
    assert "kling-v3@kling      1  7    -    2/2  1 error\n" in capsys.readouterr().out


def test_a_variant_is_compared_by_itself(folder: Path, capsys: Captured) -> None:
    story = "---\nvariants:\n  tall: {size: 832*1088}\n---\nShot 1 [0-3s] A lamp.\nShot 2 [3-5s] A hand.\n"
    (folder / "two.story").write_text(story)
    assert run(["compare", "two.story", "--models", TWO, "--variant", "all", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["variant"], row["model"], len(row["losses"])) for row in rows] == [
        ("", "wan-2.6@fal", 0),
        ("", "kling-v3@kling", 0),
        ("tall", "wan-2.6@fal", 0),
        ("tall", "kling-v3@kling", 1),
    ]


def test_an_error_of_the_story_itself_is_reported_once_and_ends_with_1(halves: Path, capsys: Captured) -> None:
    assert run(["compare", "halves.story", "bad.story"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("halves.story\n")
    assert "bad.story" not in out
    assert err.count("error[SB201]") == 1


def test_a_model_that_nobody_knows_is_a_mistake_of_usage(halves: Path, capsys: Captured) -> None:
    assert run(["compare", "halves.story", "--models", "wan-2.6@fall"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "there is no model `wan-2.6@fall`: write `wan-2.6@fal`" in err


def test_markdown_has_the_tables_and_folds_the_losses(halves: Path, capsys: Captured) -> None:
    assert run(["compare", "halves.story", "--models", TWO, "--format", "markdown"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n| ") == 4
    assert out.count("<details>") == 2
    assert "- clip 2, halves.story:6:11: **error** SB314, shot 1 ends at 2.5s, " in out


def test_long_words_are_cut_and_lines_keep_to_the_width(
    folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "long.story").write_text(f"{'A night market. ' * 80}\nShot 1 [0-3s] A lamp.\nShot 2 [3-5s] A hand.\n")

    def narrow(_: object) -> int:
        return 60

    monkeypatch.setattr("storyboard.cli.terminal.columns", narrow)
    assert run(["compare", "long.story", "--models", TWO]) == 0
    out = capsys.readouterr().out
    assert max(map(width, out.splitlines())) <= 60
    assert "    lost: A night market." in out
    assert "…" in out
    assert "0/2  2 errors" in out


def test_fit_lists_the_models_that_lose_nothing(halves: Path, capsys: Captured) -> None:
    assert run(["models", "--fit", "halves.story", "--fit", "good.story", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert run(["models", "--fit", "good.story", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["price_usd"] for row in rows] == sorted(row["price_usd"] for row in rows)
    fitting = {row["model"]: row for row in rows}
    assert fitting["wan-2.6@fal"]["price_usd"] == 0.5
    assert fitting["wan-2.6@fal"]["price_evidence"] == "unverified"
    assert fitting["wan-2.6-t2v@segmind"]["status"] == "at-risk"


def test_fit_in_words(folder: Path, capsys: Captured) -> None:
    (folder / "profiles").mkdir()
    (folder / "profiles" / "order@segmind.yaml").write_bytes((BAD / "profiles" / "order@segmind.yaml").read_bytes())
    assert run(["models", "--fit", "good.story"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["model", "clips", "s", "USD", "remarks"]
    assert "wan-2.6-t2v@segmind      1  5  0.625  may be withdrawn" in [line[:57].rstrip() for line in lines]
    assert not any(line.startswith("order@segmind") for line in lines)
    assert lines[-1].endswith("would lose something")


def test_fit_of_a_story_with_errors_is_no_answer(folder: Path, capsys: Captured) -> None:
    assert run(["models", "--fit", "bad.story"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "error[SB201]" in err
    assert run(["models", "wan-2.6@fal", "--fit", "good.story"]) == 2


def test_stories_of_two_projects_are_compared_apart_though_their_paths_are_one(folder: Path, capsys: Captured) -> None:
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "storyc.toml").write_text("")
        (folder / name / "film.story").write_text("Shot 1 [0-5s] A lamp is lit.\n")
    assert run(["compare", "a", "b", "--models", "wan-2.6@fal"]) == 0
    assert capsys.readouterr().out.count("film.story\nmodel") == 2
