"""Rows of the database ↔ records, moments ↔ texts, and the counters that an attempt moves."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any, NamedTuple, get_args

import msgspec

from storyboard.compiler.request import Request
from storyboard.ledger.caps import CapKind
from storyboard.ledger.records import NO_SEED, Attempt, Event, PriorLook, Standing
from storyboard.records.ledger import State
from storyboard.records.parts import ConsentRecord, OffSpec
from storyboard.system.secrets import mask

_LONGEST = 2_000
_SHOWN = 40
# No moment of a ledger lies outside of these years, whatever a clock says.
_YEARS = range(2000, 9000)
_STATES = frozenset(get_args(State))
_WHOLE = {"clip", "take", "seed", "seconds", "price", "held", "spent", "size", "rehearsal", "agreed", "cost_known"}
_ABSENT = {"sent", "request_id", "sha256", "size", "path", "took", "look", "off_spec", "consent"}
_FIELDS = Attempt.__struct_fields__
# What the columns of a new attempt hold that nobody fills.
_RESERVED = {**dict.fromkeys(_ABSENT), "state": "reserved", "spent": 0, "note": "", "agreed": 0, "cost_known": 1}
_AMOUNTS = slice(_FIELDS.index("price"), _FIELDS.index("spent") + 1)
_STATE = _FIELDS.index("state")
_Reader = tuple[str, int, Callable[[Any], Any]]  # a column, its place, and what makes the record's value of its own


class Damaged(ValueError):
    """A row of the database holds what storyc never writes; the text names the row."""


def moment(at: datetime) -> str:
    """A moment in UTC as a text that sorts as moments do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def attempt_of(row: tuple[Any, ...]) -> Attempt:
    """The attempt of a row whose columns are those of the record, in its order. Raises Damaged."""
    return Attempt(*_values(Attempt, row))


def standing_of(row: tuple[Any, ...]) -> Standing:
    """How the attempt of a row stands, whose columns are those of the record, in its order. Raises Damaged."""
    return Standing(*_values(Standing, row))


def _values(record: type[Standing], row: tuple[Any, ...]) -> list[Any]:
    name, readers = _kinds(record, tuple(map(type, row)))
    values = list(row)
    try:
        if not name:
            for name, at, read in readers:  # noqa: B007 - it is the one that fails
                values[at] = read(values[at])
            name = "state" if values[_STATE] not in _STATES else "price" if min(values[_AMOUNTS]) < 0 else ""
    except (ValueError, OverflowError, msgspec.MsgspecError):
        values = list(row)
    if name:
        text = note_of(repr(row[record.__struct_fields__.index(name)]))[:_SHOWN]
        raise Damaged(f"attempt `{row[0]}` cannot be read: its `{name}` is {text}")
    return values


def reserved(values: dict[str, Any]) -> Attempt:
    """The attempt that was just reserved, of the columns that were filled."""
    columns = _RESERVED | values | {"held": values["price"], "rehearsal": int(values["rehearsal"])}
    return attempt_of(tuple(columns[name] for name in _FIELDS))


@cache
def _kinds(record: type[Standing], kinds: tuple[type, ...]) -> tuple[str, tuple[_Reader, ...]]:
    """The first column whose value has a type that it never has, empty where none is, and what reads the others."""
    readers: list[_Reader] = []
    for at, (name, kind) in enumerate(zip(record.__struct_fields__, kinds, strict=True)):
        right = int if name in _WHOLE else float if name == "took" else str
        if kind is not right and not (name in _ABSENT and kind is type(None)):
            return name, ()
        if name in _READ and kind is right:
            readers.append((name, at, _READ[name]))
    return "", tuple(readers)


def looked(off_spec: tuple[OffSpec, ...] | None) -> dict[str, Any]:
    """The columns of what of a clip is not as it was ordered, which nobody has agreed to yet."""
    text = None if off_spec is None else msgspec.json.encode(off_spec).decode("utf-8")
    return {"looked": True, "off_spec": text, "agreed": False}


def _off_spec(text: str) -> tuple[OffSpec, ...] | None:
    """What the column holds; what was changed by hand to be none counts as not measured."""
    try:
        return msgspec.json.decode(text, type=tuple[OffSpec, ...])
    except msgspec.DecodeError:
        return None


def moment_of(text: str) -> datetime:
    """The moment of a text that `moment` has written. Raises ValueError."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None or at.year not in _YEARS:
        raise ValueError(text)
    return at


def event_of(row: tuple[Any, ...]) -> Event:
    """The event of a row whose columns are those of the record, in its order. Raises Damaged."""
    attempt, number, before, after, at, *rest = row
    fits = tuple(map(type, row)) == (str, int, str, str, str, str, int, int, int, str) and after in _STATES
    try:
        if fits:
            return Event(attempt, number, before, after, moment_of(at), *rest)
    except ValueError:
        fits = False
    raise Damaged(f"event {number!r} of attempt `{attempt}` cannot be read")


def consent_of(consent: ConsentRecord | None) -> str | None:
    """The column of a consent."""
    return None if consent is None else msgspec.json.encode(consent).decode("utf-8")


def note_of(text: str) -> str:
    """A text that may be kept: no key in it, not endless, and writable as UTF-8."""
    # A key that is cut in two is not known any more.
    return mask(text)[:_LONGEST].encode("utf-8", "replace").decode("utf-8")


class Counter(NamedTuple):
    """A counter of an attempt: the kind of its cap, its name, and whether it counts for the buyer alone."""

    kind: CapKind
    scope: str
    of_buyer: bool = False


def scopes(run: str, created: str, rehearsal: bool, buyer: str) -> tuple[Counter, ...]:
    """The counters of an attempt of a run that was made at a moment, in the order in which they are taken.

    What is rehearsed has counters of its own: it spends nothing. What was found at the host is of no run.
    """
    apart = "rehearsal:" if rehearsal else ""
    day, month, clips = f"{apart}day:{created[:10]}", f"{apart}month:{created[:7]}", f"{apart}clips"
    everybody = Counter("day", day), Counter("month", month), Counter("clips", clips)
    own = [Counter(kind, f"{scope}:{buyer}", True) for kind, scope, _ in everybody] if buyer else ()
    return *((Counter("run", f"{apart}run:{run}"),) if run else ()), *everybody, *own


def values_of(request: Request, seconds: int, created: str) -> dict[str, Any]:
    """The columns that a request fills."""
    return {
        "op": request.sha256,
        "story": request.story,
        "clip": request.clip.index,
        "title": request.clip.title,
        "slug": request.clip.slug,
        "variant": request.variant,
        "take": request.take,
        "profile": request.profile,
        "seed": NO_SEED if request.seed is None else request.seed,
        "request": request_text(request.fields),
        "seconds": seconds,
        "price": request.price,
        "created": created,
    }


def request_text(fields: dict[str, Any]) -> str:
    """The body of a request as its column has it."""
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seed_of(attempt: Attempt) -> int | None:
    """The seed that was sent, None where the model takes none."""
    return None if attempt.seed == NO_SEED else attempt.seed


_LOOK, _CONSENT = msgspec.json.Decoder(PriorLook), msgspec.json.Decoder(ConsentRecord)
# The columns that are not kept as they are in the record.
_READ: dict[str, Callable[[Any], Any]] = {
    "created": moment_of,
    "sent": moment_of,
    "rehearsal": bool,
    "look": _LOOK.decode,
    "off_spec": _off_spec,
    "agreed": bool,
    "consent": _CONSENT.decode,
    "cost_known": bool,
}
