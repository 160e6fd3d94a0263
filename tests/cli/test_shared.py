"""Clips that ask for the same are paid for once, and every sum that is said is what the ledger has spent."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storyboard.emulate.faults import script
from tests.cli.paying import project

ONE = "# C1\nduration: 5\nShot 1 [0-5s] Close-up: a lamp on a table turns in the light.\n"
TWICE = ONE + ONE.replace("C1", "C2")


def test_clips_that_share_a_request_cost_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with project(tmp_path, monkeypatch, capsys, story=TWICE) as it:
        assert it.build("--yes", "--report", "report.json", "--events", "events.jsonl") == 0, it.err
        assert it.charges() == 1
        assert sum(attempt.spent for attempt in it.attempts()) == 625_000
        assert it.err.count("sending `a.story`") == it.err.count("the host makes `a.story`") == 1
        assert "kept   build/a/02-c2.mp4 (5 s, 0 USD)" in it.err
        assert "1 made for 0.625 USD, 1 kept" in it.err
        report = it.report()
        assert report["total_usd"] == 0.625
        assert [(row["state"], row["price_usd"]) for row in report["clips"]] == [("done", 0.625), ("cached", 0)]
        records = [json.loads((tmp_path / f"build/a/0{n}-c{n}.json").read_text()) for n in (1, 2)]
        assert [record["price_usd"] for record in records] == [0.625, 0]
        assert it.build("--report", "report.json") == 0, it.err
        assert it.report()["total_usd"] == 0
        assert [(row["state"], row["price_usd"]) for row in it.report()["clips"]] == [("cached", 0.625), ("cached", 0)]


def test_projects_that_share_a_ledger_are_offered_a_request_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with project(tmp_path, monkeypatch, capsys, story=ONE) as it:
        roots = _projects(tmp_path)
        monkeypatch.setenv("STORYC_STORE", str(tmp_path / "store"))
        assert it.call("plan", *roots, "--format", "json") == 0, it.err
        assert json.loads(it.out)["total_usd"] == 0.625
        assert it.call("plan", *roots, "--max-cost", "0.625") == 0, it.err
        assert "2 new; 0.625 USD for 5 s" in it.out
        assert [line.split()[0] for line in it.out.splitlines() if ".story" in line] == ["p/p.story", "q/q.story"]
        assert it.call("plan", *roots, "--format", "markdown") == 0, it.err
        assert all(f"| {root}/{root}.story |" in it.out for root in roots)
        assert it.build(paths=roots) == 2
        assert "0.625 USD would be spent" in it.err
        assert it.build("--max-cost", "0.625", "--report", "report.json", paths=roots) == 0, it.err
        assert (it.charges(), it.report()["total_usd"]) == (1, 0.625)
        assert "sending `p/p.story` clip 1" in it.err
        assert it.build("--report", "report.xml", paths=roots) == 0, it.err
        assert all(f'<testsuite name="{root}/{root}.story"' in (it.root / "report.xml").read_text() for root in roots)


def test_a_project_looks_for_what_the_one_before_it_has_bought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with project(tmp_path, monkeypatch, capsys, story=ONE) as it:
        assert it.build("--yes", "--report", "report.json", paths=_projects(tmp_path)) == 0, it.err
        assert (it.charges(), it.report()["total_usd"]) == (1, 0.625)


@pytest.mark.parametrize("flags", [(), ("--no-look",)])
def test_what_the_run_itself_has_bought_need_not_show_in_the_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], flags: tuple[str, ...]
) -> None:
    with project(tmp_path, monkeypatch, capsys, "history-empty", story=ONE) as it:
        roots = _projects(tmp_path)
        assert it.build("--yes", *flags, "--report", "report.json", paths=roots) == 0, it.err
        assert (it.submits(), it.report()["total_usd"]) == (1, 0.625)
        job = it.host.book()["jobs"][0]["request_id"]
        assert f"`q.story` clip 1 is paid for by `p` as `{job}`" in it.err
        assert it.build(paths=roots) == 0, it.err


@pytest.mark.parametrize("first", ["p", "q"])
def test_what_a_project_of_the_run_has_bought_before_is_not_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], first: str
) -> None:
    with project(tmp_path, monkeypatch, capsys, "history-empty", story=ONE) as it:
        roots = _projects(tmp_path)
        assert it.build("--yes", paths=(first,)) == 0, it.err
        assert it.build(paths=roots) == 0, it.err
        assert it.submits() == 1


def test_what_a_project_of_the_run_may_have_bought_is_not_bought_by_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    faults = script("- [504-billed, history-empty]\n- none\n")
    with project(tmp_path, monkeypatch, capsys, script=faults, story=ONE) as it:
        roots = _projects(tmp_path)
        assert it.build("--yes", paths=roots) == 7
        assert "`q.story` clip 1 may be paid for already: attempt `" in it.err
        monkeypatch.chdir(tmp_path / "p")
        assert it.call("ledger", "list", "--format", "json") == 0
        id = json.loads(it.out)[0]["id"]
        monkeypatch.chdir(tmp_path)
        assert it.build("--yes", paths=roots) == 6
        assert f"`q.story` clip 1 may be paid for already: attempt `{id}` of `p` has sent the same" in it.err
        assert it.submits() == 1
        monkeypatch.chdir(tmp_path / "p")
        assert it.call("ledger", "resolve", id, "--not-billed") == 0, it.err
        monkeypatch.chdir(tmp_path)
        assert it.build("--yes", paths=roots) == 0, it.err
        assert it.submits() == 2


def _projects(folder: Path) -> tuple[str, ...]:
    """Two projects whose stories have the same clip."""
    for name in ("p", "q"):
        (folder / name).mkdir()
        (folder / name / "storyc.toml").write_text("")
        (folder / name / f"{name}.story").write_text(ONE)
    return "p", "q"


def test_a_story_that_was_renamed_is_found_in_the_ledger_by_its_old_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with project(tmp_path, monkeypatch, capsys, story=ONE) as it:
        assert it.build("--yes") == 0, it.err
        (tmp_path / "a.story").rename(tmp_path / "b.story")
        assert it.build(paths=("b.story",)) == 0, it.err
        for more in ((), ("--sum",)):
            assert it.call("ledger", "list", "b.story", *more) == 0
            assert "clips of `b.story` were bought for `a.story`: `storyc ledger list a.story`" in it.err
        assert it.call("ledger", "list", "a.story") == 0
        assert "were bought for" not in it.err
