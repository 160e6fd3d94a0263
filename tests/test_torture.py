"""A small slice of `make torture`, so that it cannot rot: each section does what it says, and can fail."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from tools.torture import faults, walks
from tools.torture.desk import Desk
from tools.torture.judge import COUNTS, Tally, total, wrong
from tools.torture.mutants import disorder
from tools.torture.spread import Sitting, Task
from tools.torture.syscalls import ARE_TRACED, killed_before

ROOT = Path(__file__).resolve().parent.parent
SECTIONS = ("faults", "mutants", "paused", "caps", "disk", "signals", "walks", "hosts", "later", "random", "crashes")
TRACED = ("settled", "migrated") if ARE_TRACED else ()

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="builds are forked from a warm parent")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in ("CI", "SEGMIND_API_KEY")}
    command = [sys.executable, "-m", "tools.torture", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def slice_() -> subprocess.CompletedProcess[str]:
    return run("--slice")


def test_a_slice_of_each_section_holds(slice_: subprocess.CompletedProcess[str]) -> None:
    assert slice_.returncode == 0, slice_.stdout + slice_.stderr
    assert slice_.stdout.endswith("every promise held\n")


@pytest.mark.parametrize("section", [*SECTIONS, *TRACED])
def test_section_prints_its_figures(slice_: subprocess.CompletedProcess[str], section: str) -> None:
    line = next(line for line in slice_.stdout.splitlines() if line.startswith(f"{section}: "))
    figures = {word.split()[1]: int(word.split()[0]) for word in line.partition(": ")[2].split("; ")[0].split(", ")}
    assert tuple(figures) == COUNTS
    assert figures["runs"]
    assert not figures["twice"] + figures["lost"] + figures["over"]
    if section in ("random", "crashes", "signals"):
        assert figures["kills"]


def test_an_act_of_a_random_day_is_one_of_the_desk() -> None:
    acts = {*walks.ACTS, *(act.split()[0] for day in walks.DAYS for act in day.acts)}
    assert {name for name in acts if not callable(getattr(Desk, name, None))} == set()
    # Each of its acts is played on some day.
    public = {name for name in vars(Desk) if not name.startswith("_") and callable(getattr(Desk, name))}
    assert public - {"finish"} == acts


@pytest.mark.skipif(not ARE_TRACED, reason="the calls of a process are watched on Linux alone")
def test_a_process_is_killed_before_each_call_that_changes_anything(tmp_path: Path) -> None:
    def work() -> int:
        (tmp_path / "new").mkdir()
        (tmp_path / "new/file").write_text("a")
        (tmp_path / "new/file").rename(tmp_path / "named")
        return 5

    left: list[list[str]] = []
    for number in range(1, 5):
        code, calls = killed_before(work, number)
        assert (code, calls) == (-9, number)
        left.append(sorted(path.name for path in tmp_path.rglob("*")))
        shutil.rmtree(tmp_path / "new", ignore_errors=True)
    assert left == [[], ["new"], ["file", "new"], ["file", "new"]]
    assert killed_before(work, 0) == (5, 4)
    assert (tmp_path / "named").read_text() == "a"


def test_every_fault_has_a_row() -> None:
    assert faults.missing() == set()


def test_a_broken_promise_is_told() -> None:
    assert Tally(runs=1, unknown=1).good
    for name in ("twice", "lost", "over", "tracebacks", "broken"):
        assert not Tally(**{name: 1}).good
    both = total([Tally(runs=1, charges=2), wrong("it is so")])
    assert (both.runs, both.charges, both.broken, both.notes) == (1, 2, 1, ("it is so",))


def test_a_task_that_fails_is_told(tmp_path: Path) -> None:
    def fails() -> Tally:
        raise ValueError("no")

    tasks = [Task("fails", fails), Task("holds", lambda: Tally(runs=1))]
    tallies = Sitting(tmp_path / "tallies").spread("section", tasks, 2)
    assert sorted((tally.runs, tally.broken) for tally in tallies) == [(0, 1), (1, 0)]


def test_a_sitting_goes_on_where_the_one_before_it_was_stopped(tmp_path: Path) -> None:
    marks, told = tmp_path / "marks", tmp_path / "told"

    class Noting(Sitting):
        def stop(self) -> None:
            super().stop()
            told.touch()

    def work(name: str) -> Tally:
        with marks.open("a") as stream:
            stream.write(f"{name} ")
        if name == "first" and not told.exists():
            os.kill(os.getppid(), signal.SIGTERM)
            while not told.exists():
                time.sleep(0.001)
        return Tally(runs=1)

    tasks = [Task(name, partial(work, name)) for name in ("first", "second", "third")]
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    sitting = Noting(tmp_path / "tallies")
    sitting.heed()
    try:
        stopped = total(sitting.spread("section", tasks, 1))
    finally:
        for number, handler in zip((signal.SIGINT, signal.SIGTERM), before, strict=True):
            signal.signal(number, handler)
    assert (sitting.is_stopped, stopped, marks.read_text()) == (True, Tally(runs=1), "first ")
    whole = total(Sitting(tmp_path / "tallies").spread("section", tasks, 2))
    assert (whole, sorted(marks.read_text().split())) == (Tally(runs=3), ["first", "second", "third"])
    # Another section has tasks of its own, whatever they are called.
    assert total(Sitting(tmp_path / "tallies").spread("another", tasks[1:], 2)).runs == 2


def test_order_on_the_disk(tmp_path: Path) -> None:
    from tools.torture.warm import Root

    store = tmp_path / ".storyc/rehearsal/store"
    store.mkdir(parents=True)
    root, folder = Root(tmp_path, "", "", "v2"), store.stat().st_ino
    good = [
        ["begin_send"],
        ["commit", 2],
        ["post"],
        ["fsync", 7],
        ["replace", 7, folder],
        ["fsync", folder],
        ["stored"],
    ]
    assert disorder(good, root) == ""
    assert "ledger knew" in disorder([good[0], good[2], *good[1:2], *good[3:]], root)
    assert "bytes" in disorder(good[:3] + good[4:], root)
    assert "folder" in disorder(good[:5] + good[6:], root)
    assert "named" in disorder(good[:4] + good[6:], root)
    assert "synchronous" in disorder([["commit", 1], *good], root)
