"""The paid part of a build: what is ordered of the host, told clip by clip, and put where the writer looks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress

import msgspec

from storyboard.ledger.records import LedgerTrouble
from storyboard.production.files.manifest import FileConflict, Manifest
from storyboard.production.lockwriter import LockWriter
from storyboard.production.plan import priced
from storyboard.production.plan.lockfile import LockTrouble
from storyboard.production.publisher import ClipPublisher, PaidClip
from storyboard.production.purchase.queue import run_purchases
from storyboard.production.purchase.records import Order, PurchaseOutcome, PurchasePlan, PurchaseProgress
from storyboard.production.records import Step
from storyboard.production.run import Run
from storyboard.recall import witness
from storyboard.source import Files
from storyboard.store.records import StoreTrouble

Holding = Callable[[], AbstractContextManager[Manifest]]
# The places of each operation's clip: the same request may be made for several.
Places = Mapping[str, Sequence[PaidClip]]


def purchase_and_publish(run: Run, plan: PurchasePlan, holding: Holding) -> None:
    """Bring and publish every clip that is meant; what became of each is said to the run.

    Raises FileConflict and LockTrouble where books, store or lock file fail before anything was sent.
    """
    try:
        _purchase_and_publish(run, plan, holding)
    except (LedgerTrouble, StoreTrouble) as trouble:
        raise FileConflict(str(trouble)) from trouble


def _purchase_and_publish(run: Run, plan: PurchasePlan, holding: Holding) -> None:
    lock = LockWriter(run.settings.root, plan, [request for film in run.films for request in film.film.every])
    publisher = ClipPublisher(run, plan, lock, holding)
    meant = _places(run)
    lock.begin(meant, plan.left_behind)
    places, kept = _without_kept(meant, plan, publisher)
    lock.write()
    with holding() as manifest:
        # Nothing is paid for that could not be put in its place; what is paid for is brought all the same.
        free = {op: [clip for clip in clips if publisher.is_free(clip, manifest)] for op, clips in places.items()}
        places = {op: clips for op, clips in free.items() if clips}
    orders = _orders(plan, places, kept, run.files)

    def hear(number: int, message: PurchaseProgress | PurchaseOutcome | None) -> None:
        if message is None:
            run.log.tell(Step("progress"))
        elif isinstance(message, PurchaseProgress):
            publisher.say_progress(orders[number], places.get(orders[number].op, ()), message)
        else:
            publisher.end(orders[number], places.get(orders[number].op, ()), message)
        lock.write_sometimes()

    try:
        if orders:
            witness.spoil("clips were ordered")
            run_purchases(plan.context, orders, run.settings.jobs, hear)
    except BaseException:
        # What ends the run counts for more, and the next one writes what is missing.
        with suppress(LockTrouble):
            lock.write()
        raise
    lock.write()


def _places(run: Run) -> Places:
    """Where each clip that is meant belongs, by its operation."""
    places: dict[str, list[PaidClip]] = {}
    for film in run.films:
        for work in film.works:
            if not run.is_refused(work):
                for request in work.requests:
                    places.setdefault(request.sha256, []).append(PaidClip(work, request))
    return places


def _without_kept(places: Places, plan: PurchasePlan, publisher: ClipPublisher) -> tuple[Places, frozenset[str]]:
    """The places that still lack their clip, and the operations that lack it nowhere."""
    live = plan.context.ledger.live(places)
    lacking = {
        op: [clip for clip in clips if not (op in live and publisher.is_kept(clip, live[op]))]
        for op, clips in places.items()
    }
    return lacking, frozenset(op for op, clips in lacking.items() if not clips)


def _orders(plan: PurchasePlan, places: Places, kept: frozenset[str], files: Files) -> list[Order]:
    """What is bought or fetched: the clips of this build, then what runs that died have left and nobody means now.

    Of the latter a clip that is booked lies in the store, and waits there for whoever means it again.
    """
    orders: list[Order] = []
    for op, (clip, *_) in places.items():
        seconds = (clip.work.clip.duration or 0) // 1000
        request = msgspec.structs.replace(clip.request, price=plan.prices.get(op, clip.request.price))
        what, entry = priced(request, seconds), plan.entries.get(op)
        orders.append(Order(request, seconds, op in plan.consented, entry=entry, priced=what))
    meant = kept.union(places)
    left = [attempt for attempt in plan.left_behind if attempt.op not in meant and attempt.state != "recorded"]
    return [*orders, *(Order(None, attempt.seconds, False, attempt) for attempt in left)]
