"""Keeping what came: bytes into the store, then the rows of the clip and of its cost; and what is gone for good."""

from __future__ import annotations

import msgspec

from storyboard.ledger.records import Attempt
from storyboard.production.purchase.actions import (
    AskCost,
    BookCost,
    BookFile,
    Event,
    Keep,
    RecordName,
    Told,
    Void,
    Written,
)
from storyboard.production.purchase.records import PurchaseOutcome, elsewhere_said, unnamed
from storyboard.production.purchase.state import (
    ClipPurchase,
    Ending,
    Filing,
    Keeping,
    Moment,
    Naming,
    Pricing,
    Step,
    StoringStage,
    finish,
    unexpected,
    write,
)
from storyboard.store.records import Blob


def keep(purchase: ClipPurchase, attempt: Attempt, *, named: bool = True) -> Step:
    """Put a clip that has just come into the store.

    One whose job has no name goes there at once: only the history could tell of it where that fails, and while it
    waited for others to be kept, a signal could take it.
    """
    return purchase.at(Keeping(attempt, named)), Keep(at_once=not named)


def step(purchase: ClipPurchase, stage: StoringStage, event: Event, now: Moment) -> Step:
    """The next step of a clip that has come."""
    match stage, event:
        case Keeping(attempt, named), Blob(sha256):
            entry = purchase.order.entry
            if named and entry is not None and not attempt.price and sha256 != entry.file_sha256:
                return gone(purchase, attempt, "the host has another file by now")
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
    return purchase.at(Filing(attempt)), BookFile(attempt, blob)


def book_cost(purchase: ClipPurchase, attempt: Attempt, cost: int | None, now: Moment) -> Step:
    """Count what the host charged, where it says so, and else the price; of a price on trust it is asked once more."""
    if cost is None and attempt.price and purchase.order.alone:
        return purchase.at(Pricing(attempt)), AskCost(attempt)
    return _book(purchase, attempt, cost, now)


def _book(purchase: ClipPurchase, attempt: Attempt, cost: int | None, now: Moment) -> Step:
    took = now.clock - purchase.sent_at if purchase.sent_at is not None else None
    # What another machine has paid for costs nothing here.
    spent = 0 if not attempt.price else attempt.price if cost is None else cost
    return write(purchase, BookCost(attempt, spent, took, cost is not None or not attempt.price))


def gone(purchase: ClipPurchase, attempt: Attempt, why: str) -> Step:
    """End with a clip that was paid for and cannot be had; what another machine has paid for is void here."""
    if purchase.order.entry is not None and attempt.state == "accepted" and not attempt.price:
        outcome = PurchaseOutcome("refused", elsewhere_said(why), "elsewhere")
        return purchase.at(Ending(outcome)), Void(attempt, why)
    how = f"storyc ledger resolve {attempt.id} --lost"
    why = f"paid for, but {why}; `{how}` gives it up, so that it can be bought anew"
    return finish(purchase, PurchaseOutcome("failed", why, attempt=attempt))
