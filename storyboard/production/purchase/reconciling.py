"""Settling a send of unknown outcome by the host's history: what that does not show proves nothing, and is unknown."""

from __future__ import annotations

import msgspec

from storyboard.ledger.records import Attempt
from storyboard.production.purchase.actions import AskHistory, Event, Wait, Waited
from storyboard.production.purchase.history import Reconciled
from storyboard.production.purchase.records import PurchaseOutcome, PurchaseProgress
from storyboard.production.purchase.state import (
    ClipPurchase,
    Expecting,
    Looking,
    Moment,
    ReconcilingStage,
    Step,
    finish,
    read_ledger,
    unexpected,
)
from storyboard.timing import money


def begin(purchase: ClipPurchase, attempt: Attempt) -> Step:
    """The first step of an attempt of unknown outcome; one of this run gets time to show in the history."""
    looks = purchase.polling.looks if purchase.sent_at is not None and not purchase.doubted else (0.0,)
    return _look(msgspec.structs.replace(purchase, doubted=True), attempt, looks, "")


def step(purchase: ClipPurchase, stage: ReconcilingStage, event: Event, now: Moment) -> Step:
    """The next step of an attempt of unknown outcome."""
    match stage, event:
        case Expecting(attempt, looks, why), Waited():
            if now.stopped or not purchase.polling.waits(now.clock):
                return _unknown(purchase, attempt, why)
            return purchase.at(Looking(attempt, looks)), AskHistory(attempt)
        case Looking(attempt, looks), Reconciled(settled, final, why):
            if settled:
                return read_ledger(purchase)
            if final:
                return _unknown(purchase, attempt, why)
            if event.resent and purchase.sent_at is None:
                # It may have been begun just now, and is a send of this run from now on.
                purchase, looks = msgspec.structs.replace(purchase, sent_at=now.clock), purchase.polling.looks
            return _look(purchase, attempt, looks, why)
        case _:
            raise unexpected(stage, event)


def _look(purchase: ClipPurchase, attempt: Attempt, looks: tuple[float, ...], why: str) -> Step:
    """Look once more, after the first of these waits; `why` is what the last look came to."""
    if not looks:
        return _unknown(purchase, attempt, why)
    wait, *later = looks
    if not wait:
        return purchase.at(Looking(attempt, tuple(later))), AskHistory(attempt)
    progress = PurchaseProgress("looking", attempt, attempt.note)
    return purchase.at(Expecting(attempt, tuple(later), why)), Wait(wait, progress)


def _unknown(purchase: ClipPurchase, attempt: Attempt, why: str) -> Step:
    said = "; ".join(part for part in (attempt.note, why) if part)
    how = f"`storyc ledger show {attempt.id}` says how to settle it"
    why = f"{said}: {money(attempt.held)} USD may have been spent; {how}"
    return finish(purchase, PurchaseOutcome("unknown", why, attempt=attempt))
