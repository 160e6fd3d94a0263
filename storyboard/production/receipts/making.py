"""A receipt as the ledger has it: nothing in it was worked out anew but what the file here measures."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from storyboard import __version__
from storyboard.compiler.request import digest
from storyboard.film.mp4 import facts
from storyboard.ledger import chain, rows
from storyboard.ledger.records import Attempt, Event, Ledger
from storyboard.patterns import lazy
from storyboard.production.purchase.ordering import known_profiles, ordered
from storyboard.profiles import host_of
from storyboard.records.clip import ClipRef
from storyboard.records.receipt import Receipt, ReceiptClip, ReceiptEvent, ReceiptShape
from storyboard.source import Files
from storyboard.system.secrets import clean
from storyboard.timing import money_number, number

# What follows a `?` or a `#` may let whoever reads it fetch what is not theirs.
_QUERY = lazy(r"([A-Za-z][A-Za-z0-9+.-]{0,20}://[^\s\"'<>?#]*)[?#][^\s\"'<>]*")
_MANY_FPS = 1000


def receipt(clips: Iterable[ReceiptClip]) -> Receipt:
    """The receipt of some clips."""
    return Receipt(storyc=__version__, signature=None, clips=tuple(clips))


def fixed(clip: ReceiptClip, price: int) -> list[str | int]:
    """The values that the root of the chain covers, in their order: see `chain.FIXED`."""
    text = rows.request_text(clip.request)
    seed = rows.NO_SEED if clip.seed is None else clip.seed
    return [
        clip.attempt, clip.request_sha256, clip.run, clip.story, clip.clip.index, clip.clip.title, clip.clip.slug,
        clip.variant, clip.take, clip.profile, seed, text, clip.seconds, price, clip.created,
    ]  # fmt: skip


def receipt_clip(attempt: Attempt, ledger: Ledger, root: Path, files: Files) -> ReceiptClip:
    """What a ledger says of an attempt that has brought a clip; its file is looked for from the root of its project.

    Raises LedgerTrouble.
    """
    assert attempt.sha256 is not None
    body = attempt.body
    shown = cast(dict[str, Any], _public(body))
    wanted = ordered(attempt, files)
    shape = ReceiptShape(number(wanted.ms), wanted.size, _fps(wanted.fps), wanted.sound)
    seed = rows.seed_of(attempt)
    created = rows.moment(attempt.created)
    values = [
        attempt.id, attempt.op, attempt.run, attempt.story, attempt.clip, attempt.title, attempt.slug, attempt.variant,
        attempt.take, attempt.profile, attempt.seed, attempt.request, attempt.seconds, attempt.price, created,
    ]  # fmt: skip
    return ReceiptClip(
        story=attempt.story,
        clip=ClipRef(attempt.clip, attempt.title, attempt.slug),
        variant=attempt.variant,
        take=attempt.take,
        profile=attempt.profile,
        host=host_of(attempt.profile),
        request_id=attempt.request_id,
        ledger=ledger.id,
        attempt=attempt.id,
        run=attempt.run,
        rehearsal=attempt.rehearsal,
        request=shown,
        beside=_beside(attempt, body, files),
        whole=shown == body and rows.request_text(body) == attempt.request,
        request_sha256=attempt.op,
        seed=seed,
        seconds=attempt.seconds,
        ordered=shape,
        measured=_measured(root, attempt),
        off_spec=attempt.off_spec,
        agreed=attempt.agreed,
        price_usd=money_number(attempt.price),
        cost_usd=money_number(attempt.spent),
        cost_known=attempt.cost_known,
        consent=attempt.consent,
        created=created,
        sent=None if attempt.sent is None else rows.moment(attempt.sent),
        path=attempt.path,
        sha256=attempt.sha256,
        size=attempt.size,
        root=chain.root(values),
        events=tuple(_event(event) for event in ledger.events(attempt.id)),
    )


def _event(event: Event) -> ReceiptEvent:
    note = cast(str, _public(event.note))
    return ReceiptEvent(
        number=event.number, before=event.before, after=event.after, at=rows.moment(event.at), note=note,
        price=event.price, held=event.held, spent=event.spent, hash=event.hash, whole=note == event.note,
    )  # fmt: skip


def _public(value: object) -> object:
    """A value of JSON in which no address has a query and no key can be read."""
    if isinstance(value, str):
        return clean(_QUERY.sub(r"\1", value))
    if isinstance(value, dict):
        return {str(key): _public(inner) for key, inner in cast(dict[object, object], value).items()}
    if isinstance(value, list):
        return [_public(inner) for inner in cast(list[object], value)]
    return value


def _beside(attempt: Attempt, body: dict[str, Any], files: Files) -> dict[str, Any]:
    """What the hash of a request covers beside profile and body; empty where that is not known any more."""
    profile = next(known_profiles([attempt.profile], files), None)
    routes = profile.routes if profile is not None else ()
    ways: list[dict[str, Any]] = [{}, {"take": attempt.take}]
    ways += [{**way, "route": route} for route in routes for way in ways[:2]]
    unknown: dict[str, Any] = {}
    return next((way for way in ways if digest(attempt.profile, body, **way) == attempt.op), unknown)


def _measured(root: Path, attempt: Attempt) -> ReceiptShape | None:
    """What the head of the file says, None where it is not where it was put."""
    try:
        known = facts(root / attempt.path) if attempt.path else None
    except OSError:
        return None
    if known is None:
        return None
    length = round(known.length * 1000)
    return ReceiptShape(number(length), f"{known.width}x{known.height}", _fps(float(known.rate)), known.sound)


def _fps(rate: float) -> int | float:
    near = round(rate * _MANY_FPS) / _MANY_FPS
    return int(near) if near == int(near) else near
