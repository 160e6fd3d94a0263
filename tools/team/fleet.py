"""A fleet whose workers, server and tables die while it buys: each clip is charged once, and all are fetched."""

from __future__ import annotations

import json
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, redirect_stderr, suppress
from functools import partial
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import msgspec

from storyboard import cli
from storyboard.cli.books import meant_project
from storyboard.cli.consent import host_access
from storyboard.cli.hosts import KeyFiles
from storyboard.fleet import worker
from storyboard.fleet.purchasing import Purchaser
from storyboard.ledger import Ledger, open_ledger
from storyboard.ledger.steps import COUNTED
from storyboard.ledger.submissions import of_fleet
from storyboard.production.purchase.places import store_of
from storyboard.providers.protocols.jobs.provider import Jobs
from tools.postgres import Server
from tools.team.work import fork
from tools.torture.points import put

_WARM = (
    *("dbos", "sqlalchemy.dialects.postgresql", "sqlalchemy.dialects.sqlite", "psycopg", "requests"),
    *("storyboard.cli.program", "storyboard.cli.fleet", "storyboard.film.examine", "storyboard.store.files"),
)
_PARTS = 4
_ROUND = 240.0  # seconds after which the last clip must be there
_JOBS = 8
_TOGETHER = 60.0  # seconds that one sender waits for the other


