"""Keeping what came: bytes into the store, then the rows of the clip and of its cost; and what is gone for good."""

from __future__ import annotations

import msgspec

from storyboard.film.delivery import Arrival, short_of
from storyboard.ledger.records import Attempt
from storyboard.production.purchase.actions import (
    Ask,
    AskCost,
    BookCost,
    BookFile,
    Event,
    Examine,
    Keep,
    MarkUnknown,
    RecordName,
    Told,
    Void,
    Wait,
    Written,
)
from storyboard.production.purchase.records import PurchaseOutcome, another_file_said, by_hand, elsewhere_said, unnamed
from storyboard.production.purchase.state import (
    Asking,
    ClipPurchase,
    Ending,
    Examining,
    Filing,
    Keeping,
    Moment,
    Naming,
    Poll,
    Pricing,
    Resting,
    Step,
    StoringStage,
    finish,
    read_ledger,
    unexpected,
    write,
)
from storyboard.store.records import Blob


def keep(purchase: ClipPurchase, attempt: Attempt, *, named: bool = True, poll: Poll | None = None) -> Step:
    """Look at a clip that has just come, and put it into the store; `poll` are the questions after its job.

    One whose job has no name goes there at once: only the history could tell of it where that fails, and while it
    waited for others to be kept, a signal could take it.
    """
    return purchase.at(Examining(attempt, named, poll)), Examine(attempt)


def step(purchase: ClipPurchase, stage: StoringStage, event: Event, now: Moment) -> Step:
    """The next step of a clip that has come."""
    match stage, event:
        case Examining(attempt, named, poll), Arrival(_, why) if why:
            return _unusable(purchase, attempt, why, named, poll)
        case Examining(attempt, named), Arrival():
            purchase = msgspec.structs.replace(purchase, arrival=short_of(event, purchase.dropped))
            return purchase.at(Keeping(attempt, named)), Keep(at_once=not named)
        case Keeping(attempt, named), Blob(sha256):
            entry = purchase.order.entry
            same = entry is not None and entry.request_id == attempt.request_id
            bought = entry.file_sha256 if entry is not None and same and not attempt.price else None
            if named and entry is not None and bought not in (None, sha256):
                outcome = PurchaseOutcome("refused", another_file_said(entry), "elsewhere")
                return purchase.at(Ending(outcome)), Void(attempt, "the host has another file")
            if named:
                return _file(purchase, attempt, event)
            return purchase.at(Naming(attempt, event)), RecordName(attempt, unnamed(attempt))
        case Naming(attempt, blob), Written():
            return _file(purchase, attempt, blob)
        case Filing(attempt), Written():
            return book_cost(msgspec.structs.replace(purchase, fresh=True), attempt, purchase.cost, now)
        case Pricing(attempt), Told(cost):
            return _book(purchase, attempt, cost, now)
        case _:
            raise unexpected(stage, event)


def _file(purchase: ClipPurchase, attempt: Attempt, blob: Blob) -> Step:
    return purchase.at(Filing(attempt)), BookFile(attempt, blob, purchase.arrival.off_spec)


def _unusable(purchase: ClipPurchase, attempt: Attempt, why: str, named: bool, poll: Poll | None) -> Step:
    """Go on with a clip that came whole and does not play: it is fetched again, or its job is looked for."""
    if poll is not None:
        return spoilt(purchase, attempt, poll, why)
    # It came with the answer. A job with a name can be asked for it, one without only the history tells of.
    return read_ledger(purchase) if named else write(purchase, MarkUnknown(attempt, f"the clip came spoilt: {why}"))


def spoilt(purchase: ClipPurchase, attempt: Attempt, poll: Poll, why: str) -> Step:
    """Fetch a clip once more that came and cannot be used, unless that was tried often enough for one run."""
    poll = msgspec.structs.replace(poll, why=why, spoilt=poll.spoilt + 1)
    if poll.spoilt < purchase.polling.tries:
        return ask_again(purchase, attempt, poll)
    said = f"the host has finished `{attempt.request_id}`, and its clip cannot be used: {why}; {by_hand(attempt)}"
    return finish(purchase, PurchaseOutcome("failed", said, "spoilt", attempt))


def ask_again(purchase: ClipPurchase, attempt: Attempt, poll: Poll) -> Step:
    """Ask once more for the address of a clip that could not be used; a run that does not wait asks at once.

    Else such a run would leave it to the next one, which would do the same, and none would say what settles it.
    """
    if purchase.polling.is_brief and attempt.request_id is not None:
        return purchase.at(Asking(attempt, poll)), Ask(attempt.request_id)
    return purchase.at(Resting(attempt, poll)), Wait(poll.wait)


def book_cost(purchase: ClipPurchase, attempt: Attempt, cost: int | None, now: Moment) -> Step:
    """Count what the host charged, where it says so, and else the price; of a price on trust it is asked once more."""
    if cost is None and attempt.price and purchase.order.alone:
        return purchase.at(Pricing(attempt)), AskCost(attempt)
    return _book(purchase, attempt, cost, now)


def _book(purchase: ClipPurchase, attempt: Attempt, cost: int | None, now: Moment) -> Step:
    took = now.clock - purchase.sent_at if purchase.sent_at is not None else None
    if not attempt.price:  # what another machine has paid for costs nothing here
        return write(purchase, BookCost(attempt, 0, took, known=True))
    # Where the host says nothing new, what is counted already stands.
    spent = attempt.counted if cost is None else cost
    return write(purchase, BookCost(attempt, spent, took, cost is not None or attempt.cost_named))


def gone(purchase: ClipPurchase, attempt: Attempt, why: str) -> Step:
    """End with a clip that was paid for and cannot be had; what other books have paid for is void here."""
    entry = purchase.order.entry
    if entry is not None and attempt.state == "accepted" and not attempt.price:
        outcome = PurchaseOutcome("refused", elsewhere_said(entry, why), "elsewhere")
        return purchase.at(Ending(outcome)), Void(attempt, why)
    return finish(purchase, PurchaseOutcome("failed", f"paid for, but {why}; {by_hand(attempt)}", attempt=attempt))
