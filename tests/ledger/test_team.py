"""A ledger that many processes share, some of which die: nothing is paid for twice, passes the cap, or is forgotten."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storyboard.cli import exits
from tools import postgres
from tools.team.machines import MISSING, alone, parted
from tools.team.scenes import MUTANTS, STEPS, cut_off, played
from tools.team.studio import Studio, opened, served
from tools.team.work import play

pytestmark = [
    pytest.mark.skipif(bool(postgres.missing()), reason=postgres.missing() or "there is PostgreSQL"),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks"),
]
ROOT = Path(__file__).resolve().parents[2]
Open = Callable[[str], Studio]


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    with served() as server:
        yield server


@pytest.fixture
def a_studio(server: postgres.Server, tmp_path: Path) -> Open:
    """A ledger of a name, with a folder of its host."""
    return lambda name: opened(server, tmp_path / name, name)


def test_sixty_clients_and_a_server_are_killed(a_studio: Open, tmp_path: Path) -> None:
    studio = a_studio("killed")
    result = play(
        studio.address, tmp_path / "killed", processes=6, clips=90, cap=70, kills=60, cuts=0.01, server_kills=1,
        restart=studio.restart, pauses=0.1, cut_all=studio.cut_all,
    )  # fmt: skip
    assert (result.kills, result.server_kills) == (60, 1)
    assert result.verdict.good, result
    # What is unknown, and what the cap has no room for, is all that was not bought.
    assert result.verdict.charges + result.verdict.open >= 70, result


def test_clients_of_one_machine_are_killed(tmp_path: Path) -> None:
    result = play(tmp_path / "books", tmp_path, processes=4, clips=40, cap=30, kills=20)
    assert result.verdict.good, result
    assert result.verdict.charges + result.verdict.open >= 30, result


def test_a_commit_whose_answer_or_question_is_lost_is_done_once(a_studio: Open) -> None:
    cuts, result = cut_off(a_studio("cut"), 2)
    assert cuts == 4 * len(STEPS)
    assert result.good, result
    assert (result.charges, result.open) == (cuts, 0)


@pytest.mark.parametrize("number", range(len(MUTANTS)), ids=list(MUTANTS))
def test_a_defence_that_is_taken_out_is_missed(a_studio: Open, number: int) -> None:
    remove, scene = MUTANTS[list(MUTANTS)[number]]
    result = played(a_studio(f"whole{number}"), scene)
    assert result.good, result
    result = played(a_studio(f"mutant{number}"), scene, remove)
    assert not result.good, result


@pytest.mark.skipif(not alone(), reason=MISSING)
@pytest.mark.parametrize("frees", [False, True], ids=["whole", "mutant"])
def test_a_machine_is_cut_off_from_the_host_and_the_ledger_while_it_sends(
    a_studio: Open, tmp_path: Path, frees: bool
) -> None:
    result = parted(a_studio(f"parted{frees}"), tmp_path / "net", clips=4, cut_at=2, hidden=True, frees=frees)
    assert result.good is not frees, result
    if frees:
        assert result.twice
    else:
        # Whoever heard no answer knows it, and so does the other.
        assert result.states["unknown"]
        assert exits.OUTCOME_UNKNOWN in result.codes


def test_a_server_whose_test_was_killed_is_removed_by_the_next_one(server: postgres.Server) -> None:
    text = "from tools import postgres; print(postgres.Server().start().folder, flush=True); input()"
    words = [sys.executable, "-c", text]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        pid = int((folder / "data/postmaster.pid").read_text().split()[0])
        postgres.Server().stop()
        assert folder.exists()
        process.kill()
    postgres.Server().stop()
    assert not folder.exists()
    assert server.folder.exists()
    until = time.monotonic() + 120
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < until
        time.sleep(0.05)
