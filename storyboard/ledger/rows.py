"""Rows of the database ↔ records, moments ↔ texts, and the counters that an attempt moves."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from storyboard.compiler.request import Request
from storyboard.ledger.records import Attempt, Event, LedgerTrouble, PriorLook
from storyboard.records.parts import ConsentRecord, OffSpec
from storyboard.system.secrets import mask

_LONGEST = 2_000
_CREATED, _SENT, _REHEARSAL, _LOOK, _OFF_SPEC, _AGREED, _CONSENT, _KNOWN = map(
    Attempt.__struct_fields__.index,
    ("created", "sent", "rehearsal", "look", "off_spec", "agreed", "consent", "cost_known"),
)
_AT = 4  # among those of an Event


def moment(at: datetime) -> str:
    """A moment in UTC as a text that sorts as moments do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def attempt_of(row: tuple[Any, ...]) -> Attempt:
    """The attempt of a row whose columns are those of the record, in its order."""
    values = list(row)
    values[_CREATED] = datetime.fromisoformat(values[_CREATED])
    if values[_SENT]:
        values[_SENT] = datetime.fromisoformat(values[_SENT])
    values[_REHEARSAL] = bool(values[_REHEARSAL])
    values[_LOOK] = msgspec.json.decode(values[_LOOK], type=PriorLook) if values[_LOOK] else None
    if values[_OFF_SPEC] is not None:
        values[_OFF_SPEC] = _read(values[_OFF_SPEC])
    values[_AGREED] = bool(values[_AGREED])
    values[_KNOWN] = bool(values[_KNOWN])
    if values[_CONSENT]:
        values[_CONSENT] = msgspec.json.decode(values[_CONSENT], type=ConsentRecord)
    return Attempt(*values)


def looked(off_spec: tuple[OffSpec, ...] | None) -> dict[str, Any]:
    """The columns of what of a clip is not as it was ordered, which nobody has agreed to yet."""
    text = None if off_spec is None else msgspec.json.encode(off_spec).decode("utf-8")
    return {"looked": True, "off_spec": text, "agreed": False}


def _read(text: str) -> tuple[OffSpec, ...] | None:
    """What the column holds; what was changed by hand to be none counts as not measured."""
    try:
        return msgspec.json.decode(text, type=tuple[OffSpec, ...])
    except msgspec.DecodeError:
        return None


def event_of(row: tuple[Any, ...]) -> Event:
    """The event of a row whose columns are those of the record, in its order."""
    values = list(row)
    values[_AT] = datetime.fromisoformat(values[_AT])
    return Event(*values)


def consent_of(consent: ConsentRecord | None) -> str | None:
    """The column of a consent."""
    return None if consent is None else msgspec.json.encode(consent).decode("utf-8")


def note_of(text: str) -> str:
    """A text that may be kept: no key in it, not endless, and writable as UTF-8."""
    # A key that is cut in two is not known any more.
    return mask(text)[:_LONGEST].encode("utf-8", "replace").decode("utf-8")


def scopes(
    run: str, created: str, rehearsal: bool
) -> tuple[tuple[Literal["run", "day", "month", "clips"], str], ...]:  # fmt: skip
    """The counters of an attempt of a run that was made at a moment: the kind of each, and its name.

    What is rehearsed has counters of its own: it spends nothing. What was found at the host is of no run.
    """
    apart = "rehearsal:" if rehearsal else ""
    return (
        *((("run", f"{apart}run:{run}"),) if run else ()),
        ("day", f"{apart}day:{created[:10]}"),
        ("month", f"{apart}month:{created[:7]}"),
        ("clips", f"{apart}clips"),
    )


def values_of(request: Request, seconds: int, created: str) -> dict[str, Any]:
    """The columns that a request fills. Raises LedgerTrouble for one without a seed."""
    seed = request.fields.get("seed")
    if not isinstance(seed, int):
        raise LedgerTrouble(f"the request of clip {request.clip.index} has no seed, by which it could be found again")
    return {
        "op": request.sha256,
        "story": request.story,
        "clip": request.clip.index,
        "title": request.clip.title,
        "slug": request.clip.slug,
        "variant": request.variant,
        "take": request.take,
        "profile": request.profile,
        "seed": seed,
        "request": json.dumps(request.fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        "seconds": seconds,
        "price": request.price,
        "created": created,
    }
