"""The look before a send: what the host has already is taken up and not bought, and never taken for a send's own."""

from __future__ import annotations

import functools
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import wave
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import exits
from storyboard.emulate.faults import parse
from storyboard.production import build as building
from storyboard.production.purchase import looking, offer
from storyboard.providers import Trouble
from storyboard.providers.protocols.jobs import history
from tests.cli.paying import QUICK, TWO, Project, project

Make = Callable[..., AbstractContextManager[Project]]
LAMP = TWO.partition("\n# The lamp")[0]
WEEK = 8 * 86_400 - 3600  # seconds; the host keeps clips for seven days, and rows for longer
SEEDED = LAMP.replace("A lamp is lit", "seed: 7\nA lamp is lit")


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    """A project against a host with the faults that are named, asked by v2."""

    def made(*faults: str, **more: Any) -> AbstractContextManager[Project]:
        root = tmp_path / "first"
        root.mkdir()
        return project(root, monkeypatch, capsys, *faults, **{"protocol": "v2", **more})

    return made


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Project]:
    """Another machine with the same commit: the story, the settings, and of the rest only what is named."""

    def machine(it: Project, *kept: str, name: str = "second") -> Project:
        root = it.root.parent / name
        root.mkdir()
        for part in ("storyc.toml", "a.story", *kept):
            source = it.root / part
            (shutil.copytree if source.is_dir() else shutil.copy)(source, root / part)
        monkeypatch.chdir(root)
        return Project(root, it.host, it.capsys)

    return machine


def fields(it: Project, clip: int = 0) -> dict[str, Any]:
    """What would be sent for a clip."""
    assert it.call("plan", "a.story", "--format", "json") == exits.DONE
    row = json.loads(it.out)["clips"][clip]
    assert it.call("render", "a.story", "--format", "json") == exits.DONE, it.err
    requests = json.loads(it.out)
    return next(request["request"] for request in requests if request["request_sha256"] == row["request_sha256"])


def colleague(it: Project, **other: Any) -> str:
    """The job that somebody else has begun with what this project would send."""
    answer = it.host.call("POST", "/v2/wan-2.6-t2v", json=fields(it) | other)
    assert answer.status_code == 200, answer.text
    id: str = answer.json()["request_id"]
    it.host.wait(id)
    return id


def histories(it: Project) -> int:
    """How often the host's history was asked for a page."""
    return sum("request-history" in call["path"] for call in it.host.book()["requests"])


# ---- what is there already is not bought -----------------------------------------------------------------------------


def test_a_colleagues_clip_is_taken_up_and_not_bought(make: Make) -> None:
    with make(story=LAMP) as it:
        job = colleague(it)
        assert it.build("--report", "report.json") == exits.DONE, it.err
        today = f"{datetime.now(UTC):%Y-%m-%d}"
        assert f"`a.story` clip 1 is found at the host: paid for on {today} as `{job}`" in it.err
        assert "found  build/a/01-the-match.mp4 (5 s, 0.625 USD)" in it.err
        assert "1 found at the host" in it.err
        assert (it.charges(), it.submits(), it.states()) == (1, 1, ["published"])
        (row,) = it.report()["clips"]
        assert (row["state"], row["reason"]) == ("done", f"found at the host: paid for on {today}")
        assert (row["request_id"], row["price_usd"], it.report()["total_usd"]) == (job, 0.625, 0)
        assert it.call("ledger", "audit") == exits.DONE, it.err
        assert "0.625 USD spent" in it.err
        assert it.build() == exits.DONE
        assert it.submits() == 1


def test_the_run_asks_once_for_all_its_clips(make: Make) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE, it.err
        assert (it.charges(), histories(it)) == (2, 1)


def test_a_lost_ledger_buys_nothing_that_runs(make: Make) -> None:
    with make(seconds=2.0) as it:
        # The machine before this one has died once the host had named both jobs.
        ids = [it.host.call("POST", "/v2/wan-2.6-t2v", json=fields(it, clip)).json()["request_id"] for clip in (0, 1)]
        assert it.build("--report", "report.json") == exits.DONE, it.err
        assert [attempt.request_id for attempt in it.attempts()] == ids
        assert (it.submits(), it.states()) == (2, ["published", "published"])


