"""The fault table as data: what each fault must come to by each protocol, and what the next build makes of it.

Rows come from the fault model of this project: the state of the clip, the charges, the exit code; then the same after a
second build without the fault.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from storyboard.emulate.faults import KINDS
from storyboard.profiles import hosts
from tools.torture.judge import Tally, judge, states, total, wrong
from tools.torture.points import SUBMIT, kill_at, put
from tools.torture.spread import Task, tidied
from tools.torture.warm import PRICE, Host, Root, ended, fork, hosting, new_root, run_build

End = tuple[str, int, int]
HAD: End = ("published", 1, 0)
OPEN: End = ("unknown", 0, 7)  # nothing was billed, but nobody can know
PAID_OPEN: End = ("unknown", 1, 7)
OFF: End = ("published", 1, 3)  # it is not as it was ordered, and nobody has agreed to it
HELD: End = ("accepted", 1, 3)  # it is paid for and has no clip that plays
NONE: End = ("", 0, 3)
_LATE = (1.5, 15.0, 60.0)


class Row(msgspec.Struct, frozen=True):
    """Faults of the first submit, or with `always` of each; its end by v1, v2 and v1 with JSON; then the second's.

    Where a fault lasts for `late` seconds the first build ends within these and the second begins after them.
    """

    faults: str
    v1: End
    v2: End
    json: End
    second: End | None = None
    always: bool = False
    auto: End | None = None


def _same(faults: str, end: End, second: End | None = None, **more: Any) -> Row:
    return Row(faults, end, end, end, second, **more)


ROWS = (
    _same("cut-before-billing", OPEN, OPEN),
    _same("cut-after-billing", HAD),
    _same("slow=0.05", HAD),
    _same("pause=2", HAD),
    _same("truncate", HAD),
    _same("truncate=length", HAD),
    _same("truncate=answer", HAD),
    _same("wrong-type", HAD),
    _same("wrong-type=answer", HAD),
    _same("huge=3", HAD),
    _same("gzip-bomb=3", HAD),
    _same("redirect=http://127.0.0.1:9/x", OPEN, OPEN),
    _same("html-405", NONE, HAD, auto=HAD),
    _same("html-405", NONE, NONE, always=True),
    _same("403", ("", 0, 4), HAD),
    _same("502", OPEN, OPEN, auto=OPEN),
    _same("502-billed", HAD),
    _same("503", OPEN, OPEN),
    _same("503-json=1", HAD),
    _same("504", OPEN, OPEN, auto=OPEN),
    _same("504-billed", HAD, auto=HAD),
    _same("500-html", OPEN, OPEN),
    _same("500-json", NONE, HAD),
    _same("500-json", NONE, NONE, always=True),
    _same("429=1", HAD),
    _same("429=1", NONE, NONE, always=True),
    _same("406-credits", ("", 0, 5), HAD),
    _same("406-spend", ("", 0, 5), HAD),
    _same("410", NONE, HAD),
    _same("short", OFF),
    _same("size", OFF),
    _same("silent", OFF),
    _same("silent=track", HAD),
    _same("junk=2", HAD),
    _same("junk", HELD),
    _same("no-content-type", HAD),
    _same("file-redirect", HAD),
    Row("file-redirect=https://10.0.0.1/a.mp4", HAD, HELD, HELD),
    _same("cost=0.5", HAD),
    _same("failed-with-cost", HELD),
    _same("failed", NONE, HAD),
    _same("failed", NONE, NONE, always=True),
    _same("expired", HAD),
    _same("history-late=5", HAD),
    _same("history-empty", HAD),
    _same("history-twice", HAD),
    _same("history-500", HAD),
    _same("older-job=60", HAD),
    _same("history-lag=1.5", HAD),
    _same("history-pages=2", HAD),
    _same("history-rows=20", HAD),
    _same("cut-after-billing history-late={late}", PAID_OPEN, HAD),
    _same("cut-after-billing history-empty", PAID_OPEN, PAID_OPEN),
    _same("cut-after-billing history-twice", HAD),
    _same("cut-after-billing history-500", HAD),
    _same("504-billed history-late={late}", PAID_OPEN, HAD),
    _same("504-billed expired", HAD),
    _same("cut-after-billing older-job=60", HAD),
    _same("cut-after-billing history-empty older-job=60", PAID_OPEN, PAID_OPEN),
    _same("cut-after-billing history-lag={late}", PAID_OPEN, HAD),
    _same("cut-after-billing history-rows=20 history-pages=2", HAD),
    _same("slow=0.05 truncate", HAD),
    _same("cost=1.9", ("published", 1, 5), HAD),
    _same("no-cost", HAD),
    _same("no-cost=answer", HAD),
    _same("clock=3600", ("", 0, 2), always=True),
)


def missing() -> set[str]:
    """The emulator's faults that no row has, but for those of hosts that take a name of ours or have odd answers."""
    return set(KINDS) - {"repeat", "answer"} - {word.partition("=")[0] for row in ROWS for word in row.faults.split()}


