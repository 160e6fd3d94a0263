"""The paid part of a build: what is wanted of the host, told clip by clip, and put where the writer looks for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import msgspec

from storyboard.compiler.request import Request
from storyboard.ledger.records import Attempt, LedgerTrouble
from storyboard.production.files import paths
from storyboard.production.files.bought import known, publish
from storyboard.production.files.manifest import Owned, Trouble
from storyboard.production.plan import lockfile
from storyboard.production.plan.lockfile import Entry, LockTrouble, key
from storyboard.production.purchase.queue import run_purchases
from storyboard.production.purchase.records import Bank, Order, Phase, PurchaseOutcome, PurchaseProgress
from storyboard.production.records import State, Step
from storyboard.production.run import Run
from storyboard.production.work import Work
from storyboard.profiles import load
from storyboard.store.records import StoreTrouble

_STATES: dict[Phase, State] = {
    "sending": "sending", "accepted": "accepted", "waiting": "busy", "busy": "busy", "looking": "looking",
}  # fmt: skip
_REST = 20  # times as long as the lock file took to write it is left alone
_ENDS: dict[str, State] = {"failed": "failed", "refused": "refused", "unknown": "unknown", "left": "left"}


class Paying(msgspec.Struct, frozen=True):
    """What a paid build may do: buy the operations that were consented to, and fetch what others left behind.

    `entries` is what the lock file says of operations, `rehearsal` whether the host is this machine.
    """

    bank: Bank
    consented: frozenset[str]
    left_behind: tuple[Attempt, ...] = ()
    entries: Mapping[str, Entry] = {}
    rehearsal: bool = False


class _Target(msgspec.Struct, frozen=True):
    """Where a paid clip belongs."""

    work: Work
    request: Request

    @property
    def video(self) -> Path:
        return paths.paid(self.work.base, self.request.take)

    @property
    def beside(self) -> Path:
        return paths.record(self.work.base, self.request.take)


def pay(run: Run, paying: Paying, holding: Callable[[], AbstractContextManager[Owned]]) -> None:
    """Bring and publish every clip that is meant; what became of each is said to the run.

    Raises Trouble and LockTrouble where books, store or lock file fail before anything was sent.
    """
    try:
        _pay(run, paying, holding)
    except (LedgerTrouble, StoreTrouble) as trouble:
        raise Trouble(str(trouble)) from trouble


def _pay(run: Run, paying: Paying, holding: Callable[[], AbstractContextManager[Owned]]) -> None:
    targets: dict[str, list[_Target]] = {}
    for whole in run.wholes:
        for work in whole.works:
            if not run.is_refused(work):
                for request in work.requests:
                    targets.setdefault(request.sha256, []).append(_Target(work, request))
    till = _Till(run, paying, holding)
    held = paying.bank.ledger.live(targets)
    there = set[str]()
    for op, each in list(targets.items()):
        if op in held and held[op].state in ("recorded", "published"):
            targets[op] = [target for target in each if not till.kept(target, held[op])]
            there |= set() if targets[op] else {op}
    till.lock()
    with holding() as owned:
        # Nothing is paid for that could not be put in its place; what is paid for is brought all the same.
        targets = {op: [target for target in each if till.free(target, owned)] for op, each in targets.items()}
    wants = [
        Order(
            each[0].request,
            (each[0].work.clip.duration or 0) // 1000,
            op in paying.consented,
            entry=paying.entries.get(op),
        )
        for op, each in targets.items()
        if each
    ]
    done = there | {op for op, each in targets.items() if each}
    wants += [Order(None, each.seconds, False, each) for each in paying.left_behind if each.op not in done]

    def hear(number: int, what: PurchaseProgress | PurchaseOutcome | None) -> None:
        if what is None:
            run.tell(Step("progress"))
            return
        want = wants[number]
        if isinstance(what, PurchaseProgress):
            till.say_phase(want, targets.get(want.op, []), what)
        else:
            till.end(want, targets.get(want.op, []), what)

    try:
        if wants:
            run_purchases(paying.bank, wants, run.settings.jobs, hear)
    except BaseException:
        # What ends the run counts for more, and the next one writes what is missing.
        with suppress(LockTrouble):
            till.lock()
        raise
    till.lock()


class _Till:
    """Says what happens to paid clips, and puts them in their places."""

    def __init__(self, run: Run, paying: Paying, holding: Callable[[], AbstractContextManager[Owned]]) -> None:
        self.run, self.ledger, self.store, self.holding = run, paying.bank.ledger, paying.bank.store, holding
        self.paying = paying
        self.said: set[tuple[str, str, str]] = set()
        self.unlocked: list[tuple[_Target, Attempt]] = []
        self.rest_until = 0.0

    def kept(self, target: _Target, attempt: Attempt) -> bool:
        """Whether the clip lies in its place as it came."""
        found = known(target.beside, target.video, target.request.sha256, self.run.hashes.of)
        if found is None or found.sha256 != attempt.sha256:
            return False
        if attempt.state == "recorded":
            self.ledger.published(attempt.id, paths.from_root(self.run.settings.root, target.video))
        self._settled(target, attempt)
        self._say(target, "kept", attempt, path=target.video)
        return True

    def _settled(self, target: _Target, attempt: Attempt) -> None:
        """Take note of what the lock file has still to say."""
        op, film = target.request.sha256, target.work.film
        found = self.paying.entries.get(op)
        # The same clip may be in several places, and has one entry; one that has moved takes it along.
        same = {key(each.story, each.clip.index, each.variant, each.take) for each in film.every if each.sha256 == op}
        if found is None or (found.story == film.story and lockfile.block(found) not in same):
            self.unlocked.append((target, attempt))

    def lock(self, *, now: bool = True) -> None:
        """Write into the lock file what was settled; unless it must be `now`, only now and then. Raises LockTrouble."""
        if not self.unlocked or not (now or time.monotonic() >= self.rest_until):
            return
        since = time.monotonic()
        root = self.run.settings.root
        films = {id(target.work.film): target.work.film for target, _ in self.unlocked}
        every = [request for film in films.values() for request in film.every]
        with self.holding():
            entries = [self._entry(target, attempt) for target, attempt in self.unlocked]
            lockfile.write(root, lockfile.merged(lockfile.read(root), entries, every))
        self.unlocked.clear()
        # Thousands of blocks are not written anew for each clip that comes; what is not in it yet is in the ledger.
        self.rest_until = time.monotonic() + _REST * (time.monotonic() - since)

    def _entry(self, target: _Target, attempt: Attempt) -> Entry:
        assert attempt.sha256 is not None
        return lockfile.entry(
            target.request,
            provider=target.request.profile.rpartition("@")[2],
            seed=attempt.seed,
            request_id=attempt.request_id,
            price=self._paid(target, attempt),
            sha256=attempt.sha256,
            rehearsal=self.paying.rehearsal,
        )

    def free(self, target: _Target, owned: Owned) -> bool:
        """Whether a clip may be put in its place; why not is told."""
        why = owned.trouble(target.video) or owned.trouble(target.beside)
        if why:
            self._say(target, "refused", None, why)
        return not why

    def _paid(self, target: _Target, attempt: Attempt) -> int:
        """What a clip has cost; one that another machine has paid for costs nothing here, and its price stays."""
        known = self.paying.entries.get(target.request.sha256)
        return attempt.spent if attempt.price or known is None else round(known.price_usd * 1_000_000)

    def say_phase(self, want: Order, targets: list[_Target], heard: PurchaseProgress) -> None:
        """Tell how far a clip is; the same is not told again."""
        state = _STATES.get(heard.phase)
        if state is None or (want.op, heard.phase, heard.word) in self.said:
            self.run.tell(Step("progress"))
            return
        self.said.add((want.op, heard.phase, heard.word))
        reason = "another storyc is at it" if heard.phase == "waiting" else "" if state == "accepted" else heard.word
        for target in targets:
            self._say(target, state, heard.attempt, reason, name=heard.word if state == "accepted" else None)

    def end(self, want: Order, targets: list[_Target], result: PurchaseOutcome) -> None:
        """Publish what was brought, and tell what became of it."""
        if not targets and want.attempt is not None:
            self._left_behind(want.attempt, result)
        for target in targets:
            if result.outcome == "done" and result.attempt is not None:
                self._publish(target, result.attempt, fresh=result.fresh)
            else:
                why = result.why + (self._successor(target) if result.cause == "withdrawn" else "")
                self._say(target, _ENDS[result.outcome], result.attempt, why, cause=result.cause)

    def _publish(self, target: _Target, attempt: Attempt, *, fresh: bool) -> None:
        assert attempt.sha256 is not None
        kept = f"it is paid for and kept in the store as `{attempt.sha256[:12]}…`"
        state: State = "failed"
        try:
            blob = self.store.path(attempt.sha256)
            why = "its file is gone from the store"
            if blob is not None:
                planned = target.work.clip.planned or 0
                price = self._paid(target, attempt)
                why = publish(blob, target.video, target.beside, target.request, attempt, planned, price, self.holding)
                state = "refused"
            if not why:
                self.ledger.published(attempt.id, paths.from_root(self.run.settings.root, target.video))
                self._settled(target, attempt)
                self.lock(now=False)
        except OSError as error:
            state, why = "failed", self.run.disk(error)
        except (LedgerTrouble, StoreTrouble, LockTrouble, Trouble) as trouble:
            state, why = "failed", str(trouble)
        if why:
            self._say(target, state, attempt, f"{why}; {kept}")
        else:
            self._say(target, "done" if fresh else "kept", attempt, path=target.video)

    def _successor(self, target: _Target) -> str:
        found = load(target.request.profile, self.run.files).status.successor
        return f"; its successor is `{found}`" if found else "; `storyc models` lists the others"

    def _left_behind(self, attempt: Attempt, result: PurchaseOutcome) -> None:
        """A clip that is not meant now, of a run that died: it is in the store from now on."""
        # What is not settled is no failure of this build, and `storyc ledger list` has it.
        state: State = "done" if result.outcome == "done" else "left"
        self.run.tell(
            Step(state, attempt.story, attempt.variant, attempt.clip, None, result.why or "it is in the store now",
                 take=attempt.take, request_id=attempt.request_id, price=attempt.price)
        )  # fmt: skip

    def _say(
        self, target: _Target, state: State, attempt: Attempt | None, reason: str = "", *, path: Path | None = None,
        cause: str = "", name: str | None = None,
    ) -> None:  # fmt: skip
        film, request = target.work.film, target.request
        price = 0 if attempt is None else attempt.spent or attempt.price
        self.run.say(
            Step(
                state, film.story, film.variant, request.clip.index, path, reason, target.work.clip.duration or 0,
                took=(attempt.took or 0.0) if attempt is not None else 0.0, take=request.take, cause=cause,
                request_id=name or (attempt.request_id if attempt is not None else None), price=price,
                attempt=attempt.id if attempt is not None else "",
            )
        )  # fmt: skip