def test_two_machines_from_one_commit_buy_once(make: Make, second: Callable[..., Project]) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE
        other = second(it)
        assert other.build("--yes") == exits.DONE, other.err
        assert other.err.count("is found at the host") == 2
        assert (it.charges(), other.states()) == (2, ["published", "published"])


def test_a_stale_cache_buys_once(make: Make, second: Callable[..., Project], monkeypatch: pytest.MonkeyPatch) -> None:
    with make() as it:
        assert it.build("--yes", "--only", "1") == exits.DONE
        runners = [second(it, ".storyc", name=name) for name in ("one", "two")]
        monkeypatch.setenv("CI", "1")
        for runner in runners:
            monkeypatch.chdir(runner.root)
            assert runner.build("--yes") == exits.DONE, runner.err
        assert it.charges() == 2


def test_a_lost_block_of_the_lock_file_is_not_bought_again(make: Make, second: Callable[..., Project]) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE
        other = second(it, "storyc.lock")
        lock = other.root / "storyc.lock"
        blocks = lock.read_text().split("\n\n")
        lock.write_text("\n\n".join(part for part in blocks if '"a.story 002 ' not in part))
        assert lock.read_text().count("request_sha256") == 1
        assert other.build("--yes") == exits.DONE, other.err
        assert (it.charges(), other.err.count("is found at the host")) == (2, 1)


def test_the_newest_of_several_is_taken_and_the_others_are_named(make: Make) -> None:
    with make(story=LAMP) as it:
        older, newer = colleague(it), colleague(it)
        assert it.build("--yes") == exits.DONE, it.err
        assert f"as `{newer}`; the host also has `{older}`" in it.err
        assert [attempt.request_id for attempt in it.attempts()] == [newer]
        assert it.submits() == 2


def test_of_two_jobs_that_are_named_for_one_clip_neither_is_taken(make: Make) -> None:
    with make(story=LAMP) as it:
        older, newer = colleague(it), colleague(it)
        assert it.build("--yes", "--take-up", older, "--take-up", newer) == exits.USAGE
        assert f"`--take-up {older}`: `{newer}` is named for `a.story` clip 1 too: name one of them" in it.err
        assert it.attempts() == []
        assert it.build("--yes", "--take-up", older) == exits.DONE, it.err
        assert [attempt.request_id for attempt in it.attempts()] == [older]


def test_what_failed_is_bought_and_what_was_seen_is_written_with_the_send(make: Make) -> None:
    with make(script=((parse("failed"),),), story=LAMP) as it:
        failed = colleague(it)
        assert it.build("--yes") == exits.DONE, it.err
        (attempt,) = it.attempts()
        assert attempt.look is not None
        assert attempt.look.seen == (failed,)
        assert (it.submits(), it.charges()) == (2, 1)


def test_it_is_no_difference_to_a_saved_plan(make: Make) -> None:
    with make() as it:
        assert it.call("plan", "a.story", "-o", "plan.json") == exits.DONE
        colleague(it)
        assert it.call("build", "--plan", "plan.json", "--provider", "segmind", "--draft") == exits.DONE, it.err
        assert it.charges() == 2


def test_it_counts_on_the_day_on_which_it_was_paid(make: Make) -> None:
    with make("older-job=172800", story=LAMP) as it:
        # Two days ago by another machine: its clip is there, and today's cap has all its room.
        (it.root / "storyc.toml").write_text("[caps]\nday = 0.625\n")
        colleague(it)
        (newer, older) = it.host.history()
        assert newer["request_id"] != older["request_id"]
        assert it.build("--take-up", older["request_id"]) == exits.DONE, it.err
        (attempt,) = it.attempts()
        assert attempt.request_id == older["request_id"]
        assert attempt.created.date() == (datetime.now(UTC) - timedelta(days=2)).date()
        (it.root / "a.story").write_text(LAMP.replace("rain", "storm"))
        assert it.build("--yes") == exits.DONE, it.err
        assert it.call("ledger", "audit") == exits.DONE, it.err


