"""The hash chain of an attempt: each event's hash covers the one before it, and the first what never changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

# What an attempt is for its whole life, in the order in which it is hashed.
FIXED = (
    "id op run story clip title slug variant take profile seed request seconds price created"  # one name a column
).split()


def root(fixed: Sequence[str | int]) -> str:
    """The hash that stands before an attempt's first event; `fixed` holds the values of the columns FIXED."""
    return _hash("", fixed)


def link(
    previous: str,
    attempt: str,
    number: int,
    before: str,
    after: str,
    at: str,
    note: str,
    price: int,
    on_hold: int,
    spent: int,
) -> str:
    """The hash of an event: SHA-256 in hex over the hash before it and the event as JSON."""
    return _hash(previous, (attempt, number, before, after, at, note, price, on_hold, spent))


def event(
    attempt: str, number: int, before: str, after: str, at: str, note: str, money: tuple[int, int, int],
    row: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """The columns of an event, and its hash; `money` is price, hold and what is spent, `row` the attempt's columns."""
    previous: str = row["head"] if number > 1 else root([row[name] for name in FIXED])
    price, on_hold, spent = money
    return {
        "attempt": attempt,
        "number": number,
        "before": before,
        "after": after,
        "at": at,
        "note": note,
        "price": price,
        "held": on_hold,
        "spent": spent,
        "hash": link(previous, attempt, number, before, after, at, note, price, on_hold, spent),
    }


def _hash(previous: str, values: Sequence[str | int]) -> str:
    text = json.dumps(list(values), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}{text}".encode()).hexdigest()
