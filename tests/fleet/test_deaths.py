"""Workers of a fleet, its server and DBOS's tables die: each clip is charged once, and all that were are fetched."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storyboard.cli import exits
from tools import postgres
from tools.hosting import ROOT, hosting
from tools.team.fleet import dropped, run_fleet, submitted, two_send
from tools.team.scenes import MUTANTS
from tools.team.studio import opened, served

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks")


@pytest.fixture
def host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an emulator, to which the environment leads."""
    monkeypatch.chdir(tmp_path)
    with hosting("v2", "--seconds", "0.3") as environ:
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        yield environ["STORYC_SEGMIND_BASE_URL"]


@pytest.mark.skipif(bool(postgres.missing()), reason=postgres.missing() or "there is PostgreSQL")
def test_sixteen_workers_the_server_and_the_tables_of_dbos_die(
    host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served() as server:
        studio = opened(server, tmp_path / "studio", "fleet")
        monkeypatch.setenv("STORYC_LEDGER", studio.address)
        monkeypatch.setenv("STORYC_STORE", str(tmp_path / "clips"))
        result = run_fleet(
            tmp_path, host, processes=4, clips=16, kills=16, restart=studio.restart, server_kills=1,
            drop=lambda: dropped(server), drops=1,
        )  # fmt: skip
    assert (result.kills, result.server_kills, result.drops) == (16, 1, 1)
    assert result.good, result
    # What is open was killed between the books and the host, and nobody knows of it.
    assert result.charges + result.open == result.clips, result


def test_workers_of_one_machine_die(host: str, tmp_path: Path) -> None:
    result = run_fleet(tmp_path, host, processes=2, clips=4, kills=2)
    assert result.good, result
    assert result.charges + result.open == result.clips, result


def test_a_worker_that_is_told_to_stop_ends_at_once_and_owns_nothing(host: str, tmp_path: Path) -> None:
    submitted(tmp_path, 1)
    words = [sys.executable, "-m", "storyboard", "fleet", "run", "--provider", "segmind"]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(words, cwd=tmp_path, env=environ, stderr=subprocess.PIPE, text=True) as worker:
        assert worker.stderr is not None
        for line in worker.stderr:
            if "is at the host as" in line:
                break
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(180) == exits.TERMINATED
    assert list((tmp_path / ".storyc/rehearsal/owners").iterdir()) == []


@pytest.mark.parametrize("fenced", [True, False])
def test_two_workers_send_a_clip_once_because_of_the_fence(host: str, tmp_path: Path, fenced: bool) -> None:
    remove, _ = MUTANTS["a send has no fence"]
    result = two_send(tmp_path, host) if fenced else two_send(tmp_path, host, remove)
    assert (result.charges, result.twice) == ((1, 0) if fenced else (2, 1)), result
    assert result.good is fenced, result
