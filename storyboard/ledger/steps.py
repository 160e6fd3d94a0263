"""Which states may follow which, and what an attempt holds and has spent in each."""

from __future__ import annotations

from storyboard.ledger.records import State

# Which states may become which; who is not named here is refused.
STEPS: dict[State, frozenset[State]] = {
    "sending": frozenset({"reserved"}),
    "accepted": frozenset({"sending", "unknown"}),
    "stored": frozenset({"accepted"}),
    "recorded": frozenset({"stored"}),
    "published": frozenset({"recorded", "published"}),
    "unknown": frozenset({"sending", "accepted"}),
    "void": frozenset({"reserved", "sending", "unknown", "accepted"}),
}
LOSABLE: frozenset[State] = frozenset({"sending", "unknown", "accepted", "stored", "recorded", "published"})
INHERITED: frozenset[State] = frozenset({"accepted", "stored", "recorded"})
NOT_SENT = "nothing was sent"
ENDED = "the process that sent it has ended"


def balance(on_hold: int, spent: int, after: State, cost: int | None, lost: bool) -> tuple[int, int]:
    """What an attempt holds and has spent once it is in a state; `cost` is what the host charged."""
    if after == "recorded":
        assert cost is not None
        return 0, cost
    if after == "void":
        return 0, on_hold + spent if lost else 0
    return on_hold, spent
