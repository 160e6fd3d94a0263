"""Exit codes as a contract: each is reached by a real run, and where two hold in one run the precedence list decides."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import exits
from storyboard.cli.help import exit_codes
from tests.cli.paying import TWO, Project, project
from tests.emulate.hosting import KEY

Make = Callable[..., AbstractContextManager[Project]]
BAD = TWO.replace("[2-5s] A face", "[1-5s] A face")
THREE = TWO + "\n# The rain\nIt rains.\nShot 1 [0-5s] The gutter runs over.\n"


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    def made(*faults: str, **more: Any) -> AbstractContextManager[Project]:
        return project(tmp_path, monkeypatch, capsys, *faults, **{"protocol": "v2", **more})

    return made


def bad_story(it: Project) -> None:
    """Error 1: a story with errors."""
    (it.root / "b.story").write_text(BAD)


def lost_path(it: Project) -> str:
    """Error 2: a PATH that leads nowhere."""
    return str(it.root / "nowhere.story")


def in_the_way(it: Project) -> None:
    """Error 2: somebody's file lies where a clip belongs."""
    place = it.root / "build/a/02-the-lamp.mp4"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"mine")


# ---- the list --------------------------------------------------------------------------------------------------------


def test_the_list_is_that_of_the_help() -> None:
    text = exit_codes()
    for code, meaning in exits.MEANINGS.items():
        assert f"{code:>4}  {meaning}\n" in text
    order = text.rpartition("the first of this list wins: ")[2].rstrip(".\n")
    assert [int(word) for word in order.split(", ")] == [130, 143, 70, 7, 5, 4, 6, 3, 8, 1, 10, 2]


@pytest.mark.parametrize(
    ("one", "other"), list(itertools.combinations([130, 143, 70, 7, 5, 4, 6, 3, 8, 1, 10, 2, 0], 2)), ids=str
)
def test_of_two_the_first_of_the_list_wins(one: int, other: int) -> None:
    assert exits.worst([other, one]) == exits.worst([one, other]) == one


# ---- each alone ------------------------------------------------------------------------------------------------------


def test_0_done(make: Make) -> None:
    with make() as it:
        assert it.build("--yes") == 0


def test_1_errors_in_a_story(make: Make) -> None:
    with make(story=BAD) as it:
        assert it.call("check", "a.story") == 1
        assert it.call("render", "a.story") == 1
        assert it.call("plan", "a.story") == 1
        assert it.build("--yes") == 1


def test_1_a_difference(make: Make) -> None:
    with make(story="Shot 1 [0-5s]   A lamp.\n") as it:
        assert it.call("fmt", "--check", "a.story") == 1


@pytest.mark.parametrize(
    "words", [["check"], ["check", "nowhere.story"], ["build", "a.story", "--jobs", "0"], ["nothing"], ["--nothing"]]
)
def test_2_usage(make: Make, words: list[str]) -> None:
    with make() as it:
        assert it.call(*words) == 2


def test_2_configuration(make: Make) -> None:
    with make() as it:
        (it.root / "storyc.toml").write_text("colour = 3\n")
        assert it.call("check", "a.story") == 2


def test_3_a_generation_failed(make: Make) -> None:
    with make("failed") as it:
        assert it.build("--yes") == 3


