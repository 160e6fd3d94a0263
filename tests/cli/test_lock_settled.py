"""What was settled by hand, and what was paid for twice, as the lock file carries it to other machines."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storyboard.cli import exits
from storyboard.emulate.faults import script
from storyboard.ledger import HostPlace, open_ledger
from storyboard.production.plan import lockfile
from storyboard.production.purchase.records import off_order
from tests.cli.paying import TWO, Project, project
from tests.cli.test_arrived import clip
from tests.emulate.hosting import later

Make = Callable[..., AbstractContextManager[Project]]
LAMP = TWO.partition("\n# The lamp")[0]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    """A project of one clip against a host whose first submit has the faults that are named, asked by v2."""

    def made(*faults: str, **more: Any) -> AbstractContextManager[Project]:
        first = script(f"- [{', '.join(faults)}]\n- none\n") if faults else ()
        return project(tmp_path, monkeypatch, capsys, script=first, story=LAMP, protocol="v2", **more)

    return made


def test_a_charged_failure_that_was_given_up_is_lost_in_the_lock_file_at_once(make: Make) -> None:
    with make("failed-with-cost") as it:
        assert it.build("--yes") == exits.GENERATION_FAILED
        assert it.call("ledger", "resolve", it.attempts()[0].id, "--lost") == exits.DONE, it.err
        assert [entry.state for entry in lockfile.read(it.root).blocks.values()] == ["lost"]
        # A colleague who has the lock file and nothing else buys it anew, and settles nothing.
        shutil.rmtree(it.root / ".storyc")
        shutil.rmtree(it.root / "build")
        assert it.build("--yes") == exits.DONE, it.err
        assert it.charges() == 2


def test_what_the_host_did_not_bill_leaves_the_lock_file(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its job was accepted, and forgotten by the host before anybody could know what it had become."""
    monkeypatch.setenv("STORYC_HOST_SEGMIND_PATIENCE", "1")
    with make(seconds=600.0) as it:
        assert it.build("--yes") == exits.NOT_FINISHED
        id = it.attempts()[0].id
        with contextlib.closing(open_ledger(it.root / ".storyc", place=HostPlace(it.attempts()[0].place))) as ledger:
            assert ledger.claim(id)
            ledger.unknown(id, "forgotten")
        assert [entry.state for entry in lockfile.read(it.root).blocks.values()] == ["running"]
        assert it.call("ledger", "resolve", id, "--not-billed", "--no-look") == exits.DONE, it.err
        assert lockfile.read(it.root).blocks == {}


def test_what_locked_says_of_a_clip_that_was_given_up_is_so(make: Make) -> None:
    with make("failed-with-cost") as it:
        assert it.build("--yes") == exits.GENERATION_FAILED
        lock = (it.root / "storyc.lock").read_bytes()
        id = it.attempts()[0].id
        assert it.call("ledger", "resolve", id, "--lost") == exits.DONE, it.err
        assert it.build("--locked") == exits.OUT_OF_DATE
        assert "is lost in `storyc.lock`, since its clip was given up" in it.err
        assert "`storyc build` without `--locked` buys it anew" in it.err
        assert "has no" not in it.err
        # The lock file of another project with the same ledger, or one that git has brought back.
        (it.root / "storyc.lock").write_bytes(lock)
        assert it.build("--locked") == exits.OUT_OF_DATE
        assert f"is running in `storyc.lock`, and attempt `{id}` of this ledger has given its clip up" in it.err
        assert "has no" not in it.err
        assert it.build("--yes") == exits.DONE, it.err
        assert it.build("--locked") == exits.DONE, it.err


def brought(it: Project) -> tuple[str, str]:
    """The one attempt, of which the answer was lost and the clip was brought by hand, and its job at the host."""
    assert it.build("--yes") == exits.OUTCOME_UNKNOWN, it.err
    (attempt,) = it.attempts()
    job = it.host.book()["charges"][0]["request_id"]
    assert it.call("ledger", "resolve", attempt.id, "--file", str(clip(it.root))) == exits.DONE, it.err
    assert it.build() == exits.DONE, it.err
    assert [entry.request_id for entry in lockfile.read(it.root).blocks.values()] == [f"unnamed-{attempt.id}"]
    return attempt.id, job


