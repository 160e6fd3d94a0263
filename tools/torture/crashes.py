"""Builds that are killed at each point, killed at random, paused, and told to end."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from storyboard.cli import exits
from tools.torture.judge import Tally, judge, settle, states, total, wrong
from tools.torture.points import Span, do_at, kill_at, note_all, stop_at
from tools.torture.spread import Task, tidied
from tools.torture.warm import Host, Root, ended, fork, hosting, new_root, paused, run_build

PROTOCOLS = ("v1", "v2")
_LET = 0.15  # seconds that a second build has beside a paused one
_END = 10.0  # seconds after which CI kills


def spans(host: Host, folder: Path) -> dict[str, Span]:
    """The points that a build passes, by protocol; some come in another order each time, but they come."""
    found: dict[str, Span] = {}
    for protocol in PROTOCOLS:
        root = new_root(folder, f"points-{protocol}", host.url, protocol)
        notes = folder / f"{protocol}.points"
        code = ended(fork(partial(run_build, root, prepare=note_all(str(notes)))))
        if code:
            raise SystemExit(f"a build without harm ended with {code}\n{root.said}")
        found[protocol] = Span(tuple(dict.fromkeys(notes.read_text().split())))
    return found


def crashes(host: Host, folder: Path, found: dict[str, Span], rounds: int) -> list[Task]:
    """Every point by both protocols, with one build and two, the whole of it so many times."""
    once = [
        (protocol, builders, point) for protocol, span in found.items() for builders in (1, 2) for point in span.points
    ]
    return [
        Task(f"{number} {' '.join(map(str, each))}", partial(_crash, host, folder / f"crash-{number}-{place}", *each))
        for number in range(rounds)
        for place, each in enumerate(once)
    ]


def _crash(host: Host, folder: Path, protocol: str, builders: int, point: str) -> Tally:
    root = new_root(folder, "run", host.url, protocol)
    pids = [fork(partial(run_build, root, prepare=kill_at(point))) for _ in range(builders)]
    codes = [ended(pid) for pid in pids]
    where = f"{protocol}, {builders} at once, killed at {point}"
    return tidied(folder, _after(root, host, where, codes, _allowed(root, builders)))


def _allowed(root: Root, builders: int) -> tuple[int, ...]:
    """The exit codes of builds of which any may be killed."""
    killed = (0, 7, -signal.SIGKILL)
    if builders == 1:
        return killed
    # The second may find that the first holds all of the cap, between its plan and the check of the caps. Or its plan
    # had the clip as running, and the first died before it sent: to buy it was not consented to.
    unsent = "this run was not to buy one; run it again" in root.said
    return (*killed, exits.CAP, *([exits.NOT_FINISHED] if unsent else []))


def _after(root: Root, host: Host, where: str, codes: list[int], allowed: tuple[int, ...]) -> Tally:
    """The tally of a project once builds without harm have ended."""
    parts: list[Tally] = []
    odd = [code for code in codes if code not in allowed]
    if odd:
        parts.append(wrong(f"{where}: a build ended with {odd[0]}: {root.said[-600:]}"))
    _, why = settle(root, host)
    if why:
        parts.append(wrong(f"{where}: {why}: {root.said[-600:]}"))
    kills = sum(code == -signal.SIGKILL for code in codes)
    return total([judge(root, host, where, kills=kills), *parts])


def kills(host: Host, folder: Path, count: int, seed: int) -> list[Task]:
    """Builds that are killed at random moments, up to three times."""
    return [
        Task(str(seed + number), partial(_random, host, folder / f"random-{number}", seed + number))
        for number in range(count)
    ]


def _random(host: Host, folder: Path, seed: int) -> Tally:
    dice = random.Random(seed)
    protocol, builders = dice.choice(PROTOCOLS), dice.choice((1, 1, 2))
    root = new_root(folder, "run", host.url, protocol)
    codes: list[int] = []
    for _ in range(dice.choice((1, 1, 2, 3))):
        pids = [fork(partial(run_build, root)) for _ in range(builders)]
        for pid in pids:
            time.sleep(dice.uniform(0.0, 0.15 / builders))
            os.kill(pid, signal.SIGKILL)
        codes += [ended(pid) for pid in pids]
    where = f"{protocol}, {builders} at once, killed at random ({seed})"
    return tidied(folder, _after(root, host, where, codes, _allowed(root, builders)))


def pauses(host: Host, folder: Path, found: dict[str, Span], most: int) -> list[Task]:
    """A build that is paused at each point at which it holds money, while another one has its chance."""
    points = [(protocol, point) for protocol, span in found.items() for point in span.paying()]
    chosen = points if len(points) <= most else random.Random(most).sample(points, most)
    return [
        Task(f"{protocol} {point}", partial(pause, host, folder / f"pause-{number}", protocol, point))
        for number, (protocol, point) in enumerate(chosen)
    ]


def pause(host: Host, folder: Path, protocol: str, point: str, mutant: Callable[[], None] | None = None) -> Tally:
    """One build paused at a point, a second one beside it, and the first again; a mutant second is let end first."""
    root = new_root(folder, "run", host.url, protocol)
    first = fork(partial(run_build, root, prepare=stop_at(point)))
    if not paused(first):
        return tidied(folder, judge(root, host, f"{protocol}, never at {point}"))
    second = fork(partial(run_build, root, prepare=mutant))
    codes = [ended(second)] if mutant is not None else []
    time.sleep(_LET)
    os.kill(first, signal.SIGCONT)
    codes += [ended(first), *([] if codes else [ended(second)])]
    return tidied(folder, _after(root, host, f"{protocol}, paused at {point}", codes, (0, 7)))


def signals(host: Host, folder: Path, found: dict[str, Span], most: int, seed: int) -> list[Task]:
    """Ctrl-C and SIGTERM at random moments, and as many at random points."""
    dice = random.Random(seed)
    points = [(protocol, point) for protocol, span in found.items() for point in span.points]
    chosen = dice.sample(points, min(most, len(points)))
    return [
        *(
            Task(f"at random {number}", partial(_signal, host, folder / f"signal-{number}", seed + number, 0.0))
            for number in range(most)
        ),
        *(
            Task(" ".join(each), partial(_at, host, folder / f"told-{number}", *each, number % 2))
            for number, each in enumerate(chosen)
        ),
    ]


def late_signals(folder: Path) -> list[Task]:
    """Ctrl-C and SIGTERM while a host works for longer than the grace: the outcome is unknown, then found."""
    return [
        Task(f"late {protocol} {seed}", partial(_slow_signal, folder / f"late-{protocol}-{seed}", protocol, seed))
        for protocol in PROTOCOLS
        for seed in (0, 1)
    ]


def _slow_signal(folder: Path, protocol: str, seed: int) -> Tally:
    with hosting(seconds=9.0) as host:
        return _signal(host, folder, seed, 0.5, protocol)


def _at(host: Host, folder: Path, protocol: str, point: str, which: int) -> Tally:
    told = (signal.SIGTERM, signal.SIGINT)[which]
    root = new_root(folder, "run", host.url, protocol)
    pid = fork(partial(run_build, root, prepare=do_at(point, lambda: os.kill(os.getpid(), told))))
    return _told(root, host, folder, f"{protocol}, {told.name} at {point}", pid, told)


def _signal(host: Host, folder: Path, seed: int, after: float, protocol: str = "") -> Tally:
    dice = random.Random(seed)
    protocol = protocol or dice.choice(PROTOCOLS)
    which = signal.SIGINT if seed % 2 else signal.SIGTERM
    root = new_root(folder, "run", host.url, protocol)
    pid = fork(partial(run_build, root))
    # Not before the fork is a process of its own.
    time.sleep(after or dice.uniform(0.005, 0.15))
    os.kill(pid, which)
    return _told(root, host, folder, f"{protocol}, {which.name} at random ({seed})", pid, which)


def _told(root: Root, host: Host, folder: Path, where: str, pid: int, which: signal.Signals) -> Tally:
    """What became of a build that was told to end."""
    begun = time.monotonic()
    code = ended(pid, _END + 5)
    took = time.monotonic() - begun
    parts: list[Tally] = []
    # Before the command line has set its handler, and after it has taken it back, the signal alone ends the process.
    if code not in (0, 7, 130 if which == signal.SIGINT else 143, -which):
        parts.append(wrong(f"{where}: it ended with {code}: {root.said[-600:]}"))
    if took > _END:
        parts.append(wrong(f"{where}: it took {took:.1f} s to end"))
    if "sending" in states(root) and code != -which:
        parts.append(wrong(f"{where}: a send was not recorded"))
    tally = _after(root, host, where, [], ())
    return tidied(folder, total([msgspec.structs.replace(tally, kills=1), *parts]))
