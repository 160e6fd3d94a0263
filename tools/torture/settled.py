"""Settling by hand, killed before each call that changes anything, and what the same command or a build makes of it."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from storyboard.cli import exits
from storyboard.emulate import media
from storyboard.providers import registry
from tools.torture.judge import Tally, attempts_in, total, wrong
from tools.torture.points import put
from tools.torture.spread import Task, tidied
from tools.torture.syscalls import killed_before
from tools.torture.warm import PRICE, Host, Root, ended, fork, hosting, run_words

_STORY = "---\nmodel: wan-2.6-t2v@segmind\nsize: 1280*720\n---\nRain.\nShot 1 [0-5s] Drops run together and fall.\n"
_KEY = "wet.story 001 wan-2.6-t2v@segmind"
_LOST = ("cut-after-billing", "history-empty")
_BUILDS = 3
_LOCK = "storyc.lock"


class Way(msgspec.Struct, frozen=True):
    """A command, and the state that asks for it: a submit met `faults`, its build ended with `code`, then came `harm`.

    In the end the host has billed `bills` clips, and the ledger counts `counts` of them.
    """

    words: str
    faults: tuple[str, ...] = ()
    code: int = exits.DONE
    harm: Callable[[Root], None] | None = None
    bills: int = 1
    counts: int = 1


def ways() -> tuple[Way, ...]:
    """Each way to settle something."""
    return (
        Way("ledger resolve ID --accept", ("short",), exits.GENERATION_FAILED),
        Way("ledger resolve ID --refetch", ("junk=3",), exits.GENERATION_FAILED),
        Way("ledger resolve ID --refetch", harm=_lose_files),
        Way("ledger resolve ID --file clip.mp4", ("junk",), exits.GENERATION_FAILED, _bring),
        Way("ledger resolve ID --file clip.mp4", _LOST, exits.OUTCOME_UNKNOWN, _bring),
        Way("ledger resolve ID --lost", ("short",), exits.GENERATION_FAILED, bills=2, counts=2),
        Way("ledger resolve ID --lost", ("failed-with-cost",), exits.GENERATION_FAILED, bills=2, counts=2),
        Way("ledger resolve ID --lost", _LOST, exits.OUTCOME_UNKNOWN, bills=2, counts=2),
        Way("ledger resolve ID --attach JOB", _LOST, exits.OUTCOME_UNKNOWN),
        Way("ledger resolve ID --not-billed", ("cut-before-billing",), exits.OUTCOME_UNKNOWN),
        Way("ledger resolve --lock KEY --lost", ("failed-with-cost",), exits.GENERATION_FAILED, _lose_ledger, bills=2),
        Way("ledger forget KEY"),
        Way("build --provider segmind --yes --take-up JOB wet.story", harm=_lose_books),
    )


def kills(folder: Path, most: int, seed: int) -> list[Task]:
    """Each way, killed before so many of its calls in all, and then told again or built; few calls are of few ways."""
    dice, tasks = random.Random(seed), list[Task]()
    for number, way in enumerate(dice.sample(ways(), min(most, len(ways())))):
        calls = _played(way, folder / f"settled-{number}", 0, builds=False)[1]
        tasks += [
            Task(
                f"{number} {call} {builds:d}",
                partial(_task, way, folder / f"settled-{number}-{call}-{builds:d}", call, builds),
            )
            for call in range(1, calls + 1)
            for builds in (False, True)
        ]
    return tasks if len(tasks) <= most else dice.sample(tasks, most)


def _task(way: Way, folder: Path, call: int, builds: bool) -> Tally:
    return _played(way, folder, call, builds=builds)[0]


def _played(way: Way, folder: Path, call: int, *, builds: bool) -> tuple[Tally, int]:
    """What came of a command that was killed before one of its calls, and how many it made until then."""
    root = Root(folder / "project", f"SG_{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}", "", "v2")
    root.path.mkdir(parents=True)
    (root.path / "storyc.toml").write_text('[host.segmind]\nprotocol = "v2"\n')
    (root.path / "wet.story").write_text(_STORY)
    with hosting(*way.faults, once=True) as host:
        root = msgspec.structs.replace(root, url=host.url)
        first = _called(root, *_BUILD)
        if way.harm is not None:
            way.harm(root)
        words = [_meant(word, root, host) for word in way.words.split()]
        code, calls = killed_before(partial(_run, root, words), call)
        where = f"{way.words} after {' '.join(way.faults) or 'a build'}, killed before call {call} of its"
        codes = [first, code]
        if builds:
            codes.append(_called(root, *_BUILD))
        if codes[-1] != exits.DONE or not builds:
            codes.append(_called(root, *words))
        parts = [_finished(way, root, host, where, codes)]
        if first != way.code or (call == 0 and code != exits.DONE):
            parts.append(wrong(f"{where}: the case is none: {codes}: {root.said[-800:]}"))
        tally = total([*parts, Tally(runs=1, kills=int(code == -signal.SIGKILL))])
    return tidied(folder, tally), calls


_BUILD = ("build", "--provider", "segmind", "--yes", "wet.story")


def _finished(way: Way, root: Root, host: Host, where: str, codes: list[int]) -> Tally:
    """What host, ledger and lock file say once builds have ended."""
    while codes[-1] != exits.DONE or len(codes) < 4:
        if len(codes) > _BUILDS + 4:
            break
        codes.append(_called(root, *_BUILD))
    codes.append(_called(root, *_BUILD))
    lock = (root.path / _LOCK).read_bytes()
    locked = _called(root, *(word for word in _BUILD if word != "--yes"), "--locked")
    audit = _called(root, "ledger", "audit")
    charges, books = host.book(root.key)["charges"], root.path / ".storyc"
    counted = sum(attempt.held + attempt.spent for attempt in attempts_in(books))
    charged = sum(round(charge["cost_usd"] * 1_000_000) for charge in charges)
    litter = [*root.path.glob(".storyc*"), *books.glob("store/tmp/*"), *books.glob("owners/*")]
    said = root.said
    notes = [
        f"{where}: {why}: {codes}: {said[-800:]}"
        for why, holds in {
            "builds after it do not end with 0": codes[-2:] == [exits.DONE, exits.DONE],
            "`--locked` is not content, or writes": locked == 0 and lock == (root.path / _LOCK).read_bytes(),
            "the audit finds differences": audit == exits.DONE,
            f"{len(charges)} clips were billed": len(charges) == way.bills,
            f"the ledger counts {counted} of {charged}": counted == charged - (way.bills - way.counts) * PRICE,
            f"it left {litter[1:]}": litter == [books],
        }.items()
        if not holds
    ]
    return Tally(
        clips=1, charges=len(charges), twice=max(0, len(charges) - way.bills), broken=len(notes),
        tracebacks=said.count("Traceback") + said.count("bug: "), notes=tuple(notes),
    )  # fmt: skip


def _called(root: Root, *words: str) -> int:
    return ended(fork(partial(_run, root, list(words))))


def _run(root: Root, words: list[str]) -> int:
    def prepare() -> None:
        # The books are those of real money: the host counts as one somewhere in the network.
        put(registry, "loopback", _never)

    return run_words(root, words, prepare)


def _never(parts: object) -> bool:
    return False


def _meant(word: str, root: Root, host: Host) -> str:
    """A word of a command with the names that it has here."""
    if word == "JOB":
        return str(host.book(root.key)["charges"][0]["request_id"])
    if word == "ID":
        return attempts_in(root.path / ".storyc")[0].id
    return _KEY if word == "KEY" else word


def _bring(root: Root) -> None:
    """Have a clip of the order at hand."""
    clip = root.path / "clip.mp4"
    clip.write_bytes(media._make(clip, media.Footage("1280x720", 5000, 30)))  # pyright: ignore[reportPrivateUsage]


def _lose_files(root: Root) -> None:
    """Lose each copy of the clip."""
    shutil.rmtree(root.path / ".storyc/store")
    shutil.rmtree(root.path / "build")


def _lose_books(root: Root) -> None:
    """Lose all but the story, as one has it who has no commit of the lock file."""
    _lose_files(root)
    shutil.rmtree(root.path / ".storyc")
    os.unlink(root.path / _LOCK)


def _lose_ledger(root: Root) -> None:
    """Lose the ledger, and keep the lock file."""
    shutil.rmtree(root.path / ".storyc")