def reconcile(it: Project) -> int:
    """The exit code of comparing what the host shows of the days from the first attempt to now."""
    first = f"{it.attempts()[0].created:%Y-%m-%d}"
    return it.call("ledger", "reconcile", "--from", first, "--to", f"{datetime.now(UTC):%Y-%m-%d}")


def test_the_job_of_a_clip_that_was_brought_by_hand_is_named_afterwards(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make("cut-after-billing", "history-late=60") as it:
        id, job = brought(it)
        later(monkeypatch, 60)
        assert reconcile(it) == exits.STORY_ERRORS, it.err
        assert it.call("ledger", "show", id) == exits.DONE
        assert f"storyc ledger resolve {id} --attach REQUEST" in it.out
        before = it.attempts()[0]
        assert it.call("ledger", "resolve", id, "--attach", job) == exits.DONE, it.err
        (entry,) = lockfile.read(it.root).blocks.values()
        assert (entry.request_id, entry.state, entry.file_sha256) == (job, "done", before.sha256)
        after = it.attempts()[0]
        assert (after.request_id, after.sha256, after.spent) == (job, before.sha256, before.spent)
        assert it.build() == exits.DONE, it.err
        assert it.build("--locked") == exits.DONE, it.err
        assert reconcile(it) == exits.DONE, it.out
        assert it.call("ledger", "audit") == exits.DONE, it.out
        assert it.call("ledger", "resolve", id, "--attach", job) == exits.USAGE


def test_a_clip_without_a_name_that_is_lost_is_named_before_it_is_fetched(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make("cut-after-billing", "history-late=60") as it:
        id, job = brought(it)
        shutil.rmtree(it.root / ".storyc" / "store")
        shutil.rmtree(it.root / "build")
        how = f"`storyc ledger resolve {id} --attach REQUEST` names its job"
        assert it.call("ledger", "audit") == exits.STORY_ERRORS
        assert f"{how}, `--file CLIP` brings it by hand" in it.out
        before = it.calls()
        assert it.call("ledger", "resolve", id, "--refetch") == exits.USAGE
        assert how in it.err
        assert it.calls() == before
        assert it.build() == exits.GENERATION_FAILED
        assert how in it.err
        later(monkeypatch, 60)
        assert it.call("ledger", "resolve", id, "--attach", job) == exits.DONE, it.err
        # The host's clip is not the one that was brought.
        assert it.build() == exits.GENERATION_FAILED
        assert f"`storyc ledger resolve {id} --refetch` takes" in it.err
        assert it.call("ledger", "resolve", id, "--refetch") == exits.DONE, it.err
        assert it.build() == exits.DONE, it.err
        assert it.charges() == 1


def test_a_clip_without_a_name_that_is_off_its_order_cannot_be_asked_for(make: Make) -> None:
    with make("cut-after-billing", "history-empty") as it:
        assert it.build("--yes") == exits.OUTCOME_UNKNOWN, it.err
        (attempt,) = it.attempts()
        brought = str(clip(it.root, "640x360"))
        assert it.call("ledger", "resolve", attempt.id, "--file", brought) == exits.DONE, it.err
        assert it.build() == exits.GENERATION_FAILED, it.err
        assert it.call("ledger", "show", attempt.id) == exits.DONE
        for said in (it.out, off_order(it.attempts()[0])):
            assert "--accept" in said
            assert "--attach REQUEST" in said
            assert "--refetch" not in said


def test_another_machine_asks_no_host_for_a_job_that_has_no_name(make: Make) -> None:
    with make("cut-after-billing", "history-empty") as it:
        brought(it)
        apart(it)
        assert it.build("--yes") == exits.OUT_OF_DATE, it.err
        assert "and the host has not named its job: bring the clip or the store" in it.err
        assert "`storyc ledger resolve ID --attach REQUEST`, or here by `--take-up REQUEST`" in it.err
        assert "nothing is paid to fetch" not in it.err
        assert not any("unnamed-" in request["path"] for request in it.host.book()["requests"])
        assert it.submits() == 1


def test_a_clip_without_a_name_takes_no_block_from_the_job_that_another_machine_has_named(make: Make) -> None:
    with make("cut-after-billing", "history-late=60") as it:
        _, job = brought(it)
        (entry,) = lockfile.read(it.root).blocks.values()
        named = msgspec.structs.replace(entry, request_id=job)
        lockfile.write(it.root, lockfile.lock_of([named]))
        assert it.build() == exits.DONE, it.err
        assert list(lockfile.read(it.root).blocks.values()) == [named]
        assert it.build("--locked") == exits.DONE, it.err


def test_another_machine_takes_the_job_that_somebody_names_for_a_clip_without_one(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make("cut-after-billing", "history-late=60") as it:
        _, job = brought(it)
        later(monkeypatch, 60)
        apart(it)
        assert it.build("--take-up", "0" * 32) == exits.USAGE
        assert "no such job is a clip that would be bought" in it.err
        assert it.build("--take-up", job) == exits.DONE, it.err
        (attempt,) = it.attempts()
        assert (attempt.request_id, attempt.spent, attempt.state) == (job, 0, "published")
        (entry,) = lockfile.read(it.root).blocks.values()
        assert (entry.request_id, entry.file_sha256, entry.price_usd) == (job, attempt.sha256, 0.625)
        assert it.build("--locked") == exits.DONE, it.err
        assert (it.submits(), it.charges()) == (1, 1)


def test_a_clip_that_two_machines_have_bought_is_said_and_no_block_goes_to_and_fro(make: Make) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE, it.err
        lock = (it.root / "storyc.lock").read_bytes()
        (theirs,) = it.attempts()
        apart(it)
        (it.root / "storyc.lock").unlink()
        assert it.build("--yes", "--no-look") == exits.DONE, it.err
        (ours,) = it.attempts()
        assert ours.request_id != theirs.request_id
        (it.root / "storyc.lock").write_bytes(lock)
        for flags in ((), ("--locked",)):
            assert it.build(*flags) == exits.DONE, it.err
            said = f"as `{theirs.request_id}` in `storyc.lock` and as `{ours.request_id}` in this ledger"
            assert it.err.count(f"paid for twice: `a.story 001 wan-2.6-t2v@segmind` {said}") == 1
            assert (it.root / "storyc.lock").read_bytes() == lock
        assert it.charges() == 2


def test_what_this_ledger_has_given_up_and_bought_anew_takes_its_own_block(make: Make) -> None:
    with make("size") as it:
        assert it.build("--yes") == exits.GENERATION_FAILED
        lock = (it.root / "storyc.lock").read_bytes()
        assert [entry.state for entry in lockfile.read(it.root).blocks.values()] == ["done"]
        assert it.call("ledger", "resolve", it.attempts()[0].id, "--lost") == exits.DONE, it.err
        assert it.build("--yes") == exits.DONE, it.err
        # As git brings it back from before.
        (it.root / "storyc.lock").write_bytes(lock)
        assert it.build() == exits.DONE, it.err
        assert "paid for twice" not in it.err
        assert [entry.request_id for entry in lockfile.read(it.root).blocks.values()] == [it.attempts()[1].request_id]


def apart(it: Project) -> None:
    """Make of the project what another machine has of it: what git carries."""
    shutil.rmtree(it.root / ".storyc")
    shutil.rmtree(it.root / "build")


def test_another_account_s_key_gives_up_nothing_that_the_lock_file_alone_names(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make() as it:
        assert it.build("--yes") == exits.DONE, it.err
        (name, entry), *_ = lockfile.read(it.root).blocks.items()
        assert len(entry.key) == 4
        # A colleague has the lock file, and neither the clip nor the key.
        shutil.rmtree(it.root / ".storyc")
        shutil.rmtree(it.root / "build")
        monkeypatch.setenv("SEGMIND_API_KEY", "SG_" + "0" * 16)
        give_up = ("ledger", "resolve", "--lock", name, "--lost")
        assert it.call(*give_up) == exits.USAGE
        assert (
            f"the host does not know request `{entry.request_id}` by this key, and it was sent with another" in it.err
        )
        assert lockfile.read(it.root).blocks[name].state == "done"
        # The account has a new key, which somebody knows.
        assert it.call(*give_up, "--no-look") == exits.DONE, it.err
        assert lockfile.read(it.root).blocks[name] == msgspec.structs.replace(entry, state="lost")
