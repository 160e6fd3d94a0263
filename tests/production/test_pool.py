"""Processes that draw: their answers, their deaths, and their end."""

from __future__ import annotations

import errno
import os
import sys
from collections import deque
from contextlib import closing
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import cast

import pytest

from storyboard.production import pool
from storyboard.production.worker import Draw, Failed, Message, Progress, Task
from storyboard.providers import LocalClip, Made
from tests.production import workers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins end themselves by signals")


@pytest.fixture(autouse=True)
def _as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start the processes as a build does, which other tests fork from a warm one."""
    monkeypatch.setattr(pool, "_START", "spawn")


# A clip that no stand-in looks at.
NOTHING = cast(LocalClip, None)


def tasks(count: int, folder: Path) -> deque[Task]:
    return deque(Draw(number, "none", NOTHING, folder / str(number)) for number in range(1, count + 1))


def results(given: deque[Task], jobs: int = 2) -> dict[int, Message]:
    said = [each for each in pool.run(given, jobs) if each is not None]
    return {task.number: message for task, message in said if not isinstance(message, Progress)}


def test_every_task_is_answered_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "serve", workers.answers)
    assert results(tasks(7, tmp_path)) == {number: Made(30, number, ()) for number in range(1, 8)}


def test_a_task_added_meanwhile_is_done_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "serve", workers.answers)
    given, seen = tasks(1, tmp_path), []
    for each in pool.run(given, 1):
        if each is not None and isinstance(each[1], Made):
            seen.append(each[0].number)
            if len(seen) < 3:
                given.append(Draw(len(seen) + 1, "none", NOTHING, tmp_path))
    assert seen == [1, 2, 3]


def test_a_process_that_dies_costs_its_clip_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "serve", workers.dies)
    found = results(tasks(4, tmp_path))
    assert found.pop(2) == Failed("the drawing process ended by SIGKILL, twice")
    assert found == {number: Made(30, number, ()) for number in (1, 3, 4)}


def test_a_process_that_dies_once_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "serve", workers.dies_once)
    assert results(tasks(4, tmp_path)) == {number: Made(30, number, ()) for number in range(1, 5)}


def test_what_no_process_can_be_started_for_has_failed_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "serve", workers.answers)
    start, started = pool._start, list[int]()

    def one() -> object:
        if started:
            raise OSError(errno.EAGAIN, "Resource temporarily unavailable")
        started.append(1)
        return start()

    # Where there is a process for some, it does the others too.
    monkeypatch.setattr(pool, "_start", one)
    assert results(tasks(3, tmp_path)) == {number: Made(30, number, ()) for number in range(1, 4)}
    said = Failed("no process that draws it can be started: Resource temporarily unavailable")
    assert results(tasks(2, tmp_path)) == {1: said, 2: said}


def test_closing_ends_even_a_process_that_hears_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "serve", workers.deaf)
    monkeypatch.setattr(pool, "_GRACE", 0.2)
    killed: list[int | None] = []
    kill = BaseProcess.kill

    def noted(process: BaseProcess) -> None:
        killed.append(process.pid)
        kill(process)

    monkeypatch.setattr(BaseProcess, "kill", noted)
    with closing(pool.run(tasks(1, tmp_path), 1)) as said:
        first = next(each for each in said if each is not None)
        assert isinstance(first[1], Progress)
        pid = first[1].done
        os.kill(pid, 0)
        assert killed == []
    assert killed == [pid]
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
