"""Defences that are taken out: an exploration that misses what they guard against would prove nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import msgspec

from storyboard.compiler.request import Request
from storyboard.ledger import Caps
from storyboard.ledger.books import Books
from storyboard.ledger.records import NoRoom, PriorLook, Reserved, Taken
from storyboard.production.plan.lockfile import NO_LOCK, Lock
from storyboard.production.purchase import buying
from storyboard.production.purchase.actions import Event, Sent
from storyboard.production.purchase.gate import Gate
from storyboard.production.purchase.state import BuyingStage, ClipPurchase, Moment, Step
from storyboard.providers import HostRefused, Lost, NotSent
from storyboard.records.parts import ConsentRecord
from tools import defences
from tools.explore import playing
from tools.explore.scene import Scene
from tools.explore.search import Explored, explored
from tools.explore.world import PRICE
from tools.torture.points import put


class Mutant(msgspec.Struct, frozen=True):
    """A defence by its name, how to take it out of this process, and the scene in which that must be missed.

    `nearest` is whether few moves are enough for it.
    """

    name: str
    remove: Callable[[], None]
    scene: Scene
    nearest: bool = False


def missed(mutant: Mutant) -> Explored:
    """What an exploration sees without a defence: what it stops at is how the defence is missed.

    It is taken out for as long as this process runs.
    """
    mutant.remove()
    return explored(mutant.scene, _MOST, _LONGEST, nearest=mutant.nearest)


def _unfenced() -> None:
    """Send what is not ours to send any more."""
    defences.buried(_EXPIRED)
    real = Books.begin_send

    def begin_send(books: Books, attempt: str, look: PriorLook | None = None) -> bool:
        real(books, attempt, look)
        return True

    put(Books, "begin_send", begin_send)


def _retry() -> None:
    """Take a lost answer for one that says that nothing was billed."""
    real = buying.step

    def step(purchase: ClipPurchase, stage: BuyingStage, event: Event, now: Moment) -> Step:
        if isinstance(event, Sent) and isinstance(event.answer, Lost):
            event = msgspec.structs.replace(event, answer=NotSent(event.answer.why))
        return real(purchase, stage, event, now)

    put(buying, "step", step)


def _uncapped() -> None:
    """Look at the caps before a run, and no more when its money is held."""
    real = Books.reserve

    def reserve(
        books: Books, request: Request, seconds: int, caps: Caps, consent: ConsentRecord | None = None
    ) -> Reserved | Taken | NoRoom:  # fmt: skip
        return real(books, request, seconds, Caps(), consent)

    put(Books, "reserve", reserve)


def _unlocked() -> None:
    """Buy without what the lock file says."""

    def lock_of(entries: object) -> Lock:
        return NO_LOCK

    put(playing, "lock_of", lock_of)


def _unproven() -> None:
    """Let clips begin whether or not the host was seen to keep to their price."""

    def may(gate: Gate, what: object) -> bool:
        return True

    put(Gate, "_may", may)


def _unjudged() -> None:
    """Let a run go on whatever its clips have cost."""

    def judge(gate: Gate, attempt: object) -> str:
        return ""

    put(Gate, "_judge", judge)


def _untold() -> None:
    """Take a failed job for unbilled where the host does not say what it was charged."""
    put(HostRefused, "charged", property(lambda answer: "yes" if answer.cost else "no"))


_MOST, _LONGEST = 100_000, 600.0  # states and seconds
_EXPIRED = -1.0  # seconds, which every lease is older than
_PAIR = Scene("two builders", (0, 0), runs=1, crashes=0, faults=0, hours=1)

MUTANTS = (
    Mutant("absence as proof", defences.absence, Scene("a late history", (0,), crashes=1, faults=2, lag=3)),
    Mutant("presence as proof", defences.presence, Scene("an older job", (0,), runs=1, crashes=0, older=2)),
    Mutant("a lease that expires", partial(defences.lease, _EXPIRED), _PAIR),
    Mutant("no fence", _unfenced, _PAIR, nearest=True),
    Mutant("a lost answer is sent again", _retry, Scene("a lost answer", (0,), runs=1, crashes=0)),
    Mutant("an untold cost is none", _untold, Scene("a failed job", (0,), runs=2, crashes=0, faults=2), nearest=True),
    Mutant("no look", defences.unlooked, Scene("two machines", (0, 1), runs=1, crashes=0, faults=0)),
    Mutant(
        "no lock file",
        _unlocked,
        Scene("a carried lock file", (0, 1), runs=1, crashes=0, faults=0, carries=1, lag=9, hours=1),
    ),
    Mutant("a cap that is only read", _uncapped, msgspec.structs.replace(_PAIR, own=True, cap=PRICE)),
    Mutant(
        "no wait for the first cost",
        _unproven,
        Scene("dear clips", (0,), clips=2, runs=1, crashes=0, faults=0, sends=1, cost=2 * PRICE),
    ),
    Mutant(
        "a dear clip ends no run",
        _unjudged,
        Scene("a dear clip", (0,), clips=3, runs=1, crashes=0, faults=1, sends=1, cost=PRICE + 1, hours=1),
    ),
)
