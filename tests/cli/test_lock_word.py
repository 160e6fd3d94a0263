"""What `storyc.lock` says against what the ledger and the host know: the host's word counts, and `--locked` writes
nothing."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import exits
from storyboard.production.plan import lockfile
from tests.cli.paying import TWO, Project, project

Make = Callable[..., AbstractContextManager[Project]]
SHORT = "# C1\nduration: 5\nShot 1 [0-5s] Close-up: a lamp on a table turns in the light.\n"
NAME = "a.story 001 wan-2.6-t2v@segmind"


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    def made(*faults: str, **more: Any) -> AbstractContextManager[Project]:
        return project(tmp_path, monkeypatch, capsys, *faults, **more)

    return made


def lose(it: Project) -> None:
    """Leave of the project what git has, and nothing else."""
    shutil.rmtree(it.root / ".storyc")
    shutil.rmtree(it.root / "build", ignore_errors=True)


def edit(it: Project, **values: Any) -> None:
    """Write values by hand into the one block of the lock file."""
    place = lockfile.place(it.root)
    blocks = json.loads(place.read_text())
    (name,) = [name for name in blocks if name != "schema"]
    blocks[name] |= values
    place.write_text(json.dumps(blocks))


# ---- `--locked` ------------------------------------------------------------------------------------------------------


def test_locked_writes_nothing_for_a_clip_that_has_moved(make: Make) -> None:
    with make(protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        (it.root / "a.story").rename(it.root / "b.story")
        before = lockfile.place(it.root).read_bytes()
        assert it.build("--locked", "--only", "1", paths=("b.story",)) == exits.DONE, it.err
        assert lockfile.place(it.root).read_bytes() == before
        lose(it)
        assert it.build("--locked", "--only", "1", paths=("b.story",)) == exits.DONE, it.err
        assert lockfile.place(it.root).read_bytes() == before
        assert it.build("--only", "1", paths=("b.story",)) == exits.DONE, it.err
        assert list(lockfile.read(it.root).blocks) == [NAME.replace("a.story", "b.story")]
        assert it.charges() == 1


def test_blocks_stay_where_two_stories_come_to_ask_for_the_same(make: Make) -> None:
    both = ("a.story", "b.story")
    with make(story=SHORT, protocol="v2") as it:
        (it.root / "b.story").write_text(SHORT.replace("lamp", "candle"))
        assert it.build("--yes", paths=both) == exits.DONE, it.err
        before = lockfile.place(it.root).read_bytes()
        assert len(lockfile.read(it.root).blocks) == 2
        (it.root / "b.story").write_text(SHORT)
        for paths in (("b.story",), ("a.story",), ("b.story",), both):
            assert it.build(paths=paths) == exits.DONE, it.err
            assert lockfile.place(it.root).read_bytes() == before
        (it.root / "b.story").write_text(SHORT.replace("lamp", "candle"))
        lose(it)
        assert it.build("--locked", paths=both) == exits.DONE, it.err
        assert it.charges() == 2


def test_locked_refuses_what_the_ledger_would_write_and_a_build_ends_that(make: Make) -> None:
    with make(protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        right = lockfile.read(it.root)
        edit(it, file_sha256="0" * 64)
        wrong = lockfile.place(it.root).read_bytes()
        assert it.build("--locked", "--only", "1") == exits.OUT_OF_DATE
        assert f"than in attempt `{it.attempts()[0].id}` of this ledger" in it.err
        assert "build without it first" in it.err
        assert lockfile.place(it.root).read_bytes() == wrong
        assert it.build("--only", "1") == exits.DONE, it.err
        assert lockfile.read(it.root) == right
        assert it.build("--locked", "--only", "1") == exits.DONE, it.err
        assert it.charges() == 1


@pytest.mark.parametrize("lost", [True, False])
def test_locked_says_that_the_ledger_has_a_clip_which_the_lock_file_lacks(make: Make, lost: bool) -> None:
    with make(protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        right = lockfile.read(it.root)
        if lost:
            edit(it, state="lost")
        else:
            lockfile.place(it.root).unlink()
        assert it.build("--locked", "--only", "1") == exits.OUT_OF_DATE
        said = f"`{NAME}` is lost in `storyc.lock`" if lost else f"`storyc.lock` has no `{NAME}` with this request"
        here = f"attempt `{it.attempts()[0].id}` of this ledger is published"
        assert f"{said}, and {here}; `--locked` changes neither: build without it first" in it.err
        assert it.build("--only", "1") == exits.DONE, it.err
        assert lockfile.read(it.root) == right
        assert it.build("--locked", "--only", "1") == exits.DONE, it.err
        assert it.charges() == 1


def test_a_block_that_is_lost_says_that_the_ledger_has_another_job_for_its_clip(make: Make) -> None:
    with make(protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        edit(it, state="lost", request_id="0" * 32)
        assert it.call("ledger", "resolve", "--lock", NAME, "--lost") == exits.USAGE
        then = f"the next build goes on with attempt `{it.attempts()[0].id}` of this ledger, which is published"
        assert f"`{NAME}` is lost already: {then}" in it.err
        assert it.build("--only", "1") == exits.DONE, it.err
        assert (it.charges(), [entry.state for entry in lockfile.read(it.root).blocks.values()]) == (1, ["done"])


def test_another_job_in_the_lock_file_is_a_second_purchase_which_locked_says_and_leaves(make: Make) -> None:
    with make(protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        edit(it, request_id="0" * 32)
        before = lockfile.place(it.root).read_bytes()
        assert it.build("--locked", "--only", "1") == exits.DONE, it.err
        theirs, ours = "0" * 32, it.attempts()[0].request_id
        assert f"as `{theirs}` in `storyc.lock` and as `{ours}` in this ledger" in it.err
        assert lockfile.place(it.root).read_bytes() == before
        assert it.charges() == 1


# ---- lost ------------------------------------------------------------------------------------------------------------


def test_what_the_lock_file_calls_lost_is_not_bought_while_the_host_has_it(make: Make) -> None:
    with make(protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        (entry,) = lockfile.read(it.root).blocks.values()
        edit(it, state="lost")
        lose(it)
        assert it.build("--only", "1") == exits.DONE, it.err
        assert f"as `{entry.request_id}`; `storyc.lock` calls it lost" in it.err
        assert it.charges() == 1
        (after,) = lockfile.read(it.root).blocks.values()
        assert (after.state, after.request_id, after.file_sha256) == ("done", entry.request_id, entry.file_sha256)


def test_what_the_lock_file_calls_lost_is_waited_for_while_the_host_makes_it(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make(protocol="v2", seconds=600.0) as it:
        monkeypatch.setenv("STORYC_HOST_SEGMIND_PATIENCE", "1")
        assert it.build("--yes", "--only", "1") == exits.NOT_FINISHED, it.err
        monkeypatch.delenv("STORYC_HOST_SEGMIND_PATIENCE")
        edit(it, state="lost")
        lose(it)
        it.host.finish(1.0)
        assert it.build("--only", "1") == exits.DONE, it.err
        assert it.charges() == 1


# ---- another file ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [(), ("resolve",), ("forget",)])
def test_a_wrong_hash_is_ended_by_one_command_and_buys_nothing(make: Make, after: tuple[str, ...]) -> None:
    with make(protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        (right,) = lockfile.read(it.root).blocks.values()
        edit(it, file_sha256="0" * 64)
        lose(it)
        job = str(right.request_id)
        way = f"the same build with `--take-up {job}` takes that one, for nothing"
        for _ in range(2):
            assert it.build("--yes", "--only", "1") == exits.OUT_OF_DATE
            assert way in it.err
        assert it.build("--locked", "--only", "1") == exits.OUT_OF_DATE
        assert way in it.err
        if "resolve" in after:
            assert it.call("ledger", "resolve", "--lock", NAME, "--lost") == exits.USAGE
            assert way in it.err
        if "forget" in after:
            assert it.call("ledger", "forget", NAME) == exits.DONE, it.err
            assert it.build("--only", "1") == exits.DONE, it.err
            assert "is found at the host" in it.err
        else:
            assert it.build("--only", "1", "--take-up", job) == exits.DONE, it.err
        (entry,) = lockfile.read(it.root).blocks.values()
        assert (entry.state, entry.request_id, entry.file_sha256) == ("done", job, right.file_sha256)
        assert it.build("--locked", "--only", "1") == exits.DONE, it.err
        assert it.charges() == 1


def test_a_job_that_cannot_be_taken_up_is_an_error_whatever_there_is_to_buy(make: Make) -> None:
    with make(protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        job = str(it.attempts()[0].request_id)
        assert it.build("--only", "1", "--take-up", "nonsense") == exits.USAGE
        assert "`--take-up nonsense`: no such job is a clip that would be bought" in it.err
        # A job that has become its clip stays it, however often that is said.
        assert it.build("--only", "1", "--take-up", job) == exits.DONE, it.err
        assert it.build("--yes", "--only", "2", "--take-up", job) == exits.USAGE
        for flag in ("--locked", "--dry-run"):
            assert it.build("--only", "1", flag, "--take-up", job) == exits.USAGE
            assert f"`{flag}` " in it.err
        assert it.call("build", "a.story", "--draft", "--take-up", job) == exits.USAGE
        assert "name the `--provider` too" in it.err
        assert it.charges() == 1


# ---- one job, one clip -----------------------------------------------------------------------------------------------


def test_blocks_of_several_clips_that_name_one_job_are_refused_until_one_is_left(make: Make) -> None:
    with make(protocol="v2") as it:
        assert it.build("--yes") == exits.DONE, it.err
        place = lockfile.place(it.root)
        blocks = json.loads(place.read_text())
        second, third = NAME.replace("001", "002"), NAME.replace("001", "003")
        blocks[third] = blocks[second] | {"clip": 3, "request_sha256": "0" * 64}
        for name in (second, third):
            blocks[name] |= {key: blocks[NAME][key] for key in ("request_id", "file_sha256")}
        place.write_text(json.dumps(blocks))
        lose(it)
        calls = it.calls()
        for twin in (second, third):
            for words in (("plan", "a.story"), ("build", "a.story", "--provider", "segmind", "--yes")):
                assert it.call(*words) == exits.OUT_OF_DATE
                assert f"`{NAME}` and `{twin}` are two clips and name one job" in it.err
            command = f"storyc ledger forget '{twin}'"
            assert f"`{command}`" in it.err
            assert it.call(*shlex.split(command)[1:]) == exits.DONE, it.err
        assert (it.calls(), it.submits()) == (calls, 2)
        # The history has the job whose block was wrong.
        assert it.build() == exits.DONE, it.err
        assert [clip.state for clip in it.attempts()] == ["published"] * 2
        assert it.charges() == 2


def test_one_clip_at_several_places_is_one_job(make: Make) -> None:
    with make(story=f"{TWO}\n{TWO.split('# The lamp')[0]}", protocol="v2") as it:
        assert it.build("--yes") == exits.DONE, it.err
        place = lockfile.place(it.root)
        blocks = json.loads(place.read_text())
        blocks[NAME.replace("001", "003")] = blocks[NAME] | {"clip": 3}
        place.write_text(json.dumps(blocks))
        lose(it)
        assert it.build() == exits.DONE, it.err
        assert len(it.attempts()) == it.charges() == 2
