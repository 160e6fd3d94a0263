"""An operator's days: edits, losses and settling between builds, at random and in the order that a defence is for."""

from __future__ import annotations

import random
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from storyboard.emulate.faults import parse
from storyboard.production import lockwriter
from storyboard.production.plan import lockfile
from storyboard.production.purchase import caps, looking, losing, offer
from storyboard.production.purchase.gate import Gate
from tools.torture.desk import Desk, Prepare
from tools.torture.judge import Tally
from tools.torture.points import put
from tools.torture.spread import Task, tidied
from tools.torture.warm import hosting

_LOST = "cut-after-billing history-late={late}"
# Seconds until such a history shows a job. On a busy machine a build may take longer, and would find it by itself.
LATE, _LATER = 0.4, (4.0, 40.0)
_DEAR = "failed-with-cost cost=0.7"
# What a submit may meet; most meet nothing.
_FAULTS = ("", "", "", "", _LOST, "cut-before-billing", "failed", _DEAR)
ACTS = (
    "build", "build_one", "build_capped", "build_singly", "build_killed", "build_killed", "build_locked", "build_asked",
    "reword", "reword", "retitle", "swap", "drop", "drop", "lose_store", "lose_build", "move", "wait", "give_up",
    "give_up_blindly", "attach",
)  # fmt: skip
_LONG = 9  # acts of a random day
# Days on which a promise was broken once, as their acts and faults.
_BROKEN_ONCE = (
    (("build_asked", "give_up"), (*["failed"] * 4, *["cut-before-billing"] * 4)),
    (("build_singly", "build", "give_up_blindly"), (_DEAR, _LOST, _LOST, _LOST)),
    (("build_killed http.getresponse#3:before", "build_locked", "give_up"), (_DEAR,)),
)


class Day(msgspec.Struct, frozen=True):
    """A day on which a defence is missed that `remove` has taken out."""

    name: str
    remove: Prepare
    acts: tuple[str, ...]
    faults: tuple[str, ...] = ()


def walks(folder: Path, count: int, seed: int) -> list[Task]:
    """A task for each day that has broken a promise once, and for each random day."""
    known = [
        Task(f"day {number}", partial(walked, folder / f"day-{number}", None, acts, faults))
        for number, (acts, faults) in enumerate(_BROKEN_ONCE)
    ]
    return [
        *known,
        *(
            Task(str(seed + number), partial(_random, folder / f"walk-{number}", seed + number))
            for number in range(count)
        ),
    ]


def _random(folder: Path, seed: int) -> Tally:
    dice = random.Random(seed)
    faults = [dice.choice(_FAULTS) for _ in range(6)]
    return walked(folder, None, dice.choices(ACTS, k=_LONG), faults, seed=seed)


def missed(day: Day, folder: Path, mutant: Prepare | None) -> Tally:
    """What came of the day of a defence; one that seems not to be missed has its day again, with more time."""
    tally = walked(folder, mutant, day.acts, day.faults)
    for late in _LATER if mutant is not None else ():
        if tally.good:
            tally = walked(folder / str(late), mutant, day.acts, day.faults, late=late)
    return tally


def walked(
    folder: Path, mutant: Prepare | None, acts: Iterable[str], faults: Iterable[str], *, seed: int = 0,
    late: float = LATE,
) -> Tally:  # fmt: skip
    """What came of a day of these acts, each named with what it is done to; its submits meet these faults in turn."""
    faults = [text.format(late=late) for text in faults]
    script = tuple(tuple(map(parse, text.split())) for text in faults)
    with hosting(script=script) as host:
        desk = Desk(folder, host, mutant, random.Random(seed), late)
        done: list[str] = []
        for act in (*acts, "finish"):
            done.append(act)
            name, *given = act.split()
            getattr(desk, name)(*given)
            if desk.wrong:
                break
        said = desk.said
        traces = said.count("Traceback") + said.count("bug: ")
        tally = Tally(runs=1, kills=desk.killed, clips=3, charges=desk.charges, tracebacks=traces)
        if desk.wrong or traces:
            where = f"{', '.join(done)} with {', '.join(faults)}"
            notes = (*(f"{where}: {why}" for why in desk.wrong), *said[-1500:].splitlines())
            tally = msgspec.structs.replace(tally, broken=len(desk.wrong), notes=notes)
    return tidied(folder, tally)


# ---- removed defences ------------------------------------------------------------------------------------------------


def _left_in_place() -> None:
    """Write what dead runs have left into whichever block of the lock file their story and number name."""

    def merged(lock: Any, fresh: Iterable[Any], requests: Iterable[Any], failed: Any = (), **_: Any) -> Any:
        places = {lockfile.key_of(request) for request in requests}
        blocks = dict(lock.blocks)
        blocks.update({lockfile.block(item): item for item in fresh if lockfile.block(item) in places or places})
        return lockfile.lock_of(blocks.values())

    put(lockfile, "merged", merged)


def _unlocked() -> None:
    """Write the lock file with `--locked` too."""
    real = lockwriter.LockWriter.write

    def write(self: Any) -> None:
        self._plan = msgspec.structs.replace(self._plan, locked=False)
        real(self)

    put(lockwriter.LockWriter, "write", write)


def _unfilled() -> None:
    """Leave clips where they lie."""

    def adopt(*given: Any) -> tuple[()]:
        return ()

    put(offer, "adopt", adopt)


def _apart() -> None:
    """Judge each project of a run against the cap alone."""
    real, limits = caps.over_caps, caps.caps_of
    opening: Any = offer.open_books

    def over_caps(opened: Any, consent: Any) -> Any:
        for books in opened:
            yield from real((books,), consent)

    def caps_of(opened: Any, consent: Any) -> Any:
        return {root: each for books in opened for root, each in limits((books,), consent).items()}

    def open_books(root: Path, *given: Any) -> Any:
        *more, run, _ = given
        return opening(root, *more, f"{run}-{root.name}")

    put(caps, "over_caps", over_caps)
    put(caps, "caps_of", caps_of)
    put(offer, "open_books", open_books)


def _unjudged() -> None:
    """Let a run go on whatever its clips have cost."""

    def judge(self: Gate, attempt: object) -> str:
        return ""

    put(Gate, "_judge", judge)


def _unasked() -> None:
    """Buy what was to be bought when the question was put."""

    def look_again(*given: Any, **more: Any) -> tuple[()]:
        """Ask nobody."""
        return ()

    put(looking, "look_again", look_again)


def _unseen() -> None:
    """Give an attempt up without a look."""

    def unseen(case: object) -> None:
        """Ask nobody."""

    put(losing, "must_be_unseen", unseen)


def _uncounted() -> None:
    """Count what is found at the host once more, though it was counted when it was given up for lost."""

    def counting(*given: object) -> None:
        """Know of none."""

    put(looking, "_counting", counting)


DAYS = (
    Day("one run, one cap", _apart, ("build_capped",)),
    Day("a dear failure ends a run", _unjudged, ("build_singly",), (_DEAR, _DEAR)),
    Day("a look after the question", _unasked, ("build_asked",)),
    Day("a look before giving up", _unseen, ("build_one one", "give_up"), (_LOST, _LOST)),
    Day("what was given up is counted once", _uncounted, ("build_one one", "give_up_blindly", "wait"), (_LOST, _LOST)),
    Day("a left job takes no block", _left_in_place, ("build_killed ledger.accepted#1:after", "reword one", "build")),
    Day("a lost store is filled", _unfilled, ("build", "lose_store", "build", "hold_filled")),
    Day("--locked writes nothing", _unlocked, ("build", "swap one", "build_locked")),
)
