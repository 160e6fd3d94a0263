"""`storyc plan` as its users meet it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storyboard.cli import exits, run
from storyboard.compiler.pipeline import Options, compile_story
from storyboard.config import Config
from storyboard.ledger import open_ledger
from storyboard.report.drawing.cells import width
from storyboard.source import DiskFiles
from tests.cli.stories import GOOD
from tests.plan.buying import bought
from tests.test_budget import imported

Captured = pytest.CaptureFixture[str]
TABLE = """\
story       clip  state  s    USD
good.story     1  new    5  0.625

1 clip: 1 new; 0.625 USD for 5 s, about 3 min a clip
"""
NOTE = "note: no model is named, and `wan-2.6-t2v@segmind` may be withdrawn: see `storyc models --fit PATH`\n"


def buy(folder: Path, upto: str = "published", store: str = ".storyc") -> str:
    """The id of an attempt of the good story's only clip."""
    request = compile_story(DiskFiles(folder), "good.story", Config(), Options()).requests[0]
    ledger = open_ledger(folder / store)
    id = bought(ledger, request, upto)
    ledger.close()
    return id


def test_a_new_clip_is_a_line_with_its_price(folder: Path, capsys: Captured) -> None:
    assert run(["plan", "good.story"]) == 0
    assert capsys.readouterr() == (TABLE, NOTE)
    assert run(["plan", "-q", "good.story"]) == 0
    assert capsys.readouterr() == (TABLE, "")
    # Nothing is made by looking.
    assert not (folder / ".storyc").exists()


def test_takes_are_counted_as_generations_and_each_film_has_its_sum(folder: Path, capsys: Captured) -> None:
    (folder / "more.story").write_text(f"variants:\n  tall: {{size: 720*1280}}\ntakes: 2\n\n{GOOD}")
    assert run(["plan", "--variant", "all", "good.story", "more.story"]) == 0
    sums, _, last = capsys.readouterr().out.partition("sum of")[2].rpartition("\n\n")
    assert [line.split() for line in sums.splitlines()[1:]] == [
        ["good.story", "1", "1", "5", "0.625"],
        ["more.story", "1", "1", "5", "0.625"],  # the first take is the good story's clip, bought once
        ["more.story", "tall", "1", "2", "10", "1.25"],
    ]
    assert last == "5 generations of 3 clips: 5 new; 2.5 USD for 20 s, about 3 min a clip\n"


def test_a_bought_clip_costs_nothing(folder: Path, capsys: Captured) -> None:
    buy(folder)
    assert run(["plan", "--detailed-exitcode", "good.story"]) == 0
    out = capsys.readouterr().out
    assert "good.story     1  cached  5    -\n" in out
    assert out.endswith("\n1 clip: 1 cached; nothing to pay\n")
    (folder / "good.story").write_text(GOOD.replace("A hand", "Two hands"))
    assert run(["plan", "--detailed-exitcode", "good.story"]) == exits.WOULD_SPEND
    out = capsys.readouterr().out
    assert "changed" in out
    assert out.endswith("\n1 clip: 1 changed; 0.625 USD for 5 s, about 2 min a clip\n")


