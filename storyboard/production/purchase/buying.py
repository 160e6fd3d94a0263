"""Buying a clip: its local sounds get addresses, its price is held, and its request is sent once.

What the answer means for the next step is decided here too: only what is certainly not billed is ever sent again, and
then only where the host asks for it, or nothing had left this machine.
"""

from __future__ import annotations

from typing import Any

import msgspec

from storyboard.ledger.records import Attempt, NoRoom, Reserved, Taken
from storyboard.ledger.steps import job_of
from storyboard.production.plan.lockfile import Entry
from storyboard.production.purchase import storing
from storyboard.production.purchase.actions import (
    Ask,
    Event,
    Learn,
    MarkUnknown,
    Reserve,
    Send,
    Sent,
    Upload,
    Uploaded,
    Void,
    Written,
)
from storyboard.production.purchase.likeness import replaced, sounds_in
from storyboard.production.purchase.records import PurchaseOutcome, elsewhere_said, nameless_said, outrun_said
from storyboard.production.purchase.state import (
    BuyingStage,
    ClipPurchase,
    Inquiring,
    Moment,
    Refusing,
    Reserving,
    Sending,
    Step,
    Unsent,
    Uploading,
    finish,
    pause,
    read_ledger,
    unexpected,
    write,
)
from storyboard.providers import Accepted, Delivered, Finished, Gone, HostRefused, Lost, NotSent, Running, Trouble

_UNSENT = 3  # repeats where nothing left this machine
_LEFT = PurchaseOutcome("left", "nothing was sent")


def begin(purchase: ClipPurchase, now: Moment) -> Step:
    """The first step of a clip without a live attempt: what is in the way of buying it, or what comes first."""
    order = purchase.order
    request, entry = order.request, order.entry
    if now.stopped:
        return finish(purchase, _LEFT)
    if request is not None and entry is not None:
        job = job_of(entry.request_id)
        if job is None:
            return finish(purchase, PurchaseOutcome("refused", nameless_said(entry), "elsewhere"))
        if not purchase.keyed:
            return _nowhere(purchase, entry, "fetching it needs the key")
        return purchase.at(Inquiring(entry)), Ask(job)
    # What may have been billed is not sent again by the run that saw it, whoever has settled it meanwhile.
    if request is None or purchase.doubted:
        return finish(purchase, PurchaseOutcome("failed", "it was not billed after all; run it again to buy it"))
    # Somebody else was to bring it: another project of this run, or an attempt that was under way.
    if not order.buy:
        why = "it has no clip, and this run was not to buy one; run it again"
        return finish(purchase, PurchaseOutcome("failed", why, "later"))
    if now.cause:
        kind = "left" if now.cause == "later" else "refused"
        return finish(purchase, PurchaseOutcome(kind, f"not sent, since {now.why}", now.cause))
    assert purchase.keyed
    return _prepare(purchase, tuple(dict.fromkeys(sounds_in(request.fields))), dict(request.fields), now)


def step(purchase: ClipPurchase, stage: BuyingStage, event: Event, now: Moment) -> Step:
    """The next step of a clip that is being bought."""
    match stage, event:
        case Inquiring(entry), HostRefused("failed", why) if entry.state == "done" or event.charged != "no":
            return _nowhere(purchase, entry, f"the host calls its job failed: {why}")
        case Inquiring(entry), Gone(why) if entry.state == "done":
            return _nowhere(purchase, entry, why)
        case Inquiring(entry), Running() | Finished() | HostRefused() | Gone() | Trouble():
            assert entry.request_id is not None
            # The host's record of a young job may be late; one whose clip has come was known.
            return write(purchase, Learn(entry.request_id, entry.sent if entry.state == "running" else None))
        case Uploading(sounds, body), Uploaded(address):
            return _uploaded(purchase, sounds, body, address, now)
        case Reserving(body), Reserved(attempt):
            return purchase.at(Sending(attempt)), Send(attempt, body)
        case Reserving(), Taken():
            return read_ledger(purchase)
        case Reserving(), NoRoom():
            return finish(purchase, PurchaseOutcome("refused", outrun_said(event), "cap"))
        case Sending(attempt), Sent():
            return _sent(purchase, attempt, event)
        case Refusing(answer), Written():
            return _refused(msgspec.structs.replace(purchase, sent_at=None), answer, now)
        case Unsent(why), Written():
            return _unsent(msgspec.structs.replace(purchase, unsent=purchase.unsent + 1), why, now)
        case _:
            raise unexpected(stage, event)


