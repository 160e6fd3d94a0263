"""The measurements' own arithmetic, and their page: what is timed, what is compared, which target is met."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools.bench import page
from tools.bench.records import Results, Row, Section, Taken
from tools.bench.timing import Command, Run, figures, in_turns, ratio, run

BUSY = "import time\nwhile time.process_time() < 0.2: pass"


def taken(*cpu: float) -> list[Run]:
    return [Run(seconds, 2 * seconds, 10) for seconds in cpu]


def test_a_ratio_compares_turn_by_turn() -> None:
    # A turn in which the machine was three times as slow is as fair as the others.
    assert ratio(taken(2, 6, 2), taken(1, 3, 1)) == 2
    assert ratio(taken(2, 6, 8), taken(1, 1, 1)) == 6


def test_figures_have_the_least_and_the_middle() -> None:
    assert figures(taken(3, 1, 2), "s") == {"least CPU s": 1, "CPU s": 2, "wall s": 4}
    assert figures(taken(0.003))["CPU ms"] == 3


def test_the_processor_is_measured_and_not_the_clock(tmp_path: Path) -> None:
    """A child's work counts, and what a process waits for does not."""
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BUSY!r}])"
    assert run(Command([sys.executable, "-c", child], tmp_path, {})).cpu >= 0.2
    idle = run(Command([sys.executable, "-c", "import time; time.sleep(0.5); print('awake')"], tmp_path, {}))
    assert idle.wall >= 0.5
    assert idle.cpu < idle.wall
    assert idle.said == "awake\n"


def test_commands_take_turns_and_are_prepared(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("")

    def noted(name: str) -> Command:
        def prepare(number: int) -> None:
            log.write_text(f"{log.read_text()}{name}{number} ")

        return Command([sys.executable, "-c", "pass"], tmp_path, {}, prepare)

    runs = in_turns({"a": noted("a"), "b": noted("b")}, 2)
    assert log.read_text() == "a0 b0 a1 b1 "
    assert {name: len(own) for name, own in runs.items()} == {"a": 2, "b": 2}


def test_a_command_that_fails_is_not_a_fast_one(tmp_path: Path) -> None:
    command = Command([sys.executable, "-c", "import sys; print('no such story'); sys.exit(3)"], tmp_path, {})
    with pytest.raises(SystemExit, match=r"(?s)ended with 3.*no such story"):
        run(command)
    assert run(Command(command.words, tmp_path, {}, codes=(0, 3))).said == "no such story\n"


def test_what_a_program_says_does_not_count_as_the_memory_of_the_next(tmp_path: Path) -> None:
    loud = run(Command([sys.executable, "-c", "print('so ' * 5_000_000 + 'much')"], tmp_path, {}))
    assert loud.said.endswith("so much\n")
    assert len(loud.said) <= 1 << 16


ROWS = [
    Row("pass", {"CPU ms": 12.34, "× pass": 1}),
    Row("check", {"CPU ms": 1234.5, "× pass": 2.5, "× black": 0.2}, {"× pass": 2.5, "× black": 0.25}),
    Row("help", {"CPU ms": 0.123, "× pass": 3}, {"× pass": 2.5, "CPU ms": 2.5}),
]


def test_table_has_each_target_beside_its_figure() -> None:
    assert page.table(Section("One", "", ROWS)) == [
        "|  | CPU ms | × pass | × black | target |  |",
        "| --- | ---: | ---: | ---: | --- | --- |",
        "| pass | 12.3 | 1 |  |  |  |",
        "| check | 1,234 | 2.50 | 0.20 | × pass ≤ 2.5; × black ≤ 0.25 | met |",
        "| help | 0.12 | 3 |  | × pass, CPU ms ≤ 2.5 | **missed** |",
    ]
    assert page.table(Section("Two", "", ROWS[:1]))[0] == "|  | CPU ms | × pass |"


def test_page_says_what_was_measured_when_and_where() -> None:
    section = Section("One", "Whole processes.", ROWS)
    results = Results({"one": Taken(section, "2026-11-27", 15, "storyc at abc", "a machine", {"ninja": "1.13"})})
    text = page.page(results)
    assert "1 of 2 rows with a target meet it. Missed: help." in text
    assert "2026-11-27, 15 turns, storyc at abc, on a machine; ninja 1.13." in text


def test_committed_page_is_of_all_that_is_measured() -> None:
    """It is written by the command, which no test runs; whatever it held is told by its own first line."""
    text = (Path(__file__).resolve().parent.parent / "docs" / "bench.md").read_text(encoding="utf-8")
    assert text.startswith("# Measurements\n\nWritten by `make bench ARGS=--write`.")
    judged = [line for line in text.splitlines() if line.endswith(("| met |", "| **missed** |"))]
    assert f"of {len(judged)} rows with a target" in text