def test_a_clip_that_the_host_has_deleted_is_named_before_it_is_paid_for_again(make: Make) -> None:
    with make(script=((parse("failed"), parse(f"older-job={WEEK}")),), story=LAMP) as it:
        colleague(it)
        past = f"{datetime.now(UTC) - timedelta(days=9):%Y-%m-%d}"
        old = next(row["request_id"] for row in it.host.history(from_date=past) if row["model_status"] == "COMPLETED")
        assert it.build("--yes", "--take-up", old) == exits.USAGE
        assert f"`--take-up {old}`: it has failed, or its clip is deleted" in it.err
        assert it.submits() == 1
        assert it.build("--yes") == exits.DONE
        assert f"`a.story` clip 1 was paid for before, `{old}`, and the host has deleted the clip" in it.err
        assert (it.submits(), it.charges()) == (2, 1)


@pytest.mark.skipif(os.name == "nt", reason="there are no such terminals")
def test_consent_names_what_was_paid_for_before(make: Make) -> None:
    with make(script=((parse("failed"), parse(f"older-job={WEEK}")),), story=LAMP) as it:
        colleague(it)
        assert "Spend 0.625 USD on 1 clip, 1 of them paid for before? [y/N]: " in answered("n\n", it)
        assert it.submits() == 1


def answered(words: str, it: Project, meanwhile: Callable[[], object] = lambda: None, *flags: str) -> str:
    """What a build has asked on a terminal, where it was answered with these words; `meanwhile` the question stands."""
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "storyboard", "build", "a.story", "--provider", "segmind", "--draft", *flags]
    asked = ""
    with subprocess.Popen(command, cwd=it.root, stdin=theirs, stderr=theirs, stdout=subprocess.DEVNULL) as build:
        os.close(theirs)
        while not asked.endswith("]: "):
            asked += os.read(ours, 4096).decode()
        meanwhile()
        os.write(ours, words.encode())
        asked += _rest(ours)
        build.wait(timeout=60)
    os.close(ours)
    return asked


def _rest(terminal: int) -> str:
    """What comes on a terminal until nobody has it any more."""
    text = b""
    try:
        while more := os.read(terminal, 4096):
            text += more
    except OSError:  # so a terminal of Linux ends
        pass
    return text.decode()


@pytest.mark.skipif(os.name == "nt", reason="there are no such terminals")
def test_what_a_colleague_buys_while_the_question_stands_is_asked_anew(make: Make) -> None:
    with make() as it:
        asked = answered("y\ny\n", it, lambda: colleague(it))
        assert "Spend 1.25 USD on 2 clips? [y/N]: " in asked
        assert "`a.story` clip 1 is found at the host" in asked
        assert "what would be spent has changed since that was asked" in asked
        assert "Spend 0.625 USD on 1 clip? [y/N]: " in asked
        assert (it.submits(), it.charges()) == (2, 2)


@pytest.mark.skipif(os.name == "nt", reason="there are no such terminals")
def test_a_cap_of_the_run_is_no_answer_on_a_terminal(make: Make) -> None:
    with make(story=LAMP) as it:
        assert "Spend 0.625 USD on 1 clip? [y/N]: " in answered("n\n", it, lambda: None, "--max-cost", "9")
        assert it.submits() == 0


@pytest.mark.skipif(os.name == "nt", reason="there are no such terminals")
def test_where_nothing_is_left_to_buy_nothing_is_asked_anew(make: Make) -> None:
    with make(story=LAMP) as it:
        asked = answered("y\n", it, lambda: colleague(it))
        assert asked.count("Spend ") == 1
        assert "`a.story` clip 1 is found at the host" in asked
        assert it.submits() == 1


