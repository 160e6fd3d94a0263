"""The attempts of a ledger as text: tables for people, JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from storyboard.cli.table import Column, table
from storyboard.ledger.records import Attempt, Event
from storyboard.report.drawing.cells import shown
from storyboard.report.drawing.words import count
from storyboard.timing import money, money_number

SCHEMA = "storyc.attempt/1"
SUM_SCHEMA = "storyc.ledger-sum/1"
_COLORS = {"unknown": "red", "published": "green", "accepted": "cyan", "sending": "cyan", "void": "yellow"}
_HEADS = (
    Column("id"),
    Column("created (UTC)"),
    Column("story", cut=True),
    Column("variant"),
    Column("clip", number=True),
    Column("title", cut=True),
    Column("take", number=True),
    Column("state", colors=_COLORS),
    Column("held", number=True),
    Column("spent", number=True),
    Column("note", cut=True),
)
_SUMS = (Column("state"), Column("attempts", number=True), Column("held", number=True), Column("spent", number=True))


def as_table(attempts: Sequence[Attempt], *, color: bool, wide: int) -> str:
    """A line an attempt, money in dollars."""
    several = any(attempt.take > 1 for attempt in attempts)
    return table(_HEADS, [_cells(attempt, several) for attempt in attempts], color=color, wide=wide)


def _cells(attempt: Attempt, takes: bool) -> tuple[str, ...]:
    return (
        attempt.id,
        f"{attempt.created:%Y-%m-%d %H:%M}",
        attempt.story,
        attempt.variant,
        str(attempt.clip),
        attempt.title,
        str(attempt.take) if takes else "",
        attempt.state,
        money(attempt.held),
        money(attempt.spent),
        attempt.note,
    )


def as_sums(attempts: Sequence[Attempt], *, color: bool, wide: int) -> str:
    """A line a state, and one for all."""
    rows = [(state, *_sums(own)) for state, own in _by_state(attempts).items()]
    return table(_SUMS, [*rows, ("all", *_sums(attempts))], color=color, wide=wide)


def _by_state(attempts: Sequence[Attempt]) -> dict[str, list[Attempt]]:
    found: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        found.setdefault(attempt.state, []).append(attempt)
    return found


def _sums(attempts: Sequence[Attempt]) -> tuple[str, str, str]:
    return str(len(attempts)), money(sum(each.held for each in attempts)), money(sum(each.spent for each in attempts))


def as_json(attempts: Sequence[Attempt]) -> str:
    """An array of `storyc.attempt/1`."""
    return _json([record(attempt) for attempt in attempts]) if attempts else "[]\n"


def sums_as_json(attempts: Sequence[Attempt]) -> str:
    """A `storyc.ledger-sum/1`."""
    states = {state: _sum_record(own) for state, own in _by_state(attempts).items()}
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
    """All that is known of one attempt, and what happened to it."""
    rows = [(key, shown(value)) for key, value in _facts(attempt) if value]
    lines = [f"{attempt.id}\n", *(f"  {key:<9} {value}\n" for key, value in rows), "\n"]
    for event in events:
        note = f"  {shown(event.note)}" if event.note else ""
        lines.append(f"  {event.at:%Y-%m-%d %H:%M:%S}  {event.after:<9}{note}".rstrip() + "\n")
    return "".join([*lines, *_ways(attempt)])


def _ways(attempt: Attempt) -> list[str]:
    """How an attempt is settled whose outcome is not known, and what each way costs."""
    if attempt.state != "unknown":
        return []
    price, command = money(attempt.held), f"storyc ledger resolve {attempt.id}"
    when = f" sent about {attempt.sent:%Y-%m-%d %H:%M} UTC" if attempt.sent is not None else ""
    ways = (
        ("--attach REQUEST", "it is there: the next build fetches its clip for nothing"),
        ("--not-billed", f"it was not billed: {price} USD are free again; if it was, the next build pays twice"),
        ("--lost", f"it was billed and its clip is gone: {price} USD count as spent, the next build pays again"),
    )
    return [
        f"\n  a build asks the host's history again. To settle it by hand, look there for a job{when}\n"
        f"  with seed {attempt.seed}, then say which it is:\n\n",
        *(f"  {command} {flag:<17} {meaning}\n" for flag, meaning in ways),
    ]


def _facts(attempt: Attempt) -> list[tuple[str, str]]:
    title = f": {attempt.title}" if attempt.title else ""
    variant = f", variant {attempt.variant}" if attempt.variant else ""
    return [
        ("story", attempt.story),
        ("clip", f"{attempt.clip}{title}{variant}, take {attempt.take}, {attempt.seconds} s"),
        ("state", attempt.state),
        ("note", attempt.note),
        ("price", f"{money(attempt.price)} USD, {money(attempt.held)} held, {money(attempt.spent)} spent"),
        ("model", attempt.profile),
        ("seed", str(attempt.seed)),
        ("request", attempt.request_id or ""),
        ("hash", attempt.op),
        ("sent", f"{attempt.sent:%Y-%m-%d %H:%M:%S} UTC" if attempt.sent is not None else ""),
        ("took", f"{attempt.took:.0f} s" if attempt.took is not None else ""),
        ("file", attempt.sha256 or ""),
        ("bytes", f"{attempt.size:,}" if attempt.size is not None else ""),
        ("path", attempt.path or ""),
    ]


def page_as_json(attempt: Attempt, events: Sequence[Event]) -> str:
    """A `storyc.attempt/1` with its request, its file and its events."""
    request: Any = msgspec.json.decode(attempt.request)
    told = [
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
        "events": told,
    }
    return _json(record(attempt) | more)


def totals(attempts: Sequence[Attempt]) -> str:
    """What attempts come to: `12 attempts, 3.75 USD spent, 0.625 USD held`."""
    held = sum(attempt.held for attempt in attempts)
    words = [count(len(attempts), "attempt"), f"{money(sum(attempt.spent for attempt in attempts))} USD spent"]
    return ", ".join([*words, f"{money(held)} USD held"] if held else words)


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def _json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode("utf-8") + "\n"
