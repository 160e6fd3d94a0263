"""Fetching a clip whose job the host runs: the host is asked until it is done, and its clip comes into the store."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from storyboard.ledger.records import Attempt
from storyboard.ledger.steps import CHARGED, DOUBTED, is_charged, is_doubted, job_of, why_over
from storyboard.production.purchase import storing
from storyboard.production.purchase.actions import Answer, Ask, BookCharge, Event, Fetch, Void, Wait, Waited
from storyboard.production.purchase.records import NAMELESS, PurchaseOutcome, PurchaseProgress, charged_said, doubt_said
from storyboard.production.purchase.state import (
    Asking,
    ClipPurchase,
    Ending,
    Fetching,
    FetchingStage,
    Leading,
    Moment,
    Poll,
    Resting,
    Step,
    finish,
    unexpected,
    write,
)
from storyboard.providers import Fetched, Finished, Gone, HostRefused, Running, Trouble
from storyboard.timing import seconds

_AGAIN = "run it again to fetch it"
_LATE = "its record may be late, or the key is that of another account: run it again"


def begin(purchase: ClipPurchase, attempt: Attempt, now: Moment) -> Step:
    """The first step of a clip that the host makes: the first question, or the time before it."""
    if is_doubted(attempt) and not purchase.keyed:
        return _doubted(purchase, attempt, why_over(attempt))
    if not purchase.keyed or attempt.request_id is None:
        why = f"{attempt.note}: " if attempt.note else ""
        return finish(purchase, PurchaseOutcome("failed", f"{why}it is paid for, and fetching it needs the key"))
    if job_of(attempt.request_id) is None:
        return storing.gone(purchase, attempt, NAMELESS)
    poll = Poll(purchase.polling.first, purchase.polling.last(now.clock))
    if purchase.sent_at is None:
        # Whether the host still makes a job of an earlier run is not known before it answers.
        return _ask(purchase, attempt, poll, now)
    lead = purchase.polling.lead - (now.clock - purchase.sent_at)
    progress = PurchaseProgress("accepted", attempt, attempt.request_id)
    return purchase.at(Leading(attempt, poll)), Wait(lead, progress)


def step(purchase: ClipPurchase, stage: FetchingStage, event: Event, now: Moment) -> Step:
    """The next step of a clip that the host makes."""
    match stage, event:
        case Leading(attempt, poll), Waited():
            return _left(purchase, attempt, poll) if now.stopped else _ask(purchase, attempt, poll, now)
        case Asking(attempt, poll), Running() | Finished() | HostRefused() | Gone() | Trouble():
            return _answered(purchase, attempt, poll, event, now)
        case Fetching(attempt, poll), Fetched():
            return storing.keep(purchase, attempt, poll=poll)
        case Fetching(attempt, poll), Gone(why):
            if poll.spoilt:
                return storing.gone(purchase, attempt, why)
            # An address may hold for a while only, and who asks for the job again gets a fresh one.
            return storing.ask_again(purchase, attempt, msgspec.structs.replace(poll, why=why, spoilt=1))
        case Fetching(attempt, poll), Trouble(why, wait, lasting):
            if lasting:
                return storing.spoilt(purchase, attempt, poll, why)
            return _rest(purchase, attempt, msgspec.structs.replace(poll, why=why), wait or 0.0)
        case Resting(attempt, poll), Waited():
            wait = min(poll.wait * purchase.polling.growth, purchase.polling.most)
            poll = msgspec.structs.replace(poll, wait=wait)
            return _left(purchase, attempt, poll) if now.stopped else _ask(purchase, attempt, poll, now)
        case _:
            raise unexpected(stage, event)


def _ask(purchase: ClipPurchase, attempt: Attempt, poll: Poll, now: Moment) -> Step:
    """Ask how the job stands, unless the patience of this run is over."""
    assert attempt.request_id is not None
    if now.clock < poll.until:
        return purchase.at(Asking(attempt, poll)), Ask(attempt.request_id)
    is_cut = purchase.polling.is_brief or not purchase.polling.waits(now.clock)
    if poll.made:
        why = f"the host has finished `{attempt.request_id}`, and its clip cannot be fetched now: {poll.why}; {_AGAIN}"
        outcome = PurchaseOutcome("running" if is_cut else "failed", why, "later" if is_cut else "", attempt)
    else:
        because = f": {poll.why}" if poll.why else ""
        why = f"the host makes it as `{attempt.request_id}`{because}"
        if is_charged(attempt):
            return _charged(purchase, attempt, why_over(attempt), attempt.held)
        if is_doubted(attempt):
            return _doubted(purchase, attempt, why_over(attempt))
        if is_cut:
            return finish(purchase, PurchaseOutcome("running", why, "later", attempt))
        waited = seconds(round(purchase.polling.patience * 1000))
        why = f"the host has not finished `{attempt.request_id}` after {waited} s{because}"
        how = f"{_AGAIN}, or `storyc ledger resolve {attempt.id} --lost` gives it up"
        outcome = PurchaseOutcome("running", f"{why}; it is paid for and held: {how}", attempt=attempt)
    return finish(purchase, outcome)


def _answered(purchase: ClipPurchase, attempt: Attempt, poll: Poll, answer: Answer, now: Moment) -> Step:
    """What the host's word about a job means for the next step."""
    match answer:
        case Running(word, why):
            progress = PurchaseProgress("running", attempt, why or word)
            return _rest(purchase, attempt, msgspec.structs.replace(poll, why=why), progress=progress)
        case Finished(_, cost) if cost is not None and attempt.price and cost > attempt.counted:
            # It is known from now on, whether or not the clip can be had.
            return write(purchase, BookCharge(attempt, cost, "the host has charged more than its price"))
        case Finished(url, cost, dropped):
            purchase = msgspec.structs.replace(purchase, cost=cost, dropped=dropped)
            return purchase.at(Fetching(attempt, msgspec.structs.replace(poll, made=True))), Fetch(url)
        case HostRefused("key", why):
            return no_key(purchase, attempt, why)
        case HostRefused("failed", why) if attempt.spent or answer.charged == "yes":
            return _charged(purchase, attempt, why, answer.cost)
        case HostRefused("failed", why) if answer.charged == "unknown":
            return _doubted(purchase, attempt, why)
        case HostRefused(cause, why):
            outcome = PurchaseOutcome("failed", f"{why}; it was not billed", cause)
            return purchase.at(Ending(outcome)), Void(attempt, why)
        case Gone() if is_doubted(attempt):
            return _doubted(purchase, attempt, why_over(attempt))
        case Gone(why, True):
            last = not attempt.price or poll.spoilt + 1 >= purchase.polling.tries
            gone = storing.gone(purchase, attempt, why)
            return gone if last else storing.spoilt(purchase, attempt, poll, why)
        case Gone(why):
            return _unheard(purchase, attempt, msgspec.structs.replace(poll, why=why, missed=poll.missed + 1), now)
        case Trouble(why, wait):
            return _rest(purchase, attempt, msgspec.structs.replace(poll, why=why), wait or 0.0)
        case Fetched():
            raise unexpected(purchase.stage, answer)


