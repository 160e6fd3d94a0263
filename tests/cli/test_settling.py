"""Settling by hand: no way of it counts a job twice, takes another's for the attempt's own, or ends nowhere."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import exits
from storyboard.compiler.pipeline import Options, compile_story
from storyboard.config import Config
from storyboard.emulate.faults import parse
from storyboard.ledger import HostPlace, open_ledger
from storyboard.production.plan import lockfile
from storyboard.providers import registry
from storyboard.source import DiskFiles
from tests.cli.paying import TWO, Project, project
from tests.emulate.hosting import later

Make = Callable[..., AbstractContextManager[Project]]
CLIP = "build/a/01-the-match.mp4"
LAMP = TWO.partition("\n# The lamp")[0]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    """A project of one clip against a host with the faults that are named, asked by v2."""

    def made(*faults: str, story: str = LAMP, **more: Any) -> AbstractContextManager[Project]:
        return project(tmp_path, monkeypatch, capsys, *faults, story=story, protocol="v2", **more)

    return made


def unknown(it: Project) -> str:
    """The id of the one attempt, whose answer was lost."""
    assert it.build("--yes") == exits.OUTCOME_UNKNOWN, it.err
    (attempt,) = it.attempts()
    return attempt.id


def spent(it: Project) -> int:
    """What the ledger counts, in micro-dollars."""
    return sum(attempt.held + attempt.spent for attempt in it.attempts())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipe with a name")
def test_what_never_begins_or_never_ends_is_no_clip(make: Make) -> None:
    with make("504:1", "history-empty") as it:
        id = unknown(it)
        os.mkfifo("pipe.mp4")
        for name in ("pipe.mp4", "/dev/zero"):
            assert it.call("ledger", "resolve", id, "--file", name) == exits.USAGE
            assert f"`{name}` cannot be read: it is no regular file" in it.err
        assert it.states() == ["unknown"]


# ---- an unknown attempt is not given up while the host shows its job -------------------------------------------------


@pytest.mark.parametrize("flag", ["--lost", "--not-billed"])
def test_a_job_that_the_history_shows_by_now_is_written_down_and_not_given_up(
    make: Make, monkeypatch: pytest.MonkeyPatch, flag: str
) -> None:
    with make("cut-after-billing", "history-late=60") as it:
        id = unknown(it)
        later(monkeypatch, 60)
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


def test_of_several_jobs_that_it_could_be_one_has_to_be_named(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make(script=((parse("cut-after-billing"), parse("history-late=60")),)) as it:
        id = unknown(it)
        twin = it.host.call("POST", "/v2/wan-2.6-t2v", json=it.attempts()[0].body).json()["request_id"]
        it.host.wait(twin)
        later(monkeypatch, 60)
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


@pytest.mark.parametrize("flag", ["--lost", "--not-billed"])
def test_a_job_that_shows_only_after_it_was_given_up_is_counted_once(
    make: Make, monkeypatch: pytest.MonkeyPatch, flag: str
) -> None:
    with make("cut-after-billing", "history-late=60") as it:
        assert it.call("ledger", "resolve", unknown(it), flag, "--no-look") == exits.DONE, it.err
        later(monkeypatch, 60)
        assert it.build() == exits.DONE, it.err
        assert "is found at the host" in it.err
        assert (it.submits(), it.charges(), spent(it)) == (1, 1, 625_000)
        assert it.states() == ["void", "published"]
        assert it.call("ledger", "audit") == exits.DONE, it.out


def test_what_the_lock_file_knows_of_its_job_is_not_given_up(make: Make) -> None:
    """The ledger is an old copy, of before the answer was attached."""
    with make("cut-after-billing", "history-empty") as it:
        id = unknown(it)
        shutil.copytree(it.root / ".storyc", it.root / "copy")
        job = it.host.book()["charges"][0]["request_id"]
        assert it.call("ledger", "resolve", id, "--attach", job) == exits.DONE, it.err
        assert it.build("--yes") == exits.DONE
        shutil.rmtree(it.root / ".storyc")
        shutil.rmtree(it.root / "build")
        (it.root / "copy").rename(it.root / ".storyc")
        assert it.call("ledger", "resolve", id, "--lost") == exits.USAGE
        assert f"the host still has request `{job}`: `storyc build` fetches it" in it.err
        assert it.build() == exits.DONE, it.err
        assert (it.charges(), spent(it)) == (1, 625_000)


def test_no_look_goes_with_what_looks(make: Make) -> None:
    with make("cut-after-billing", "history-empty") as it:
        assert it.call("ledger", "resolve", unknown(it), "--accept", "--no-look") == exits.USAGE
        assert "`--no-look` goes with `--not-billed` and `--lost`" in it.err


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


def test_its_own_job_is_attached(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make("cut-after-billing", "history-late=60") as it:
        id = unknown(it)
        later(monkeypatch, 60)
        assert it.call("ledger", "resolve", id, "--attach", it.host.history()[0]["request_id"]) == exits.DONE, it.err
        assert it.build() == exits.DONE, it.err
        assert (it.charges(), spent(it)) == (1, 625_000)


# ---- a lost store ----------------------------------------------------------------------------------------------------


def bought(it: Project) -> int:
    """Buy the clip; how many calls that took."""
    assert it.build("--yes") == exits.DONE, it.err
    return it.calls()


def test_a_lost_store_is_filled_from_where_the_clips_lie(make: Make) -> None:
    with make(story=TWO) as it:
        calls = bought(it)
        shutil.rmtree(it.root / ".storyc/store")
        assert it.call("ledger", "audit") == exits.STORY_ERRORS
        assert it.out.count("from where the next paid build or `storyc ledger resolve ") == 2
        assert it.build() == exits.DONE, it.err
        assert "2 clips lie in place as the ledger says, and are in the store again" in it.err
        assert it.call("ledger", "audit") == exits.DONE, it.out
        assert (it.calls(), it.charges(), it.states()) == (calls, 2, ["published", "published"])
        # From the store they come to where they belong.
        shutil.rmtree(it.root / "build/a")
        assert it.build() == exits.DONE, it.err
        assert it.calls() == calls


def test_a_lost_store_is_filled_from_where_a_clip_was_put_before_it_was_renamed(make: Make) -> None:
    with make() as it:
        calls = bought(it)
        shutil.rmtree(it.root / ".storyc/store")
        (it.root / "a.story").write_text(LAMP.replace("# The match", "# The matches"))
        assert it.build() == exits.DONE, it.err
        assert "1 clip lies in place as the ledger says, and is in the store again" in it.err
        assert "a/01-the-matches.mp4" in it.built()
        assert (it.calls(), it.charges()) == (calls, 1)


def test_a_renamed_clip_whose_old_file_was_changed_is_fetched_for_a_lost_store(make: Make) -> None:
    with make() as it:
        bought(it)
        shutil.rmtree(it.root / ".storyc/store")
        (it.root / CLIP).write_bytes(b"of another")
        (it.root / "a.story").write_text(LAMP.replace("# The match", "# The matches"))
        assert it.build() == exits.DONE, it.err
        assert it.charges() == 1


@pytest.mark.parametrize("flag", ["--file", "--refetch", "--lost"])
def test_each_way_that_audit_names_ends_what_it_says(
    make: Make, monkeypatch: pytest.MonkeyPatch, flag: str
) -> None:  # fmt: skip
    with make() as it:
        bought(it)
        shutil.rmtree(it.root / ".storyc/store")
        if flag != "--file":
            (it.root / CLIP).unlink()
        assert it.call("ledger", "audit") == exits.STORY_ERRORS
        id = it.attempts()[0].id
        words = [flag, CLIP] if flag == "--file" else [flag]
        named = "--lost` gives it up" if flag == "--lost" else f"`storyc ledger resolve {id} {' '.join(words)}`"
        assert named in it.out
        if flag == "--lost":
            later(monkeypatch, 1_000_000)
        assert it.call("ledger", "resolve", id, *words) == exits.DONE, it.err
        assert it.call("ledger", "audit") == exits.DONE, it.out
        assert it.charges() == 1


def test_a_clip_that_was_agreed_to_stays_so_when_it_comes_back(make: Make) -> None:
    with make("size") as it:
        assert it.build("--yes") == exits.GENERATION_FAILED
        id = it.attempts()[0].id
        assert it.call("ledger", "resolve", id, "--accept") == exits.DONE
        shutil.rmtree(it.root / ".storyc/store")
        assert it.call("ledger", "resolve", id, "--file", CLIP) == exits.DONE, it.err
        assert it.attempts()[0].agreed
        assert it.build() == exits.DONE, it.err


def test_what_lies_in_place_and_is_another_file_fills_no_store(make: Make) -> None:
    with make() as it:
        bought(it)
        shutil.rmtree(it.root / ".storyc/store")
        (it.root / CLIP).write_bytes(b"mine")
        assert it.call("ledger", "audit") == exits.STORY_ERRORS
        assert "--refetch` fetches it from the host" in it.out
        assert it.build() == exits.USAGE
        assert (it.root / CLIP).read_bytes() == b"mine"
        assert it.charges() == 1


def learn(it: Project) -> None:
    """What a run leaves that was killed once it knew the job by the lock file, and before it had the clip."""
    (request,) = compile_story(DiskFiles(it.root), "a.story", Config(), Options()).requests
    (entry,) = lockfile.read(it.root).blocks.values()
    place = registry.place("segmind", os.environ)
    assert isinstance(place, HostPlace)
    assert entry.request_id is not None
    ledger = open_ledger(it.root / ".storyc", place=place)
    ledger.learn(request, 5, entry.request_id)
    ledger.close()
    assert it.states() == ["accepted"]


@pytest.mark.parametrize("state", ["lost", "bare"])
def test_a_lost_ledger_takes_a_clip_from_the_store_that_is_left(make: Make, state: str) -> None:
    with make() as it:
        calls = bought(it)
        (it.root / ".storyc/ledger.db").unlink()
        shutil.rmtree(it.root / ".storyc/owners")
        shutil.rmtree(it.root / "build")
        if state == "bare":
            learn(it)
        assert it.build() == exits.DONE, it.err
        assert "1 clip lies in the store as `storyc.lock` says, and is in the ledger again" in it.err
        assert (it.calls(), it.charges(), it.states()) == (calls, 1, ["published"])
        assert it.call("ledger", "audit") == exits.DONE, it.out


# ---- a lost ledger ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["gone", "empty"])
def test_a_lost_ledger_is_said_by_each_command_and_begun_anew_as_they_say(make: Make, how: str) -> None:
    with make(story=TWO) as it:
        bought(it)
        book = it.root / ".storyc/ledger.db"
        for part in book.parent.glob("ledger.db*"):
            part.unlink()
        if how == "empty":
            book.touch()
        owners = it.root / ".storyc/owners"
        said = f"the ledger `{book}` is {how}, and the folder `{owners}` shows that there was one: bring it back"
        for words in (
            ("plan", "a.story"), ("ledger", "list"), ("ledger", "audit"), ("ledger", "show", "a"),
            ("ledger", "reconcile", "--from", "2026-01-01", "--to", "2026-01-02"), ("ledger", "resolve", "a", "--lost"),
            ("build", "a.story", "--provider", "segmind", "--yes"),
        ):  # fmt: skip
            assert it.call(*words) == exits.USAGE, words
            assert said in it.err, words
        assert it.call("doctor", "--provider", "segmind", "--format", "json") == exits.USAGE
        (line,) = (check for check in json.loads(it.out)["checks"] if check["name"] == "ledger")
        assert (line["state"], said in line["found"]) == ("error", True)
        assert book.exists() == (how == "empty")
        # What they say ends it.
        assert f"delete the folder `{owners}` to begin a new ledger" in it.err + line["found"]
        owners.rmdir()
        assert it.build() == exits.DONE, it.err
        assert (it.charges(), it.states()) == (2, ["published", "published"])
        assert it.call("ledger", "audit") == exits.DONE, it.out


def test_a_runner_is_told_of_a_lost_ledger_and_not_of_none(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make() as it:
        bought(it)
        (it.root / ".storyc/ledger.db").unlink()
        monkeypatch.setenv("CI", "true")
        assert it.build("--yes") == exits.USAGE
        assert "is gone, and the folder" in it.err
