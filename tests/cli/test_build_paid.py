"""`storyc build` with a host that is paid, over real HTTP: who is asked, what is kept, and what is never bought twice."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import wave
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from storyboard.cli import exits
from tests.cli.paying import TWO, Project, project

Make = Callable[..., AbstractContextManager[Project]]
PROTOCOLS = ("v1", "v2", "auto")


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    """A project against a host with the faults that are named."""

    def made(*faults: str, **more: Any) -> AbstractContextManager[Project]:
        return project(tmp_path, monkeypatch, capsys, *faults, **more)

    return made


# ---- who is asked ----------------------------------------------------------------------------------------------------


def test_without_consent_nothing_is_sent(make: Make) -> None:
    with make() as it:
        assert it.build() == exits.USAGE
        assert "1.25 USD would be spent, and there is no terminal to ask on" in it.err
        assert "--max-cost 1.25" in it.err
        assert it.submits() == 0
        assert it.built() == []


def test_without_a_key_nothing_is_sent(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make() as it:
        monkeypatch.delenv("SEGMIND_API_KEY")
        assert it.build("--yes") == exits.KEY
        assert "SEGMIND_API_KEY" in it.err
        assert it.calls() == 0


@pytest.mark.parametrize(
    ("config", "flags", "word"),
    [
        ("", ["--max-cost", "1.24"], "`--max-cost` is 1.24"),
        ("[caps]\nrun = 1.2\n", ["--yes"], "caps.run"),
        ("[caps]\nday = 1\n", ["--yes"], "caps.day"),
        ("[caps]\nmonth = 0.5\n", ["--yes"], "caps.month"),
        ("[caps]\nclips = 1\n", ["--yes"], "caps.clips"),
        ("[caps]\nday = 0\n", ["--yes"], "caps.day"),
    ],
)
def test_a_cap_refuses_the_whole_run(make: Make, config: str, flags: list[str], word: str) -> None:
    with make() as it:
        (it.root / "storyc.toml").write_text(config)
        assert it.build(*flags) == exits.CAP
        assert word in it.err
        assert it.submits() == 0


def test_a_balance_that_does_not_suffice_refuses_the_whole_run(make: Make) -> None:
    with make(credits=1_240_000) as it:
        assert it.build("--yes") == exits.CAP
        assert "the account holds 1.24 USD, and 1.25 are needed" in it.err
        assert it.submits() == 0


def test_a_refused_key_is_seen_before_anything_is_sent(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make(key="SG_" + "0" * 16) as it:
        assert it.build("--yes") == exits.KEY
        assert it.submits() == 0


def test_a_cap_counts_what_was_spent_before(make: Make) -> None:
    with make() as it:
        (it.root / "storyc.toml").write_text("[caps]\nday = 1.5\n")
        assert it.build("--yes") == exits.DONE
        (it.root / "a.story").write_text(TWO.replace("wind", "storm"))
        assert it.build("--yes") == exits.CAP
        assert "1.25 are spent or held" in it.err
        assert it.charges() == 2


@pytest.mark.parametrize("words", ["1.00001", "-1", "much", ""])
def test_a_cost_that_is_none_is_refused(make: Make, words: str) -> None:
    with make() as it:
        assert it.build("--max-cost", words) == exits.USAGE
        assert "--max-cost" in it.err


def test_another_address_than_loopback_must_be_https(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make() as it:
        monkeypatch.setenv("STORYC_SEGMIND_BASE_URL", "http://api.segmind.example")
        assert it.build("--yes") == exits.USAGE
        assert "STORYC_SEGMIND_BASE_URL" in it.err
        assert it.states() == []


# ---- what is kept ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_what_is_bought_is_published_and_never_bought_again(
    make: Make, protocol: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make(protocol=protocol) as it:
        assert it.build("--max-cost", "1.25", "--report", "report.json") == exits.DONE, it.err
        assert it.built() == ["a.mp4", "a/01-the-match.mp4", "a/02-the-lamp.mp4"]
        assert it.out == "build/a.mp4\n"
        assert it.states() == ["published", "published"]
        assert it.charges() == 2
        rows = it.report()["clips"]
        assert [(row["state"], row["price_usd"], row["path"]) for row in rows] == [
            ("done", 0.625, "build/a/01-the-match.mp4"),
            ("done", 0.625, "build/a/02-the-lamp.mp4"),
        ]
        assert it.report()["total_usd"] == 1.25
        record = json.loads((it.root / "build/a/01-the-match.json").read_text())
        clip = (it.root / "build/a/01-the-match.mp4").read_bytes()
        assert record["sha256"] == hashlib.sha256(clip).hexdigest()
        assert (record["price_usd"], record["duration"], record["take"]) == (0.625, 5, 1)
        assert [shot["end"] for shot in record["shots"]] == [2, 5]
        # The second time nothing is asked for, not even the key.
        monkeypatch.delenv("SEGMIND_API_KEY")
        seen = it.calls()
        assert it.build("--report", "report.json") == exits.DONE
        assert it.calls() == seen
        assert [row["state"] for row in it.report()["clips"]] == ["cached", "cached"]
        assert it.report()["total_usd"] == 0


def test_a_free_build_leaves_paid_files_alone(make: Make) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE
        paid = {path: path.read_bytes() for path in it.root.rglob("build/**/*") if path.is_file()}
        assert it.call("build", "a.story", "--draft") == exits.DONE
        assert {path: path.read_bytes() for path in paid} == paid
        assert "a.animatic.mp4" in it.built()
        assert it.call("plan", "a.story") == exits.DONE
        assert "2 cached" in it.out


def test_the_animatic_film_holds_the_paid_clips_that_exist(make: Make) -> None:
    with make() as it:
        assert it.build("--yes", "--only", "1") == exits.DONE
        assert "a.mp4" not in it.built()
        assert it.call("build", "a.story", "--draft") == exits.DONE
        film = json.loads((it.root / "build/a.animatic.json").read_text())
        assert [clip["path"] for clip in film["clips"]] == [
            "build/a/01-the-match.mp4",
            "build/a/02-the-lamp.animatic.mp4",
        ]
        # The rest makes it whole, and the film of paid clips is joined though one clip only was meant.
        assert it.build("--yes", "--only", "2") == exits.DONE
        assert it.out == "build/a.mp4\n"


def test_the_clips_that_failed_are_cards_in_the_animatic_film(make: Make) -> None:
    with make("500-html:2", "history-empty:2") as it:
        assert it.build("--yes", "--jobs", "1") == exits.OUTCOME_UNKNOWN
        film = json.loads((it.root / "build/a.animatic.json").read_text())
        assert [clip["path"].endswith(".animatic.mp4") for clip in film["clips"]] == [False, True]


def test_an_edited_clip_is_bought_alone(make: Make) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE
        (it.root / "a.story").write_text(TWO.replace("wind", "storm"))
        assert it.call("plan", "a.story", "--format", "json") == exits.DONE
        plan = json.loads(it.out)
        assert [row["state"] for row in plan["clips"]] == ["cached", "changed"]
        assert plan["total_usd"] == 0.625
        before = (it.root / "build/a/02-the-lamp.mp4").read_bytes()
        assert it.build("--yes") == exits.DONE
        assert it.charges() == 3
        assert (it.root / "build/a/02-the-lamp.mp4").read_bytes() != before
        # Going back costs nothing: the first one is still in the store.
        (it.root / "a.story").write_text(TWO)
        assert it.build() == exits.DONE
        assert it.charges() == 3
        assert (it.root / "build/a/02-the-lamp.mp4").read_bytes() == before


def test_takes_are_bought_one_by_one(make: Make) -> None:
    with make(story="takes: 2\n---\n" + TWO) as it:
        assert it.call("plan", "a.story") in (exits.DONE, exits.STORY_ERRORS)
        (it.root / "a.story").write_text("---\ntakes: 2\n---\n" + TWO)
        assert it.build("--yes", "--take", "1") == exits.DONE, it.err
        assert it.charges() == 2
        assert it.build("--yes") == exits.DONE
        assert it.charges() == 4
        assert "a/01-the-match.take2.mp4" in it.built()
        assert len({attempt.seed for attempt in it.attempts()}) == 4


def test_somebodys_file_in_the_way_is_seen_before_anything_is_sent(make: Make) -> None:
    with make() as it:
        place = it.root / "build/a/01-the-match.mp4"
        place.parent.mkdir(parents=True)
        place.write_bytes(b"mine")
        assert it.build("--yes") == exits.USAGE
        assert "`build/a/01-the-match.mp4` is there but storyc did not make it" in it.err
        assert place.read_bytes() == b"mine"
        assert it.charges() == 1  # the other clip


def test_a_clip_that_was_deleted_comes_from_the_store(make: Make) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE
        shutil.rmtree(it.root / "build")
        assert it.build() == exits.DONE
        assert it.built() == ["a.mp4", "a/01-the-match.mp4", "a/02-the-lamp.mp4"]
        assert it.charges() == 2


@pytest.mark.parametrize("protocol", ["v1", "v2"])
def test_a_clip_that_is_gone_from_the_store_too_is_fetched_again(make: Make, protocol: str) -> None:
    with make(protocol=protocol) as it:
        assert it.build("--yes") == exits.DONE
        before = (it.root / "build/a/01-the-match.mp4").read_bytes()
        shutil.rmtree(it.root / "build")
        for blob in (it.root / ".storyc/store").iterdir():
            if blob.is_file():
                blob.unlink()
        assert it.build() == exits.DONE, it.err
        assert (it.root / "build/a/01-the-match.mp4").read_bytes() == before
        assert it.charges() == 2


def test_what_the_host_has_deleted_is_given_up_by_hand_only(make: Make) -> None:
    with make(keep_file=0.0, protocol="v2") as it:
        assert it.build("--yes") == exits.GENERATION_FAILED
        assert "--lost" in it.err
        assert it.build("--yes") == exits.GENERATION_FAILED
        assert it.charges() == 2
        assert set(it.states()) == {"accepted"}


def test_a_sound_of_the_project_is_uploaded(make: Make) -> None:
    with make(story="---\naudio: song.wav\n---\nA drum.\nShot 1 [0-5s] A hand beats it.\n", protocol="v2") as it:
        with wave.open(str(it.root / "song.wav"), "wb") as sound:
            sound.setparams((1, 2, 8000, 0, "NONE", ""))
            sound.writeframes(bytes(8000 * 2 * 5))
        assert it.build("--yes") == exits.DONE, it.err
        (job,) = it.host.history()
        assert job["request_body"]["audio"].startswith(it.host.url)
        # The request beside the clip names the file by what is in it, on every machine alike.
        request = json.loads((it.root / "build/a/01-clip.request.json").read_text())
        assert request["request"]["audio"].startswith("sha256:")
        assert it.build() == exits.DONE
        assert it.charges() == 1


# ---- what goes wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("protocol", ["v1", "v2"])
@pytest.mark.parametrize("fault", ["504-billed", "502-billed", "cut-after-billing"])
def test_a_lost_answer_is_found_in_the_history(make: Make, fault: str, protocol: str) -> None:
    with make(fault, protocol=protocol) as it:
        assert it.build("--yes") == exits.DONE, it.err
        assert it.states() == ["published", "published"]
        assert it.charges() == it.submits() == 2


@pytest.mark.parametrize("protocol", ["v1", "v2"])
def test_what_no_history_shows_stays_unknown_until_somebody_says_so(make: Make, protocol: str) -> None:
    with make("504-billed", "history-empty", protocol=protocol) as it:
        assert it.build("--yes", "--only", "1", "--report", "report.json") == exits.OUTCOME_UNKNOWN
        assert it.report()["clips"][0]["state"] == "unknown"
        (attempt,) = it.attempts()
        assert attempt.state == "unknown"
        assert attempt.id in it.err
        # Neither consent nor another run sends it again, and its hold counts.
        assert it.build("--yes", "--only", "1") == exits.OUTCOME_UNKNOWN
        assert it.submits() == 1
        (it.root / "storyc.toml").write_text("[caps]\nday = 1\n")
        assert it.build("--yes") == exits.CAP
        assert it.submits() == 1


@pytest.mark.parametrize(
    ("fault", "code", "submits"),
    [
        ("403", exits.KEY, 1),
        ("406-credits", exits.CAP, 1),
        ("406-spend", exits.CAP, 1),
        ("410", exits.GENERATION_FAILED, 2),
        ("500-json", exits.GENERATION_FAILED, 2),
        ("failed", exits.GENERATION_FAILED, 2),
    ],
)
@pytest.mark.parametrize("protocol", ["v2"])
def test_a_refusal_is_not_billed_and_may_end_the_run(
    make: Make, fault: str, code: int, submits: int, protocol: str
) -> None:
    with make(fault, protocol=protocol) as it:
        assert it.build("--yes", "--jobs", "1") == code, it.err
        assert it.charges() == 0
        assert it.submits() == submits
        assert set(it.states()) == {"void"}
        assert "error: `a.story` clip 1" in it.err


@pytest.mark.parametrize("protocol", ["v1", "v2"])
@pytest.mark.parametrize("fault", ["truncate", "wrong-type", "gzip-bomb=2", "pause=0.2", "truncate=length"])
def test_a_spoilt_body_is_fetched_again_and_not_bought_again(make: Make, fault: str, protocol: str) -> None:
    with make(fault, protocol=protocol) as it:
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        assert it.charges() == it.submits() == 1


def test_a_withdrawn_model_names_what_to_do(make: Make) -> None:
    with make("410") as it:
        assert it.build("--yes", "--only", "1") == exits.GENERATION_FAILED
        assert "storyc models" in it.err


def test_a_report_of_failures_is_junit_too(make: Make) -> None:
    with make("failed", protocol="v2") as it:
        assert it.build("--yes", "--report", "report.xml") == exits.GENERATION_FAILED
        suite = ElementTree.parse(it.root / "report.xml").getroot()[0]
        assert suite.get("failures") == "2"


def left_behind(it: Project, story: str) -> None:
    """Books in which a run that died has left the first clip of a story, which the host makes."""
    from storyboard.compiler.pipeline import compile_story
    from storyboard.config import Config
    from storyboard.ledger import Caps, HostPlace, Reserved, open_ledger
    from storyboard.source import DiskFiles

    request = compile_story(DiskFiles(it.root), story, Config()).requests[0]
    (it.root / ".storyc").mkdir()
    ledger = open_ledger(it.root / ".storyc", place=HostPlace("127.0.0.1"))
    held = ledger.reserve(request, 5, Caps())
    assert isinstance(held, Reserved)
    assert ledger.begin_send(held.attempt.id)
    answer = it.host.call("POST", "/v2/wan-2.6-t2v", json=request.fields).json()
    ledger.accepted(held.attempt.id, answer["request_id"])
    ledger.close()


def test_what_a_dead_run_left_is_fetched_whoever_builds_next(make: Make) -> None:
    with make(protocol="v2") as it:
        (it.root / "b.story").write_text(TWO.replace("lamp", "lantern"))
        left_behind(it, "b.story")
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        assert sorted(it.states()) == ["published", "recorded"]
        assert it.build("--yes", "--only", "1", paths=("b.story",)) == exits.DONE
        assert it.charges() == 2


def test_what_a_dead_run_left_is_fetched_also_where_it_cannot_be_put(make: Make) -> None:
    with make(protocol="v2") as it:
        (it.root / "build/a").mkdir(parents=True)
        (it.root / "build/a/01-the-match.mp4").write_bytes(b"somebody's own")
        left_behind(it, "a.story")
        assert it.build("--yes", "--only", "1") == exits.USAGE
        assert it.states() == ["recorded"]
        assert (it.root / "build/a/01-the-match.mp4").read_bytes() == b"somebody's own"


def test_what_lies_in_the_store_asks_for_no_key(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make(protocol="v2") as it:
        (it.root / "b.story").write_text(TWO.replace("lamp", "lantern"))
        left_behind(it, "b.story")
        assert it.build("--yes") == exits.DONE, it.err
        assert "recorded" in it.states()
        monkeypatch.delenv("SEGMIND_API_KEY")
        assert it.build() == exits.DONE, it.err


def test_a_key_that_is_refused_while_a_clip_is_fetched(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make(protocol="v2") as it:
        left_behind(it, "a.story")
        monkeypatch.setenv("SEGMIND_API_KEY", "not-a-key-of-this-host")
        assert it.build("--yes", "--only", "1") == exits.KEY
        assert "it is paid for and cannot be fetched" in it.err
        assert it.states() == ["accepted"]


@pytest.mark.parametrize("flag", ["--store", "--out"])
def test_a_home_that_nobody_has(make: Make, flag: str) -> None:
    with make() as it:
        assert it.build("--yes", flag, "~nobody-has-this/x") == exits.USAGE
        assert "there is no such home" in it.err
        assert it.submits() == 0


def test_a_ledger_may_lie_apart_from_the_store(make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with make() as it:
        monkeypatch.setenv("STORYC_LEDGER", (tmp_path / "books").as_uri())
        assert it.build("--yes") == exits.DONE
        assert (tmp_path / "books" / "ledger.db").is_file()
        assert [path.name for path in (it.root / ".storyc").glob("ledger.db")] == []
        assert len([*(it.root / ".storyc" / "store").glob("?" * 64)]) == 2
        assert it.build() == exits.DONE
        assert it.charges() == 2
        assert it.call("ledger", "audit") == exits.DONE
        assert it.err.startswith("ok: 2 attempts")
        assert it.call("doctor", "--provider", "segmind") == exits.DONE
        assert "2 attempts, 1.25 USD spent" in it.out


def test_an_address_that_nobody_knows(make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with make() as it:
        monkeypatch.setenv("STORYC_STORE", "smoke://signals/film")
        for words in (("ledger", "list"), ("plan", "a.story"), ("build", "a.story", "--provider", "segmind", "--yes")):
            assert it.call(*words) == exits.USAGE
            assert "no ledger is kept at `smoke:`: set STORYC_LEDGER to a path or to an address of `file:`" in it.err
        monkeypatch.setenv("STORYC_LEDGER", str(tmp_path / "books"))
        assert it.build("--yes") == exits.USAGE
        assert (
            "no store is kept at `smoke:`: set STORYC_STORE to a path or to an address of `az:`, `file:`, `gs:`, `s3:`"
            in it.err
        )
        assert it.submits() == 0


def test_a_job_is_asked_about_only_where_it_runs(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make("cut-after-billing", "history-empty", protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.OUTCOME_UNKNOWN
        id = it.attempts()[0].id
        with closing(sqlite3.connect(it.root / ".storyc" / "ledger.db")) as db:
            db.execute("UPDATE attempt SET place = 'another machine'")
            db.commit()
        seen = it.calls()
        assert it.build("--yes", "--only", "1") == exits.OUTCOME_UNKNOWN
        assert f"attempt `{id}` is of another machine, and the host is 127.0.0.1 now" in it.err
        assert it.call("ledger", "resolve", id, "--attach", "a-job") == exits.USAGE
        assert "is of another machine" in it.err
        assert it.calls() == seen


def test_a_projects_profile_cannot_make_a_model_cheap(make: Make) -> None:
    shipped = Path(__file__).parents[2] / "storyboard/profiles/wan-2.6-t2v@segmind.yaml"
    with make() as it:
        (it.root / "profiles").mkdir()
        own = it.root / "profiles/wan-2.6-t2v@segmind.yaml"
        own.write_text(shipped.read_text().replace("720p: 0.125", "720p: 0.000001"))
        assert it.build("--yes", "--max-cost", "0.01") == exits.USAGE
        assert "says 0 USD for 5 s of 1280*720, and storyc knows 0.625" in it.err
        assert it.submits() == 0
        own.write_text(shipped.read_text().replace("720p: 0.125", "720p: 0.25"))
        assert it.build("--yes", "--max-cost", "2.4") == exits.CAP
        assert it.build("--yes") == exits.DONE


def test_the_same_clip_twice_is_bought_once_and_the_lock_is_quiet(make: Make) -> None:
    with make(story=TWO.partition("\n# The lamp")[0]) as it:
        (it.root / "b.story").write_text((it.root / "a.story").read_text())
        assert it.build("--yes", paths=("a.story", "b.story")) == exits.DONE, it.err
        assert it.charges() == 1
        lock = (it.root / "storyc.lock").read_bytes()
        for _ in range(2):
            assert it.build(paths=("a.story", "b.story")) == exits.DONE
            assert (it.root / "storyc.lock").read_bytes() == lock
