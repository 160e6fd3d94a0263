"""The search: every order of steps, answers, crashes and signals from a beginning on, each state once."""

from __future__ import annotations

import tempfile
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import msgspec

from storyboard.production.plan.lockfile import lock_of
from tools.explore.journal import NoWay
from tools.explore.playing import Play
from tools.explore.promises import broken, lost
from tools.explore.scene import Scene
from tools.explore.world import Builder, Copy, Job, Room, State, entries_of, replaced

_LATER = 30  # ticks, after which every history shows all
_OLDER = -5  # the tick of a job that was made before anybody here began


class Explored(msgspec.Struct, frozen=True):
    """What an exploration has seen: distinct states, steps between them, the longest way, and broken promises.

    `ends` is how many different worlds it has left to two more runs without faults. `whole` is whether nothing was left
    out for want of time or states.
    """

    scene: str
    states: int = 0
    steps: int = 0
    depth: int = 0
    ends: int = 0
    seconds: float = 0.0
    whole: bool = True
    wrong: tuple[str, ...] = ()


Move = tuple[str, int, int, int]  # what, the builder, its task, the way in which the call ends


class _Visit(msgspec.Struct):
    """A state that is being looked at: what may follow it, how many moves it is away, and by which it came about."""

    state: State
    following: Iterator[tuple[Move, State]]
    depth: int = 0
    move: Move = ("", 0, 0, 0)
    before: _Visit | None = None


