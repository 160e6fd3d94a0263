"""`storyc.lock` knows what runs: a ledger that is lost, old or another one takes up the host's jobs and buys nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storyboard import profiles
from storyboard.cli import exits
from storyboard.emulate import emulator
from storyboard.emulate.faults import parse
from storyboard.production import lockwriter
from storyboard.production.plan import lockfile
from storyboard.production.plan.lockfile import Entry, block
from storyboard.production.publisher import ClipPublisher, PaidClip
from storyboard.production.purchase.records import Order, PurchaseProgress
from storyboard.source import DiskFiles
from tests.cli.paying import TWO, Project, project
from tests.cli.test_build_paid_signals import Builder, Place, place
from tests.emulate import hosting as host
from tools.real.scenes import FETCHED

__all__ = ["place"]  # the fixture of a project whose builds run in processes of their own

Make = Callable[..., AbstractContextManager[Project]]
REHEARSED = ".storyc/rehearsal"  # where the builds of a process of their own have their lock file


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    def made(*faults: str, **more: Any) -> AbstractContextManager[Project]:
        return project(tmp_path, monkeypatch, capsys, *faults, **more)

    return made


def entries(root: Path) -> list[Entry]:
    return [entry for _, entry in sorted(lockfile.read(root).blocks.items())]


def states(root: Path) -> list[str]:
    return [entry.state for entry in entries(root)]


def lose(it: Project) -> None:
    """Leave of the project what git has, and nothing else."""
    shutil.rmtree(it.root / ".storyc")
    shutil.rmtree(it.root / "build", ignore_errors=True)


# ---- at acceptance ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_what_runs_is_in_the_lock_file_and_is_not_bought_when_the_ledger_is_lost(place: Place, end: int) -> None:
    builder = Builder(place.root, place.host, "v2")
    place.until("accepted", "accepted")
    until = time.monotonic() + 60
    if end == signal.SIGKILL:
        while states(place.root / REHEARSED) != ["running", "running"]:
            assert time.monotonic() < until, states(place.root / REHEARSED)
            time.sleep(0.02)
    os.kill(builder.process.pid, end)
    builder.end()
    assert states(place.root / REHEARSED) == ["running", "running"]
    for entry in entries(place.root / REHEARSED):
        assert (entry.price_usd, entry.file_sha256) == (None, None)
        assert entry.request_id
        assert entry.ledger
        assert entry.sent
    lock = (place.root / REHEARSED / "storyc.lock").read_bytes()
    shutil.rmtree(place.root / ".storyc")
    shutil.rmtree(place.root / "build")
    (place.root / REHEARSED).mkdir(parents=True)
    (place.root / REHEARSED / "storyc.lock").write_bytes(lock)
    place.generate()
    code, said = Builder(place.root, place.host, "v2").end()
    assert code == exits.DONE, said
    assert re.search(FETCHED, said)  # for which `make real` listens
    assert place.host.charges() == 2
    assert states(place.root / REHEARSED) == ["done", "done"]
    assert all(entry.file_sha256 and entry.price_usd == 0.625 for entry in entries(place.root / REHEARSED))


def test_a_job_whose_message_an_interruption_takes_along_is_in_the_lock_file(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    say = ClipPublisher.say_progress

    def struck(it: ClipPublisher, order: Order, clips: Sequence[PaidClip], progress: PurchaseProgress) -> None:
        if progress.phase == "accepted":
            raise KeyboardInterrupt
        say(it, order, clips, progress)

    with make(protocol="v2", seconds=60.0) as it:
        monkeypatch.setattr(ClipPublisher, "say_progress", struck)
        assert it.build("--yes", "--jobs", "1") == exits.INTERRUPTED, it.err
        assert it.states() == ["accepted"]
        assert states(it.root) == ["running"]


def test_a_run_writes_what_a_killed_one_could_not(place: Place) -> None:
    builder = Builder(place.root, place.host, "v2")
    place.until("accepted", "accepted")
    os.kill(builder.process.pid, signal.SIGKILL)
    builder.end()
    (place.root / REHEARSED / "storyc.lock").unlink(missing_ok=True)
    again = Builder(place.root, place.host, "v2")
    until = time.monotonic() + 60
    while states(place.root / REHEARSED) != ["running", "running"]:
        assert time.monotonic() < until, states(place.root / REHEARSED)
        time.sleep(0.02)
    place.generate()
    assert again.end()[0] == exits.DONE
    assert place.host.charges() == 2


def test_the_lock_file_is_not_written_for_each_clip(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    writes: list[int] = []

    def counted(*given: Any) -> Any:
        writes.append(1)
        return change(*given)

    change = lockwriter.change_lock_file
    story = "".join(f"# Clip {number}\nA lamp.\nShot 1 [0-5s] It burns {number} times.\n\n" for number in range(1, 25))
    with make(story=story, protocol="v2") as it:
        monkeypatch.setattr(lockwriter, "_LATEST", 60.0)
        monkeypatch.setattr(lockwriter, "_REST", 10_000)
        monkeypatch.setattr(lockwriter, "change_lock_file", counted)
        assert it.build("--yes") == exits.DONE, it.err
        assert len(writes) <= 3
        assert states(it.root) == ["done"] * 24


# ---- old copies ------------------------------------------------------------------------------------------------------


def old_copy(it: Project, *more: str) -> None:
    """Buy both clips, and leave a ledger that knows the first one alone."""
    assert it.build("--yes", "--only", "1") == exits.DONE, it.err
    shutil.copytree(it.root / ".storyc", it.root / "copy")
    assert it.build("--yes") == exits.DONE, it.err
    lose(it)
    (it.root / "copy").rename(it.root / ".storyc")


def test_an_old_copy_of_a_ledger_takes_up_what_it_has_missed(make: Make) -> None:
    with make(protocol="v2") as it:
        old_copy(it)
        lock = (it.root / "storyc.lock").read_text()
        assert it.call("plan", "a.story", "--format", "json") == exits.DONE
        assert [row["state"] for row in json.loads(it.out)["clips"]] == ["cached", "elsewhere"]
        assert it.build() == exits.DONE, it.err
        assert "names 1 clip that this ledger, an old copy, does not know" in it.err
        assert it.charges() == 2
        assert (it.root / "storyc.lock").read_text() == lock


def test_branches_in_which_one_ledger_builds_a_clip_have_the_same_block(make: Make) -> None:
    with make(protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        one_branch = (it.root / "storyc.lock").read_text()
        (it.root / "storyc.lock").unlink()
        assert it.build("--yes", "--only", "2") == exits.DONE, it.err
        assert it.build() == exits.DONE, it.err
        other_branch = (it.root / "storyc.lock").read_text()
        key = "a.story 001 wan-2.6-t2v@segmind"
        assert json.loads(one_branch)[key] == json.loads(other_branch)[key]
        # What an earlier version has written of its ledger's count is read, and written no more.
        (it.root / "storyc.lock").write_text(other_branch.replace('"ledger":', '"generation": 7,\n  "ledger":'))
        assert it.build("--locked") == exits.DONE, it.err
        (it.root / "a.story").write_text(TWO.replace("wind", "storm"))
        assert it.build("--yes") == exits.DONE, it.err
        assert "generation" not in (it.root / "storyc.lock").read_text()


def test_locked_takes_nothing_up_by_an_old_copy(make: Make) -> None:
    with make(protocol="v2") as it:
        old_copy(it)
        assert it.build("--locked") == exits.OUT_OF_DATE
        assert "the ledger is an old copy, which does not know 1 clip of `storyc.lock` that it has bought" in it.err
        assert it.build() == exits.DONE
        assert it.build("--locked") == exits.DONE
        assert it.charges() == 2


def test_an_old_copy_knows_its_lost_answer_by_the_lock_file(make: Make) -> None:
    with make("cut-after-billing", "history-empty", protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.OUTCOME_UNKNOWN
        shutil.copytree(it.root / ".storyc", it.root / "copy")
        (job,) = [charge["request_id"] for charge in it.host.book()["charges"]]
        assert it.call("ledger", "resolve", it.attempts()[0].id, "--attach", job) == exits.DONE, it.err
        assert it.build("--yes", "--only", "1") == exits.DONE
        lose(it)
        (it.root / "copy").rename(it.root / ".storyc")
        assert it.states() == ["unknown"]
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        assert it.states() == ["published"]
        assert it.charges() == 1


def test_a_block_that_a_merge_has_lost_is_written_again(make: Make) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE
        lock, jobs = (it.root / "storyc.lock").read_text(), [entry.request_id for entry in entries(it.root)]
        (it.root / "storyc.lock").write_text(lock[: lock.index('\n,"a.story 002')] + "\n}\n")
        assert len(entries(it.root)) == 1
        assert it.build() == exits.DONE
        assert [entry.request_id for entry in entries(it.root)] == jobs
        assert it.charges() == 2


def test_a_model_that_is_changed_and_changed_back_costs_nothing(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = (Path(profiles.__file__).parent / "wan-2.6-t2v@segmind.yaml").read_text()
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles/other@segmind.yaml").write_text(shipped.replace("wan-2.6-t2v", "other"))
    monkeypatch.setattr(host, "emulator", lambda given, files, say: emulator(given, DiskFiles(tmp_path), say))
    with make(protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.DONE
        other = ("--only", "1", "--model", "other@segmind")
        assert it.build("--yes", *other, "--trust-prices", "other@segmind") == exits.DONE, it.err
        assert it.charges() == 2
        assert [entry.profile for entry in entries(it.root)] == ["other@segmind", "wan-2.6-t2v@segmind"]
        lose(it)
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        lose(it)
        assert it.build("--yes", *other) == exits.DONE, it.err
        assert it.charges() == 2


def test_a_lock_file_of_version_1_goes_on_without_a_bill(make: Make) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE
        blocks = json.loads((it.root / "storyc.lock").read_text())
        old: dict[str, Any] = {"schema": "storyc.lock/1"}
        for name, block in list(blocks.items())[1:]:
            for later in ("state", "ledger", "sent"):
                del block[later]
            old[name.rpartition(" ")[0]] = block
        (it.root / "storyc.lock").write_text(json.dumps(old))
        lose(it)
        assert it.build() == exits.DONE, it.err
        assert it.charges() == 2
        (it.root / "a.story").write_text(TWO.replace("wind", "storm"))
        assert it.build("--yes") == exits.DONE
        assert json.loads((it.root / "storyc.lock").read_text())["schema"] == "storyc.lock/2"
        assert it.charges() == 3


# ---- ends ------------------------------------------------------------------------------------------------------------


def test_a_job_that_came_to_nothing_leaves_no_entry(make: Make) -> None:
    with make("failed", protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.GENERATION_FAILED
        assert entries(it.root) == []
        assert it.call("plan", "a.story", "--only", "1", "--format", "json") == exits.DONE
        assert json.loads(it.out)["clips"][0]["state"] == "new"


def test_a_job_of_another_ledger_that_came_to_nothing_leaves_no_entry(make: Make) -> None:
    with make("failed", protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.GENERATION_FAILED
        (attempt,) = it.attempts()
        entry = lockfile.entry(attempt, ledger="0123456789abcdef")
        lockfile.write(it.root, lockfile.lock_of([entry]))
        lose(it)
        assert it.call("plan", "a.story", "--only", "1", "--format", "json") == exits.DONE
        assert json.loads(it.out)["clips"][0]["state"] == "running"
        assert it.build("--yes", "--locked", "--only", "1") == exits.OUT_OF_DATE
        assert "is running in `storyc.lock`" in it.err
        assert it.build("--report", "report.json") == exits.USAGE
        first, second = it.report()["clips"]
        assert first["request_id"] == attempt.request_id
        assert first["reason"].startswith("it is being made; nothing was sent")
        assert second["state"] == "refused"
        assert it.build("--yes", "--only", "1") == exits.GENERATION_FAILED
        assert "was not billed" in it.err
        assert entries(it.root) == []


def test_what_this_ledger_has_given_up_is_new_whatever_the_lock_file_says(make: Make) -> None:
    with make(keep_file=0.0) as it:
        assert it.build("--yes", "--only", "1") == exits.DONE
        (entry,) = entries(it.root)
        shutil.rmtree(it.root / ".storyc/store")
        shutil.rmtree(it.root / "build")
        assert it.call("ledger", "resolve", it.attempts()[0].id, "--lost") == exits.DONE, it.err
        assert it.build("--only", "1") == exits.USAGE
        assert "0.625 USD would be spent" in it.err
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        assert it.charges() == 2
        (after,) = entries(it.root)
        assert after.state == "done"
        assert after.request_id != entry.request_id


def forgotten(it: Project, sent: str) -> str:
    """The block of a clip that runs by the lock file, was sent at a moment, and that the host does not know."""
    assert it.build("--yes", "--only", "1") == exits.DONE
    lose(it)
    (name,) = lockfile.read(it.root).blocks
    blocks = json.loads((it.root / "storyc.lock").read_text())
    blocks[name] |= {"state": "running", "price_usd": None, "file_sha256": None, "request_id": "0" * 32, "sent": sent}
    (it.root / "storyc.lock").write_text(json.dumps(blocks))
    return name


def test_what_the_host_has_forgotten_is_bought_anew_once_it_is_given_up(make: Make) -> None:
    with make(protocol="v2") as it:
        name = forgotten(it, "2026-01-01T00:00:00Z")
        for _ in range(2):
            assert it.build("--yes", "--only", "1") == exits.OUT_OF_DATE
            assert f"`storyc ledger resolve --lock '{name}' --lost` gives it up" in it.err
        assert it.charges() == 1
        assert it.call("ledger", "resolve", "--lock", name, "--lost") == exits.DONE, it.err
        assert states(it.root) == ["lost"]
        assert it.call("ledger", "resolve", "--lock", name, "--lost") == exits.USAGE
        assert it.build("--yes", "--locked", "--only", "1") == exits.OUT_OF_DATE
        assert it.build("--yes", "--no-look", "--only", "1") == exits.DONE, it.err
        assert it.charges() == 2
        assert states(it.root) == ["done"]


def test_a_clip_that_the_host_has_deleted_is_given_up_though_the_job_is_still_named(make: Make) -> None:
    with make(keep_file=0.0) as it:
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        lose(it)
        (name,) = lockfile.read(it.root).blocks
        assert it.build("--yes", "--only", "1") == exits.OUT_OF_DATE
        assert f"`storyc ledger resolve --lock '{name}' --lost` gives it up" in it.err
        assert it.call("ledger", "resolve", "--lock", name, "--lost") == exits.DONE, it.err
        assert states(it.root) == ["lost"]
        assert it.charges() == 1
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        assert it.charges() == 2
        assert states(it.root) == ["done"]


def test_a_clip_of_another_ledger_that_does_not_play_is_given_up_by_its_attempt(make: Make) -> None:
    with make("junk", protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.GENERATION_FAILED
        (attempt,) = it.attempts()
        done = lockfile.entry(attempt, ledger="0123456789abcdef", price=attempt.price)
        lockfile.write(it.root, lockfile.lock_of([msgspec.structs.replace(done, file_sha256="0" * 64)]))
        lose(it)
        assert it.build("--yes", "--only", "1") == exits.GENERATION_FAILED
        (learned,) = it.attempts()
        assert f"`storyc ledger resolve {learned.id} --lost` gives it up" in it.err
        assert it.call("ledger", "resolve", learned.id, "--lost") == exits.DONE, it.err
        assert it.call("plan", "a.story", "--only", "1", "--format", "json") == exits.DONE
        assert json.loads(it.out)["clips"][0]["state"] == "new"
        assert states(it.root) == ["lost"]
        assert it.build("--only", "1") == exits.USAGE  # nobody agreed to pay again
        assert it.charges() == 1
        it.build("--yes", "--only", "1")
        assert it.charges() == 2
        (after,) = entries(it.root)
        assert after.request_id not in (None, attempt.request_id)


def test_a_block_is_found_by_the_name_that_a_file_of_version_1_gives_it(make: Make) -> None:
    with make() as it:
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        (entry,) = entries(it.root)
        other = msgspec.structs.replace(entry, profile="wan-2.7-t2v@segmind")
        lockfile.write(it.root, lockfile.lock_of([entry, other]))
        assert it.call("ledger", "forget", "a.story 001") == exits.USAGE
        assert f"`a.story 001` is 2 blocks of `storyc.lock`: name one of `{block(entry)}`" in it.err
        assert it.call("ledger", "forget", block(other)) == exits.DONE, it.err
        assert it.call("ledger", "forget", "a.story 001") == exits.DONE, it.err
        assert entries(it.root) == []


def test_that_the_host_does_not_know_a_young_job_proves_nothing(make: Make) -> None:
    with make(protocol="v2") as it:
        name = forgotten(it, time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 600)))
        assert it.call("ledger", "resolve", "--lock", name, "--lost") == exits.USAGE
        assert "ask again in 50 minutes" in it.err
        assert it.build("--yes", "--only", "1") == exits.GENERATION_FAILED
        assert "its record may be late" in it.err
        assert states(it.root) == ["running"]
        assert it.charges() == 1


def test_what_the_host_still_has_is_not_given_up(make: Make) -> None:
    with make(protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.DONE
        (name,) = lockfile.read(it.root).blocks
        (attempt,) = it.attempts()
        assert it.call("ledger", "resolve", "--lock", name, "--lost") == exits.USAGE
        assert f"`storyc ledger resolve {attempt.id} --lost`" in it.err
        lose(it)
        assert it.call("ledger", "resolve", "--lock", name, "--lost") == exits.USAGE
        assert "the host still has request" in it.err
        assert it.call("ledger", "resolve", "--lock", name.replace("001", "002"), "--lost") == exits.USAGE
        assert f"did you mean `{name}`?" in it.err
        for words in (("a1", "--lock", name, "--lost"), ("--lock", name), ("--lost",)):
            assert it.call("ledger", "resolve", *words) == exits.USAGE
        assert states(it.root) == ["done"]


@pytest.mark.parametrize("by", ["block", "job", "attempt"])
def test_a_block_is_forgotten_by_any_of_its_names(make: Make, by: str) -> None:
    with make(protocol="v2") as it:
        assert it.build("--yes") == exits.DONE
        (first, second), attempt = lockfile.read(it.root).blocks, it.attempts()[0]
        gone = next(
            name for name, entry in lockfile.read(it.root).blocks.items() if entry.request_id == attempt.request_id
        )
        names = {"block": gone, "job": str(attempt.request_id), "attempt": attempt.id}
        assert it.call("ledger", "forget", names[by]) == exits.DONE, it.err
        assert f"attempt `{attempt.id}` of this ledger has it" in it.err
        assert list(lockfile.read(it.root).blocks) == [name for name in (first, second) if name != gone]
        assert it.build() == exits.DONE
        assert len(entries(it.root)) == 2
        assert it.call("ledger", "forget", "nobody") == exits.USAGE, it.err
        assert it.charges() == 2


# ---- clips that lie there --------------------------------------------------------------------------------------------


def test_a_clip_that_lies_there_is_taken_back_by_its_hash(make: Make) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE
        calls = it.calls()
        shutil.rmtree(it.root / ".storyc")
        lock = (it.root / "storyc.lock").read_bytes()
        assert it.build() == exits.DONE, it.err
        assert "2 clips lie in place as `storyc.lock` says, and are in ledger and store again" in it.err
        assert (it.calls(), it.charges()) == (calls, 2)
        assert it.states() == ["published", "published"]
        assert it.call("ledger", "audit") == exits.DONE, it.err
        assert (it.root / "storyc.lock").read_bytes() == lock
        # From now on they are storyc's own, which may be made anew.
        shutil.rmtree(it.root / "build/a")
        assert it.build() == exits.DONE
        (it.root / "a.story").write_text(TWO.replace("match.\n", "lamp.\n"))
        assert (it.calls(), it.charges()) == (calls, 2)


def test_another_file_than_the_lock_names_stays_what_it_is(make: Make) -> None:
    with make() as it:
        assert it.build("--yes", "--only", "1") == exits.DONE
        shutil.rmtree(it.root / ".storyc")
        video = it.root / "build/a/01-the-match.mp4"
        data = video.read_bytes()
        video.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        mine = video.read_bytes()
        assert it.build("--yes", "--only", "1") == exits.USAGE
        assert "`build/a/01-the-match.mp4` is there but storyc did not make it" in it.err
        assert video.read_bytes() == mine
        assert it.charges() == 1


def test_a_link_to_the_right_bytes_is_not_taken_back(make: Make) -> None:
    with make() as it:
        assert it.build("--yes", "--only", "1") == exits.DONE
        shutil.rmtree(it.root / ".storyc")
        video = it.root / "build/a/01-the-match.mp4"
        video.rename(it.root / "elsewhere.mp4")
        video.symlink_to(it.root / "elsewhere.mp4")
        assert it.build("--yes", "--only", "1") == exits.USAGE
        assert "is a link and not a file that storyc made" in it.err


def test_a_failed_job_that_a_killed_run_left_in_the_lock_file_is_not_asked_again(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make(script=((parse("failed"),), ()), protocol="v2") as it:
        with monkeypatch.context() as killed:
            killed.setattr(lockwriter.LockWriter, "note_failed", lambda *_: None)
            assert it.build("--yes", "--only", "1") == exits.GENERATION_FAILED, it.err
        assert it.states() == ["void"]
        assert states(it.root) == ["running"]
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        assert it.charges() == 1
        assert it.states() == ["void", "published"]
