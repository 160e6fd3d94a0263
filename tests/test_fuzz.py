"""A slice of `make fuzz`, and that it would see what it is there for."""

from __future__ import annotations

import mmap
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tools.fuzz import __main__ as fuzz
from tools.fuzz import running
from tools.fuzz.mutation import mutated
from tools.fuzz.targets import TARGETS, Target


@pytest.fixture
def shared() -> Iterator[mmap.mmap]:
    with mmap.mmap(-1, running.ROOM) as memory:
        yield memory


@pytest.mark.parametrize("name", TARGETS)
def test_each_target_takes_its_seeds_and_some_changes_of_them(
    name: str, shared: mmap.mmap, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "MEGABYTES", sys.maxsize)  # the other tests' memory is this process's too
    monkeypatch.setattr(running.gc, "freeze", lambda: None)
    outcome = running.run(name, len(TARGETS[name].seeds()) // 4 + 60, 60.0, 1, shared)
    assert outcome.fault == ""
    assert outcome.inputs > 50


def faulty(what: str) -> Target:
    def call(data: bytes) -> None:
        if len(data) < 3:
            return
        if what == "hangs":
            while True:
                pass
        if what == "swells":
            bytearray(400 << 20)
            return
        if what == "ends":
            raise SystemExit(3)
        raise ValueError(what)

    return Target(call, lambda: (b"a", b"ab", b"abc"), 1, lambda: ())


@pytest.mark.parametrize(
    ("what", "said"), [("raises", "ValueError: raises"), ("hangs", "took longer than 0.2 s"), ("ends", "SystemExit: 3")]
)
def test_a_fault_is_seen(what: str, said: str, shared: mmap.mmap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TARGETS, "faulty", faulty(what))
    monkeypatch.setattr(running, "SECONDS", 0.2)
    monkeypatch.setattr(running, "MEGABYTES", sys.maxsize)
    outcome = running.run("faulty", 10, 60.0, 1, shared)
    assert said in outcome.fault
    assert outcome.inputs == 3
    assert shared[8 : 8 + shared[7]] == b"abc"


def test_memory_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TARGETS, "faulty", faulty("swells"))
    monkeypatch.setattr(running, "MEGABYTES", running.megabytes() + 200)
    assert running.tried("faulty", b"ab") == ""
    assert "had more than" in running.tried("faulty", b"abc")


def test_a_process_that_ends_is_a_fault_with_its_input(tmp_path: Path) -> None:
    outcome = fuzz._part(tmp_path / "finds", ("no-such-target", 5, 1.0, 7))
    assert "the process ended with 1" in outcome.fault
    assert (tmp_path / "finds" / "no-such-target-7").exists()


def test_changes_are_the_same_each_time_and_never_too_long() -> None:
    seeds, pieces = (b"Shot 1 [0-3s] A lamp.\n" * 9, b"x"), (b"{{ a }}",)
    first, again = ([mutated(random.Random(n), seeds, pieces, 120) for n in range(500)] for _ in range(2))
    assert first == again
    assert len(set(first)) > 400
    assert max(map(len, first)) == 120


def test_an_outcome_is_json() -> None:
    outcome = running.Outcome("parse", 3, 0.5, 30, 1.0, "x")
    assert msgspec.json.decode(msgspec.json.encode(outcome), type=running.Outcome) == outcome
