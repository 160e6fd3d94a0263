"""What was settled by hand, and what was paid for twice, as the lock file carries it to other machines."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import exits
from storyboard.emulate.faults import script
from storyboard.ledger import HostPlace, open_ledger
from storyboard.production.plan import lockfile
from tests.cli.paying import TWO, Project, project

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
