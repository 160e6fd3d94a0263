"""The driver of one clip's purchase: it does what a step asks for, and feeds back what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import msgspec

from storyboard.compiler.request import Request
from storyboard.ledger.records import Attempt, LedgerTrouble, PriorLook
from storyboard.ledger.steps import job_of
from storyboard.production.purchase import clip
from storyboard.production.purchase.actions import (
    Action,
    Ask,
    AskCost,
    AskHistory,
    BookCharge,
    BookCost,
    Booked,
    BookFile,
    Broke,
    Claim,
    Claimed,
    Event,
    Examine,
    Fetch,
    Finish,
    Keep,
    Learn,
    Locate,
    MarkUnknown,
    ReadLedger,
    RecordName,
    Reserve,
    Send,
    Sent,
    Stocked,
    Told,
    Upload,
    Uploaded,
    Void,
    Wait,
    Waited,
    Write,
    Written,
)
from storyboard.production.purchase.history import days_around, own_id, reconcile
from storyboard.production.purchase.records import (
    Order,
    PurchaseContext,
    PurchaseOutcome,
    PurchaseProgress,
    StopSignal,
)
from storyboard.production.purchase.state import ClipPurchase, Moment, Step
from storyboard.profiles import model_of
from storyboard.providers import Accepted, HostRefused, Lost, Provider
from storyboard.store.records import Incoming, StoreTrouble

# What a clip may need on the disk before it is asked for; the largest that the host offers is some 30 MB.
ROOM = 64 << 20
_WRITES = 10  # of a job's name, when the disk is full
_SKEW = timedelta(seconds=2)  # a second that the `Date` of an answer leaves out, and what a host's clocks differ by


class Driver:
    """Drives the purchase of one order, by one thread at a time.

    `clock` gives seconds that never go back. `incoming` is the file that comes, until it is booked.
    """

    def __init__(
        self, context: PurchaseContext, order: Order, signal: StopSignal, tell: Callable[[PurchaseProgress], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._context, self._order, self._signal, self._tell, self._clock = context, order, signal, tell, clock
        self._ledger, self._store = context.ledger, context.store
        # The turn to keep the file that comes, and its end where it is not kept.
        self._arrival = ExitStack()
        self.incoming: Incoming | None = None
        self._sent_at: float | None = None
        self._balance: int | None = None  # before a clip that goes alone
        self._waiting: ClipPurchase | None = None

    def run(self) -> PurchaseOutcome:
        """What became of the clip, in one go."""
        while not isinstance(end := self.advance(), PurchaseOutcome):
            self._signal.stop.wait(end)
        return end

    def advance(self) -> PurchaseOutcome | float:
        """Go on until the purchase ends or has to wait: what became of it, or the seconds after which to go on.

        A ledger or store that fails is an outcome that says what is kept.
        """
        with self._arrival:
            purchase, action = self._begun() if self._waiting is None else self._stepped(self._waiting, Waited())
            while not isinstance(action, Finish):
                if isinstance(action, Wait) and (seconds := self._rest(action)) > 0:
                    self._waiting = purchase
                    return seconds
                event = Waited() if isinstance(action, Wait) else self.perform(action)
                purchase, action = self._stepped(purchase, event)
            return self._finished(action)

    def _begun(self) -> Step:
        ledger, keyed = self._ledger, self._context.provider is not None
        return clip.begin(self._order, self._context.polling, ledger.owner, keyed=keyed, here=ledger.place)

    def _stepped(self, purchase: ClipPurchase, event: Event) -> Step:
        return clip.step(purchase, event, self._moment())

    def _rest(self, action: Wait) -> float:
        """Tell how far the clip is, and give the seconds for which it waits, which end with the run's waiting."""
        self._report(action.progress)
        return min(action.seconds, self._context.polling.terms.until - self._clock())

    def perform(self, action: Action) -> Event:
        """Do what a step asks for, and say what came of it; whoever plays a purchase step by step calls it, too."""
        try:
            return self._done(action)
        except (LedgerTrouble, StoreTrouble) as trouble:
            return Broke(str(trouble), self._sent_at if isinstance(action, Send) else None)

    def _moment(self) -> Moment:
        signal, clock = self._signal, self._clock()
        stopped = signal.stop.is_set()
        cause, why = signal.closed(self._context.polling, clock)
        return Moment(clock, datetime.now(UTC), stopped, cause, why, signal.busy)

    def _finished(self, action: Finish) -> PurchaseOutcome:
        if action.closes:
            self._signal.close(action.outcome.cause, action.closes)
        self._arrival.close()
        return self._anew(action.outcome)

    def _anew(self, outcome: PurchaseOutcome) -> PurchaseOutcome:
        """An outcome with its attempt as the ledger has it now, since the last step may have written what it cost."""
        if outcome.attempt is None:
            return outcome
        try:
            attempt = self._ledger.attempt(outcome.attempt.id)
        except LedgerTrouble:
            return outcome
        return outcome if attempt is None else msgspec.structs.replace(outcome, attempt=attempt)

    def _done(self, action: Action) -> Event:
        """The event that comes of an action. Raises LedgerTrouble and StoreTrouble."""
        if isinstance(action, Examine):
            assert self.incoming is not None
            return self._context.examine(self.incoming.path, action.attempt)
        if isinstance(action, Keep):
            return self._kept(action)
        if isinstance(action, Write):
            self._write(action)
            return Written()
        self._arrival.close()
        match action:
            case ReadLedger():
                return Booked(self._ledger.live([self._order.op]).get(self._order.op))
            case Claim(attempt):
                return Claimed(self._ledger.claim(attempt.id))
            case Reserve():
                self._store.ready(ROOM)
                context = self._context
                apart = context.baseline.at + context.polling.apart - self._clock()
                self._signal.stop.wait(max(0.0, apart, self._ledger.slot()))
                self._balance = self._asked_balance() if self._order.alone else None
                return self._ledger.reserve(self._request, self._order.seconds, context.caps, context.consent)
            case Locate(sha256):
                return Stocked(self._store.path(sha256) is not None)
            case Wait():
                self._signal.stop.wait(max(0.0, self._rest(action)))
                return Waited()
            case AskHistory(attempt):
                context = self._context
                model = context.model(attempt)
                return reconcile(self._ledger, context.provider, model, attempt, context.origins, repeats=True)
            case _:
                return self._answer(action, self._provider)

    def _answer(self, action: Action, provider: Provider) -> Event:
        """What the host says."""
        match action:
            case Upload(digest):
                sound = self._context.sounds(digest)
                return Uploaded(None if sound is None else provider.upload(*sound))
            case Send():
                return self._send(action, provider)
            case Ask(request_id):
                return provider.ask(request_id)
            case AskCost(attempt):
                return Told(self._asked_cost(attempt, provider))
            case Fetch(url):
                return provider.fetch(url, self._receive())
            case _:
                raise AssertionError(f"nobody does {type(action).__name__}")

    def _write(self, action: Write) -> None:
        match action:
            case Learn(request_id, sent):
                self._ledger.learn(self._request, self._order.seconds, request_id, sent=sent)
            case RecordName(attempt, request_id):
                self._name(attempt, request_id)
            case BookFile(attempt, blob, off_spec):
                self._ledger.stored(attempt.id, blob.sha256, blob.size, off_spec)
            case BookCost(attempt, spent, took, known):
                self._ledger.recorded(attempt.id, spent, took, known=known)
            case MarkUnknown(attempt, why):
                self._ledger.unknown(attempt.id, why)
            case Void(attempt, why):
                self._ledger.void(attempt.id, why)
            case BookCharge(attempt, cost, why):
                self._ledger.charged(attempt.id, cost, why)

    def _asked_cost(self, attempt: Attempt, provider: Provider) -> int | None:
        """What the host's history says that a clip has cost, else by how much the balance is less than before it."""
        if provider.abilities.history:
            jobs = provider.history(self._context.model(attempt), *days_around(attempt))
            # A clip that came with the answer has got its name since its attempt was read.
            name = (self._ledger.attempt(attempt.id) or attempt).request_id
            for job in jobs if isinstance(jobs, tuple) else ():
                if job.request_id == name and job.cost is not None:
                    return job.cost
        left = self._asked_balance() if self._balance is not None else None
        return self._balance - left if self._balance is not None and left is not None and left < self._balance else None

    def _asked_balance(self) -> int | None:
        balance = self._provider.balance() if self._provider.abilities.balance else None
        return balance if isinstance(balance, int) else None

    def _send(self, action: Send, provider: Provider) -> Sent:
        """Send once, and write down what is known from that moment on.

        The two writes in here are no steps of their own: one must be on the disk between the connection and the first
        byte, the other before a clip that comes with the answer is read, and only the provider knows these moments.
        """
        attempt, named = action.attempt, False
        self._sent_at = None

        def sending() -> bool:
            # An interrupt, a deadline or a busy host is heeded as long as nothing has left that may be billed.
            now = self._moment()
            if now.stopped or now.cause or now.busy is not None:
                return False
            # By a host's second way the same attempt is sent: it is written down already.
            if self._sent_at is None and not self._ledger.begin_send(attempt.id, self._look()):
                return False
            self._sent_at = self._context.costs.sent_at = self._clock()
            self._report(PurchaseProgress("sending", attempt, ""))
            return True

        def accepted(request_id: str) -> None:
            nonlocal named
            named = self._name(attempt, request_id)

        own = self._own
        named_by_us = {"own": own} if own else {}
        answer = provider.submit(
            self._route, action.body, self._receive(), sending=sending, accepted=accepted, **named_by_us
        )
        # A name that is taken is refused as a value is; whose job it is shows by the name.
        if own and isinstance(answer, HostRefused) and answer.cause == "request" and provider.abilities.own:
            answer = Lost(answer.why) if isinstance(provider.known(own), Accepted) else answer
        return Sent(answer, named, self._sent_at)

    @property
    def _route(self) -> str:
        """Where a clip is posted to at its host."""
        return self._request.route or model_of(self._request.profile)

    @property
    def _own(self) -> str:
        """Our name for a send of this clip, empty at a host that takes none."""
        if not self._provider.abilities.named:
            return ""
        op = self._order.op
        return own_id(op, self._request.take, self._context.baseline.numbers.get(op, 1))

    def _look(self) -> PriorLook:
        """What is known before the send that begins now."""
        baseline, now = self._context.baseline, self._provider.moment() or datetime.now(UTC)
        # A job that was begun before the look is not the send's own, even where the history shows it only later.
        earliest = baseline.now + timedelta(seconds=self._context.polling.apart)
        seen = baseline.seen.get(self._order.op, ())
        return PriorLook(
            max(earliest, now - _SKEW),
            seen,
            self._request.derived_seed,
            self._own,
            self._route,
            self._provider.key_mark,
        )

    def _name(self, attempt: Attempt, request_id: str) -> bool:
        """Write down the host's name of a job; it is tried for a while, since this is what is paid for.

        False for a name that another job bears, which is none: what is paid for is kept without it.
        """
        for left in reversed(range(_WRITES)):
            try:
                bearers = {bearer.id for bearer in self._ledger.named([request_id])}
                if bearers - {attempt.id}:
                    return False
                if not bearers:
                    self._ledger.accepted(attempt.id, request_id)
                break
            except LedgerTrouble as trouble:
                if not left and job_of(request_id) is not None:
                    how = f"storyc ledger resolve {attempt.id} --attach {request_id}"
                    raise LedgerTrouble(f"{trouble}; the host runs it as `{request_id}`: `{how}`") from trouble
                if not left:
                    raise
                pause = self._context.polling.again
                # A run that was told to stop has some seconds left, in which the name must at least be said.
                if self._signal.stop.wait(pause):
                    time.sleep(pause / 4)
        self._report(PurchaseProgress("accepted", attempt, request_id))
        return True

    def _receive(self) -> Incoming:
        """A new file for what may come, which is removed unless it is kept."""
        self.incoming = self._store.receive()
        self._arrival.callback(self.incoming.discard)
        return self.incoming

    def _kept(self, action: Keep) -> Event:
        assert self.incoming is not None
        if not action.at_once:
            self._arrival.enter_context(self._context.keeping)
        return self._store.keep(self.incoming)

    def _report(self, progress: PurchaseProgress | None) -> None:
        if progress is not None:
            self._tell(progress)

    @property
    def _provider(self) -> Provider:
        assert self._context.provider is not None
        return self._context.provider

    @property
    def _request(self) -> Request:
        assert self._order.request is not None
        return self._order.request
