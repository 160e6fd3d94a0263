"""Keeping what came: bytes into the store, then the rows of the clip and of its cost; and what is gone for good."""

from __future__ import annotations

import msgspec

from storyboard.ledger.records import Attempt
from storyboard.production.purchase.actions import BookCost, BookFile, Event, Keep, RecordName, Void, Written
from storyboard.production.purchase.records import PurchaseOutcome, elsewhere_said, unnamed
from storyboard.production.purchase.state import (
    ClipPurchase,
    Ending,
    Filing,
    Keeping,
    Moment,
    Naming,
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
            bought = entry.file_sha256 if entry is not None and not attempt.price else None
            if named and bought is not None and sha256 != bought:
                return gone(purchase, attempt, "the host has another file by now", forgotten=False)
            if named:
                return _file(purchase, attempt, event)
            return purchase.at(Naming(attempt, event)), RecordName(attempt, unnamed(attempt))
        case Naming(attempt, blob), Written():
            return _file(purchase, attempt, blob)
        case Filing(attempt), Written():
            return book_cost(msgspec.structs.replace(purchase, fresh=True), attempt, purchase.cost, now)
        case _:
            raise unexpected(stage, event)


def _file(purchase: ClipPurchase, attempt: Attempt, blob: Blob) -> Step:
    return purchase.at(Filing(attempt)), BookFile(attempt, blob)


def book_cost(purchase: ClipPurchase, attempt: Attempt, cost: int | None, now: Moment) -> Step:
    """Count what the host charged, where it says so, and else the price."""
    took = now.clock - purchase.sent_at if purchase.sent_at is not None else None
    # What another machine has paid for costs nothing here.
    spent = 0 if not attempt.price else attempt.price if cost is None else cost
    return write(purchase, BookCost(attempt, spent, took))


def gone(purchase: ClipPurchase, attempt: Attempt, why: str, *, forgotten: bool = True) -> Step:
    """End with a clip that was paid for and cannot be had; what other books have paid for is void here.

    `forgotten` is whether the host has no file of the job any more, which it can be asked for.
    """
    entry = purchase.order.entry
    if entry is not None and attempt.state == "accepted" and not attempt.price:
        outcome = PurchaseOutcome("refused", elsewhere_said(entry, why, gone=forgotten), "elsewhere")
        return purchase.at(Ending(outcome)), Void(attempt, why)
    how = f"storyc ledger resolve {attempt.id} --lost"
    why = f"paid for, but {why}; `{how}` gives it up, so that it can be bought anew"
    return finish(purchase, PurchaseOutcome("failed", why, attempt=attempt))