def _nowhere(purchase: ClipPurchase, entry: Entry, why: str) -> Step:
    """End with a clip of which the lock file leads nowhere; nothing was sent, and the ledger has nothing to note."""
    return finish(purchase, PurchaseOutcome("refused", elsewhere_said(entry, why), "elsewhere"))


def _prepare(purchase: ClipPurchase, sounds: tuple[str, ...], body: dict[str, Any], now: Moment) -> Step:
    """Upload the next local sound, for free; the price is held once there are none left, and never for a busy host."""
    if now.busy is not None:
        return finish(purchase, _back(now.busy))
    if sounds:
        return purchase.at(Uploading(sounds, body)), Upload(sounds[0].removeprefix("sha256:"))
    return purchase.at(Reserving(body)), Reserve()


def _uploaded(
    purchase: ClipPurchase, sounds: tuple[str, ...], body: dict[str, Any], address: str | HostRefused | Trouble | None,
    now: Moment,
) -> Step:  # fmt: skip
    match address:
        case None:
            return finish(purchase, PurchaseOutcome("failed", "its sound file was changed while this ran"))
        case HostRefused():
            return _refused(purchase, address, now)
        case Trouble(why):
            return finish(
                purchase, PurchaseOutcome("failed", f"its sound could not be uploaded: {why}; nothing was sent")
            )
        case _:
            return _prepare(purchase, sounds[1:], replaced(body, sounds[0], address), now)


def _sent(purchase: ClipPurchase, attempt: Attempt, event: Sent) -> Step:
    """What becomes of an attempt by the answer to its send."""
    if event.at is not None:
        purchase = msgspec.structs.replace(purchase, sent_at=event.at)
    match event.answer:
        case Accepted(request_id):
            if event.named:
                return read_ledger(purchase)
            return write(purchase, MarkUnknown(attempt, f"the host calls it `{request_id}`, as it calls another job"))
        case Delivered(_, cost):
            return storing.keep(msgspec.structs.replace(purchase, cost=cost), attempt, named=event.named)
        case HostRefused(_, why) as answer:
            return purchase.at(Refusing(answer)), Void(attempt, why)
        case NotSent(why):
            return purchase.at(Unsent(why)), Void(attempt, why)
        case Lost(why):
            return write(purchase, MarkUnknown(attempt, why))


def _refused(purchase: ClipPurchase, answer: HostRefused, now: Moment) -> Step:
    """The step after a refusal; a clip that the host is too busy for waits, and is the run's to begin again."""
    failed = PurchaseOutcome("failed", f"{answer.why}; it was not billed", answer.cause)
    match answer.cause:
        case "key" | "credits":
            return finish(purchase, PurchaseOutcome("failed", answer.why, answer.cause), closes=answer.why)
        case "busy":
            return finish(purchase, _LEFT if now.stopped else _back(answer))
        case _:
            return finish(purchase, _LEFT if now.stopped else failed)


def _back(answer: HostRefused) -> PurchaseOutcome:
    """The outcome of a clip that waits until a busy host may be sent to; nothing of it is held meanwhile."""
    return msgspec.structs.replace(_LEFT, busy=answer)


def _unsent(purchase: ClipPurchase, why: str, now: Moment) -> Step:
    """The step after a send of which nothing had left."""
    failed = PurchaseOutcome("failed", f"nothing was sent: {why}")
    if now.stopped:
        return finish(purchase, _LEFT)
    if now.cause or now.busy is not None:
        return read_ledger(purchase)
    if purchase.unsent > _UNSENT:
        return finish(purchase, failed)
    return pause(purchase, purchase.polling.again * 2**purchase.unsent, failed)