def cells(folder: Path) -> list[Task]:
    """A task for each cell of both tables."""
    tasks = [Task("every fault has a row", _complete)]
    for number, row in enumerate(ROWS):
        for way, end in (("v1", row.v1), ("v2", row.v2), ("json", row.json), ("auto", row.auto)):
            if end is not None:
                tasks.append(Task(f"{number} {way}", partial(_cell, folder / f"fault-{number}-{way}", row, way, end)))
    return [*tasks, *(Task(name, partial(_other, folder / f"other-{name}", work)) for name, work in OTHERS.items())]


def _complete() -> Tally:
    return wrong(f"no row for {', '.join(sorted(missing()))}") if missing() else Tally()


def _cell(folder: Path, row: Row, way: str, end: End, lasting: Sequence[float] = _LATE) -> Tally:
    late, *later = lasting if "{late}" in row.faults else (0.0,)
    tally, took = _tried(folder / str(late), row, way, end, late)
    # On a busy machine the first build may take longer than the fault, and ends as if there were none.
    if later and took > late and not tally.good and msgspec.structs.replace(tally, broken=0).good:
        return _cell(folder, row, way, end, later)
    return tidied(folder, tally)


def _tried(folder: Path, row: Row, way: str, end: End, late: float) -> tuple[Tally, float]:
    """What came of a cell, and the seconds that its first build took."""
    protocol, faults = "v1" if way == "json" else way, row.faults.format(late=late)
    with hosting(*faults.split(), once=not row.always, v1_json=way == "json") as host:
        root = new_root(folder, "run", host.url, protocol, clips=1)
        where = f"{faults}{' always' if row.always else ''}, {way}"
        begun = time.monotonic()
        parts = [_compare(f"{where}, first build", root, host, _small(root), end)]
        took = time.monotonic() - begun
        time.sleep(late)
        parts.append(_compare(f"{where}, second build", root, host, _small(root), row.second or end))
        return total([judge(root, host, where, clips=1, held=end is HELD), *parts]), took


def _small(root: Root, more: Callable[[], None] | None = None) -> int:
    """The exit code of a build with limits that small faults reach."""
    return ended(fork(partial(run_build, root, prepare=partial(_limits, more))))


def _limits(more: Callable[[], None] | None) -> None:
    of_name = hosts.host

    def host(name: str) -> hosts.Host:
        known = of_name(name)
        limits = msgspec.structs.replace(known.limits, clip_bytes=1_000_000, silence=1)
        return msgspec.structs.replace(known, limits=limits)

    put(hosts, "host", host)
    if more is not None:
        more()


def _compare(where: str, root: Root, host: Host, code: int, end: End) -> Tally:
    state = ", ".join(states(root))
    found = (state, len(host.book(root.key)["charges"]), code)
    if found == end:
        return Tally()
    return wrong(f"{where}: state, charges and exit are {found}, not {end}: {root.said[-500:]}")


# ---- the second table: what happens to a build by state ------------------------------------------------------------


def _other(folder: Path, work: Callable[[Path], Tally]) -> Tally:
    return tidied(folder, work(folder))


