"""`storyc.lock` knows what runs: a ledger that is lost, old or another one takes up the host's jobs and buys nothing."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import exits
from storyboard.production.plan import lockfile
from storyboard.production.plan.lockfile import Entry
from tests.cli.paying import TWO, Project, project
from tests.cli.test_build_paid_signals import Builder, Place
from tests.emulate.hosting import hosting

Make = Callable[..., AbstractContextManager[Project]]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    def made(*faults: str, **more: Any) -> AbstractContextManager[Project]:
        return project(tmp_path, monkeypatch, capsys, *faults, **more)

    return made


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    (tmp_path / "storyc.toml").write_text("")
    (tmp_path / "a.story").write_text(TWO)
    with hosting(seconds=6.0) as host:
        yield Place(tmp_path, host)


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
    until = time.monotonic() + 1.5
    if end == signal.SIGKILL:
        while states(place.root) != ["running", "running"]:
            assert time.monotonic() < until, states(place.root)
            time.sleep(0.02)
    os.kill(builder.process.pid, end)
    builder.end()
    assert states(place.root) == ["running", "running"]
    for entry in entries(place.root):
        assert (entry.price_usd, entry.file_sha256) == (None, None)
        assert entry.request_id
        assert entry.ledger
        assert entry.sent
    assert {entry.generation for entry in entries(place.root)} <= {1, 2}
    shutil.rmtree(place.root / ".storyc")
    shutil.rmtree(place.root / "build")
    code, said = Builder(place.root, place.host, "v2").end()
    assert code == exits.DONE, said
    assert "names 2 clips that this ledger does not know; fetched for nothing" in said
    assert place.host.charges() == 2
    assert states(place.root) == ["done", "done"]
    assert all(entry.file_sha256 and entry.price_usd == 0.625 for entry in entries(place.root))
