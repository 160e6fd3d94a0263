"""What `storyc.lock` says against what the ledger and the host know: the host's word counts, and `--locked` writes
nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import exits
from storyboard.production.plan import lockfile
from tests.cli.paying import Project, project

Make = Callable[..., AbstractContextManager[Project]]
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


@pytest.mark.parametrize("values", [{"file_sha256": "0" * 64}, {"request_id": "0" * 32}])
def test_locked_refuses_what_the_ledger_would_write_and_a_build_ends_that(make: Make, values: dict[str, Any]) -> None:
    with make(protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        right = lockfile.read(it.root)
        edit(it, **values)
        wrong = lockfile.place(it.root).read_bytes()
        assert it.build("--locked", "--only", "1") == exits.OUT_OF_DATE
        assert f"than in attempt `{it.attempts()[0].id}` of this ledger" in it.err
        assert "build without it first" in it.err
        assert lockfile.place(it.root).read_bytes() == wrong
        assert it.build("--only", "1") == exits.DONE, it.err
        assert lockfile.read(it.root) == right
        assert it.build("--locked", "--only", "1") == exits.DONE, it.err
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
    with make(protocol="v2", seconds=3.0) as it:
        monkeypatch.setenv("STORYC_HOST_SEGMIND_PATIENCE", "1")
        assert it.build("--yes", "--only", "1") == exits.NOT_FINISHED, it.err
        monkeypatch.delenv("STORYC_HOST_SEGMIND_PATIENCE")
        edit(it, state="lost")
        lose(it)
        assert it.build("--only", "1") == exits.DONE, it.err
        assert it.charges() == 1
