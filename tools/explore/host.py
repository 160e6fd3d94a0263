"""The host and the disk as a builder meets them: whatever they may answer is one way in which a call can end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from storyboard import providers
from storyboard.providers import (
    COMPLETED,
    FAILED,
    Abilities,
    Accepted,
    Delivered,
    Fetched,
    Finished,
    HostRefused,
    Lost,
    NotSent,
    Running,
    Trouble,
)
from storyboard.store.records import Blob, Incoming, StoreTrouble
from tools.explore.journal import Journal
from tools.explore.scene import Scene
from tools.explore.world import SPENT, Job, State, moment

Way = Callable[[], Any]
_SHORT = 64


class World:
    """What a call may change beside the ledger: the host's jobs, the disks, the hour, and what may still go wrong."""

    def __init__(self, scene: Scene, state: State, number: int) -> None:
        self.scene, self.number, self.builder = scene, number, state.builders[number]
        self.machine = self.builder.machine
        self.jobs, self.disks = list(state.jobs), list(state.disks)
        self.tick, self.faults = state.tick, state.faults

    def fault(self, *ways: Way) -> list[Way]:
        """These ways, each of which uses up a fault, while there are any left."""

        def used(way: Way) -> Any:
            self.faults -= 1
            return way()

        return [lambda way=way: used(way) for way in ways] if self.faults else []

    def job(self, id: str) -> Job | None:
        """The job of a name."""
        return next((job for job in self.jobs if job.id == id), None)

    def change(self, id: str, **facts: Any) -> None:
        """Have a job be otherwise."""
        self.jobs = [msgspec.structs.replace(job, **facts) if job.id == id else job for job in self.jobs]