@pytest.mark.parametrize("upto", ["sending", "accepted"])
def test_what_is_under_way_or_unknown_is_not_bought(folder: Path, capsys: Captured, upto: str) -> None:
    buy(folder, upto)
    assert run(["plan", "--format", "json", "--detailed-exitcode", "good.story"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert plan["clips"][0]["state"] == {"sending": "unknown", "accepted": "running"}[upto]
    assert plan["total_usd"] == 0


def test_the_ledger_may_lie_elsewhere(folder: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    buy(folder, store="books")
    inside = folder / "inside"
    inside.mkdir()
    # A flag is meant from the working folder, a setting from the root.
    monkeypatch.chdir(inside)
    assert run(["plan", "--store", "../books", "../good.story"]) == 0
    assert "cached" in capsys.readouterr().out
    monkeypatch.setenv("STORYC_STORE", "books")
    assert run(["plan", "../good.story"]) == 0
    assert "cached" in capsys.readouterr().out


def test_a_story_with_errors_stops_no_other(folder: Path, capsys: Captured) -> None:
    assert run(["plan", "--detailed-exitcode", "."]) == exits.STORY_ERRORS
    out, err = capsys.readouterr()
    assert "good.story" in out
    assert "bad.story" not in out
    assert "error[SB201]" in err
    assert run(["plan", "nowhere.story", "good.story"]) == exits.USAGE


def test_a_broken_ledger_is_no_empty_one(folder: Path, capsys: Captured) -> None:
    (folder / ".storyc").mkdir()
    (folder / ".storyc" / "ledger.db").write_bytes(b"no database at all, but long enough to be looked at" * 40)
    assert run(["plan", "good.story"]) == exits.USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: the ledger")


def test_a_report_goes_to_a_file(folder: Path, capsys: Captured) -> None:
    assert run(["plan", "good.story", "--format", "text", "-o", "plan.txt"]) == 0
    assert capsys.readouterr() == ("", "wrote plan.txt: 1 clip\n" + NOTE)
    assert (folder / "plan.txt").read_text() == TABLE


def test_json_has_the_documented_form(folder: Path, capsys: Captured) -> None:
    assert run(["plan", "--format", "json", "good.story"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert list(plan) == ["schema", "clips", "total_usd"]
    assert (plan["schema"], plan["total_usd"]) == ("storyc.plan/1", 0.625)
    assert plan["clips"][0]["clip"] == {"index": 1, "title": "", "slug": "clip"}


def test_a_comment_calls_nobody_and_keeps_its_columns(folder: Path, capsys: Captured) -> None:
    (folder / "odd.story").write_text(GOOD.replace("A lamp", "# A | *b* @you #1 <i> `x`\nA lamp", 1))
    assert run(["plan", "--format", "markdown", "odd.story"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("**storyc plan:** 1 clip: 1 new; 0.625 USD for 5 s")
    row = out.splitlines()[-1]
    assert row.replace("\\|", "").count("|") == 7
    assert "A \\| \\*b\\* @&#8203;you #&#8203;1 &lt;i&gt; \\`x\\`" in row


def test_columns_stand_under_their_heads_in_any_script(folder: Path, capsys: Captured) -> None:
    (folder / "渡口.story").write_text(GOOD.replace("A lamp", "# 江心的渡口\nA lamp", 1), encoding="utf-8")
    (folder / "long.story").write_text(GOOD.replace("A lamp", f"# {'long ' * 60}\nA lamp", 1))
    (folder / "bad.story").unlink()
    assert run(["plan", "."]) == 0
    lines = capsys.readouterr().out.splitlines()
    heads, rows = lines[0], lines[1 : lines.index("")]
    assert {width(line) for line in rows} == {width(heads)} == {120}
    assert sum("…" in line for line in rows) == 1


def test_colour_only_where_it_is_asked_for(folder: Path, capsys: Captured) -> None:
    assert run(["plan", "--color", "always", "good.story"]) == 0
    assert "\x1b[38;5;28mnew\x1b[0m" in capsys.readouterr().out.replace("new  ", "new")


@pytest.mark.parametrize("words", [["plan", "a.story"], ["ledger", "list"], ["ledger", "audit"]])
def test_looking_needs_no_network_and_no_key(tmp_path: Path, words: list[str]) -> None:
    assert imported(words, tmp_path) & {"requests", "urllib3", "av", "PIL", "keyring"} == set()


def test_a_plan_that_costs_more_than_it_may(folder: Path, capsys: Captured) -> None:
    assert run(["plan", "good.story", "--max-cost", "0.625", "--detailed-exitcode"]) == exits.WOULD_SPEND
    assert run(["plan", "good.story", "--max-cost", "0.62", "--detailed-exitcode"]) == exits.CAP
    assert "0.625 USD would be spent, and `--max-cost` is 0.62" in capsys.readouterr().err


HALVES = "takes: 2\n# Whole\nShot 1 [0-5s] A lamp.\n# Halves\nShot 1 [0-2.5s] Steam.\nShot 2 [2.5-5s] Rain.\n"


def test_a_plan_names_what_the_model_cannot_do_once(folder: Path, capsys: Captured) -> None:
    (folder / "halves.story").write_text(HALVES)
    assert run(["plan", "halves.story"]) == 0
    out = capsys.readouterr().out
    assert out.partition("a clip\n")[2] == (
        "\nWhat wan-2.6-t2v@segmind cannot do:\n"
        "  clip 2, halves.story:5:11: warning[SB212] shot 1 ends at 2.5s, `wan-2.6-t2v` counts in whole seconds\n"
    )
    assert run(["build", "--dry-run", "halves.story"]) == 0
    assert capsys.readouterr().out == out
    assert run(["plan", "halves.story", "--only", "whole"]) == 0
    assert "cannot do" not in capsys.readouterr().out
    assert run(["plan", "halves.story", "--format", "markdown"]) == 0
    assert capsys.readouterr().out.endswith(
        ", clip 2, halves.story:5:11: **warning** SB212, shot 1 ends at 2.5s, wan-2.6-t2v counts in whole seconds.\n"
    )


def test_what_several_variants_lose_is_named_once(folder: Path, capsys: Captured) -> None:
    (folder / "halves.story").write_text("variants: {upright: {size: 720*1280}, pair: {takes: 2}}\n" + HALVES)
    assert run(["plan", "halves.story", "--variant", "all"]) == 0
    assert capsys.readouterr().out.count("[SB212]") == 1


def test_a_plan_in_json_has_the_losses_of_each_clip_and_a_saved_one_none(folder: Path, capsys: Captured) -> None:
    (folder / "halves.story").write_text(HALVES)
    assert run(["plan", "halves.story", "--format", "json"]) == 0
    clips = json.loads(capsys.readouterr().out)["clips"]
    assert [[loss["code"] for loss in clip.get("losses", ())] for clip in clips] == [[], [], ["SB212"], ["SB212"]]
    assert run(["plan", "halves.story", "-o", "saved.json"]) == 0
    assert "losses" not in (folder / "saved.json").read_text()


def test_a_saved_plan_of_another_project_says_where_it_is_built(folder: Path, capsys: Captured) -> None:
    (folder / "films").mkdir()
    (folder / "films" / "storyc.toml").write_text("")
    (folder / "films" / "good.story").write_text(GOOD.replace("lamp", "torch"))
    assert run(["plan", "films", "-o", "saved.json"]) == 0
    assert "; build it in `films`\n" in capsys.readouterr().err
    assert run(["plan", "good.story", "-o", "saved.json"]) == 0
    assert "build it in" not in capsys.readouterr().err
