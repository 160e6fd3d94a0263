"""Sends that are left at the host, and collectors: killed at each point, two at once, beside a build, elsewhere."""

from __future__ import annotations

import random
import shutil
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

from storyboard.cli import exits
from tools.torture.judge import Tally, judge, total, wrong
from tools.torture.points import kill_at, note_all
from tools.torture.spread import Task, tidied
from tools.torture.warm import Host, Root, ended, fork, new_root, run_build, run_words

Prepare = Callable[[], None]
SCENES = ("sender", "collector", "two", "beside", "elsewhere")
_TRIES = 6  # turns within which all is there
_ALLOWED = (exits.DONE, exits.NOT_FINISHED, exits.OUTCOME_UNKNOWN, -signal.SIGKILL)


def points(host: Host, folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The points that a run passes which only sends, and those of one that collects what it sent."""
    root, notes = new_root(folder, "points-later", host.url, "v2"), (folder / "sender.points", folder / "later.points")
    codes = [
        ended(fork(partial(_send, root, note_all(str(notes[0]))))),
        ended(fork(partial(_collect, root, note_all(str(notes[1]))))),
    ]
    if codes != [exits.NOT_FINISHED, exits.DONE]:
        raise SystemExit(f"sending and collecting without harm ended with {codes}\n{root.said}")
    sender, collector = (tuple(dict.fromkeys(note.read_text().split())) for note in notes)
    return sender, collector


def scenes(host: Host, folder: Path, most: int, seed: int) -> list[Task]:
    """Every scene at every point of who is killed in it, or so many of them."""
    sender, collector = points(host, folder)
    every = [(scene, point) for scene in SCENES for point in (sender if scene == "sender" else collector)]
    chosen = every if len(every) <= most else random.Random(seed).sample(every, most)
    return [
        Task(f"{scene} {point}", partial(_scene, host, folder / f"later-{number}", scene, point))
        for number, (scene, point) in enumerate(chosen)
    ]


def _send(root: Root, prepare: Prepare | None = None) -> int:
    return run_build(root, "--submit-only", prepare=prepare)


def _collect(root: Root, prepare: Prepare | None = None) -> int:
    return run_words(root, ["collect", "wet.story"], prepare)


def _scene(host: Host, folder: Path, scene: str, point: str) -> Tally:
    """One scene, then collectors and runs that only send until all is there; then what became of it."""
    root, where, kill = new_root(folder, "run", host.url, "v2"), f"{scene}, killed at {point}", kill_at(point)
    codes = [ended(fork(partial(_send, root, kill if scene == "sender" else None)))]
    sent = len(host.book(root.key)["charges"])
    if scene == "elsewhere":  # a machine that has the lock file alone
        _lose_all_but_the_lock(root)
    pids = [fork(partial(_collect, root, None if scene == "sender" else kill))]
    if scene == "two":
        pids.append(fork(partial(_collect, root)))
    elif scene == "beside":
        pids.append(fork(partial(run_build, root)))
    codes += map(ended, pids)
    if scene == "elsewhere":  # whose disk is lost with it
        _lose_all_but_the_lock(root)
    odd = [code for code in codes if code not in _ALLOWED]
    parts = [wrong(f"{where}: it ended with {code}: {root.said[-600:]}") for code in odd]
    # Before a builder may buy what a dead sender had not sent.
    if len(host.book(root.key)["charges"]) != sent:
        parts.append(wrong(f"{where}: a collector has bought something"))
    why = _settle(root)
    if why:
        parts.append(wrong(f"{where}: {why}: {root.said[-600:]}"))
    kills = sum(code == -signal.SIGKILL for code in codes)
    return tidied(folder, total([judge(root, host, where, kills=kills), *parts]))


def _settle(root: Root) -> str:
    """Why sending and collecting in turn does not come to an end, empty where it does."""
    codes: list[int] = []
    for _ in range(_TRIES):
        sent = ended(fork(partial(_send, root)))
        # Whoever sends beside what is unknown ends with that, and leaves what it has sent.
        codes += [sent, ended(fork(partial(_collect, root)))]
        if sent in (exits.DONE, exits.OUTCOME_UNKNOWN) and codes[-1] in (exits.DONE, exits.OUTCOME_UNKNOWN):
            return ""
    return f"runs after it ended with {', '.join(map(str, codes))}"


def _lose_all_but_the_lock(root: Root) -> None:
    lock = root.books / "storyc.lock"
    kept = lock.read_bytes() if lock.exists() else b""
    shutil.rmtree(root.path / ".storyc", ignore_errors=True)
    shutil.rmtree(root.path / "build", ignore_errors=True)
    if kept:
        root.books.mkdir(parents=True)
        lock.write_bytes(kept)