class Host:
    """A Provider: it bills what it accepts, may lose its answer, and shows jobs in its history some ticks later."""

    name = "host"

    def __init__(self, world: World, journal: Journal) -> None:
        self._world, self._journal, self._scene = world, journal, world.scene
        self.abilities = Abilities(costs=True, history=True, balance=False)
        self.key_mark = ""
        self._told: int | None = None
        self.shown: tuple[str, ...] | None = None  # by the last answer of the history

    def balance(self) -> Trouble:
        """Nothing: this host does not tell it."""
        return Trouble("it does not tell")

    def quote(self, model: str, body: dict[str, Any]) -> Trouble:
        """Nothing: this host quotes no price."""
        return Trouble("it quotes nothing")

    def moment(self) -> datetime:
        """When the last answer was made, as its journal has it, else now."""
        return moment(self._world.tick if self._told is None else self._told)

    def upload(self, data: bytes, kind: str) -> Trouble:
        """Nothing: no clip has a sound."""
        return Trouble("no clip has a sound")

    def submit(
        self, model: str, body: dict[str, Any], into: Incoming, *, sending: Callable[[], bool],
        accepted: Callable[[str], None], own: str = "",
    ) -> Any:  # fmt: skip
        """Any answer that a host gives, billed or not; what the books write is in between."""
        world = self._world
        op = next(op for op, fields in self._scene.fields.items() if fields == body)
        if not self._journal.call([lambda: True, *world.fault(lambda: False)]):
            return NotSent("the host cannot be reached")
        if not sending():
            return NotSent("the send was called off")

        def billed(answer: Callable[[str], Any]) -> Any:
            count = sum(job.builder == world.number for job in world.jobs)
            id = f"j{world.number}{count}"
            result = answer(id)
            state = COMPLETED if isinstance(result, Delivered) else "running"
            shown = world.tick + self._scene.lag
            world.jobs.append(
                Job(id, op, world.number, world.machine, world.tick, shown, self._scene.cost, state, world.builder.knew)
            )
            return result

        answer = self._journal.call([
            lambda: billed(Accepted),
            *([lambda: billed(lambda id: Delivered(id, self._scene.cost))] if self._scene.blocking else []),
            *world.fault(
                lambda: billed(lambda id: Lost("504")),
                lambda: Lost("502"),
                lambda: HostRefused("busy", "429", 429, 0.0),
                lambda: HostRefused("request", "400", 400),
            ),
        ])  # fmt: skip
        if isinstance(answer, (Accepted, Delivered)):
            assert answer.request_id is not None
            accepted(answer.request_id)
        if isinstance(answer, Delivered):
            into.write(op.encode())
        return answer

    def known(self, own: str) -> None:
        """No send bears a name of ours here."""

    def again(self, model: str, body: dict[str, Any], own: str) -> Trouble:
        """Nothing is sent a second time here."""
        return Trouble("the host replays no answer")

    def ask(self, request_id: str) -> Any:
        """How a job stands: it may be done at once, go on, or have failed; what that was charged may stay unsaid."""
        world, job = self._world, self._world.job(request_id)
        done = Finished(f"https://host/{request_id}", job.cost if job else 0)
        failed = HostRefused("failed", "it failed", 422)
        spent = HostRefused("failed", "it failed", 422, cost=job.cost if job else 0)
        mute = HostRefused("failed", "it failed", 422, billed="unknown")

        def end(state: str, answer: Any) -> Any:
            world.change(request_id, state=state)
            return answer

        assert job is not None, request_id
        if job.state == COMPLETED:
            ways: list[Way] = [lambda: done]
        elif job.state == FAILED:
            ways = [lambda: failed]
        elif job.state == SPENT:
            ways = [lambda: spent, *world.fault(lambda: mute)]
        else:
            ways = [lambda: end(COMPLETED, done), lambda: Running("PROCESSING")]
            ways += world.fault(lambda: end(FAILED, failed), lambda: end(SPENT, spent), lambda: end(SPENT, mute))
        return self._journal.call([*ways, *world.fault(lambda: Trouble("no answer"))])

    def fetch(self, url: str, into: Incoming) -> Any:
        """The clip of a job, or no answer."""
        world, job = self._world, self._world.job(url.rpartition("/")[2])
        assert job is not None, url
        answer = self._journal.call([lambda: Fetched(_SHORT), *world.fault(lambda: Trouble("cut"))])
        if isinstance(answer, Fetched):
            into.write(job.op.encode())
        return answer

    def history(self, model: str, first: date, last: date) -> Any:
        """What the history shows by now; the clock of its answer is that of the last one."""
        world = self._world

        def look() -> tuple[int, tuple[providers.Job, ...]]:
            return world.tick, tuple(map(self._shown, (job for job in world.jobs if world.tick >= job.shown)))

        answer = self._journal.call([look, *world.fault(lambda: Trouble("no answer"))])
        if isinstance(answer, Trouble):
            return answer
        self._told, jobs = answer
        self.shown = tuple(job.request_id for job in jobs)
        return jobs

    def _shown(self, job: Job) -> providers.Job:
        state = FAILED if job.state == SPENT else job.state
        fields = self._scene.fields[job.op]
        return providers.Job(job.id, state, None, job.cost, at=moment(job.made), fields=fields)

    def abort(self) -> None:
        """Nothing runs that could be ended."""


class Arrival:
    """A file on its way, of which only the content is known."""

    path = Path("arrival")

    def __init__(self, content: str | None = None) -> None:
        self.content, self.size = content, _SHORT

    def write(self, block: bytes) -> None:
        """Take the content, which comes in one block."""
        self.content = block.decode()

    def restart(self) -> None:
        """Begin anew."""
        self.content = None

    def discard(self) -> None:
        """Forget it."""
        self.content = None


class Disk:
    """A Store whose writes are whole or not there, and which may be full."""

    def __init__(self, world: World, journal: Journal) -> None:
        self._world, self._journal = world, journal

    def ready(self, size: int) -> None:
        """Say nothing against a clip: a full disk is noticed when it is kept."""

    def receive(self) -> Incoming:
        """A file that nothing has come of yet."""
        return Arrival()

    def keep(self, incoming: Incoming) -> Blob:
        """The clip under its name, or a full disk."""
        assert isinstance(incoming, Arrival)
        content, world = incoming.content or "", self._world

        def keep() -> Blob:
            world.disks[world.machine] |= {content}
            return Blob(content, _SHORT)

        return self._journal.call([keep, *world.fault(_full)])

    def has(self, sha256: str) -> bool:
        """Whether a clip lies there."""
        return self.path(sha256) is not None

    def path(self, sha256: str) -> Path | None:
        """Where a clip lies."""
        lies = self._journal.call([lambda: sha256 in self._world.disks[self._world.machine]])
        return Path(sha256) if lies else None

    def sweep(self) -> None:
        """Do nothing: no file is left half written."""


def _full() -> Blob:
    raise StoreTrouble("the disk is full")
