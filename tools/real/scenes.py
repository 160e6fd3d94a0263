"""What happens to people: each scene says in a few lines what came of it, and raises NotSo where that is not right."""

from __future__ import annotations

import os
import re
import shutil
import signal
import time
from collections.abc import Callable

import msgspec

from tools.real import world
from tools.real.machines import STORY, Machine, Scene, charges

_MORE = "\n# The smoke\nIt rises.\nShot 1 [0-5s] Smoke over the street.\n"
_LAG = 5  # seconds that the host's history is late
FETCHED, _TAKEN_UP = "names . clips? that this ledger does not know; nothing is paid to fetch", "found at the host"


class Play(msgspec.Struct, frozen=True):
    """A scene: what is played, how the emulator is started, and with which certificate the host answers."""

    act: Callable[[Scene], list[str]]
    emulator: tuple[str, ...] = ()
    certificate: str = world.OURS


def _first_build(scene: Scene) -> list[str]:
    """Books, lock file and clips are those of real money, and the next build buys nothing."""
    one = scene.machine("one")
    one.build()
    for name in (".storyc/rehearsal", "build/_rehearsal"):
        one.must(not (one.root / name).exists(), f"there is `{name}`")
    one.must(one.states() == ["done", "done"], "the lock file does not have both clips")
    one.must(not any("rehearsal" in block for block in one.lock().values()), "the lock file speaks of a rehearsal")
    one.build()
    one.must(one.call("ledger", "audit") == 0, "the books do not agree with themselves")
    one.must(one.reconcile() == 0, "the books do not agree with the bill")
    return [one.said("^ok: ")]


def _second_machine(scene: Scene) -> list[str]:
    one = scene.machine("one")
    one.build()
    one.commit("storyc.lock")
    two = scene.machine("two")
    two.build()
    said = two.said(FETCHED)
    two.must(two.git("status", "--porcelain") == "", "the build has changed what is in git")
    scene.machine("locked").build("--locked")
    return [said]


def _block_lost(scene: Scene) -> list[str]:
    """A merge has dropped a block, and CI has no ledger."""
    one = scene.machine("one")
    one.build()
    path = one.root / "storyc.lock"
    path.write_text(re.sub(r'\n,"a\.story 002.*?\n}\n', "", path.read_text(), flags=re.DOTALL))
    one.must(len(one.lock()) == 1, "the block is there")
    one.commit("storyc.lock")
    two = scene.machine("two")
    two.environment["CI"] = "1"
    two.build(code=2)
    two.build("--new-store")
    two.must(two.states() == ["done", "done"], "the block is not there again")
    return [two.said(FETCHED), two.said(_TAKEN_UP)]


def _ledger_lost(scene: Scene) -> list[str]:
    one = scene.machine("one")
    _kill_with_two_running(one)
    one.build()
    return [one.said(FETCHED)]


def _all_lost(scene: Scene) -> list[str]:
    """The lock file is lost with the ledger."""
    one = scene.machine("one")
    _kill_with_two_running(one)
    (one.root / "storyc.lock").unlink()
    one.build()
    return [one.said(_TAKEN_UP)]


def _kill_with_two_running(machine: Machine) -> None:
    """Have a build die once both jobs are in the lock file, and its ledger with it."""
    process = machine.begin_build()
    until = time.monotonic() + 60
    while machine.states() != ["running", "running"]:
        machine.must(time.monotonic() < until and process.poll() is None, "the jobs are not in the lock file")
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    machine.end(process)
    shutil.rmtree(machine.root / ".storyc")
    shutil.rmtree(machine.root / "build", ignore_errors=True)


def _cache_twice(scene: Scene) -> list[str]:
    """CI restores one cache for two runs, and the first has not pushed its lock file."""
    runner = scene.machine("runner")
    runner.environment["CI"] = "1"
    runner.build("--new-store")
    (runner.root / "a.story").write_text(STORY + _MORE)
    runner.commit("storyc.lock", "a.story")
    facts: list[str] = []
    for name in ("first", "second"):
        run = scene.machine(name)
        run.environment["CI"] = "1"
        shutil.copytree(runner.root / ".storyc", run.root / ".storyc")
        run.build(billed=3)
        facts.append(run.said("^ok: "))
    return facts


def _one_after_the_other(scene: Scene) -> list[str]:
    """Two machines from one commit, neither of which has pushed."""
    scene.machine("one").build()
    two = scene.machine("two")
    two.build()
    return [two.said("^ok: ")]


def _both_at_once(scene: Scene) -> list[str]:
    """Both pay, as `docs/money.md` says; `reconcile` names the double, and no merge of the lock files buys more."""
    one, two = scene.machine("one"), scene.machine("two")
    runs = [(machine, machine.begin_build()) for machine in (one, two)]
    for machine, process in runs:
        machine.must(machine.end(process) == 0, "the build fails")
    billed = charges()
    one.must(2 <= billed <= 4, f"{billed} billed")
    time.sleep(_LAG)
    facts = [f"{billed} billed for 2 clips"]
    for machine in (one, two):
        code = machine.reconcile()
        machine.must(code == int(billed > 2), "reconcile does not name the double")
        facts.append(machine.said("differences: |^ok: "))
    one.commit("storyc.lock")
    two.git("add", "storyc.lock")
    two.git("commit", "-qm", "ours")
    if two.try_git("pull", "-q", "--no-rebase", "origin", "main")[0]:
        two.build(code=6, billed=billed)
        facts.append(two.said("conflict"))
        two.git("checkout", "--theirs", "storyc.lock")
        two.git("commit", "-qam", "merged")
    two.build(billed=billed)
    return facts


def _lost_answer(scene: Scene) -> list[str]:
    """A gateway answers 504 for a job that runs, and the history tells."""
    one = scene.machine("one")
    one.build()
    return [one.said("^ok: ")]


def _another_certificate(scene: Scene) -> list[str]:
    one = scene.machine("one")
    one.build(code=3, billed=0)
    return [one.said("no safe connection")]


def _inner_address(scene: Scene) -> list[str]:
    """The name of the clips leads into an inner network, and then to a public address again."""
    one = scene.machine("one")
    folder = scene.folder.parent
    world.resolve(folder, "10.0.0.5")
    try:
        one.build(code=3)
    finally:
        world.resolve(folder, world.ADDRESS)
    said = one.said("leads to a network that is not asked")
    one.build()
    return [said]


SCENES = {
    "first-build": Play(_first_build),
    "second-machine": Play(_second_machine),
    "block-lost": Play(_block_lost),
    "ledger-lost": Play(_ledger_lost, ("--seconds", "5")),
    "all-lost": Play(_all_lost, ("--seconds", "5")),
    "cache-twice": Play(_cache_twice),
    "one-after-the-other": Play(_one_after_the_other),
    "both-at-once": Play(_both_at_once),
    "both-within-the-lag": Play(_both_at_once, ("--fault", f"history-lag={_LAG}")),
    "lost-answer": Play(_lost_answer, ("--fault", "504-billed:2")),
    "another-certificate": Play(_another_certificate, certificate=world.STRANGE),
    "inner-address": Play(_inner_address),
}
