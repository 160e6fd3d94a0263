"""Settling by hand: no way of it counts a job twice, takes another's for the attempt's own, or ends nowhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import exits
from storyboard.emulate.faults import parse
from tests.cli.paying import TWO, Project, project

Make = Callable[..., AbstractContextManager[Project]]
LAMP = TWO.partition("\n# The lamp")[0]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    """A project of one clip against a host with the faults that are named, asked by v2."""

    def made(*faults: str, **more: Any) -> AbstractContextManager[Project]:
        return project(tmp_path, monkeypatch, capsys, *faults, story=LAMP, protocol="v2", **more)

    return made


def unknown(it: Project) -> str:
    """The id of the one attempt, whose answer was lost."""
    assert it.build("--yes") == exits.OUTCOME_UNKNOWN, it.err
    (attempt,) = it.attempts()
    return attempt.id


def spent(it: Project) -> int:
    """What the ledger counts, in micro-dollars."""
    return sum(attempt.held + attempt.spent for attempt in it.attempts())


# ---- an unknown attempt is not given up while the host shows its job -------------------------------------------------


@pytest.mark.parametrize("flag", ["--lost", "--not-billed"])
def test_a_job_that_the_history_shows_by_now_is_written_down_and_not_given_up(make: Make, flag: str) -> None:
    with make("cut-after-billing", "history-late=1") as it:
        id = unknown(it)
        while not it.host.history():
            time.sleep(0.05)
        job = it.host.history()[0]["request_id"]
        assert it.call("ledger", "resolve", id, flag) == exits.USAGE
        assert f"the host's history shows the job of attempt `{id}`, `{job}`, and it is written down" in it.err
        assert it.states() == ["accepted"]
        assert it.build() == exits.DONE, it.err
        assert (it.submits(), it.charges(), spent(it)) == (1, 1, 625_000)


@pytest.mark.parametrize(("flag", "counted"), [("--lost", 625_000), ("--not-billed", 0)])
def test_one_that_the_history_does_not_show_is_given_up(make: Make, flag: str, counted: int) -> None:
    with make("cut-after-billing", "history-empty") as it:
        id = unknown(it)
        asked = it.calls()
        assert it.call("ledger", "resolve", id, flag) == exits.DONE, it.err
        assert it.calls() > asked
        assert (it.states(), spent(it)) == (["void"], counted)


def test_of_several_jobs_that_it_could_be_one_has_to_be_named(make: Make) -> None:
    with make(script=((parse("cut-after-billing"), parse("history-late=1")),)) as it:
        id = unknown(it)
        twin = it.host.call("POST", "/v2/wan-2.6-t2v", json=it.attempts()[0].body).json()["request_id"]
        it.host.wait(twin)
        while len(it.host.history()) < 2:
            time.sleep(0.05)
        assert it.call("ledger", "resolve", id, "--lost") == exits.USAGE
        assert "the host's history shows 2 jobs that it could be" in it.err
        assert f"`storyc ledger resolve {id} --attach REQUEST` says which it is" in it.err
        assert it.states() == ["unknown"]
        assert it.call("ledger", "resolve", id, "--attach", twin) == exits.DONE, it.err
        assert it.build() == exits.DONE, it.err


@pytest.mark.parametrize("flag", ["--lost", "--not-billed"])
def test_a_host_that_cannot_be_asked_blocks_nothing(make: Make, monkeypatch: pytest.MonkeyPatch, flag: str) -> None:
    with make("cut-after-billing", "history-empty") as it:
        id = unknown(it)
        with monkeypatch.context() as without:
            without.delenv("SEGMIND_API_KEY")
            assert it.call("ledger", "resolve", id, flag) == exits.KEY
            assert "`--no-look` settles it without asking the host" in it.err
        with monkeypatch.context() as away:
            away.setenv("STORYC_SEGMIND_BASE_URL", "http://127.0.0.1:9")
            assert it.call("ledger", "resolve", id, flag) == exits.USAGE
            assert "the host's history cannot be asked" in it.err
            assert it.states() == ["unknown"]
            assert it.call("ledger", "resolve", id, flag, "--no-look") == exits.DONE, it.err
        assert it.states() == ["void"]


def test_no_look_goes_with_what_looks(make: Make) -> None:
    with make("cut-after-billing", "history-empty") as it:
        assert it.call("ledger", "resolve", unknown(it), "--accept", "--no-look") == exits.USAGE
        assert "`--no-look` goes with `--not-billed` and `--lost` of an attempt" in it.err


# ---- whose job may be attached ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seconds", [60, 3 * 86_400])
def test_a_job_that_is_older_than_the_send_is_not_attached(make: Make, seconds: int) -> None:
    """The look has not seen it, since the history shows it late; that it is older shows all the same."""
    with make("cut-after-billing", "history-empty", f"older-job={seconds}") as it:
        id = unknown(it)
        (older,) = it.host.history()
        assert it.call("ledger", "resolve", id, "--attach", older["request_id"]) == exits.USAGE
        began = older["model_created"][:19].replace("T", " ")
        assert f"was begun on {began} UTC, and attempt `{id}` was sent after" in it.err
        assert it.states() == ["unknown"]


def test_its_own_job_is_attached(make: Make) -> None:
    with make("cut-after-billing", "history-late=1") as it:
        id = unknown(it)
        while not it.host.history():
            time.sleep(0.05)
        assert it.call("ledger", "resolve", id, "--attach", it.host.history()[0]["request_id"]) == exits.DONE, it.err
        assert it.build() == exits.DONE, it.err
        assert (it.charges(), spent(it)) == (1, 625_000)
