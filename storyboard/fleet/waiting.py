"""What waits for the fleet, as a purchase wants it: its request, and the books in which it is not bought yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from storyboard.compiler.request import ClipRef, Request, operation, size_of
from storyboard.fleet import FleetError
from storyboard.ledger.records import (
    Attempt,
    Caps,
    Ledger,
    LedgerTrouble,
    NoRoom,
    PriorLook,
    Reserved,
    Taken,
)
from storyboard.ledger.rows import seed_of
from storyboard.ledger.steps import is_waiting
from storyboard.ledger.submissions import FleetLedger
from storyboard.production.plan import Priced
from storyboard.profiles import Profile, shipped
from storyboard.records.parts import ConsentRecord


def is_shipped(attempt: Attempt) -> bool:
    """Whether storyc ships the profile of an attempt; what a project's own says is known in that project alone."""
    return shipped(attempt.profile) is not None


def priced_of(attempt: Attempt) -> Priced:
    """What the price of an attempt is a price of. Raises FleetError."""
    return attempt.profile, _size(attempt, profile_of(attempt)), attempt.seconds


def profile_of(attempt: Attempt) -> Profile:
    """The profile of an attempt, as storyc ships it: a worker has no project. Raises FleetError."""
    profile = shipped(attempt.profile)
    if profile is None:
        raise FleetError(f"attempt `{attempt.id}` is for `{attempt.profile}`, which this storyc does not ship")
    return profile


def _size(attempt: Attempt, profile: Profile) -> str:
    return size_of(profile, attempt.body, attempt.op, attempt.take)


def request_of(attempt: Attempt) -> Request:
    """The request that an attempt holds the price of, byte for byte what was agreed to. Raises FleetError."""
    profile, fields, look = profile_of(attempt), attempt.body, attempt.look
    size = _size(attempt, profile)
    if operation(profile, fields, profile.route_of(size), attempt.take) != attempt.op:
        raise FleetError(f"attempt `{attempt.id}` holds another request than the one that was agreed to")
    return Request(
        story=attempt.story,
        clip=ClipRef(attempt.clip, attempt.title, attempt.slug),
        variant=attempt.variant,
        take=attempt.take,
        profile=attempt.profile,
        fields=fields,
        sha256=attempt.op,
        shots=(),
        price=attempt.price,
        path=attempt.story,
        line=1,
        seed_set=look is None or look.derived is None,
        seconds=attempt.seconds,
        size=size,
        seed=seed_of(attempt),
        route="" if look is None else look.route,
    )


class WaitingBooks:
    """A ledger as the purchase of what waits sees it: that is not bought, and reserving it hands it over.

    So it goes every way that a build's purchase goes. What is refused without being billed waits again.
    """

    def __init__(self, ledger: FleetLedger) -> None:
        self._ledger = ledger
        self._sent: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    def live(self, operations: Iterable[str]) -> dict[str, Attempt]:
        """The live attempts of operations but for those that wait."""
        live = self._ledger.live(operations)
        return {op: attempt for op, attempt in live.items() if not is_waiting(attempt)}

    def reserve(
        self, request: Request, seconds: int, caps: Caps, consent: ConsentRecord | None = None
    ) -> Reserved | Taken | NoRoom:  # fmt: skip
        """The attempt that waits for this request: its price is held already. It becomes ours when it is sent."""
        attempt = self._ledger.live([request.sha256]).get(request.sha256)
        if attempt is None:
            raise LedgerTrouble("it was withdrawn from the fleet")
        return Reserved(attempt) if is_waiting(attempt) else Taken(attempt)

    def begin_send(self, attempt: str, look: PriorLook | None = None) -> bool:
        """Take an attempt that waits, by the fence; False where somebody else has."""
        ours = self._ledger.begin_send(attempt, look)
        if ours:
            self._sent.add(attempt)
        return ours

    def void(self, attempt: str, why: str, *, lost: bool = False) -> None:
        """End a send that was not billed, and have its clip wait again; whoever knows better withdraws it.

        What was not sent waits anyhow, or is somebody else's by now: another purchase of this worker may be sending it.
        """
        if attempt in self._sent:
            self._ledger.resubmit(attempt, why)


def unbought(ledger: FleetLedger) -> Ledger:
    """A ledger in which nothing that waits for the fleet is bought yet."""
    return cast(Ledger, WaitingBooks(ledger))
