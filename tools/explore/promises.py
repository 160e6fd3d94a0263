"""What must hold in every state, in words where it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from tools.explore.scene import Scene
from tools.explore.world import SPENT, Job, Room, Row, State, tick_of

PROMISES = (
    "one ledger never pays twice for a clip",
    "nobody pays for a clip that the host's history or the lock file had shown before",
    "each charge has a row of the ledger that sent it",
    "no job from before a send is taken for the send's own",
    "no cap is passed, but by what clips cost more that were under way when the first cost was seen",
    "the ledger agrees with itself whenever nobody works",
    "after two more runs each job that was paid for has its clip, or is listed for somebody to settle",
)
# A job whose name is not written down yet has an attempt that says that it may have been billed.
_OPEN = ("sending", "unknown")
_GOT = ("recorded", "published")
_SKEW = 2  # ticks


def broken(scene: Scene, room: Room, state: State) -> Iterator[str]:
    """The promises that a state breaks. The state lies in the room."""
    charges = [job for job in state.jobs if job.builder is not None and job.state != "FAILED"]
    books = {machine: room.attempts(machine) for machine in sorted(set(scene.machines))}
    yield from _twice(charges)
    for machine, rows in books.items():
        own = [job for job in charges if job.machine == machine and not job.forgotten]
        yield from _unwritten(rows, own)
        yield from _taken(rows, state.jobs, machine)
        yield from _over(scene, rows, own)
        if state.is_quiet:
            yield from room.audit(machine)


def lost(room: Room, state: State) -> Iterator[str]:
    """What is lost where everything was started twice more, and nothing has failed since.

    Of two jobs of which neither sender could know, and of what a lost ledger knew, one at least is kept.
    """
    machines = {builder.machine for builder in state.builders}
    rows = [row for machine in sorted(machines) for row in room.attempts(machine)]
    spent = {job.id for job in state.jobs if job.state == SPENT}
    kept = {row.op for row in rows if row.state in _GOT or row.state == "unknown" or row.request_id in spent}
    for job in state.jobs:
        if job.state not in ("FAILED", SPENT) and job.op not in kept:
            yield f"{job.id} was paid for, and after two more runs nobody has its clip, nor is it listed as open"


def _twice(charges: Sequence[Job]) -> Iterator[str]:
    """A second charge of an operation: of the same ledger, or although history or lock file had shown the first."""
    for place, second in enumerate(charges):
        for first in charges[:place]:
            if first.op != second.op:
                continue
            if first.machine == second.machine and not first.forgotten:
                yield f"{first.id} and {second.id} are the same clip, and one ledger has paid for both"
            elif first.id in second.knew and first.state != SPENT:
                yield f"{first.id} and {second.id} are the same clip, and history or lock file had shown the first"


def _unwritten(rows: Sequence[Row], own: Sequence[Job]) -> Iterator[str]:
    """A charge without a row of the ledger that has sent it."""
    named = {row.request_id for row in rows if row.state != "void"}
    # Where two machines send at once, one may take the job of the other for its own: its money is counted all the same.
    counted = Counter(row.op for row in rows if row.state in _OPEN or (row.run and row.state != "void"))
    sent = Counter(job.op for job in own)
    for job in own:
        if job.id not in named and counted[job.op] < sent[job.op]:
            yield f"{job.id} was charged, and no row of its ledger says so"


def _taken(rows: Sequence[Row], jobs: Sequence[Job], machine: int) -> Iterator[str]:
    """A job that was begun before a send and is taken for its own."""
    others = {job.id: job for job in jobs if job.machine != machine or job.forgotten}
    for row in rows:
        job = others.get(row.request_id or "")
        # What the clocks of host and machine are apart by, storyc does not know either.
        if row.run and row.sent and job is not None and job.made + _SKEW < tick_of(datetime.fromisoformat(row.sent)):
            yield f"attempt {row.id} has taken {job.id}, an older job, for its own"


def _over(scene: Scene, rows: Sequence[Row], own: Sequence[Job]) -> Iterator[str]:
    """More clips at a price that is too low than a run may have under way, and more money than a cap and these."""
    names = {job.id for job in own}
    low = [row for row in rows if row.run and row.state != "void" and row.price < scene.cost]
    for run, count in Counter(row.run for row in low if row.request_id in names).items():
        if count > scene.sends:
            yield f"{run} has bought {count} clips that cost more than their price"
    charged = sum(job.cost for job in own)
    if scene.cap is not None and charged > scene.cap + sum(scene.cost - row.price for row in low):
        yield f"{charged} were charged, and the cap is {scene.cap}"
