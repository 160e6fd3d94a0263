"""One step of a builder: the code that a run consists of, taken up where it was left, until its next call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from storyboard.ledger import LedgerTrouble
from storyboard.production import plan
from storyboard.production.plan.lockfile import lock_of
from storyboard.production.purchase import caps, looking, objections, offer
from storyboard.production.purchase import clip as purchasing
from storyboard.production.purchase.actions import Finish, Reserve, Send
from storyboard.production.purchase.driver import Driver
from storyboard.production.purchase.gate import Gate
from storyboard.production.purchase.records import (
    Baseline,
    EndCause,
    Order,
    Polling,
    PurchaseContext,
    PurchasePlan,
    PurchaseProgress,
    SeenCosts,
    StopSignal,
)
from storyboard.production.purchase.state import Moment
from tools.explore.books import journaled
from tools.explore.host import Arrival, Disk, Host, World
from tools.explore.journal import Journal, Pause, Records, Straight
from tools.explore.project import CONSENT, Project, Writer, project
from tools.explore.scene import Scene
from tools.explore.world import (
    CLIP,
    PUBLISH,
    SECONDS,
    Builder,
    Room,
    State,
    Task,
    entries_of,
    marked,
    moment,
    replaced,
    tick_of,
)

# A tick lies between the look and the first send.
_POLLING = Polling(first=1.0, growth=1.0, most=1.0, patience=1.5, again=0.0, apart=1.0, looks=(0.5, 1.0))
# What a run does before it buys, one after the other.
_PASSES = ("adopt", "settle", "look", "consent")
_REFUSED = "refused"
_CLOCKED = (Reserve, Send)  # the actions in which the driver looks at the clock


class _Refused(Exception):
    """The run ends before it buys anything."""


class _Signal(StopSignal):
    """What ends a run early, as it stands at the call that asks for it; time that is waited passes for all."""

    def __init__(self, world: World, journal: Journal, builder: Builder) -> None:
        self._world, self._journal, self._builder = world, journal, builder
        self.stop = self  # pyright: ignore[reportAttributeAccessIssue] - it has what is asked of an event
        self.cause, self.why, self.busy = "", "", None

    def is_set(self) -> bool:
        """Whether a signal has come; read with the cause, since the next call may find both otherwise."""
        builder = self._builder
        stopped, self.cause, self.why = self._journal.call([lambda: (builder.stopped, *builder.closed)])
        return stopped

    def wait(self, seconds: float) -> bool:
        """Let a tick pass, unless the run is stopped."""

        def passed() -> bool:
            # Who waits for others would wait for ever; later than this nothing is otherwise.
            if not self._builder.stopped:
                self._world.tick = min(self._world.tick + 1, self._world.scene.hours)
            return self._builder.stopped

        return self._journal.call([passed]) if seconds > 0 else self._builder.stopped


class Play:
    """A builder of a state at work, in the room where that lies; it goes `straight` where nothing comes between."""

    def __init__(self, scene: Scene, room: Room, state: State, number: int, *, straight: bool = False) -> None:
        self._scene, self._room, self._state, self._number = scene, room, state, number
        self._world = World(scene, state, number)
        self._builder = self._world.builder
        self._requests = scene.requests(number)
        self._straight, self._journal = straight, Straight if straight else Journal

    def start(self) -> State:
        """The state once the builder has been started as a new owner: it waits before its first call."""
        runs = self._builder.runs + 1
        owner, machine = f"o{self._number}{runs}", self._builder.machine
        self._room.live(machine, owner)
        lock = self._state.locks[machine]
        knew = (*(job.id for job in self._state.history()), *(str(entry.request_id) for entry in lock))
        self._builder = Builder(machine, runs, owner, knew=knew, lock=lock)
        return self._changed(self._next((self._begun(_PASSES[0]),)))

    def step(self, place: int, way: int) -> State:
        """The state after a call of the task at a place has ended in a way."""
        task = self._builder.tasks[place]
        journal = Journal(task.journal, way)
        after = self._played(task, journal)
        assert journal.is_used, f"{task} went on without a call"
        tasks = replaced(self._builder.tasks, place, after)
        return self._changed(self._next(self._let_in(tasks) if task.name == CLIP else tasks))

    def hear(self, place: int) -> State:
        """The state after the run has heard of a clip's end, on which others may wait."""
        tasks = self._builder.tasks
        heard = replaced(tasks, place, msgspec.structs.replace(tasks[place], over=True))
        return self._changed(self._next(self._let_in(heard)))

    def write(self) -> State:
        """The state after the run has written into the lock file what the ledger knows better."""
        journal, machine = Straight(), self._builder.machine
        lock = lock_of(self._state.locks[machine])
        ops = [request.sha256 for request in self._requests]
        wanted = PurchasePlan(self._context(journal), frozenset(ops), Path(), lock=lock)
        writer = Writer(Path(), wanted, self._requests)
        writer.begin(ops, ())
        locks = replaced(self._state.locks, machine, entries_of(writer.written(lock)))
        return msgspec.structs.replace(self._state, locks=locks)

    def _next(self, tasks: tuple[Task, ...]) -> tuple[Task, ...]:
        """The tasks after these are over: the next pass, the clips, or nothing, where the run ends."""
        while tasks and all(task.over for task in tasks):
            name = tasks[0].name
            if name in _PASSES[:-1]:
                tasks = (self._begun(_PASSES[_PASSES.index(name) + 1]),)
            elif name == _PASSES[-1]:
                dear = tuple(attempt.id for attempt in self._ledger(Straight()).overruns())
                self._builder = msgspec.structs.replace(self._builder, dear=dear)
                tasks = self._let_in(tuple(Task(CLIP) for _ in self._orders()))
            elif name == CLIP:
                outcomes = (task.outcome for task in tasks if task.outcome is not None)
                attempts = (item.attempt for item in outcomes if item.outcome == "done")
                results = tuple((attempt.id, f"build/{attempt.id}.mp4") for attempt in attempts if attempt is not None)
                self._builder = msgspec.structs.replace(self._builder, results=results)
                tasks = (self._begun(PUBLISH),)
            else:
                tasks = ()
        return tasks

    def _changed(self, tasks: tuple[Task, ...]) -> State:
        world, builder = self._world, self._builder
        owner = builder.owner if tasks else ""
        if not tasks and builder.owner:
            self._room.leave(builder.machine, builder.owner)
        builder = msgspec.structs.replace(builder, tasks=tasks, owner=owner)
        builder = marked(builder if tasks else Builder(builder.machine, builder.runs))
        builders = replaced(self._state.builders, self._number, builder)
        self._room.tick = world.tick
        state = msgspec.structs.replace(
            self._state, jobs=tuple(world.jobs), disks=tuple(world.disks), builders=builders, faults=world.faults
        )
        return self._room.read(state)

    def _begun(self, name: str) -> Task:
        """A task up to its first call."""
        return self._played(Task(name), self._journal())

    def _played(self, task: Task, journal: Journal) -> Task:
        """A task as it stands at its next call, or where it is over."""
        self._room.names = self._name
        self._room.tick = self._world.tick
        if task.action is not None:
            return self._driven(task, journal)
        try:
            result = self._PLAYED[task.name](self, journal)
        except Pause:
            return msgspec.structs.replace(task, journal=tuple(journal.records))
        except (_Refused, LedgerTrouble):
            return Task(_REFUSED, over=True)
        self._builder = msgspec.structs.replace(self._builder, results=result)
        return Task(task.name, over=True)

    def _name(self) -> str:
        owner, rows = self._builder.owner, self._room.attempts(self._world.machine)
        return f"{owner}a{sum(row.id.startswith(owner) for row in rows)}"

    # ---- the passes before clips are bought --------------------------------------------------------------------------

    def _adopt(self, journal: Journal) -> Records:
        """Take over what dead runs left."""
        return self._ledger(journal).adopt()

    def _settle(self, journal: Journal) -> Records:
        """Ask once for what earlier runs have left unknown, then read what would be bought."""
        books = self._project(journal)
        books.left = self._builder.results
        objections.settle(books)
        return _bought(books)

    def _look(self, journal: Journal) -> Records:
        """Take up what the host has already, and keep in mind what it has shown."""
        books, host = self._project(journal), Host(self._world, journal)
        books.provider = host
        books.wants(dict(self._builder.results))
        if any(isinstance(finding, offer.Objection) for finding in looking.look((books,), CONSENT)):
            raise _Refused
        if host.shown is not None:
            seen = tuple(sorted(books.baseline.seen.items()))
            looked = tick_of(books.baseline.now)
            self._builder = msgspec.structs.replace(
                self._builder, knew=(*self._builder.knew, *host.shown), looked=looked, seen=seen
            )
        return _bought(books)

    def _consent(self, journal: Journal) -> Records:
        """Buy what is still wanted, where the caps have room for all of it."""
        books = self._project(journal)
        books.wants(dict(self._builder.results))
        if books.bought and any(caps.over_caps((books,), CONSENT)):
            raise _Refused
        return _bought(books)

    def _publish(self, journal: Journal) -> Records:
        """Write down where clips were put."""
        ledger = self._ledger(journal)
        for attempt, path in self._builder.results:
            ledger.published(attempt, path)
        return ()

    _PLAYED: dict[str, Callable[[Play, Journal], Records]] = {  # noqa: RUF012
        "adopt": _adopt, "settle": _settle, "look": _look, "consent": _consent, "publish": _publish,
    }  # fmt: skip

    # ---- clips -------------------------------------------------------------------------------------------------------

    def _orders(self) -> list[Order]:
        prices, lock = dict(self._builder.results), lock_of(self._builder.lock)
        return [
            Order(
                msgspec.structs.replace(request, price=prices.get(request.sha256, request.price)),
                SECONDS,
                request.sha256 in prices,
                entry=lock.paid(request.sha256, rehearsal=False),
                priced=plan.priced(request, SECONDS),
            )
            for request in self._requests
        ]

    def _gate(self, tasks: tuple[Task, ...]) -> tuple[Gate, SeenCosts]:
        """The gate of the run after all that these clips have told it, and what it has seen of costs."""
        context = self._context(Straight())
        gate = Gate(context, self._orders(), self._scene.sends)
        # The run has one gate, which knows the overruns of its beginning.
        gate._known = set(self._builder.dear)  # pyright: ignore[reportPrivateUsage]
        # All have begun before one comes back into the line, as where a busy host has refused it.
        for place, task in enumerate(tasks):
            if task.purchase is not None:
                gate.begin(place)
        for place, task in enumerate(tasks):
            for phase in task.told:
                gate.tell(place, PurchaseProgress(phase, None, ""))
            if task.over and task.outcome is not None:
                gate.end(place, task.outcome)
        return gate, context.costs

    def _let_in(self, tasks: tuple[Task, ...]) -> tuple[Task, ...]:
        """The clips once those have begun that the gate lets in, as `run_purchases` does it."""
        while True:
            gate, costs = self._gate(tasks)
            if costs.stopped or (gate.is_stuck() and gate.first(closed=False) is None):
                self._close("cap", costs.stopped or "the host was not seen to keep to a price")
            ready = gate.first(closed=bool(self._builder.closed[0]))
            if ready is None:
                return tasks
            place, order = ready
            tasks = replaced(tasks, place, self._ordered(order))
            if self._straight:
                tasks = replaced(tasks, place, msgspec.structs.replace(tasks[place], over=True))

    def _close(self, cause: EndCause, why: str) -> None:
        if not self._builder.closed[0]:
            self._builder = msgspec.structs.replace(self._builder, closed=(cause, why))

    def _ordered(self, order: Order) -> Task:
        """The task of a clip up to its first call."""
        here = self._room.books(self._builder.machine, self._builder.owner).place
        purchase, action = purchasing.begin(order, _POLLING, self._builder.owner, keyed=True, here=here)
        return self._driven(Task(CLIP, purchase=purchase, action=action), self._journal())

    def _driven(self, task: Task, journal: Journal) -> Task:
        """A clip's purchase up to its next call, by as many of its steps as make none."""
        assert task.purchase is not None
        purchase, action, incoming, began = task.purchase, task.action, task.incoming, task.began
        phases = set(task.told)

        def tell(progress: PurchaseProgress) -> None:
            phases.add(progress.phase)

        while action is not None:
            if isinstance(action, Finish):
                if action.closes:
                    self._close(action.outcome.cause, action.closes)
                return Task(CLIP, told=tuple(sorted(phases)), purchase=purchase, outcome=action.outcome)
            signal = _Signal(self._world, journal, self._builder)
            driver = Driver(self._context(journal), purchase.order, signal, tell, lambda at=began: float(at))
            driver.incoming = Arrival(incoming)
            try:
                event = driver.perform(action)
            except Pause:
                told = tuple(sorted(phases))
                return Task(CLIP, False, began, told, tuple(journal.records), purchase, action, incoming)
            assert isinstance(driver.incoming, Arrival)
            incoming = driver.incoming.content
            purchase, action = purchasing.step(purchase, event, self._moment())
            began = self._world.tick if isinstance(action, _CLOCKED) else 0
            journal = self._journal()
        raise AssertionError("a purchase has no action")

    def _ledger(self, journal: Journal) -> Any:
        return journaled(self._room.books(self._builder.machine, self._builder.owner), self._world, journal)

    def _project(self, journal: Journal) -> Project:
        world, lock = self._world, lock_of(self._builder.lock)
        # It is of one machine: nobody keeps notes there, or tidies it up.
        disk: Any = Disk(world, journal)
        return project(self._requests, self._scene.cap, lock, self._ledger(journal), disk, Host(world, journal))

    def _context(self, journal: Journal) -> PurchaseContext:
        builder, books = self._builder, self._project(journal)
        books.wants(dict(builder.results))
        limits = caps.caps_of((books,), CONSENT)[books.root]
        return PurchaseContext(
            books.ledger, books.store, books.provider, limits, str, lambda digest: None, _POLLING,
            Baseline(moment(builder.looked), float(builder.looked), dict(builder.seen)),
        )  # fmt: skip

    def _moment(self) -> Moment:
        cause, why = self._builder.closed
        return Moment(float(self._world.tick), moment(self._world.tick), self._builder.stopped, cause, why)


def _bought(books: Project) -> Records:
    """What would be bought, each operation with its price."""
    return tuple(sorted((row.request.sha256, row.request.price) for row in books.rows if row.state in plan.BOUGHT))