def test_4_a_key_that_is_missing_or_refused(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make("403") as it:
        assert it.build("--yes") == 4
        monkeypatch.delenv("SEGMIND_API_KEY")
        assert it.build("--yes") == 4


def test_5_a_cap_or_the_credits(make: Make) -> None:
    with make("406-credits") as it:
        assert it.build("--max-cost", "1") == 5
        assert it.build("--yes") == 5


def test_6_plan_or_lock_out_of_date(make: Make) -> None:
    with make() as it:
        assert it.build("--yes", "--locked") == 6
        assert it.call("plan", "a.story", "-o", "plan.json") == 0
        (it.root / "a.story").write_text(THREE)
        assert it.call("build", "--plan", "plan.json", "--provider", "segmind") == 6
        assert it.submits() == 0


def test_7_the_outcome_of_a_payment_is_unknown(make: Make) -> None:
    with make("504-billed", "history-empty") as it:
        assert it.build("--yes") == 7


def test_8_a_clip_that_is_not_finished_yet(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYC_HOST_SEGMIND_PATIENCE", "1")
    with make(seconds=600.0, protocol="v2") as it:
        assert it.build("--yes", "--only", "1", "--report", "report.xml") == 8
        assert "clip 1 is not finished: the host has not finished" in it.err
        assert "after 1 s; it is paid for and held" in it.err
        assert "1 clip, 5 s, 1 not finished" in it.err
        assert "failed" not in it.err
        report = (it.root / "report.xml").read_text()
        assert 'failures="0" errors="1"' in report
        assert '<error message="the host has not finished' in report
        assert it.build("--yes", "--only", "1", "--report", "report.json") == 8
        assert it.report()["clips"][0]["state"] == "running"
        assert it.call("report", "merge", "report.json", "--format", "junit") == 0
        assert 'failures="0" errors="1"' in it.out
        assert it.states() == ["accepted"]
        # The command that is named ends it.
        it.host.finish()
        assert it.build("--yes", "--only", "1") == 0
        assert it.submits() == 1


def test_10_a_plan_that_would_spend(make: Make) -> None:
    with make() as it:
        assert it.call("plan", "a.story", "--detailed-exitcode") == 10
        assert it.build("--yes") == 0
        assert it.call("plan", "a.story", "--detailed-exitcode") == 0


def test_70_a_bug(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from storyboard.cli import checking

    def broken(*given: Any) -> None:
        raise RuntimeError("a mistake of ours")

    with make() as it:
        monkeypatch.setattr(checking, "checked_stories", broken)
        assert it.call("check", "a.story") == 70
        assert "a mistake of ours" in it.err


# ---- two in one run, the winner first --------------------------------------------------------------------------------


def test_7_before_5_4_and_3(make: Make) -> None:
    # One clip after the other: the first may be billed, then the host refuses.
    for refusal in ("406-credits", "403", "failed"):
        place = f"s-{refusal}"
        story = THREE.replace("lamp", refusal)
        with make(script=script("504", refusal, refusal), story=story) as it:
            assert it.build("--yes", "--jobs", "1", "--store", place, "--report", "report.json") == 7, it.err
            states = [row["state"] for row in it.report()["clips"]]
            assert states[0] == "unknown"
            assert "done" not in states


def test_7_before_1_and_2(make: Make) -> None:
    with make("504", "history-empty") as it:
        bad_story(it)
        in_the_way(it)
        assert it.build("--yes", paths=("a.story", "b.story", lost_path(it))) == 7


def test_5_before_4(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    with make() as it:
        monkeypatch.delenv("SEGMIND_API_KEY")
        assert it.build("--max-cost", "1") == 5
        assert "SEGMIND_API_KEY" in it.err


def test_5_before_3_1_and_2(make: Make) -> None:
    with make(script=script("failed", "406-credits"), story=THREE) as it:
        bad_story(it)
        in_the_way(it)
        assert it.build("--yes", "--jobs", "1", paths=("a.story", "b.story", lost_path(it))) == 5


def test_4_before_3_1_and_2(make: Make) -> None:
    with make(script=script("failed", "403"), story=THREE) as it:
        bad_story(it)
        in_the_way(it)
        assert it.build("--yes", "--jobs", "1", paths=("a.story", "b.story", lost_path(it))) == 4


def test_7_5_and_4_before_6(make: Make) -> None:
    with make(story=THREE) as it:
        assert it.build("--yes", "--only", "1") == 0
        elsewhere(it)
        assert it.build("--yes", "--only", "1") == 6
    for fault, code in (("504", 7), ("406-credits", 5), ("403", 4)):
        with make(fault, "history-empty", story=THREE) as it:
            # The lock file calls the first clip paid, and this host knows nothing of it.
            assert it.build("--yes", "--jobs", "1") == code, it.err
            assert "storyc.lock" in it.err
            forget(it)


def test_6_before_3_1_and_2(make: Make) -> None:
    with make(story=THREE) as it:
        assert it.build("--yes", "--only", "1") == 0
    with make("failed", story=THREE) as it:
        elsewhere(it)
        bad_story(it)
        in_the_way(it)
        assert it.build("--yes", paths=("a.story", "b.story", lost_path(it))) == 6, it.err


def test_3_before_1_and_2(make: Make) -> None:
    with make("failed") as it:
        bad_story(it)
        in_the_way(it)
        assert it.build("--yes", paths=("a.story", "b.story", lost_path(it))) == 3


def test_1_before_10_and_2(make: Make) -> None:
    with make() as it:
        bad_story(it)
        assert it.call("plan", ".", lost_path(it), "--detailed-exitcode") == 1


def test_10_before_2(make: Make) -> None:
    with make() as it:
        assert it.call("plan", "a.story", lost_path(it), "--detailed-exitcode") == 10


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_130_and_143_before_all_else(make: Make, number: signal.Signals) -> None:
    # One clip is being made when the signal comes; by then the other may be billed, and a story has errors.
    code = {signal.SIGINT: 130, signal.SIGTERM: 143}[number]
    with make(script=script("504", "none"), seconds=60.0) as it:
        bad_story(it)
        words = [
            "build",
            "a.story",
            "b.story",
            lost_path(it),
            "--provider",
            "segmind",
            "--yes",
            "--draft",
            "--jobs",
            "2",
        ]
        with subprocess.Popen(
            [sys.executable, "-c", _PATIENT, *words, "--report", "report.json"],
            cwd=it.root, env={**os.environ, "SEGMIND_API_KEY": KEY}, stderr=subprocess.PIPE, text=True,
            # Whoever runs the tests may have told their children to ignore Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
        ) as process:  # fmt: skip
            assert process.stderr is not None
            said = ""
            for line in process.stderr:
                said += line
                if "the host makes" in said and "may be paid for or not" in said and process.poll() is None:
                    process.send_signal(number)
                    break
            said += process.stderr.read()
        assert process.returncode == code, said
        rows = it.report()["clips"]
        reasons = {row["state"]: row["reason"] for row in rows}
        assert sorted(reasons) == ["running", "unknown"]
        assert reasons["running"].startswith("the host makes it as")
        assert [story["story"] for story in it.report()["stories"]] == ["b.story"]


_PATIENT = """
import functools, sys
from storyboard.production.purchase.records import Polling
from storyboard.cli import run
from storyboard.production.purchase import offer
offer.Polling = functools.partial(Polling, lead=0.0, first=0.01, most=0.05, again=0.01, apart=0.0, looks=(0.01,))
sys.exit(run(sys.argv[1:]))
"""


def script(*words: str) -> Any:
    """The faults of the submits in turn."""
    from storyboard.emulate.faults import script as read

    return read(json.dumps(words))


def elsewhere(it: Project) -> None:
    """Leave of the first clip what git carries, and a host that has forgotten it."""
    import shutil

    shutil.rmtree(it.root / ".storyc")
    shutil.rmtree(it.root / "build")
    place = it.root / "storyc.lock"
    text = place.read_text()
    for row in json.loads(text).values():
        if isinstance(row, dict):
            text = text.replace(row["request_id"], "0" * 31 + "1")
    place.write_text(text)


def forget(it: Project) -> None:
    """Forget the ledger and what was built; the lock file stays."""
    import shutil

    shutil.rmtree(it.root / ".storyc")
    shutil.rmtree(it.root / "build", ignore_errors=True)