class FleetVerdict(msgspec.Struct, frozen=True):
    """What a fleet came to: the clips that were submitted and charged, how many twice, and what is not fetched.

    `lost` were charged, and the ledger has no live attempt of them; `open` are neither here nor known to be charged.
    """

    clips: int
    kills: int
    server_kills: int
    drops: int
    charges: int
    twice: int
    unfetched: int
    lost: int
    open: int
    faults: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether the promise was kept: what was charged was charged once, and is here."""
        return not (self.twice or self.unfetched or self.lost or self.faults)


def story(clips: int) -> str:
    """A story of so many clips."""
    parts = [f"# Clip {clip}\nShot 1 [0-5s] The tide, seen from pier {clip}." for clip in range(clips)]
    return "\n".join(["---\nmodel: wan-2.6-t2v@segmind\nsize: 1280*720\n---", "A grey harbour.", *parts]) + "\n"


def submitted(folder: Path, clips: int, part: int = 0) -> None:
    """Plan a story in a folder, and submit it, by a process of its own."""
    (folder / "storyc.toml").write_text("")
    name = f"harbour-{part}.story"
    (folder / name).write_text(story(clips).replace("pier ", f"pier {part}-"))

    def act() -> None:
        os.chdir(folder)
        with Path(os.devnull).open("w") as nobody:
            os.dup2(nobody.fileno(), 1)
            os.dup2(nobody.fileno(), 2)
        for words in (
            ("plan", name, "-o", "plan.json", "--quiet"),
            ("fleet", "submit", "--plan", "plan.json", "--provider", "segmind", "--yes", "--quiet"),
        ):
            code = cli.run(list(words))
            assert code == 0, (words, code)

    assert os.waitpid(fork(act), 0)[1] == 0, "nothing was submitted"


def work(folder: Path, processes: int) -> None:
    """Be one of so many workers until it is killed."""
    os.chdir(folder)
    with (folder / "said").open("ab", buffering=0) as said:
        os.dup2(said.fileno(), 2)
    # All of them together look as often as a few would.
    look = 0.07 * processes
    put(worker, "BEAT", worker.Beat(look=look, again=4 * look, stuck=8 * look, pause=look / 2))
    cli.run(["fleet", "run", "--provider", "segmind", "--jobs", str(_JOBS)])


def dropped(server: Server) -> None:
    """Drop the tables of DBOS, however many are at them."""
    deadlock = import_module("psycopg").errors.DeadlockDetected
    until = time.monotonic() + _ROUND
    while True:
        try:
            server.asked("DROP SCHEMA IF EXISTS dbos CASCADE")
            return
        except deadlock:
            assert time.monotonic() < until


def run_fleet(
    folder: Path, host: str, *, processes: int, clips: int, kills: int, restart: Callable[[], None] = lambda: None,
    server_kills: int = 0, drop: Callable[[], object] = lambda: None, drops: int = 0,
) -> FleetVerdict:  # fmt: skip
    """Submit clips, kill workers while they are bought, the server and DBOS's tables too, and wait for the end.

    They are submitted part by part, so that there is something to lose until the last kill.
    `host` is the address of the emulator. What names ledger, store and host stands in the environment.
    """
    sizes = [clips * (part + 1) // _PARTS - clips * part // _PARTS for part in range(_PARTS)]
    submitted(folder, sizes[0])
    for name in _WARM:
        import_module(name)  # once, and not for each worker
    dice, alive, fallen = random.Random(kills), set[int](), 0
    rounds = range(1, max(2, kills))
    restarts = sorted(dice.sample(rounds, server_kills)) if server_kills else []
    dropping = sorted(dice.sample(rounds, drops)) if drops else []
    struck, parts = Counter[str](), 1
    until = time.monotonic() + _ROUND + kills
    try:
        while True:
            while len(alive) < processes:
                alive.add(fork(partial(work, folder, processes)))
            # Where there is work to lose: a kill after the last clip proves nothing.
            done = _done(folder)
            if (fallen >= kills and done >= clips) or time.monotonic() > until:
                break
            time.sleep(0.3 + dice.random() * 0.4 if fallen < kills else 0.5)
            if parts < _PARTS and fallen * _PARTS >= kills * parts:
                submitted(folder, sizes[parts], parts)
                parts += 1
            if fallen < kills:
                victim = dice.choice(sorted(alive))
                with suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
                os.waitpid(victim, 0)
                alive.discard(victim)
                fallen += 1
                for strikes, strike, name in ((restarts, restart, "server"), (dropping, drop, "drop")):
                    if strikes and fallen >= strikes[0]:
                        strikes.pop(0)
                        strike()
                        struck[name] += 1
    finally:
        for pid in alive:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    return verdict(folder, host, clips, kills=fallen, server_kills=struck["server"], drops=struck["drop"])


def _books(folder: Path) -> Ledger:
    os.chdir(folder)
    with redirect_stderr(StringIO()):  # it says each time that this is a rehearsal
        meant = meant_project(None, rehearsal=False, host="segmind")
    return open_ledger(meant.addresses.ledger, place=meant.here)


def _done(folder: Path) -> int:
    """How many clips need nobody any more: they are here, or nobody can know more of them."""
    with closing(_books(folder)) as ledger:
        return sum(item.state in (*COUNTED, "unknown") for item in ledger.attempts())


def charged(host: str) -> Counter[int]:
    """How often each clip was charged, by its seed, which stands for its whole request."""
    with urlopen(f"{host}/emulator/book", timeout=60) as answer:
        book = json.load(answer)
    return Counter(item["seed"] for item in book["charges"])


def verdict(folder: Path, host: str, clips: int, **struck: int) -> FleetVerdict:
    """What was charged beside what the ledger has."""
    charges = charged(host)
    with closing(_books(folder)) as ledger:
        attempts = [item for item in ledger.attempts() if item.state != "void"]
        by_seed = {item.seed: item for item in attempts}
        here = {seed for seed, item in by_seed.items() if item.state in COUNTED}
        return FleetVerdict(
            clips=clips,
            **{"kills": 0, "server_kills": 0, "drops": 0, **struck},
            charges=charges.total(),
            twice=charges.total() - len(charges),
            unfetched=len(charges.keys() - here),
            lost=len(charges.keys() - by_seed.keys()),
            open=len(by_seed.keys() - here),
            faults=tuple(ledger.audit()),
        )


def purchaser(jobs: int = 1, say: Callable[[str], None] = lambda text: None) -> Purchaser:
    """What a worker works with, for the project of the working folder."""
    meant = meant_project(None, rehearsal=False, host="segmind")
    config, access = msgspec.structs.replace(meant.config, provider="segmind"), host_access(KeyFiles())
    ledger = open_ledger(meant.addresses.ledger, place=meant.here)
    return Purchaser(
        of_fleet(ledger), store_of(meant.addresses, ledger), access.open(config), config, meant.addresses, access, say,
        jobs=jobs,
    )  # fmt: skip


def two_send(folder: Path, host: str, remove: Callable[[], None] = lambda: None) -> FleetVerdict:
    """Two workers have the same clip to send, and both are about to when one of them does.

    The process that plays it has a defence taken out, if any.
    """
    submitted(folder, 1)

    def act() -> None:
        os.chdir(folder)
        remove()
        both, workers = threading.Barrier(2), [purchaser(), purchaser()]
        real = Jobs.submit

        def submit(*given: Any, **more: Any) -> Any:
            both.wait(_TOGETHER)
            return real(*given, **more)

        put(Jobs, "submit", submit)
        [waits] = workers[0].ledger.under_way(1)
        threads = [threading.Thread(target=one.send, args=([waits.id],)) for one in workers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        until = time.monotonic() + _TOGETHER
        while not any(map(_is_here, workers)) and time.monotonic() < until:
            for one in workers:
                one.bring(waits.id, 1)
            time.sleep(0.05)
        for one in workers:
            one.ledger.close()

    os.waitpid(fork(act), 0)
    return verdict(folder, host, 1)


def _is_here(worker: Purchaser) -> bool:
    return all(item.state in COUNTED for item in worker.ledger.attempts())