def _had(folder: Path, harm: Callable[[Root], None]) -> Tally:
    """A clip that was brought, then harmed: the next build mends it, and pays nothing."""
    with hosting() as host:
        root = new_root(folder, "run", host.url, "v2", clips=1)
        parts = [_compare("first build", root, host, _small(root), HAD)]
        harm(root)
        parts.append(_compare(f"{folder.name}, second build", root, host, _small(root), HAD))
        return total([judge(root, host, folder.name, clips=1), *parts])


def _blob(root: Root) -> Path:
    return next(each for each in (root.books / "store").iterdir() if each.is_file())


def _rot(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.chmod(0o644)
    path.write_bytes(data)


def _store_rots(root: Root) -> None:
    _rot(_blob(root))
    next(root.clips.glob("*.mp4")).unlink()


def _store_goes(root: Root) -> None:
    _blob(root).unlink()
    next(root.clips.glob("*.mp4")).unlink()


def _clip_goes(root: Root) -> None:
    next(root.clips.glob("*.mp4")).unlink()


def _clock(folder: Path, days: float) -> Tally:
    """A build whose clock is wrong dies while it is answered; the next, whose clock is right, finds the job."""
    from datetime import UTC, datetime, timedelta

    from storyboard import ledger

    real = ledger.open_ledger

    def moved(folder: Path, run: str | None = None, *, place: ledger.HostPlace) -> ledger.Ledger:
        return real(folder, run, place=place, now=lambda: datetime.now(UTC) + timedelta(days=days))

    def wrong_clock() -> None:
        put(ledger, "open_ledger", moved)
        kill_at(SUBMIT)()

    with hosting() as host:
        root = new_root(folder, "run", host.url, "v1", clips=1)
        code = _small(root, wrong_clock)
        parts = [] if code == -signal.SIGKILL else [wrong(f"{folder.name}: it ended with {code}")]
        time.sleep(0.1)
        parts.append(_compare(f"{folder.name}, second build", root, host, _small(root), HAD))
        return total([judge(root, host, folder.name, clips=1, cap=2 * PRICE), *parts])


def _nobody(folder: Path) -> Tally:
    """Nobody listens where the host should be, then it does."""
    with hosting() as host:
        root = new_root(folder, "run", "http://127.0.0.1:9", "v2", clips=1)
        parts = [_compare("nobody listens", root, host, _small(root), NONE)]
        there = msgspec.structs.replace(root, url=host.url)
        parts.append(_compare("nobody listened", there, host, _small(there), HAD))
        return total([judge(there, host, folder.name, clips=1), *parts])


def _key(folder: Path) -> Tally:
    """The host refuses the key, and then it does not."""
    with hosting(key="SG_" + "f" * 16) as strange, hosting() as host:
        root = new_root(folder, "run", strange.url, "v2", clips=1)
        parts = [_compare("the key is refused", root, host, _small(root), ("", 0, 4))]
        there = msgspec.structs.replace(root, url=host.url)
        parts.append(_compare("the key was refused", there, host, _small(there), HAD))
        return total([judge(there, host, folder.name, clips=1), *parts])


def _gone(folder: Path) -> Tally:
    """A host that goes away while it works, and comes back with its book."""
    with hosting(seconds=0.6) as host:
        root = new_root(folder, "run", host.url, "v2", clips=1)
        first = fork(partial(run_build, root))
        time.sleep(0.3)
        os.kill(host.pid, signal.SIGSTOP)
        time.sleep(0.5)
        os.kill(host.pid, signal.SIGCONT)
        parts = [_compare("a host that pauses", root, host, ended(first), HAD)]
        return total([judge(root, host, folder.name, clips=1), *parts])


OTHERS: dict[str, Callable[[Path], Tally]] = {
    "store-rots": partial(_had, harm=_store_rots),
    "store-goes": partial(_had, harm=_store_goes),
    "clip-goes": partial(_had, harm=_clip_goes),
    "clock-ahead": partial(_clock, days=0.8),
    "clock-behind": partial(_clock, days=-5.0),
    "nobody-listens": _nobody,
    "key-refused": _key,
    "host-pauses": _gone,
}