def explored(scene: Scene, most: int, seconds: float, *, nearest: bool = False) -> Explored:
    """What an exploration of a scene has seen, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="storyc-explore-") as folder:
        return explore(scene, Path(folder), most, time.monotonic() + seconds, nearest=nearest)


def explore(scene: Scene, folder: Path, most: int, until: float, *, nearest: bool = False) -> Explored:
    """Explore a scene until all is seen, `most` states are, or the clock says `until`; stops at a broken promise.

    It goes as deep as it can before it turns back, unless the `nearest` states come first, which takes more room.
    """
    room = Room(folder, len(set(scene.machines)))
    first = _first(scene, room)
    seen, settled = {first.key()}, set[int]()
    waiting = deque([_Visit(first, _following(scene, room, first))])
    since, steps, depth = time.monotonic(), 0, 0

    def result(*, whole: bool = True, wrong: tuple[str, ...] = ()) -> Explored:
        return Explored(scene.name, len(seen), steps, depth, len(settled), time.monotonic() - since, whole, wrong)

    while waiting:
        visit = waiting[0 if nearest else -1]
        following = next(visit.following, None)
        if following is None:
            del waiting[0 if nearest else -1]
            continue
        move, state = following
        steps += 1
        key = state.key()
        if key in seen:
            continue
        seen.add(key)
        after = _Visit(state, _following(scene, room, state), visit.depth + 1, move, visit)
        depth = max(depth, after.depth)
        room.lay(state)
        # Promises are about rows and jobs; where neither has changed they were looked at before.
        same = (state.rows, state.jobs) == (visit.state.rows, visit.state.jobs) and not state.is_quiet
        wrong = () if same else tuple(broken(scene, room, state))
        if not wrong and state.is_quiet and (facts := hash(state.facts())) not in settled:
            settled.add(facts)
            wrong = tuple(_after_all(scene, room, state))
        if wrong:
            return result(whole=False, wrong=(*wrong, _told(after)))
        if len(seen) >= most or (len(seen) & 255 == 0 and time.monotonic() > until):
            return result(whole=False)
        waiting.append(after)
    return result()


def _after_all(scene: Scene, room: Room, state: State) -> Iterator[str]:
    """What is broken or lost once each builder has been started twice more on a good day."""
    state = msgspec.structs.replace(state, tick=state.tick + _LATER, faults=0)
    # A run that would pass a cap is refused whole, and fetches nothing.
    scene = msgspec.structs.replace(scene, hours=state.tick + _LATER, cap=None)
    # The first run may find that a job came to nothing, and leave it to the next one to buy again.
    for machine in (*scene.machines, *scene.machines):
        state = msgspec.structs.replace(state, builders=(*state.builders, Builder(machine)))
        room.lay(state)
        state = Play(scene, room, state, len(state.builders) - 1, straight=True).start()
    yield from broken(scene, room, state)
    yield from lost(room, state)


def _first(scene: Scene, room: Room) -> State:
    machines = len(set(scene.machines))
    jobs: tuple[Job, ...] = ()
    if scene.older is not None:
        jobs = (Job("older", scene.requests(0)[0].sha256, None, -1, _OLDER, scene.older, scene.cost, "COMPLETED"),)
    return State(
        ledgers=room.empty,
        rows=("",) * machines,
        jobs=jobs,
        disks=(frozenset[str](),) * machines,
        locks=((),) * machines,
        tick=0,
        builders=tuple(map(Builder, scene.machines)),
        crashes=scene.crashes,
        faults=scene.faults,
        losses=scene.losses,
        copies=scene.copies,
        carries=scene.carries,
    )


def _following(scene: Scene, room: Room, state: State) -> Iterator[tuple[Move, State]]:
    """Each state that may follow, and by which move."""
    yield from _carried(state)
    for number, builder in enumerate(state.builders):
        if not builder.tasks:
            if builder.runs < scene.runs:
                room.lay(state)
                yield ("start", number, 0, 0), Play(scene, room, state, number).start()
            continue
        if scene.carries and builder.may_write:
            room.lay(state)
            yield ("write", number, 0, 0), Play(scene, room, state, number).write()
        for place, task in enumerate(builder.tasks):
            if task.outcome is not None and not task.over:
                room.lay(state)
                yield ("hear", number, place, 0), Play(scene, room, state, number).hear(place)
                continue
            way = 0
            while task.waits:
                room.lay(state)
                try:
                    after = Play(scene, room, state, number).step(place, way)
                except NoWay:
                    break
                yield ("step", number, place, way), after
                way += 1
        if state.crashes:
            dead = Builder(builder.machine, builder.runs)
            yield ("crash", number, 0, 0), _with(state, number, dead)
            if not builder.stopped:
                yield ("signal", number, 0, 0), _with(state, number, msgspec.structs.replace(builder, stopped=True))
    yield from _ledgers(scene, room, state)


def _with(state: State, number: int, builder: Builder) -> State:
    builders = replaced(state.builders, number, builder)
    return msgspec.structs.replace(state, builders=builders, crashes=state.crashes - 1)


def _ledgers(scene: Scene, room: Room, state: State) -> Iterator[tuple[Move, State]]:
    """What may happen to a ledger: it is lost with its store, copied, or the copy comes back in its place."""
    busy = {builder.machine for builder in state.builders if builder.tasks}
    for machine in sorted(set(scene.machines) - busy) if state.losses else ():
        if state.rows[machine]:
            anew = _placed(state, machine, room.anew[machine], "", 0)
            disks = replaced(state.disks, machine, frozenset[str]())
            yield ("loss", machine, 0, 0), msgspec.structs.replace(anew, losses=state.losses - 1, disks=disks)
    if state.copies and state.rows[0]:
        copy = Copy(state.ledgers[0], state.rows[0], len(state.jobs))
        yield ("copy", 0, 0, 0), msgspec.structs.replace(state, copies=state.copies - 1, copy=copy)
    if state.copy is not None and 0 not in busy and state.copy.rows != state.rows[0]:
        back = _placed(state, 0, state.copy.ledger, state.copy.rows, state.copy.jobs)
        yield ("return", 0, 0, 0), msgspec.structs.replace(back, copy=None)


def _carried(state: State) -> Iterator[tuple[Move, State]]:
    """What may happen to a lock file: another machine gets it, as by git."""
    for machine, mine in enumerate(state.locks) if state.carries else ():
        theirs = tuple(entry for lock in (*state.locks[:machine], *state.locks[machine + 1 :]) for entry in lock)
        lock = entries_of(lock_of((*mine, *theirs)))
        if lock != mine:
            locks = replaced(state.locks, machine, lock)
            yield ("carry", machine, 0, 0), msgspec.structs.replace(state, carries=state.carries - 1, locks=locks)


def _placed(state: State, machine: int, ledger: bytes, rows: str, known: int) -> State:
    """The state with another ledger on a machine, which has `known` as many jobs."""
    jobs = tuple(
        msgspec.structs.replace(job, forgotten=True) if job.machine == machine and number >= known else job
        for number, job in enumerate(state.jobs)
    )
    ledgers, texts = replaced(state.ledgers, machine, ledger), replaced(state.rows, machine, rows)
    return msgspec.structs.replace(state, ledgers=ledgers, rows=texts, jobs=jobs)


def _told(visit: _Visit) -> str:
    """By which moves a state came about."""
    words: list[str] = []
    while visit.before is not None:
        what, number, task, way = visit.move
        words.append(f"{what} {number}" + (f".{task}/{way}" if what in ("step", "hear") else ""))
        visit = visit.before
    return "by " + ", ".join(reversed(words))
