"""The fleet by its commands: what is submitted is bought once, by whichever worker, and fetched by whoever wants it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storyboard.cli import exits, run
from storyboard.fleet import worker
from storyboard.fleet.worker import Beat
from tests.cli.paying import Project, project

QUICK = Beat(look=0.05, again=0.2, stuck=0.5, pause=0.05)
WAIT = 60.0


@pytest.fixture
def it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Project]:  # fmt: skip
    with project(tmp_path, monkeypatch, capsys, protocol="v2") as made:
        yield made


@contextmanager
def working(monkeypatch: pytest.MonkeyPatch, *words: str) -> Iterator[list[int]]:
    """A worker in this process until the block ends; its exit code then."""
    stop, codes = threading.Event(), list[int]()
    work = worker.Worker.work
    monkeypatch.setattr("storyboard.fleet.worker.BEAT", QUICK)
    monkeypatch.setattr(worker.Worker, "work", lambda self, _: work(self, stop))
    monkeypatch.setattr("storyboard.fleet.purchasing.Purchaser.wait", lambda *_: 0.05)
    thread = threading.Thread(target=lambda: codes.append(run(["fleet", "run", "--provider", "segmind", *words])))
    thread.start()
    try:
        yield codes
    finally:
        stop.set()
        thread.join(WAIT)


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)


def submitted(it: Project, *more: str) -> str:
    """The digest of a plan of all, which is submitted."""
    assert it.call("plan", "a.story", "-o", "plan.json") == exits.DONE
    assert it.call("fleet", "submit", "--plan", "plan.json", "--provider", "segmind", "--yes", *more) == exits.DONE, (
        it.err
    )
    digest: str = json.loads((it.root / "plan.json").read_text())["digest"]
    return digest


def test_a_plan_is_submitted_worked_off_and_collected(it: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = submitted(it)
    assert it.submits() == 0
    assert it.call("fleet", "status") == exits.DONE
    assert digest[:12] in it.out
    assert "2 waiting" in it.out
    with working(monkeypatch) as codes:
        until(lambda: it.states() == ["recorded", "recorded"])
    assert codes == [exits.DONE]
    assert it.charges() == it.submits() == 2
    assert it.call("fleet", "status", "--format", "json") == exits.DONE
    [plan] = json.loads(it.out)["plans"]
    assert (plan["plan"], plan["clips"], plan["spent_usd"]) == (digest, {"here": 2}, 1.25)
    assert it.call("collect", "a.story") == exits.DONE, it.err
    assert it.out == "build/a.mp4\n"
    assert it.call("ledger", "audit") == exits.DONE
    assert it.charges() == 2
