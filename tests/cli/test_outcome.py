"""What a build leaves to read however it ends: its report, and the summary of a step of GitHub's workflows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from storyboard.cli import exits
from tests.cli.paying import TWO, Project, project

Make = Callable[..., AbstractContextManager[Project]]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    def made(*faults: str, **more: Any) -> AbstractContextManager[Project]:
        return project(tmp_path, monkeypatch, capsys, *faults, **{"protocol": "v2", **more})

    return made


def rows(it: Project) -> list[tuple[str, str]]:
    return [(row["state"], row["reason"]) for row in it.report()["clips"]]


@pytest.mark.parametrize(
    ("flags", "code", "why"),
    [
        ([], exits.USAGE, "1.25 USD would be spent, and there is no terminal to ask on"),
        (["--max-cost", "1"], exits.CAP, "1.25 USD would be spent, and `--max-cost` is 1"),
        (
            ["--yes", "--locked"],
            exits.OUT_OF_DATE,
            "`storyc.lock` has no `a.story 001 wan-2.6-t2v@segmind` with this request",
        ),
    ],
)
def test_a_run_that_is_refused_says_so_of_each_clip(make: Make, flags: list[str], code: int, why: str) -> None:
    with make() as it:
        (it.root / "b.story").write_text("Shot 1 [0-3s A lamp.\n")
        # An error in a story counts for more than a want of consent.
        code = exits.STORY_ERRORS if code == exits.USAGE else code
        assert it.build(*flags, "--report", "report.json", paths=("a.story", "b.story")) == code
        assert [state for state, _ in rows(it)] == ["refused", "refused"]
        assert all(reason.startswith(f"nothing was sent: {why}") for _, reason in rows(it))
        assert [story["story"] for story in it.report()["stories"]] == ["b.story"]
        assert it.report()["total_usd"] == 0


def test_a_refused_run_knows_what_is_there_and_what_is_unknown(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    story = TWO + "\n# The rain\nIt rains.\nShot 1 [0-5s] The gutter runs over.\n"
    with make("504:2", "history-empty:2", story=story) as it:
        assert it.build("--yes", "--jobs", "1", "--only", "1", "--only", "2") == exits.OUTCOME_UNKNOWN
        monkeypatch.delenv("SEGMIND_API_KEY")
        assert it.build("--yes", "--report", "report.json") == exits.KEY
        first, second, third = it.report()["clips"]
        assert (first["state"], first["path"], first["price_usd"]) == ("cached", "build/a/01-the-match.mp4", 0.625)
        assert second["state"] == "unknown"
        assert "`storyc ledger show " in second["reason"]
        assert third["state"] == "refused"
        assert "SEGMIND_API_KEY" in third["reason"]


def test_a_lock_that_cannot_be_used_is_the_reason(make: Make) -> None:
    with make() as it:
        (it.root / "storyc.lock").write_text("{\n<<<<<<< ours\n}\n")
        assert it.build("--yes", "--report", "report.json") == exits.OUT_OF_DATE
        assert all(state == "refused" and "conflict" in reason for state, reason in rows(it))


def test_a_report_of_a_refused_run_is_junit_too(make: Make) -> None:
    with make() as it:
        assert it.build("--max-cost", "1", "--report", "report.xml") == exits.CAP
        suite = ElementTree.parse(it.root / "report.xml").getroot()[0]
        assert (suite.get("tests"), suite.get("failures")) == ("2", "2")


def test_a_report_that_cannot_be_written_hides_nothing(make: Make) -> None:
    with make("504", "history-empty") as it:
        assert it.build("--yes", "--only", "1", "--report", "no/such/report.json") == exits.OUTCOME_UNKNOWN
        assert "`no/such/report.json` cannot be written" in it.err


def test_a_free_build_has_its_clips_in_the_report(make: Make) -> None:
    with make() as it:
        assert it.call("build", "a.story", "--draft", "--report", "report.json") == exits.DONE
        assert rows(it) == [("done", ""), ("done", "")]


def test_the_step_has_a_summary(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make("504:2", "history-empty:2") as it:
        summary = it.root / "summary.md"
        summary.write_text("before\n")
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
        (it.root / "b_c.story").write_text("Shot 1 [0-3s A lamp.\n")
        code = it.build("--yes", "--jobs", "1", paths=("a.story", "b_c.story"))
        assert code == exits.OUTCOME_UNKNOWN
        text = summary.read_text()
        assert text.startswith("before\n### storyc build\n")
        assert "| Clips | 2: 1 made, 1 may be paid for or not |" in text
        assert "| Films | 1: 1 made |" in text
        assert "| Spent | 0.625 USD |" in text
        assert "| not compiled | b\\_c.story |  | it has errors |" in text
        assert re.search(r"\| may be paid for or not \| a\.story \| 2 \| .*0\.625 USD may have been spent", text)
        unknown = next(attempt for attempt in it.attempts() if attempt.state == "unknown")
        assert f"\nstoryc ledger show {unknown.id}\n" in text


def test_a_clip_that_was_dearer_than_agreed_to_is_marked_wherever_it_is_reported(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make("cost=0.7:2") as it:
        summary = it.root / "summary.md"
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
        assert it.build("--yes", "--jobs", "1", "--report", "report.json") == exits.CAP
        assert [row["overcharged_usd"] for row in it.report()["clips"]] == [0, 0.075]
        text = summary.read_text()
        assert "| Clips | 2: 1 made, 1 made for more than agreed to |" in text
        assert (
            "| made for more than agreed to | a.story | 2 | the host has charged 0.7 USD, and its price is 0.625 USD |"
        ) in text
        assert it.call("report", "merge", "report.json", "--format", "junit") == exits.DONE
        merged = ElementTree.fromstring(it.out)
        # What was settled at that is no failure of a later run.
        assert it.build("--yes", "--report", "report.xml") == exits.DONE, it.err
        later = ElementTree.parse(it.root / "report.xml").getroot()
        assert [suite.get("failures") for suite in (merged[0], later[0])] == ["1", "0"]
        failure = merged.find(".//testcase/failure")
        assert failure is not None
        assert "has charged 0.7 USD" in str(failure.get("message"))


def test_junit_marks_a_clip_that_was_dearer_than_agreed_to(make: Make) -> None:
    with make("cost=0.7") as it:
        assert it.build("--yes", "--only", "1", "--report", "report.xml") == exits.CAP
        case = ElementTree.parse(it.root / "report.xml").getroot()[0][0]
        failure = case.find("failure")
        assert failure is not None
        assert failure.get("message") == "the host has charged 0.7 USD, and its price is 0.625 USD"


def test_a_summary_that_cannot_be_written_is_said(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make() as it:
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(it.root / "no/summary.md"))
        assert it.build("--yes") == exits.USAGE
        assert "GITHUB_STEP_SUMMARY is" in it.err
        assert it.charges() == 2


def test_a_summary_is_not_endless(tmp_path: Path) -> None:
    from storyboard.production.records import Built, Step
    from storyboard.report.production.markdown import summary

    steps = tuple(Step("failed", "a.story", "", clip, reason="@crew | <b>", take=1) for clip in range(1, 2001))
    text = summary([Built(tmp_path, (), steps)])
    assert "and 1500 more" in text
    assert "@crew" not in text
    assert json.dumps(text)


def test_what_the_host_still_makes_is_running_in_the_report_and_not_failed(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make(seconds=3600.0) as it:
        monkeypatch.setenv("STORYC_HOST_SEGMIND_PATIENCE", "1")
        assert it.build("--yes", "--only", "1", "--report", "report.json") == exits.NOT_FINISHED
        assert [row["state"] for row in it.report()["clips"]] == ["running"]
        # So it is in that of a run which is refused.
        assert it.build("--report", "report.json") == exits.USAGE
        assert [row["state"] for row in it.report()["clips"]] == ["running", "refused"]


def test_a_clip_that_cost_nothing_is_not_said_to_have_cost_its_price(make: Make) -> None:
    with make("cost=0", story=TWO.partition("\n# The lamp")[0]) as it:
        for flags in (("--yes",), ()):
            assert it.build(*flags, "--report", "report.json") == 0, it.err
            assert it.report()["clips"][0]["price_usd"] == 0
            assert (it.report()["total_usd"], "made for 0.625 USD" in it.err) == (0, False)