def test_a_project_looks_again_once_others_were_built_before_it(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make() as it:
        for name in ("one", "two"):
            (it.root / name).mkdir()
            (it.root / name / "storyc.toml").write_text("")
            (it.root / name / "a.story").write_text(LAMP.replace("rain", f"rain of {name}"))
        assert it.call("render", "two/a.story", "--format", "json") == exits.DONE, it.err
        (wanted,) = json.loads(it.out)
        real, built = building.build, list[Any]()

        def build(*given: Any, **more: Any) -> Any:
            built.append(real(*given, **more))
            if len(built) == 1:
                assert it.host.call("POST", "/v2/wan-2.6-t2v", json=wanted["request"]).status_code == 200
            return built[-1]

        monkeypatch.setattr(building, "build", build)
        monkeypatch.setitem(looking.look_again.__kwdefaults__ or {}, "fresh", -1.0)
        assert it.build("--yes", paths=("one", "two")) == exits.DONE, it.err
        assert it.err.count("is found at the host") == 1
        assert (len(built), it.submits(), it.charges()) == (2, 2, 2)


def test_a_project_that_cannot_look_again_buys_nothing(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make() as it:
        for name in ("one", "two"):
            (it.root / name).mkdir()
            (it.root / name / "storyc.toml").write_text("")
            (it.root / name / "a.story").write_text(LAMP.replace("rain", f"rain of {name}"))
        real, looks = history.read, list[str]()

        def read(*given: Any, **more: Any) -> Any:
            looks.append("look")
            return Trouble("it answers 500") if len(looks) == 3 else real(*given, **more)

        monkeypatch.setattr(history, "read", read)
        monkeypatch.setitem(looking.look_again.__kwdefaults__ or {}, "fresh", -1.0)
        assert it.build("--yes", "--report", "report.json", paths=("one", "two")) == exits.GENERATION_FAILED
        assert "nothing more was bought in `two`" in it.err
        assert it.submits() == 1
        assert [row["state"] for row in it.report()["clips"]] == ["done", "refused"]


# ---- a seed of the author's own --------------------------------------------------------------------------------------


def test_a_seed_of_the_authors_stands_for_nothing_but_all_that_is_shown_does(make: Make) -> None:
    with make(story=SEEDED) as it:
        job = colleague(it)
        assert it.build() == exits.DONE, it.err
        assert [attempt.request_id for attempt in it.attempts()] == [job]
    assert it.attempts()[0].seed == 7


def test_the_advice_to_buy_without_a_look_is_for_the_clips_in_doubt_alone(make: Make) -> None:
    with make(story=TWO.replace("A lamp is lit", "seed: 7\nA lamp is lit")) as it:
        whole = fields(it)
        it.host.call("POST", "/v2/wan-2.6-t2v", json={key: whole[key] for key in ("prompt", "seed")})
        assert it.build("--yes") == exits.OUT_OF_DATE
        advice = re.search("`(--no-look --only [^`]+)` buys these", it.err)
        assert advice is not None
        assert it.build("--yes", *shlex.split(advice[1])) == exits.DONE, it.err
        assert (it.submits(), len(it.attempts())) == (2, 1)


@pytest.mark.parametrize("how", ["take up", "no look"])
def test_nothing_is_bought_where_the_history_does_not_show_all_that_would_be_sent(make: Make, how: str) -> None:
    with make(story=SEEDED) as it:
        whole = fields(it)
        job = it.host.call("POST", "/v2/wan-2.6-t2v", json={key: whole[key] for key in ("prompt", "seed")}).json()
        name = job["request_id"]
        assert it.build("--yes", "--report", "report.json") == exits.OUT_OF_DATE
        assert f"may be paid for already: the host has `{name}`" in it.err
        assert "`--take-up ID` takes that job, `--no-look` buys all the same" in it.err
        assert (it.submits(), it.states()) == (1, [])
        flags = ("--take-up", name) if how == "take up" else ("--no-look", "--yes")
        assert it.build(*flags) == exits.DONE, it.err
        assert (it.submits(), it.states()) == (1 if how == "take up" else 2, ["published"])
        assert it.build(*flags) == exits.DONE, it.err


def test_another_size_is_another_clip(make: Make) -> None:
    with make(story=SEEDED) as it:
        colleague(it, size="720*1280")
        assert it.build("--yes") == exits.DONE, it.err
        assert it.charges() == 2


def test_what_is_in_a_sound_no_history_shows(make: Make) -> None:
    with make(story=SEEDED.replace("seed: 7", "seed: 7\naudio: song.wav")) as it:
        with wave.open(str(it.root / "song.wav"), "wb") as sound:
            sound.setparams((1, 2, 8000, 0, "NONE", ""))
            sound.writeframes(bytes(8000 * 2 * 5))
        job = colleague(it, audio="https://files.example/song.wav")
        assert it.build("--yes") == exits.OUT_OF_DATE, it.err
        assert f"`{job}`" in it.err
        assert it.submits() == 1


def test_no_job_is_taken_up_that_is_none_of_the_clips(make: Make) -> None:
    with make(story=LAMP) as it:
        assert it.build("--yes", "--take-up", "nothing") == exits.USAGE
        assert "`--take-up nothing`: no such job is a clip that would be bought" in it.err
        assert it.build("--yes", "--take-up", "nothing", "--no-look") == exits.USAGE
        assert "`--no-look` sees no job" in it.err
        assert it.submits() == 0


# ---- a history that cannot be read -----------------------------------------------------------------------------------


def test_nothing_is_sent_where_the_history_is_silent(make: Make) -> None:
    with make("history-500", story=LAMP) as it:
        colleague(it, seed=1)
        assert it.build("--yes") == exits.GENERATION_FAILED
        assert "nobody can know what `segmind` has made already" in it.err
        assert "--no-look" in it.err
        assert (it.submits(), it.states()) == (1, [])
        assert it.build("--yes", "--no-look") == exits.DONE, it.err
        assert it.submits() == 2


def test_a_history_of_too_many_pages_is_said(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "_MOST_PAGES", 3)
    with make("history-pages=3", story=LAMP) as it:
        colleague(it)
        assert it.build("--yes") == exits.GENERATION_FAILED
        assert "more than 3 pages" in it.err
        assert it.submits() == 1


def test_short_pages_are_read_to_the_last(make: Make) -> None:
    with make("history-rows=20", "history-pages=3", story=LAMP) as it:
        job = colleague(it)
        assert it.build() == exits.DONE, it.err
        assert [attempt.request_id for attempt in it.attempts()] == [job]
        assert histories(it) == 4


# ---- whose the job of a lost answer is -------------------------------------------------------------------------------


def test_an_older_job_is_never_a_lost_sends_own(make: Make) -> None:
    with make("cut-after-billing", "history-empty", "older-job=60", story=LAMP) as it:
        assert it.build("--yes", "--report", "report.json") == exits.OUTCOME_UNKNOWN
        assert (it.charges(), it.states()) == (1, ["unknown"])
        (older,) = it.host.history()
        assert f"only `{older['request_id']}`, which was not begun after it was sent" in it.err
        assert it.build("--yes") == exits.OUTCOME_UNKNOWN
        assert (it.submits(), it.states()) == (1, ["unknown"])
        id = it.attempts()[0].id
        assert it.call("ledger", "resolve", id, "--not-billed") == exits.DONE
        # From now on it is somebody else's, which was there before a send.
        assert it.build("--yes") == exits.DONE, it.err
        assert it.attempts()[-1].request_id == older["request_id"]


def test_an_older_job_beside_ones_own_is_no_doubt(make: Make) -> None:
    with make("cut-after-billing", "older-job=60", story=LAMP) as it:
        assert it.build("--yes") == exits.DONE, it.err
        (attempt,) = it.attempts()
        assert attempt.request_id == it.host.book()["charges"][0]["request_id"]
        assert it.submits() == 1


def test_a_job_of_the_same_moment_that_shows_late_is_not_taken(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clip is paid for twice, as no history could say in time; but neither job is lost."""
    with make("history-lag=2", story=LAMP, script=((), (parse("cut-after-billing"),))) as it:
        monkeypatch.setattr(offer, "Polling", functools.partial(QUICK, apart=2.0, looks=(1.0, 1.0, 1.0)))
        theirs = colleague(it)
        assert it.build("--yes") == exits.DONE, it.err
        (attempt,) = it.attempts()
        mine = {charge["request_id"] for charge in it.host.book()["charges"]} - {theirs}
        assert {attempt.request_id} == mine
