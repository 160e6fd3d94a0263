"""Sending now and collecting later: `build --submit-only`, `collect`, `--deadline`, `--no-wait`; nothing bought twice."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import exits
from tests.cli.paying import TWO, Project, project
from tests.cli.test_build_paid_signals import PAYING, Builder, Place, place

__all__ = ["place"]  # the fixture of a project whose runs are processes of their own

Make = Callable[..., AbstractContextManager[Project]]
LONG = 600.0  # seconds that a job takes at the host unless the test ends it


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    def made(*faults: str, **more: Any) -> AbstractContextManager[Project]:
        return project(tmp_path, monkeypatch, capsys, *faults, protocol="v2", seconds=LONG, **more)

    return made


def reported(it: Project) -> list[tuple[str, str]]:
    return [(clip["state"], clip["reason"]) for clip in it.report()["clips"]]


def test_what_is_sent_now_is_collected_later(make: Make) -> None:
    with make() as it:
        assert it.build("--yes", "--submit-only", "--report", "report.json") == exits.NOT_FINISHED, it.err
        assert it.states() == ["accepted", "accepted"]
        assert [state for state, _ in reported(it)] == ["running", "running"]
        assert "error" not in it.err
        assert it.err.endswith("2 clips, 10 s, 2 not finished, 0 films\n`storyc collect` fetches what the host makes\n")
        assert it.built() == []
        assert it.build("--yes", "--submit-only") == exits.NOT_FINISHED
        assert it.call("collect", "--no-wait") == exits.NOT_FINISHED, it.err
        assert it.err.count("the host makes `a.story` clip") == 2
        it.host.finish()
        assert it.call("collect", "--report", "report.json") == exits.DONE, it.err
        assert it.out == "build/a.mp4\n"
        assert [state for state, _ in reported(it)] == ["done", "done"]
        assert it.states() == ["published", "published"]
        assert it.call("collect") == exits.DONE
        assert it.build("--yes", "--submit-only") == exits.DONE, it.err
        assert it.charges() == it.submits() == 2
        assert it.built() == ["a.mp4", "a/01-the-match.mp4", "a/02-the-lamp.mp4"]


def test_what_was_sent_before_is_not_asked_for_by_who_only_sends(make: Make) -> None:
    with make() as it:
        assert it.build("--yes", "--submit-only", "--only", "1") == exits.NOT_FINISHED
        it.host.finish()
        before = it.host.book()["requests"]
        assert it.build("--yes", "--submit-only") == exits.NOT_FINISHED
        asked = [request["path"] for request in it.host.book()["requests"][len(before) :]]
        job = it.attempts()[0].request_id
        assert not [path for path in asked if job in path]
        assert it.call("collect") == exits.DONE
        assert it.charges() == 2


def test_who_does_not_wait_sends_few_until_a_price_was_kept_to(make: Make) -> None:
    clips = "".join(f"# C{number}\nA lamp, {number}.\nShot 1 [0-5s] It burns.\n" for number in range(6))
    with make(story=clips) as it:
        assert it.build("--yes", "--submit-only", "--jobs", "2", "--report", "report.json") == exits.NOT_FINISHED
        assert sorted(state for state, _ in reported(it)) == ["refused"] * 4 + ["running"] * 2
        assert "left   `a.story` clip 6: not sent, since the clips before it are unfinished, and the host" in it.err
        assert it.submits() == 2
        it.host.finish()
        assert it.call("collect") == exits.DONE, it.err
        assert it.out == ""
        assert it.build("--yes", "--submit-only", "--jobs", "2") == exits.NOT_FINISHED, it.err
        assert it.submits() == 6  # what was collected has shown that the price is kept to
        assert it.call("collect") == exits.DONE, it.err
        assert it.out == "build/a.mp4\n"
        assert it.charges() == 6


def test_no_more_is_sent_than_the_host_may_be_at_work_on(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYC_HOST_SEGMIND_IN_FLIGHT", "1")
    with make() as it:
        assert it.build("--yes", "--submit-only") == exits.NOT_FINISHED
        assert it.submits() == 1
        assert "not sent, since the host is at work on 1 clip" in it.err
        assert "1 clips" not in it.err


def test_after_the_deadline_nothing_is_sent_and_nothing_waited_for(make: Make) -> None:
    with make() as it:
        assert it.build("--yes", "--deadline", "0s", "--report", "report.json") == exits.NOT_FINISHED, it.err
        assert set(reported(it)) == {("refused", "not sent, since the deadline has passed")}
        assert it.submits() == 0
        assert it.states() == []
        assert it.build("--yes", "--submit-only") == exits.NOT_FINISHED, it.err
        assert it.build("--yes", "--deadline", "1s") == exits.NOT_FINISHED, it.err
        assert it.states() == ["accepted", "accepted"]
        assert it.built() == []
        assert it.call("collect", "--deadline", "0s") == exits.NOT_FINISHED
        it.host.finish()
        assert it.call("collect", "--deadline", "50m") == exits.DONE, it.err
        assert it.charges() == 2


@pytest.mark.parametrize("words", ["20", "m", "", "1h 30m", "-1m", "20M"])
def test_a_deadline_is_a_time(make: Make, words: str) -> None:
    with make() as it:
        assert it.build("--yes", "--deadline", words) == exits.USAGE
        assert "is not a time such as 90s, 20m or 1h30m" in it.err


@pytest.mark.parametrize("flag", ["--submit-only", "--no-wait", "--deadline=1m"])
def test_what_concerns_a_host_needs_one(make: Make, flag: str) -> None:
    with make() as it:
        assert it.call("build", "a.story", flag) == exits.USAGE
        assert f"`{flag.partition('=')[0]}` concerns the jobs of a host that is paid: name the `--provider`" in it.err


def test_another_machine_collects_by_the_lock_file_alone(make: Make) -> None:
    with make() as it:
        assert it.build("--yes", "--submit-only") == exits.NOT_FINISHED
        shutil.rmtree(it.root / ".storyc")
        shutil.rmtree(it.root / "build")
        assert it.call("collect", "--no-wait") == exits.NOT_FINISHED, it.err
        assert "`storyc.lock` names 2 clips that this ledger does not know" in it.err
        it.host.finish()
        shutil.rmtree(it.root / ".storyc")
        assert it.call("collect", "a.story") == exits.DONE, it.err
        assert it.out == "build/a.mp4\n"
        assert it.charges() == it.submits() == 2


def test_what_is_of_no_story_any_more_is_kept_in_the_store(make: Make) -> None:
    with make() as it:
        assert it.build("--yes", "--submit-only", "--only", "1") == exits.NOT_FINISHED
        (it.root / "a.story").unlink()
        assert it.call("collect", "--no-wait") == exits.NOT_FINISHED, it.err
        assert "1 clip of this ledger not settled" in it.err
        it.host.finish()
        assert it.call("collect") == exits.DONE, it.err
        assert it.states() == ["recorded"]
        (it.root / "a.story").write_text(TWO)
        assert it.call("collect", "a.story") == exits.DONE, it.err
        assert it.states() == ["published"]
        assert it.charges() == 1


def test_a_path_brings_what_is_of_its_stories_alone(make: Make) -> None:
    with make() as it:
        (it.root / "b.story").write_text(TWO.replace("wind", "storm").replace("face", "hand"))
        assert it.build("--yes", "--submit-only", paths=("a.story", "b.story")) == exits.NOT_FINISHED
        it.host.finish()
        assert it.call("collect", "b.story") == exits.DONE, it.err
        assert {attempt.story: attempt.state for attempt in it.attempts()} == {
            "a.story": "accepted",
            "b.story": "published",
        }
        assert it.call("collect") == exits.DONE, it.err
        assert sorted(it.out.split()) == ["build/a.mp4", "build/b.mp4"]
        assert it.charges() == 4


@pytest.mark.parametrize("words", [("--only", "1"), ("--take", "2")])
def test_clips_are_chosen_of_stories_that_are_named(make: Make, words: tuple[str, str]) -> None:
    with make() as it:
        assert it.call("collect", *words) == exits.USAGE
        assert f"`{words[0]}` says which clips of stories are meant: name these by a PATH" in it.err


def test_without_a_key_what_is_open_is_told(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make() as it:
        assert it.call("collect") == exits.DONE
        assert not (it.root / ".storyc").exists()
        assert it.build("--yes", "--submit-only") == exits.NOT_FINISHED
        monkeypatch.delenv("SEGMIND_API_KEY")
        assert it.call("collect") == exits.NOT_FINISHED
        assert "2 clips at `segmind` cannot be asked for: " in it.err
        assert it.call("collect", "a.story") == exits.KEY


def test_an_answer_that_was_lost_stays_unknown_and_is_not_bought_again(make: Make) -> None:
    with make("cut-after-billing", "history-late=600") as it:
        assert it.build("--yes", "--submit-only", "--only", "1") == exits.OUTCOME_UNKNOWN, it.err
        assert it.states() == ["unknown"]
        it.host.finish()
        assert it.call("collect") == exits.OUTCOME_UNKNOWN, it.err
        assert it.states() == ["unknown"]
        assert it.submits() == 1


def test_clips_of_a_variant_are_collected_too(make: Make) -> None:
    story = f"---\nvariants:\n  tall:\n    size: 720*1280\n---\n{TWO}"
    with make(story=story) as it:
        assert it.build("--yes", "--submit-only", "--variant", "tall") == exits.NOT_FINISHED, it.err
        it.host.finish()
        assert it.call("collect") == exits.DONE, it.err
        assert it.out == "build/a.tall.mp4\n"


def test_what_a_builder_is_at_is_left_or_waited_for(place: Place) -> None:
    builder = place.start()
    place.until("accepted", "accepted")
    for words in (("collect", "--no-wait"), ("build", "a.story", *PAYING, "--no-wait")):
        code, said = Builder(place.root, place.host, "v2", *words).end()
        assert code == exits.NOT_FINISHED, said
        assert "left   `a.story` clip 1: another storyc is at it" in said
    collectors = [Builder(place.root, place.host, "v2", "collect") for _ in range(2)]
    for collector in collectors:
        collector.until_said("waiting for `a.story` clip 2: another storyc is at it")
    place.generate()
    assert [run.end()[0] for run in (builder, *collectors)] == [exits.DONE] * 3
    assert place.host.charges() == 2


def test_a_collector_that_is_interrupted_loses_nothing(place: Place) -> None:
    assert Builder(place.root, place.host, "v2", "build", "a.story", *PAYING, "--submit-only").end()[0] == 8
    collector = Builder(place.root, place.host, "v2", "collect")
    collector.until_said("the host makes `a.story` clip 2")
    collector.process.send_signal(signal.SIGINT)
    assert collector.end()[0] == exits.INTERRUPTED
    assert place.states() == ["accepted", "accepted"]
    place.generate()
    assert Builder(place.root, place.host, "v2", "collect").end()[0] == exits.DONE
    assert place.host.charges() == 2
