"""Processes that buy clips with one ledger, and one that kills them, and the server."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import socket
import time
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any, cast

import msgspec

from storyboard.compiler.request import ClipRef, Request
from storyboard.ledger import Attempt, Caps, HostPlace, Ledger, LedgerTrouble, Reserved, open_ledger
from tools.team.host import Host, Verdict, verdict

PRICE = 100
PLACE = HostPlace("host.example")
_LOST = 0.03  # of all answers
_ROUNDS = 60.0  # seconds after which the last ones must be done
CUTS = (socket.SHUT_RD, socket.SHUT_WR)  # the answer of a commit is lost, and its question


def request(clip: int) -> Request:
    """A request for a clip."""
    op = hashlib.sha256(str(clip).encode()).hexdigest()
    ref = ClipRef(clip, "", f"clip-{clip}")
    fields = {"prompt": str(clip), "seed": clip}
    return Request(
        "a.story", ref, "", 1, "wan-2.6-t2v@segmind", fields, op, (), PRICE, "a.story", 1, seed=clip
    )  # fmt: skip


def buy(ledger: Ledger, host: Host, wanted: Request, caps: Caps, dice: random.Random) -> None:
    """Buy one clip, as a build does, unless somebody has or a cap is in the way."""
    reserved = ledger.reserve(wanted, 5, caps)
    if not isinstance(reserved, Reserved):
        return
    attempt = reserved.attempt
    time.sleep(dice.random() * 0.004)
    if not ledger.begin_send(attempt.id):
        return
    job = host.charge(wanted.sha256, attempt.id)
    if dice.random() < _LOST:
        ledger.unknown(attempt.id, "no answer came")
        return
    ledger.accepted(attempt.id, job)
    bring(ledger, attempt)


def bring(ledger: Ledger, attempt: Attempt) -> None:
    """Fetch a clip that the host has made, as far as that is not done."""
    state = attempt.state if attempt.state in ("stored", "recorded") else "accepted"
    if state == "accepted":
        ledger.stored(attempt.id, attempt.op, 10)
    if state != "recorded":
        ledger.recorded(attempt.id, PRICE, 1.0)
    ledger.published(attempt.id, f"build/{attempt.op}.mp4")


def resume(ledger: Ledger, host: Host) -> None:
    """Go on with what those who died have left: what the host shows is taken for what it is, and nothing else."""
    shown = {attempt: job for _, attempt, job in host.charges()}
    for attempt in ledger.adopt():
        # What is unknown is everybody's, and somebody else may be quicker.
        with suppress(LedgerTrouble):
            if attempt.state == "unknown" and attempt.id in shown:
                ledger.accepted(attempt.id, shown[attempt.id])
                bring(ledger, attempt)
            elif attempt.state in ("accepted", "stored", "recorded"):
                bring(ledger, attempt)


def work(address: Path | str, host: Host, clips: int, cap: int, seed: int, cuts: float) -> None:
    """Buy all clips once, in an order of one's own, with commits cut now and then."""
    dice = random.Random(seed)
    with closing(open_ledger(address, place=PLACE)) as ledger:
        if cuts:
            _cut_often(ledger, cuts, dice)
        resume(ledger, host)
        order = list(range(clips))
        dice.shuffle(order)
        live = ledger.live(request(clip).sha256 for clip in order)
        for clip in order:
            wanted = request(clip)
            if wanted.sha256 not in live:
                buy(ledger, host, wanted, Caps(month=cap * PRICE), dice)
        resume(ledger, host)


class Played(msgspec.Struct, frozen=True):
    """What a round has come to: processes and servers killed, processes paused, connections cut; and what was paid."""

    kills: int
    server_kills: int
    pauses: int
    cuts: int
    verdict: Verdict


def play(
    address: Path | str, folder: Path, *, processes: int, clips: int, cap: int, kills: int, cuts: float = 0.0,
    server_kills: int = 0, restart: Callable[[], None] = lambda: None, pauses: float = 0.0,
    cut_all: Callable[[], int] = lambda: 0,
) -> Played:  # fmt: skip
    """Let processes buy clips under a cap, kill one after the other and the server, and let one bring it to an end."""
    host, dice = Host(folder / "host"), random.Random(kills)
    alive: set[int] = set()
    shots = sorted(dice.sample(range(1, max(kills, server_kills + 1)), server_kills)) if server_kills else []
    fallen = restarts = begun = paused = lines = 0
    asleep: dict[int, float] = {}
    while fallen < kills:
        while len(alive) < processes:
            begun += 1
            alive.add(fork(partial(work, address, host, clips, cap, begun, cuts)))
        time.sleep(dice.random() * 0.06)
        alive -= _ended(alive)
        for pid in [pid for pid, until in asleep.items() if time.monotonic() > until]:
            asleep.pop(pid)
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
        if alive and dice.random() < pauses:
            # Its session is cut under it, and whoever looks takes it for dead.
            sleeper = dice.choice(sorted(alive))
            os.kill(sleeper, signal.SIGSTOP)
            asleep[sleeper] = time.monotonic() + dice.random()
            lines += cut_all()
            paused += 1
        elif alive:
            victim = dice.choice(sorted(alive))
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
            os.waitpid(victim, 0)
            alive.discard(victim)
            asleep.pop(victim, None)
            fallen += 1
        if shots and fallen >= shots[0]:
            shots.pop(0)
            restart()
            restarts += 1
    for pid in asleep:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
    until = time.monotonic() + _ROUNDS
    while alive and time.monotonic() < until:
        alive -= _ended(alive)
        time.sleep(0.02)
    for pid in alive:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    for _ in range(2):  # what the first has adopted as unknown, the second may find at the host
        os.waitpid(fork(lambda: work(address, host, clips, cap, 1, 0.0)), 0)
    with closing(open_ledger(address, place=PLACE)) as ledger:
        return Played(fallen, restarts, paused, lines, verdict(host, ledger, cap))


def _ended(pids: set[int]) -> set[int]:
    return {pid for pid in pids if os.waitpid(pid, os.WNOHANG)[0]}


def fork(act: Callable[[], None]) -> int:
    """The id of a process that does something, and ends."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        act()
        code = 0
    except Exception as error:
        if os.environ.get("TEAM_SAYS"):
            print(f"{type(error).__name__}: {error}", flush=True)
    finally:
        os._exit(code)


def connection(ledger: Ledger) -> Any:
    """The connection of a ledger on a server."""
    return cast(Any, ledger)._database._link


def _cut_often(ledger: Ledger, share: float, dice: random.Random) -> None:
    """Have this share of commits lose their connection, before or after the server has heard of them."""
    cut(ledger, lambda: dice.choice(CUTS) if dice.random() < share else None)


def cut(ledger: Ledger, how: Callable[[], int | None]) -> None:
    """Have commits of a ledger on a server lose one way of their connection, each as is said."""
    link = connection(ledger)
    real = link.execute

    def execute(statement: str, *given: Any) -> Any:
        way = how() if statement.endswith("COMMIT") or statement.startswith("WITH c0") else None
        if way is not None:
            with socket.socket(fileno=os.dup(link.handle())) as line:
                line.shutdown(way)
        return real(statement, *given)

    link.execute = execute
