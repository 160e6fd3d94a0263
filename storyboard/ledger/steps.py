"""Which states may follow which, and what an attempt holds and has spent in each."""

from __future__ import annotations

from collections.abc import Iterable

from storyboard.ledger.records import FLEET, Event, Standing, State
from storyboard.records.parts import OffSpec

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
# Attempts whose cost is counted, whose clip the store has, and whose job the host has named.
COUNTED: tuple[State, ...] = ("recorded", "published")
KEPT: tuple[State, ...] = ("stored", *COUNTED)
NAMED: tuple[State, ...] = ("accepted", *KEPT)
# Attempts that may be paid for, and whose clip lies at the host alone.
AT_HOST: tuple[State, ...] = ("sending", "accepted", "unknown")
LOSABLE: tuple[State, ...] = (*AT_HOST, *KEPT)
# Attempts that another process may go on with.
INHERITED: tuple[State, ...] = ("accepted", "stored", "recorded")
MEASURED, BY_HAND = "measured: ", "settled by hand: "  # begin what is only noted of an attempt that stays as it is
LOST = f"{BY_HAND}lost"
RECALLED = "bought by these books, of which this was an old copy"  # why an attempt is over that only counts
CHARGED = "failed and charged: "  # begins why an attempt is over that somebody has to settle
DOUBTED = "failed, and may be charged: "  # begins why one is over of whose cost neither the host nor its documents tell
NOT_SENT = "nothing was sent"
UNTOLD = "the host tells no cost, so the price is counted"  # what is learned where a clip's cost is not known
ENDED = "the process that sent it has ended"

UNNAMED = "unnamed-"  # begins what a job is called here that the host has not named


def job_of(request_id: str | None) -> str | None:
    """The name by which the host knows a job, None where only we have given it one."""
    return None if request_id is None or request_id.startswith(UNNAMED) else request_id


def is_nameless(attempt: Standing) -> bool:
    """Whether an attempt has a clip, and the host has not named the job that it is of."""
    return attempt.state in KEPT and job_of(attempt.request_id) is None


def learns(before: str, after: str, note: str) -> bool:
    """Whether an event's note is what was learned: a job's name, a clip's hash, a path; else it is only a reason."""
    if after == "accepted":
        return before in STEPS["accepted"]
    return before != after or (after == "published" and not note.startswith((MEASURED, BY_HAND)))


def is_put(event: Event) -> bool:
    """Whether an event's note is where the clip was put."""
    return event.after == "published" and learns(event.before, event.after, event.note)


def cost_of(attempt: Standing) -> int:
    """What a clip has cost, in micro-dollars, which may be nothing; until that is counted, its price."""
    return attempt.spent if attempt.state in COUNTED else attempt.spent or attempt.price


def is_waiting(attempt: Standing) -> bool:
    """Whether an attempt waits for the fleet."""
    return (attempt.state, attempt.owner) == ("reserved", FLEET)


def is_charged(attempt: Standing) -> bool:
    """Whether the job of an attempt failed and was charged, which somebody has to settle."""
    return attempt.state == "accepted" and attempt.note.startswith(CHARGED)


def is_doubted(attempt: Standing) -> bool:
    """Whether the job of an attempt failed and nobody knows whether that is billed, which somebody has to settle."""
    return attempt.state == "accepted" and attempt.note.startswith(DOUBTED)


def is_over(attempt: Standing) -> bool:
    """Whether the job of an attempt failed, so that no clip will come, and somebody has to settle what that cost."""
    return is_charged(attempt) or is_doubted(attempt)


def why_over(attempt: Standing) -> str:
    """Why the job of such an attempt failed, as its host says it."""
    return attempt.note.removeprefix(CHARGED).removeprefix(DOUBTED)


def is_unknown(attempt: Standing) -> bool:
    """Whether nobody knows what was billed for an attempt: its send came to no answer, or its job to nothing."""
    return attempt.state == "unknown" or is_doubted(attempt)


def told_state(attempt: Standing) -> State:
    """The state of an attempt as people and programs are told it: one that nobody knows the cost of is unknown."""
    return "unknown" if is_unknown(attempt) else attempt.state


def off_spec_said(off_spec: Iterable[OffSpec]) -> str:
    """What of a clip is not as it was ordered, in words: `size 320x240 for 1280x720`."""
    return ", ".join(map(_said, off_spec)) or "as it was ordered"


def _said(item: OffSpec) -> str:
    if item.what == "request":
        return f"the host dropped `{item.ordered}`"
    return f"{item.what} {item.arrived} for {item.ordered}"


def balance(on_hold: int, spent: int, after: State, cost: int | None, lost: bool) -> tuple[int, int]:
    """What an attempt holds and has spent once it is in a state; `cost` is what the host charged."""
    if after == "recorded":
        assert cost is not None
        return 0, cost
    if after == "accepted" and cost is not None:
        return cost, spent
    if after == "void" and lost:
        return 0, on_hold + spent if cost is None else cost
    if after == "void":
        return 0, spent
    return on_hold, spent
