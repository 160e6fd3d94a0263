"""Attempts of real books, as far as a test needs them."""

from __future__ import annotations

from typing import Any

from storyboard.compiler.request import Request
from storyboard.ledger import Caps, Ledger, Reserved

NO_CAPS = Caps()


def bought(ledger: Ledger, request: Request, upto: str = "published", *, sha256: str = "ab" * 32) -> str:
    """The id of an attempt of a request that came as far as a state; where it has spent, 0.6 dollars and 100 s."""
    held = ledger.reserve(request, 5, NO_CAPS)
    assert isinstance(held, Reserved)
    id = held.attempt.id
    steps: dict[str, Any] = {
        "reserved": lambda: None,
        "sending": lambda: ledger.begin_send(id),
        "accepted": lambda: ledger.accepted(id, f"job-{id}"),
        "stored": lambda: ledger.stored(id, sha256, 3),
        "recorded": lambda: ledger.recorded(id, 600_000, 100.0),
        "published": lambda: ledger.published(id, "build/x.mp4"),
    }
    for state, step in steps.items():
        step()
        if state == upto:
            break
    return id
