"""Builds at a host of each way of finding a lost answer: killed, unanswered, and built anew by books that are lost."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import msgspec

from storyboard.profiles import load
from storyboard.providers import registry
from tools.torture.judge import Tally, attempts_of, total, wrong
from tools.torture.points import kill_at
from tools.torture.spread import Task, tidied
from tools.torture.warm import Host, Root, ended, fork, hosting, run_words

_STORY = "Rain on a tin roof. Cold light.\nShot 1 [0-5s] Drops run together and fall.\n"
_TRIES = 6
_POINTS = (
    "", "ledger.begin_send#1:before", "ledger.begin_send#1:after", "provider.submit#1:after", "provider.known#1:after",
    "provider.known#2:before", "provider.known#2:after", "provider.again#1:before", "provider.again#1:after",
    "ledger.unknown#1:before", "ledger.unknown#1:after", "ledger.accepted#1:before", "ledger.accepted#1:after",
    "store.keep#1:after", "ledger.stored#1:after", "ledger.recorded#1:after",
)  # fmt: skip


class Way(msgspec.Struct, frozen=True):
    """A host, a model, and what it does with a name that is taken; `asked` is whether lost answers are found there."""

    host: str
    model: str
    faults: tuple[str, ...] = ()
    asked: bool = True


WAYS = (
    Way("fal", "kling-v3@fal"),
    Way("kling", "kling-v3@kling", ("repeat=refuse",)),
    Way("kling", "kling-v3@kling", ("repeat=return",)),
    Way("comfy", "wan-2.6@comfy"),
    Way("runway", "gen-4.5@runway", asked=False),
)


def ways(folder: Path, stack: ExitStack, every: int = 1) -> Iterator[Task]:
    """Each way at each point, by one build and by two, with answers and without; the hosts end with the stack."""
    number = 0
    for way in WAYS:
        for lossy in ((), ("cut-after-billing",)):
            host = stack.enter_context(hosting(*way.faults, *lossy, host=way.host, seconds=0.05))
            for point in _POINTS:
                for builders in (1, 2):
                    number += 1
                    if number % every == 0:
                        played = partial(_played, way, host, folder / f"way-{number}", point, builders)
                        yield Task(str(number), played)


def _played(way: Way, host: Host, folder: Path, point: str, builders: int) -> Tally:
    path = folder / "run" / "project"
    path.mkdir(parents=True)
    (path / "storyc.toml").write_text("")
    (path / "wet.story").write_text(_STORY)
    key = f"key-{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}"
    root = Root(path, key, host.url, "v2")
    where = f"{way.host} {' '.join(way.faults)}, {builders} at once, killed at {point or 'no point'}"
    pids = [fork(partial(_build, way, root, point)) for _ in range(builders)]
    kills = sum(ended(pid) == -signal.SIGKILL for pid in pids)
    codes: list[int] = []
    while len(codes) < _TRIES and codes[-1:] not in ([0], [7]):
        codes.append(ended(fork(partial(_build, way, root))))
    parts = [_judged(way, root, host, where, kills)]
    if codes[-1] not in (0, 7):
        parts.append(wrong(f"{where}: builds after it ended with {codes}: {root.said[-600:]}"))
    before = len(host.book(key)["charges"])
    if codes[-1] == 0 and way.asked:
        shutil.rmtree(root.path / ".storyc")
        shutil.rmtree(root.path / "build")
        code = ended(fork(partial(_build, way, root)))
        if code or len(host.book(key)["charges"]) != before:
            parts.append(wrong(f"{where}: lost books pay again, or end with {code}: {root.said[-600:]}"))
    return tidied(folder, total(parts))


def _build(way: Way, root: Root, point: str = "") -> int:
    def prepare() -> None:
        os.environ.update(registry.rehearsing(way.host, root.url, root.key, 0.05))
        if point:
            kill_at(point)()

    words = ["build", "--provider", way.host, "--model", way.model, "--yes", "--max-cost", "9", "wet.story"]
    return run_words(root, [*words, *(["--trust-prices", way.model] if _doubtful(way.model) else [])], prepare)


def _doubtful(model: str) -> bool:
    return load(model, None).price.evidence == "unverified"


def _judged(way: Way, root: Root, host: Host, where: str, kills: int) -> Tally:
    """What became of a clip: it is charged once, by no more sends than there were attempts, and had or listed."""
    book, attempts = host.book(root.key), attempts_of(root)
    sent = [attempt for attempt in attempts if attempt.sent is not None]
    # Where jobs are asked for by a path, the book has its last part.
    published = {str(attempt.request_id).rpartition("/")[2] for attempt in attempts if attempt.state == "published"}
    unknown = [attempt for attempt in attempts if attempt.state == "unknown"]
    lost = [charge for charge in book["charges"] if charge["request_id"] not in published]
    notes = [f"{len(book['jobs'])} jobs of {len(sent)} attempts"] if len(book["jobs"]) > len(sent) else []
    # What the host has is found where it can be asked.
    notes += ["what the host has stays unknown"] if way.asked and lost else []
    notes += [f"a key is in {path.name}" for path in _files(root) if root.key.encode() in path.read_bytes()]
    tally = Tally(
        runs=1,
        kills=kills,
        clips=1,
        charges=len(book["charges"]),
        twice=max(0, len(book["charges"]) - 1),
        lost=max(0, len(lost) - len(unknown)),
        unknown=len(unknown),
        tracebacks=root.said.count("Traceback") + root.said.count("bug: "),
        broken=len(notes),
        notes=tuple(f"{where}: {note}" for note in notes),
    )
    if tally.good:
        return tally
    states = ", ".join(f"{attempt.id} {attempt.state} ({attempt.note})" for attempt in attempts)
    return msgspec.structs.replace(tally, notes=(*tally.notes, f"{where}: {states}: {root.said[-600:]}"))


def _files(root: Root) -> list[Path]:
    return [path for path in root.path.parent.rglob("*") if path.is_file() and path.suffix != ".mp4"]
