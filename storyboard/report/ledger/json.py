"""The attempts of a ledger as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from storyboard.ledger.records import Attempt, Event
from storyboard.report.ledger.text import by_state
from storyboard.timing import money_number

SCHEMA = "storyc.attempt/1"
SUM_SCHEMA = "storyc.ledger-sum/1"


def render(attempts: Sequence[Attempt]) -> str:
    """An array of `storyc.attempt/1`."""
    return _json([record(attempt) for attempt in attempts]) if attempts else "[]\n"


def sums(attempts: Sequence[Attempt]) -> str:
    """A `storyc.ledger-sum/1`."""
    states = {state: _sum_record(own) for state, own in by_state(attempts).items()}
    return _json({"schema": SUM_SCHEMA, **_sum_record(attempts), "states": states})


def _sum_record(attempts: Sequence[Attempt]) -> dict[str, object]:
    return {
        "attempts": len(attempts),
        "held_usd": money_number(sum(attempt.held for attempt in attempts)),
        "spent_usd": money_number(sum(attempt.spent for attempt in attempts)),
    }


def record(attempt: Attempt) -> dict[str, object]:
    """One attempt as the values of its JSON object."""
    return {
        "schema": SCHEMA,
        "id": attempt.id,
        "story": attempt.story,
        "clip": {"index": attempt.clip, "title": attempt.title, "slug": attempt.slug},
        "variant": attempt.variant,
        "take": attempt.take,
        "state": attempt.state,
        "seed": attempt.seed,
        "request_id": attempt.request_id,
        "price_usd": money_number(attempt.price),
        "held_usd": money_number(attempt.held),
        "spent_usd": money_number(attempt.spent),
        "created": _moment(attempt.created),
        "note": attempt.note,
    }


def page(attempt: Attempt, events: Sequence[Event]) -> str:
    """A `storyc.attempt/1` with its request, its file and its events."""
    request: Any = msgspec.json.decode(attempt.request)
    history = [
        {"number": event.number, "before": event.before, "after": event.after, "at": _moment(event.at),
         "note": event.note, "hash": event.hash}
        for event in events
    ]  # fmt: skip
    more = {
        "profile": attempt.profile,
        "request": request,
        "request_sha256": attempt.op,
        "seconds": attempt.seconds,
        "sent": None if attempt.sent is None else _moment(attempt.sent),
        "took": attempt.took,
        "sha256": attempt.sha256,
        "size": attempt.size,
        "path": attempt.path,
        "events": history,
    }
    return _json(record(attempt) | more)


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode("utf-8") + "\n"
