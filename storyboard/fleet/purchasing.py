"""What a worker of the fleet does for the ledger: which clips may be sent now, sending them, and bringing one.

It buys as a build does, by the same look, gate and steps; the caps were taken when it was submitted.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from storyboard.compiler.request import Request
from storyboard.config import Config, HostSettings
from storyboard.diagnostics import UserError
from storyboard.fleet import FleetError
from storyboard.fleet.waiting import is_shipped, priced_of, profile_of, request_of, unbought
from storyboard.ledger.records import FLEET, Attempt, Caps, LedgerTrouble
from storyboard.ledger.steps import AT_HOST, cost_of, is_over, is_waiting
from storyboard.ledger.submissions import FleetLedger
from storyboard.production import plan
from storyboard.production.plan import PlanRow, Priced, called, priced
from storyboard.production.plan.lockfile import NO_LOCK
from storyboard.production.purchase import looking, prices
from storyboard.production.purchase.likeness import sounds_in
from storyboard.production.purchase.offer import Consent, HostAccess, Notice, ProjectBooks
from storyboard.production.purchase.places import Addresses, turns
from storyboard.production.purchase.queue import run_purchases
from storyboard.production.purchase.records import Order, PurchaseContext, PurchaseOutcome, SeenCosts, WaitTerms
from storyboard.production.records import FilmOrder
from storyboard.profiles import hosts
from storyboard.providers import Provider
from storyboard.source import Files
from storyboard.source.files import MemoryFiles
from storyboard.store.records import Store, StoreTrouble
from storyboard.timing import money

_NEVER = ("request", "route", "withdrawn", "failed", "server")  # why the host refuses a clip that it would refuse again
_GROWTH, _LATEST = 1.5, 600.0  # of the waits between two questions, in seconds
_SENT = (*AT_HOST, "stored")
_REMEMBERED = 4096  # requests, each of which is hashed to see that it is the one that was agreed to
_CLOSED = 300.0  # seconds for which nothing is sent to a host that takes nothing from our key
_SILENCE = 1200.0  # seconds after which a text is said again that was not to be said meanwhile
_LONGEST = 60.0  # seconds after which one call begins no more sends, as while a host is busy


class Purchaser:
    """What one worker works with: the books, the store and the host. Its methods may be called by several threads."""

    def __init__(
        self, ledger: FleetLedger, store: Store, provider: Provider, config: Config, addresses: Addresses,
        access: HostAccess, say: Callable[[str], None], *, jobs: int, blind: bool = False,
    ) -> None:  # fmt: skip
        """`config` names the host as its provider; `blind` is whether to send without a look into its history."""
        self.ledger, self.jobs = ledger, jobs
        self.closed = ""  # why the host takes nothing from our key
        self._closed_until = 0.0
        self._store, self._provider, self._config, self._addresses = store, provider, config, addresses
        self._access, self._say, self._blind = access, say, blind
        self._files: Files = MemoryFiles({})  # only what storyc ships, whatever folder it runs in
        settings = config.host.get(config.provider, HostSettings())
        self.room: int = hosts.host(config.provider).limits.slots or settings.in_flight
        self._requests: dict[str, Request] = {}
        self._proven: set[Priced] = set()
        self._said: dict[str, float] = {}  # what was to be said, and when that was last
        self._saying = threading.Lock()
        self._keeping = turns(addresses.store)
        self._sending: list[Sequence[str]] = []  # of each thread that sends now, what it was told to
        self._bringing = self._context(self._books(()), "once")

    def say(self, text: str) -> None:
        """Say something once, and again where it was not to be said for some time, as of another outage."""
        now = time.monotonic()
        with self._saying:
            self._said = {said: at for said, at in self._said.items() if now - at < _SILENCE}
            is_new = text not in self._said
            self._said[text] = now
        if is_new:
            self._say(text)

    # ---- which clips may be sent -------------------------------------------------------------------------------------

    def sendable(self, attempts: Sequence[Attempt]) -> list[Attempt]:
        """Of what is under way, the oldest first, what waits and may be sent now, all over the fleet.

        It follows from the ledger's own order alone. Who looks later has the same or what comes next to what has ended,
        so that workers who look at once together send no more than one would.
        """
        room = self.room - sum(attempt.state in ("sending", "accepted") for attempt in attempts)
        requests = {
            attempt.id: request for attempt in attempts if is_waiting(attempt) for request in self._request(attempt)
        }
        if not requests or room <= 0 or self._is_closed(min(request.price for request in requests.values())):
            return []
        rows = [PlanRow(request, request.seconds, "new") for request in requests.values()]
        if {priced(row.request, row.seconds) for row in rows} - self._proven:
            self._proven |= plan.kept_to(rows, self.ledger, self._files)
        doubted = prices.unvouched(rows, self._files)
        sent = [attempt for attempt in attempts if attempt.state in _SENT]
        unproven = sum(not is_shipped(attempt) or priced_of(attempt) not in self._proven for attempt in sent)
        chosen: list[Attempt] = []
        for attempt in attempts:
            request = requests.get(attempt.id)
            if request is None or room <= 0:
                continue
            if priced(request, request.seconds) not in self._proven or not self._provider.abilities.costs:
                alone = request.profile in doubted or not self._provider.abilities.costs
                if unproven >= (1 if alone else self.jobs):
                    continue
                unproven += 1
            room -= 1
            chosen.append(attempt)
        return chosen

    def _request(self, attempt: Attempt) -> Iterator[Request]:
        """The request of an attempt, none where this worker cannot tell it, which is said."""
        try:
            if attempt.id not in self._requests:
                if len(self._requests) > _REMEMBERED:
                    self._requests.clear()
                self._requests[attempt.id] = request_of(attempt)
            yield self._requests[attempt.id]
        except (FleetError, LedgerTrouble) as trouble:
            self.say(f"error: {trouble}")

    # ---- sending -----------------------------------------------------------------------------------------------------

    def send(self, ids: Sequence[str]) -> list[tuple[str, float]]:
        """Send what still waits of these attempts; what is at the host of them then, and the seconds to wait for each.

        It is taken from the ledger by the fence of each send, and in its order: an appointment may be old, or somebody
        else's. A second call finds what the first has sent.
        """
        attempts = [attempt for id in ids if (attempt := self.ledger.attempt(id)) is not None]
        operations = list(dict.fromkeys(attempt.op for attempt in attempts))
        self._sending.append(ids)
        try:
            due = self.sendable(self.ledger.under_way(2 * self.room))
            self._send([attempt for attempt in due if attempt.id in ids])
        except (UserError, StoreTrouble) as trouble:
            self.say(f"error: {trouble}")
        finally:
            self._sending.remove(ids)
        live = self.ledger.live(operations)
        sent = [live[op] for op in operations if op in live and self.goes_on(live[op])]
        for attempt in sent:
            self._say(f"{_named(attempt)} is at the host as `{attempt.request_id}`")
        return [(attempt.id, self.wait(attempt, 1)) for attempt in sent]

    def _send(self, attempts: Sequence[Attempt]) -> None:
        requests = {attempt.op: request for attempt in attempts for request in self._request(attempt)}
        if not requests or self.closed:
            return
        books = self._books(requests.values())
        findings = list(looking.look([books], Consent(yes=True, blind=self._blind)))
        for finding in findings:
            if isinstance(finding, Notice):
                self.say(finding.text)
            elif finding.kind == "key":
                self._close(finding.phrases[0])
                return
            elif finding.kind == "host":
                self.say(f"error: {finding.phrases[0]}")
                return
            elif len(attempts) > 1:
                for attempt in attempts:  # which of them it is about shows one by one
                    self._send([attempt])
                return
            else:
                self.ledger.withdraw(attempts[0].id, finding.phrases[0])
                return
        wanted = {attempt.op: attempt for attempt in attempts}
        orders = [order for row in books.rows if row.state in plan.BOUGHT for order in self._order(row, wanted)]
        if orders:
            ends = self._run(self._context(books, "never"), orders)
            for order, end in zip(orders, ends, strict=True):
                self._judge(order, end)

    def _order(self, row: PlanRow, wanted: dict[str, Attempt]) -> Iterator[Order]:
        """The order of a clip, none where nobody has agreed to what it costs by now, or its sound is gone."""
        attempt = wanted[row.request.sha256]
        why = ""
        if row.request.price > attempt.price:
            why = f"it costs {money(row.request.price)} USD by now, and {money(attempt.price)} USD were agreed to"
        elif any(self._sound(sound.removeprefix("sha256:")) is None for sound in sounds_in(row.request.fields)):
            why = "its sound is not in the store"
        if why:
            self.ledger.withdraw(attempt.id, why)
            return
        yield Order(row.request, row.seconds, True, priced=priced(row.request, row.seconds))

    def _judge(self, order: Order, end: PurchaseOutcome | None) -> None:
        """Take back what the host would refuse again, and send no more where it takes nothing from our key."""
        if end is None or end.outcome not in ("failed", "refused"):
            return
        attempt = self.ledger.live([order.op]).get(order.op)
        if attempt is not None and is_waiting(attempt) and end.cause in _NEVER:
            self.ledger.withdraw(attempt.id, end.why)
        if end.cause in ("key", "credits"):
            self._close(end.why)
        elif attempt is None or is_waiting(attempt):
            assert order.request is not None
            self.say(f"{plan.take_of(order.request)}: {end.why}")

    def _close(self, why: str) -> None:
        """Send nothing for a while, after which the host is asked again."""
        if not self.closed:
            self.say(f"error: this worker sends nothing until the host takes it again: {why}")
        self.closed, self._closed_until = why, time.monotonic() + _CLOSED

    def _is_closed(self, price: int) -> bool:
        """Whether the host takes nothing from our key still; it is asked by the balance, where it has one.

        The next send tells otherwise, and a refused one is not billed.
        """
        if self.closed and time.monotonic() >= self._closed_until:
            balance = self._provider.balance() if self._provider.abilities.balance else price
            if isinstance(balance, int) and balance >= price:
                self.closed = ""
            else:
                self._closed_until = time.monotonic() + _CLOSED
        return bool(self.closed)

    # ---- bringing ----------------------------------------------------------------------------------------------------

    def bring(self, id: str, number: int) -> float | None:
        """Ask once for the clip of an attempt, and fetch it where it is made; the seconds until the next question.

        None where there is nothing to ask for any more, or nothing that asking soon would help.
        """
        attempt = self.ledger.attempt(id)
        if attempt is None or attempt.state not in _SENT or not self._is_here(attempt):
            return None
        try:
            [end] = self._run(self._bringing, [Order(None, attempt.seconds, False, attempt)])
        except (UserError, StoreTrouble) as trouble:
            self.say(f"error: {trouble}")
            return self.wait(attempt, number + 1)
        attempt = self.ledger.attempt(id) or attempt
        if self.goes_on(attempt):
            return self.wait(attempt, number + 1)
        if end is not None and end.outcome == "done":
            self._say(f"{_named(attempt)} is in the store, for {money(cost_of(attempt))} USD")
        elif end is not None and end.outcome in ("failed", "unknown"):
            self.say(f"{_named(attempt)}: {end.why}")
        return None

    def _is_here(self, attempt: Attempt) -> bool:
        """Whether the job of an attempt is at our host, as far as its ledger knows that."""
        here = self.ledger.place
        return attempt.rehearsal == here.rehearsal and attempt.place in ("", here.name)

    def goes_on(self, attempt: Attempt) -> bool:
        """Whether the clip of an attempt comes to this worker in time."""
        return attempt.owner == self.ledger.owner and attempt.state in ("accepted", "stored") and not is_over(attempt)

    def is_mine(self, attempt: Attempt) -> bool:
        """Whether this worker may go on with what was sent: it is ours, or nobody's who lives.

        What one of our threads is sending is that thread's: whoever went on with it would call its outcome unknown.
        """
        owner = attempt.owner
        if attempt.state not in _SENT or not is_shipped(attempt) or any(attempt.id in ids for ids in self._sending):
            return False
        return owner in ("", self.ledger.owner) or (owner != FLEET and not self.ledger.alive(owner))

    def wait(self, attempt: Attempt, number: int) -> float:
        """The seconds before the question of a number: the first comes when a clip is made as a rule."""
        pace, facts = self._access.pace(self._config), profile_of(attempt).time
        known = self._access.usual(self._config) if facts is None else facts.typical
        usual = self.ledger.typical(attempt.profile) or float(known)
        usual = usual if pace is None else min(usual, pace)
        return usual if number == 1 else min(usual / 2 * _GROWTH ** min(number - 2, 20), _LATEST)

    # ---- what both need ----------------------------------------------------------------------------------------------

    def _books(self, requests: Iterable[Request]) -> ProjectBooks:
        """The books as if a project without a lock file wanted these requests."""
        films: dict[tuple[str, str], FilmOrder] = {}
        for request in requests:
            film = films.get((request.story, request.variant)) or FilmOrder(request.story, request.variant, "", (), ())
            films[request.story, request.variant] = msgspec.structs.replace(film, requests=(*film.requests, request))
        config, access = self._config, self._access
        books = ProjectBooks(
            Path(), self._files, config, tuple(films.values()), unbought(self.ledger), self._store, NO_LOCK,
            self._addresses, self.ledger.place.rehearsal, access.kept(config), access.usual(config),
            access.pace(config), provider=self._provider,
        )  # fmt: skip
        books.read()
        return books

    def _context(self, books: ProjectBooks, wait: Literal["once", "never"]) -> PurchaseContext:
        until = math.inf if wait == "once" else time.monotonic() + _LONGEST
        terms = WaitTerms(wait, beside=False, until=until)
        context = books.context(Caps(), None, SeenCosts(), terms)
        ledger = self.ledger if wait == "once" else books.ledger
        return msgspec.structs.replace(context, ledger=ledger, sounds=self._sound, keeping=self._keeping)

    def _sound(self, digest: str) -> tuple[bytes, str] | None:
        """The bytes and the kind of a local sound, which was put into the store when it was submitted."""
        path = self._store.path(digest)
        if path is None:
            return None
        data = path.read_bytes()
        return data, "wav" if data.startswith(b"RIFF") else "mp3"

    def _run(self, context: PurchaseContext, orders: Sequence[Order]) -> list[PurchaseOutcome | None]:
        ends: dict[int, PurchaseOutcome] = {}

        def hear(number: int, message: object) -> None:
            if isinstance(message, PurchaseOutcome):
                ends[number] = message

        run_purchases(context, orders, self.jobs, hear)
        return [ends.get(number) for number in range(len(orders))]


def _named(attempt: Attempt) -> str:
    return called(attempt.story, attempt.variant, attempt.clip, attempt.take)