def _charged(purchase: ClipPurchase, attempt: Attempt, why: str, cost: int | None) -> Step:
    """End with a job that failed and was charged: it is spent, and not bought again by itself.

    Where the host names no `cost`, and bills such a job, its price counts.
    """
    if attempt.spent or not attempt.price:
        return storing.gone(purchase, attempt, f"the host calls its job failed: {why}")
    if cost is None:
        why, cost = f"{why}; such a job is billed at its price", attempt.counted
    outcome = PurchaseOutcome("failed", charged_said(attempt, why, cost), "charged", attempt)
    note = f"{CHARGED}{why}"
    if attempt.held == cost and attempt.note == note:
        return finish(purchase, outcome)
    return purchase.at(Ending(outcome)), BookCharge(attempt, cost, note)


def _doubted(purchase: ClipPurchase, attempt: Attempt, why: str) -> Step:
    """End with a job that failed and may be charged: its price stays on hold, and it is not bought again by itself."""
    if not attempt.price:
        return storing.gone(purchase, attempt, f"the host calls its job failed: {why}")
    outcome = PurchaseOutcome("unknown", doubt_said(attempt, why), attempt=attempt)
    note = f"{DOUBTED}{why}"
    if attempt.note == note:
        return finish(purchase, outcome)
    return purchase.at(Ending(outcome)), BookCharge(attempt, attempt.held, note)


def _unheard(purchase: ClipPurchase, attempt: Attempt, poll: Poll, now: Moment) -> Step:
    """Ask some more times for a young job that the host does not know: its word is no proof while it may be late."""
    if not _is_young(purchase, attempt, now):
        return storing.gone(purchase, attempt, poll.why)
    if poll.missed <= len(purchase.polling.looks):
        return _rest(purchase, attempt, poll)
    why = f"the host does not know `{attempt.request_id}` now: {poll.why}; {_LATE}"
    return finish(purchase, PurchaseOutcome("failed", why, attempt=attempt))


def _is_young(purchase: ClipPurchase, attempt: Attempt, now: Moment) -> bool:
    """Whether the host should still know a job by its name."""
    if attempt.sent is None or not purchase.polling.kept:
        return False
    # What other books have sent may have been sent by another clock.
    return abs(now.time - attempt.sent) < timedelta(seconds=purchase.polling.kept)


def _rest(
    purchase: ClipPurchase, attempt: Attempt, poll: Poll, more: float = 0.0, progress: PurchaseProgress | None = None
) -> Step:
    """Wait before the next question, at least as long as the host asks for; who asks once does not wait for that."""
    wait = 0.0 if purchase.polling.is_brief else max(poll.wait, more)
    return purchase.at(Resting(attempt, poll)), Wait(wait, progress)


def _left(purchase: ClipPurchase, attempt: Attempt, poll: Poll) -> Step:
    because = f": {poll.why}" if poll.why else ""
    why = f"the host makes it as `{attempt.request_id}`{because}"
    return finish(purchase, PurchaseOutcome("left", why, attempt=attempt))


def no_key(purchase: ClipPurchase, attempt: Attempt, why: str) -> Step:
    """End with a clip that the host gives only to another key, by which nothing more is bought."""
    outcome = PurchaseOutcome("failed", f"it is paid for and cannot be fetched: {why}", "key", attempt)
    return finish(purchase, outcome, closes=why)
