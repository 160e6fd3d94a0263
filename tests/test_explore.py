"""A small slice of `make explore`: scenes are seen whole, promises can be broken, and each defence is missed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storyboard.ledger import LedgerTrouble
from tools.explore.__main__ import SCENES, told
from tools.explore.journal import Journal, NoWay, Pause, Straight
from tools.explore.mutants import MUTANTS
from tools.explore.promises import broken, lost
from tools.explore.scene import Scene
from tools.explore.search import Explored, explore
from tools.explore.world import PRICE, Builder, Job, Room, State

ROOT = Path(__file__).resolve().parent.parent
SCENE = Scene("one builder", (0,), crashes=1, faults=0)
OP = SCENE.requests(0)[0].sha256

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="owners are alive by locks of this system")


@pytest.fixture(scope="module")
def slice_() -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.explore", "--most", "150"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_slice_of_each_scene_holds(slice_: subprocess.CompletedProcess[str]) -> None:
    assert slice_.returncode == 0, slice_.stdout + slice_.stderr
    assert slice_.stdout.endswith("every promise held\n")
    for scene in SCENES:
        assert f"{scene.name}     150 " in slice_.stdout


@pytest.mark.parametrize("name", [mutant.name for mutant in MUTANTS])
def test_a_defence_that_is_gone_is_missed(slice_: subprocess.CompletedProcess[str], name: str) -> None:
    assert f"without `{name}`: missed after " in slice_.stdout


def test_a_small_scene_is_seen_whole_and_the_same_each_time(tmp_path: Path) -> None:
    first, second = (explore(SCENE, tmp_path / name, 10_000, time.monotonic() + 60) for name in ("a", "b"))
    assert (first.whole, first.wrong) == (True, ())
    assert first.states > 400
    assert first.ends > 10
    assert (first.states, first.steps, first.depth, first.ends) == (
        second.states, second.steps, second.depth, second.ends,
    )  # fmt: skip


def test_an_exploration_stops_at_its_most_and_at_its_time(tmp_path: Path) -> None:
    most = explore(SCENE, tmp_path / "most", 50, time.monotonic() + 60)
    assert (most.states, most.whole) == (50, False)
    over = explore(msgspec.structs.replace(SCENE, machines=(0, 0)), tmp_path / "time", 10_000, 0.0)
    assert over.states == 256
    assert not over.whole


def state(*jobs: Job) -> State:
    return State(
        ledgers=(),
        rows=("",),
        jobs=jobs,
        disks=(frozenset[str](),),
        locks=((),),
        tick=9,
        builders=(Builder(0),),
        crashes=0,
        faults=0,
    )


def job(id: str, **more: Any) -> Job:
    return msgspec.structs.replace(Job(id, OP, 0, 0, made=1, shown=1, cost=PRICE), **more)


@pytest.mark.parametrize(
    ("scene", "jobs", "why"),
    [
        (SCENE, [job("a")], "a was charged, and no row of its ledger says so"),
        (SCENE, [job("a"), job("b", made=2)], "a and b are the same clip, and one ledger has paid for both"),
        (
            SCENE,
            [job("a", forgotten=True), job("b", machine=1, knew=("a",))],
            "a and b are the same clip, and history or lock file had shown the first",
        ),
        (
            msgspec.structs.replace(SCENE, cap=PRICE - 1),
            [job("a")],
            f"{PRICE} were charged, and the cap is {PRICE - 1}",
        ),
    ],
)
def test_a_broken_promise_is_told(tmp_path: Path, scene: Scene, jobs: list[Job], why: str) -> None:
    assert why in list(broken(scene, Room(tmp_path, 1), state(*jobs)))


def test_nothing_is_broken_by_what_is_not_promised(tmp_path: Path) -> None:
    room = Room(tmp_path, 1)
    neither = [job("a", machine=1), job("b", forgotten=True, knew=("c",))]
    assert list(broken(SCENE, room, state(*neither))) == []
    assert list(broken(SCENE, room, state(job("a", state="FAILED")))) == []


def test_what_nobody_has_in_the_end_is_lost(tmp_path: Path) -> None:
    room = Room(tmp_path, 1)
    assert [why.split()[0] for why in lost(room, state(job("a", forgotten=True), job("b", state="FAILED")))] == ["a"]


def test_the_report_names_what_is_broken_and_what_nobody_misses() -> None:
    good, bad = Explored("good", states=3), Explored("bad", whole=False, wrong=("it was paid twice", "by start 0"))
    assert told([good], [bad])[1]
    text, fine = told([good, bad], [])
    assert not fine
    assert text.endswith("bad: it was paid twice\nbad: by start 0")
    text, fine = told([good], [good])
    assert not fine
    assert text.endswith("NOBODY MISSES IT")


def test_a_journal_makes_one_new_call_a_step() -> None:
    made: list[str] = []

    def fail() -> str:
        raise LedgerTrouble("full")

    def step(journal: Journal) -> str:
        first = journal.call([lambda: made.append("first") or "a", lambda: "b"])
        return first + str(journal.call([lambda: made.append("second") or "c", fail]))

    journal = Journal((), 0)
    with pytest.raises(Pause):
        step(journal)
    assert (journal.records, made) == (["a"], ["first"])
    assert step(Journal(tuple(journal.records), 0)) == "ac"
    assert made == ["first", "second"]
    failed = Journal(("b",), 1)
    with pytest.raises(LedgerTrouble, match="full"):
        step(failed)
    with pytest.raises(LedgerTrouble, match="full"):
        step(Journal(tuple(failed.records)))
    with pytest.raises(NoWay):
        step(Journal(("b",), 2))
    assert step(Straight()) == "ac"
