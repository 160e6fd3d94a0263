"""A clip that was bought before: it lies in the store, or is fetched again while the host keeps it, for free."""

from __future__ import annotations

import msgspec

from storyboard.ledger.records import Attempt
from storyboard.ledger.steps import job_of
from storyboard.production.purchase import storing
from storyboard.production.purchase.actions import Answer, Ask, Event, Fetch, Keep, Locate, Stocked
from storyboard.production.purchase.fetching import no_key
from storyboard.production.purchase.places import elsewhere
from storyboard.production.purchase.records import NAMELESS, PurchaseOutcome
from storyboard.production.purchase.state import (
    ClipPurchase,
    Costing,
    Locating,
    Moment,
    Recalling,
    Refetching,
    RefetchingStage,
    Rekeeping,
    Step,
    finish,
    unexpected,
)
from storyboard.providers import Fetched, Finished, Gone, HostRefused, Running, Trouble
from storyboard.store.records import Blob
from storyboard.timing import money

_GONE = "its file is gone from the store"


def begin(purchase: ClipPurchase, attempt: Attempt) -> Step:
    """The first step of a clip whose cost is booked: whether the store has it."""
    assert attempt.sha256 is not None
    return purchase.at(Locating(attempt)), Locate(attempt.sha256)


def ask_cost(purchase: ClipPurchase, attempt: Attempt, now: Moment) -> Step:
    """The step of a clip that was stored before its cost was booked: the host is asked for that once."""
    if purchase.keyed and attempt.request_id is not None:
        return purchase.at(Costing(attempt)), Ask(attempt.request_id)
    return storing.book_cost(purchase, attempt, None, now)


def step(purchase: ClipPurchase, stage: RefetchingStage, event: Event, now: Moment) -> Step:
    """The next step of a clip that was bought before."""
    match stage, event:
        case Costing(attempt), Finished(_, cost):
            return storing.book_cost(purchase, attempt, cost, now)
        case Costing(attempt), Running() | HostRefused() | Gone() | Trouble():
            return storing.book_cost(purchase, attempt, None, now)
        case Locating(attempt), Stocked(whole):
            return _located(purchase, attempt, whole)
        case Recalling(attempt), Running() | Finished() | HostRefused() | Gone() | Trouble():
            return _recalled(purchase, attempt, event)
        case Refetching(attempt), Fetched():
            return purchase.at(Rekeeping(attempt)), Keep(at_once=True)
        case Refetching(attempt), Gone(why):
            return storing.gone(purchase, attempt, why)
        case Refetching(attempt), Trouble(why, _, lasting):
            return storing.gone(purchase, attempt, f"{_GONE}: {why}") if lasting else _not_now(purchase, attempt, why)
        case Rekeeping(attempt), Blob(sha256):
            if sha256 == attempt.sha256:
                return _back(purchase, attempt)
            how = f"`storyc ledger resolve {attempt.id} --refetch` takes"
            return storing.gone(purchase, attempt, f"{_GONE}, and the host has another one, which {how}")
        case _:
            raise unexpected(stage, event)


def _located(purchase: ClipPurchase, attempt: Attempt, whole: bool) -> Step:
    if whole:
        notice = purchase.arrival.notice
        return finish(purchase, PurchaseOutcome("done", attempt=attempt, fresh=purchase.fresh, notice=notice))
    stray = elsewhere(attempt, purchase.here)
    if stray:
        return _not_now(purchase, attempt, stray)
    if not purchase.keyed or attempt.request_id is None:
        outcome = PurchaseOutcome("failed", f"{_GONE}, and fetching it again needs the key", attempt=attempt)
        return finish(purchase, outcome)
    if job_of(attempt.request_id) is None:
        return storing.gone(purchase, attempt, f"{_GONE}, and {NAMELESS}")
    return purchase.at(Recalling(attempt)), Ask(attempt.request_id)


def _recalled(purchase: ClipPurchase, attempt: Attempt, answer: Answer) -> Step:
    """What the host's word about the job of a lost file means for the next step."""
    match answer:
        case Finished(url, cost):
            return msgspec.structs.replace(purchase, cost=cost).at(Refetching(attempt)), Fetch(url)
        case HostRefused("key", why):
            return no_key(purchase, attempt, why)
        case Trouble(why):
            return _not_now(purchase, attempt, why)
        case _:
            return storing.gone(purchase, attempt, f"{_GONE}, and the host does not have it any more")


def _back(purchase: ClipPurchase, attempt: Attempt) -> Step:
    """End with a clip that is here again; a cost that the host has not told before ends the run's purchases."""
    if not attempt.price or purchase.cost is None or purchase.cost <= attempt.counted:
        return finish(purchase, PurchaseOutcome("done", attempt=attempt))
    figures = f"{money(purchase.cost)} USD, and the ledger counts {money(attempt.counted)} USD"
    why = f"the host says now that it has charged {figures}: see `storyc ledger reconcile`"
    return finish(purchase, PurchaseOutcome("done", why, "cap", attempt), closes=why)


def _not_now(purchase: ClipPurchase, attempt: Attempt, why: str) -> Step:
    return finish(purchase, PurchaseOutcome("failed", f"{_GONE} and cannot be fetched now: {why}", attempt=attempt))
