"""A receipt held against itself, against the file of a clip, and against a ledger."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from storyboard.compiler.request import digest
from storyboard.ledger import chain
from storyboard.ledger.steps import learns
from storyboard.production.receipts.making import fixed
from storyboard.profiles import host_of
from storyboard.records.receipt import Receipt, ReceiptClip
from storyboard.timing import money_number

_MADE = ("stored", "recorded", "published", "void")
# What was settled before the first event. The root covers most of it, but not where something was left out.
_SETTLED = (
    "story", "clip", "variant", "take", "profile", "host", "run", "rehearsal", "request", "request_sha256", "seed",
    "seconds", "created",
)  # fmt: skip
_BECAME = (
    "request_id", "sha256", "size", "cost_usd", "cost_known", "consent", "ordered", "off_spec", "agreed", "sent",
)  # fmt: skip


class ClipCheck(msgspec.Struct, frozen=True):
    """What became of checking one clip of a receipt: what differs, a phrase each, and what could not be computed."""

    clip: ReceiptClip
    differs: tuple[str, ...]
    untold: tuple[str, ...]


def checked(receipt: Receipt) -> tuple[ClipCheck, ...]:
    """Whether each clip agrees with itself: its request with its hash, and its events with their chain."""
    return tuple(ClipCheck(clip, tuple(_differs(clip)), tuple(_untold(clip))) for clip in receipt.clips)


def agreeing(clip: ReceiptClip, fresh: ReceiptClip | None) -> Iterator[str]:
    """In what a clip of a receipt is not what the ledger says now; `fresh` is what a receipt of today says of it."""
    if fresh is None:
        yield "the ledger has no such attempt with a clip"
        return
    if clip.root != fresh.root or clip.events != fresh.events[: len(clip.events)]:
        yield "the ledger has another chain of it"
    # What happened since the receipt was written is no difference.
    for name in (*_SETTLED, *(_BECAME if len(clip.events) == len(fresh.events) else ())):
        if getattr(clip, name) != getattr(fresh, name):
            yield f"its `{name}` is another in the ledger"


def _untold(clip: ReceiptClip) -> Iterator[str]:
    if not clip.whole:
        yield "the hash of its request, from which something was left out"
    cut = [str(event.number) for event in clip.events if not event.whole]
    if cut:
        yield f"the hash of event {', '.join(cut)}, from which an address was left out"


def _differs(clip: ReceiptClip) -> Iterator[str]:
    if clip.whole and digest(clip.profile, clip.request, **clip.beside) != clip.request_sha256:
        yield "its request has another hash"
    if clip.host != host_of(clip.profile):
        yield "its host is not that of its profile"
    if not clip.events:
        yield "it has no events"
        return
    if clip.whole and chain.root(fixed(clip, clip.events[0].price)) != clip.root:
        yield "what it is has another hash than the root of its chain"
    previous, state = clip.root, ""
    for place, event in enumerate(clip.events, 1):
        right = chain.link(
            previous, clip.attempt, event.number, event.before, event.after, event.at, event.note, event.price,
            event.held, event.spent,
        )  # fmt: skip
        if event.number != place or event.before != state or (event.whole and event.hash != right):
            yield f"its chain is broken at event {place}"
            return
        previous, state = event.hash, event.after
    learned = {event.after: event.note for event in clip.events if learns(event.before, event.after, event.note)}
    last = clip.events[-1]
    if state not in _MADE:
        yield f"its last event is `{state}`, which is no clip"
    if learned.get("stored") != clip.sha256:
        yield "its chain names another file"
    if clip.request_id is not None and learned.get("accepted", clip.request_id) != clip.request_id:
        yield "its chain names another job"
    if money_number(last.spent) != clip.cost_usd or money_number(last.price) != clip.price_usd:
        yield "its chain names another price or cost"
