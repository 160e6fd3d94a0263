"""What a job that nobody means any more does to `storyc.lock`: it takes no other clip's block, here or in a project
beside it."""

from __future__ import annotations

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
OTHER = TWO.replace("A hand strikes a match.", "A hand strikes two matches.")


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    def made(*faults: str, **more: Any) -> AbstractContextManager[Project]:
        return project(tmp_path, monkeypatch, capsys, *faults, **more)

    return made


def left_behind(it: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Buy the first clip, and have its words changed before it has come."""
    monkeypatch.setenv("STORYC_HOST_SEGMIND_PATIENCE", "1")
    assert it.build("--yes", "--only", "1") == exits.NOT_FINISHED, it.err
    monkeypatch.delenv("STORYC_HOST_SEGMIND_PATIENCE")
    it.host.finish()
    (it.root / "a.story").write_text(OTHER)


def test_a_clip_that_nobody_means_any_more_takes_no_block_of_one_in_use(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make(protocol="v2", seconds=600.0) as it:
        left_behind(it, monkeypatch)
        for _ in range(3):
            assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        assert it.charges() == 2
        old, new = it.attempts()
        assert (old.state, new.state) == ("recorded", "published")
        assert [entry.request_id for entry in lockfile.read(it.root).blocks.values()] == [new.request_id]
        assert it.build("--locked", "--only", "1") == exits.DONE, it.err
        shutil.rmtree(it.root / ".storyc")
        shutil.rmtree(it.root / "build")
        assert it.build("--locked", "--only", "1") == exits.DONE, it.err
        assert it.charges() == 2


def test_a_project_with_the_same_ledger_leaves_the_blocks_of_its_neighbour_alone(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make(protocol="v2", seconds=600.0) as it:
        monkeypatch.setenv("STORYC_STORE", str(it.root / "shared"))
        neighbour = it.root / "neighbour"
        neighbour.mkdir()
        (neighbour / "storyc.toml").write_text("")
        (neighbour / "a.story").write_text(OTHER)
        monkeypatch.setenv("STORYC_HOST_SEGMIND_PATIENCE", "1")
        assert it.build("--yes", "--only", "1") == exits.NOT_FINISHED, it.err
        monkeypatch.delenv("STORYC_HOST_SEGMIND_PATIENCE")
        it.host.finish()
        (first,) = lockfile.read(it.root).blocks.values()
        monkeypatch.chdir(neighbour)
        for _ in range(2):
            assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        assert it.charges() == 2
        (second,) = lockfile.read(neighbour).blocks.values()
        assert second.request_sha256 != first.request_sha256
        assert it.build("--locked", "--only", "1") == exits.DONE, it.err
        monkeypatch.chdir(it.root)
        assert it.build("--locked", "--only", "1") == exits.OUT_OF_DATE
        assert it.build("--only", "1") == exits.DONE, it.err
        assert it.build("--locked", "--only", "1") == exits.DONE, it.err
        assert it.charges() == 2


def test_a_clip_that_nobody_means_any_more_is_over_once_it_lies_in_the_store(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make(protocol="v2", seconds=600.0) as it:
        left_behind(it, monkeypatch)
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        old, _ = it.attempts()
        assert old.sha256 is not None
        calls = it.calls()
        assert it.call("ledger", "list", "--unsettled", "--format", "json") == exits.DONE
        assert it.out.strip() == "[]"
        (it.root / ".storyc/store" / old.sha256).unlink()
        assert it.build("--only", "1") == exits.DONE, it.err
        assert (it.calls(), it.charges()) == (calls, 2)
        # Who means it again has it again.
        (it.root / "a.story").write_text(TWO)
        assert it.build("--only", "1") == exits.DONE, it.err
        assert it.charges() == 2
