"""Two machines with one ledger, each in a network of its own, of which one is cut off while it sends."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from storyboard.ledger import read_ledger
from tools.team.namespace import Done, Order, Setup
from tools.team.relays import inward
from tools.team.studio import Studio
from tools.torture.warm import Host, ended, hosting

_LEDGER = 7002  # where each machine reaches the ledger on its own loopback; the host's port is its real one
_HEAD = "---\nmodel: wan-2.6-t2v@segmind\nsize: 1280*720\n---\nRain on a tin roof. Photoreal, cold light.\n"
_CLIP = "# Roof {number}\nShot 1 [0-5s] Drop {number} runs down and falls.\n"
_BUILD = ("build", "--provider", "segmind", "--yes", "wet.story")
_begin: Any = subprocess.Popen
_run: Any = subprocess.run


@cache
def alone() -> tuple[str, ...]:
    """The words that begin a program in a network of its own, none where that may not be."""
    if sys.platform == "linux" and shutil.which("unshare"):
        for words in (("unshare", "-n"), ("unshare", "-rn")):
            if _run([*words, "true"], capture_output=True, check=False).returncode == 0:
                return words
    return ()


MISSING = "no network of its own may be made here: run it as root on Linux, or allow users their own namespaces"


class Parted(msgspec.Struct, frozen=True):
    """What has become of a story's clips: the host's charges, how many are a clip's second, and the ledger's states.

    `lost` is how many charges no live attempt stands for. `codes` are the exit codes of the machine that was cut off,
    of the other one, and of both once all is whole again; `unlisted` are the attempts of unknown outcome that `ledger
    list` did not show, and `faults` what does not agree.
    """

    clips: int
    charges: int
    twice: int
    lost: int
    states: dict[str, int]
    codes: tuple[int, ...]
    unlisted: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether no clip was charged twice, each is in the ledger, and what nobody knows is listed."""
        known = self.states.get("published", 0) + self.states.get("unknown", 0)
        return known == self.clips and not (self.twice or self.lost or self.unlisted or self.faults)


class _Machine:
    """A process in a network of its own, with a checkout of its own."""

    def __init__(self, setup: Setup) -> None:
        (Path(setup.root) / ".git").mkdir(parents=True)
        clips = "".join(_CLIP.format(number=number) for number in range(1, int(setup.environment["CLIPS"]) + 1))
        (Path(setup.root) / "wet.story").write_text(_HEAD + clips)
        words = [*alone(), sys.executable, "-m", "tools.team.namespace"]
        self._process = _begin(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        self._process.stdin.write(msgspec.json.encode(setup) + b"\n")

    def does(self, do: Any, *words: str, cut_at: int = 0) -> Done:
        """What comes of an order."""
        self._process.stdin.write(msgspec.json.encode(Order(do, cut_at, words)) + b"\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, "a machine has failed"
        return msgspec.json.decode(answer, type=Done)

    def runs(self, *words: str) -> Done:
        """What a command comes to."""
        self.does("begin", *words)
        return self.does("end")

    def stop(self) -> None:
        """Switch it off, with its relay and whatever it is at."""
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(BrokenPipeError):
                stream.close()
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def parted(studio: Studio, folder: Path, *, clips: int, cut_at: int, hidden: bool, frees: bool = False) -> Parted:
    """Let one machine be cut off at a submit, another one build meanwhile, and both once more when all is whole.

    `hidden` has the host's history never show any job, so that nobody can know what became of that submit. With `frees`
    the other machine takes what the first was sending for not sent.
    """
    faults = ("history-empty",) if hidden else ()
    with (
        hosting(*faults) as host,
        _bridged(host, folder / "host.sock") as way,
        _both(studio, folder, host, way, clips, frees) as (first, other),
    ):
        first.does("open", cut_at=cut_at)
        other.does("open")
        first.does("begin", *_BUILD)
        first.does("cut")
        alone_there = other.runs(*_BUILD)
        first.does("open")
        back = first.does("end")
        again = [machine.runs(*_BUILD).code for machine in (other, first)]
        listed = other.runs("ledger", "list", "--unsettled")
        return _told(studio, host, clips, (back.code, alone_there.code, *again), listed.out)


def _told(studio: Studio, host: Host, clips: int, codes: tuple[int, ...], listed: str) -> Parted:
    charges = Counter(charge["seed"] for charge in host.book()["charges"])
    ledger = read_ledger(studio.address)
    assert ledger is not None
    with closing(ledger):
        attempts = [attempt for attempt in ledger.attempts() if attempt.state != "void"]
        unknown = [attempt.id for attempt in attempts if attempt.state == "unknown"]
        return Parted(
            clips, charges.total(), sum(number - 1 for number in charges.values()),
            len(charges.keys() - {attempt.seed for attempt in attempts}),
            dict(Counter(attempt.state for attempt in attempts)), codes,
            tuple(id for id in unknown if id not in listed), tuple(ledger.audit()),
        )  # fmt: skip


@contextmanager
def _both(
    studio: Studio, folder: Path, host: Host, way: Path, clips: int, frees: bool
) -> Generator[tuple[_Machine, _Machine]]:  # fmt: skip
    """Two machines that share a ledger, a host and a store, by addresses that are the same on both."""
    schema = studio.address.rpartition("%3D")[2]
    server = studio.server.folder / f".s.PGSQL.{studio.server.address.rpartition('=')[2]}"
    machines: list[_Machine] = []
    try:
        for name in ("first", "other"):
            environment = {
                "STORYC_LEDGER": f"postgresql://postgres@127.0.0.1:{_LEDGER}/postgres?options=-csearch_path%3D{schema}",
                "STORYC_STORE": str(folder / "store"),
                "XDG_CACHE_HOME": str(folder / name / "cache"),
                "CLIPS": str(clips),
            }
            key = f"SG_{hashlib.sha256(str(folder).encode()).hexdigest()[:16]}"
            ways = {_port(host): str(way), _LEDGER: str(server)}
            is_mutant = frees and name == "other"
            setup = Setup(str(folder / name / "project"), key, host.url, environment, ways, is_mutant)
            machines.append(_Machine(setup))
        yield machines[0], machines[1]
    finally:
        for machine in machines:
            machine.stop()


@contextmanager
def _bridged(host: Host, path: Path) -> Generator[Path]:
    """A socket in the file system that leads to a host, which listens in this network alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pid = inward(path, _port(host))
    try:
        yield path
    finally:
        os.kill(pid, signal.SIGKILL)
        ended(pid)


def _port(host: Host) -> int:
    return int(host.url.rpartition(":")[2])
