"""The step of one clip's purchase, from whatever state its attempt is in: a state and an event give the next action.

Only what is decided here, and in the modules below, lets money go. It is pure: the same state, event and moment always
give the same step, and nothing is sent, written or waited for.
"""

from __future__ import annotations

import msgspec

from storyboard.ledger.records import NOWHERE, Attempt, HostPlace
from storyboard.ledger.steps import COUNTED, is_waiting
from storyboard.production.purchase import buying, fetching, reconciling, refetching, storing
from storyboard.production.purchase.actions import (
    Booked,
    Broke,
    Claim,
    Claimed,
    Event,
    MarkUnknown,
    ReadLedger,
    Void,
    Waited,
    Written,
)
from storyboard.production.purchase.places import elsewhere
from storyboard.production.purchase.records import Order, Polling, PurchaseOutcome, PurchaseProgress, held_said
from storyboard.production.purchase.state import (
    Booking,
    BuyingStage,
    Claiming,
    ClipPurchase,
    Doubting,
    Ending,
    FetchingStage,
    Keeping,
    Moment,
    Pausing,
    ReadingLedger,
    ReconcilingStage,
    RefetchingStage,
    Stage,
    Step,
    StoringStage,
    Troubled,
    finish,
    pause,
    read_ledger,
    unexpected,
    write,
)


def begin(order: Order, polling: Polling, owner: str, *, keyed: bool, here: HostPlace = NOWHERE) -> Step:
    """The first step of a purchase: what the ledger says of it."""
    return read_ledger(ClipPurchase(order, polling, owner, keyed, here=here))


def step(purchase: ClipPurchase, event: Event, now: Moment) -> Step:
    """The next state, and what is to be done."""
    match purchase.stage, event:
        case Troubled(why), Booked() | Broke():
            return _what_is_kept(purchase, why, event)
        case stage, Broke():
            return _broke(purchase, stage, event)
        case ReadingLedger(), Booked(None):
            return buying.begin(purchase, now)
        case ReadingLedger(), Booked(attempt):
            assert attempt is not None
            return _go_on(purchase, attempt, now)
        case Booking(), Written():
            return read_ledger(purchase)
        case Claiming(attempt), Claimed(ours):
            # What a dead owner had not sent is void by now, and what it may have sent unknown.
            return read_ledger(purchase) if ours else _stand_by(purchase, attempt, now)
        case Pausing(stopped), Waited():
            return finish(purchase, stopped) if now.stopped else read_ledger(purchase)
        case Ending(outcome), Written():
            return finish(purchase, outcome)
        case Doubting(why), Written():
            return purchase.at(Troubled(why)), ReadLedger()
        case stage, _ if isinstance(stage, BuyingStage):
            return buying.step(purchase, stage, event, now)
        case stage, _ if isinstance(stage, StoringStage):
            return storing.step(purchase, stage, event, now)
        case stage, _ if isinstance(stage, FetchingStage):
            return fetching.step(purchase, stage, event, now)
        case stage, _ if isinstance(stage, RefetchingStage):
            return refetching.step(purchase, stage, event, now)
        case stage, _ if isinstance(stage, ReconcilingStage):
            return reconciling.step(purchase, stage, event, now)
        case stage, _:
            raise unexpected(stage, event)


def _go_on(purchase: ClipPurchase, attempt: Attempt, now: Moment) -> Step:
    """The next step with a live attempt."""
    if attempt.state in COUNTED:
        return refetching.begin(purchase, attempt)
    stray = elsewhere(attempt, purchase.here)
    if stray:
        unknown = attempt.state in ("sending", "unknown")
        how = f"name that host again, or see `storyc ledger show {attempt.id}`"
        outcome = PurchaseOutcome("unknown" if unknown else "failed", f"{stray}: {how}", attempt=attempt)
        return finish(purchase, outcome)
    if attempt.state == "unknown":
        return reconciling.begin(purchase, attempt)
    if attempt.owner != purchase.owner:
        return purchase.at(Claiming(attempt)), Claim(attempt)
    match attempt.state:
        case "accepted":
            return fetching.begin(purchase, attempt, now)
        case "stored":
            return refetching.ask_cost(purchase, attempt, now)
        case "sending":
            # A send of this process that ended without a word.
            return write(purchase, MarkUnknown(attempt, "it ended while it was sent"))
        case _:
            return write(purchase, Void(attempt, "nothing was sent"))


def _stand_by(purchase: ClipPurchase, attempt: Attempt, now: Moment) -> Step:
    """Wait for another storyc that works on the clip, unless this run does not; it is never taken over by time.

    Nobody waits for what waits for the fleet: whether a worker lives, and when its turn comes, no run can know.
    """
    why = held_said(attempt)
    stopped = PurchaseOutcome("left", why)
    if is_waiting(attempt) or not (purchase.polling.terms.beside and purchase.polling.waits(now.clock)):
        return finish(purchase, msgspec.structs.replace(stopped, cause="later", attempt=attempt))
    return pause(purchase, purchase.polling.first, stopped, PurchaseProgress("waiting", attempt, why))


def _broke(purchase: ClipPurchase, stage: Stage, event: Broke) -> Step:
    """The step after ledger or store has failed: the ledger is read once more, to say what is kept."""
    if event.at is not None:
        purchase = msgspec.structs.replace(purchase, sent_at=event.at)
    if isinstance(stage, Keeping) and not stage.named:
        # Neither a name nor the file: only the host's history can tell of it now.
        return purchase.at(Doubting(event.why)), MarkUnknown(stage.attempt, event.why)
    return purchase.at(Troubled(event.why)), ReadLedger()


def _what_is_kept(purchase: ClipPurchase, trouble: str, event: Booked | Broke) -> Step:
    """End where the disk fails: what was sent and has no name yet may be paid for or not."""
    attempt = event.attempt if isinstance(event, Booked) else None
    if isinstance(event, Broke):
        unknown = purchase.sent_at is not None and not purchase.fresh
    else:
        unknown = attempt is not None and attempt.state in ("sending", "unknown")
    why = "the host's history is asked by the next run" if unknown else "nothing is lost"
    said = f"{trouble}; {why}: run it again when that is mended"
    return finish(purchase, PurchaseOutcome("unknown" if unknown else "failed", said, attempt=attempt))
