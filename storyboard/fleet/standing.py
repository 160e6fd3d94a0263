"""How the plans stand that were submitted to the fleet, and taking back what was not sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from storyboard.fleet import FleetError
from storyboard.ledger.records import Attempt
from storyboard.ledger.steps import COUNTED, is_charged, is_unknown, is_waiting
from storyboard.ledger.submissions import FleetLedger
from storyboard.records.fleet import FleetPlan, FleetState, FleetStatus
from storyboard.records.parts import ConsentRecord, moment
from storyboard.timing import money_number

_SHORTEST = 6  # characters of a digest or an id that name one
_CANCELLED = "cancelled before it was sent"


class Cancelled(msgspec.Struct, frozen=True):
    """What a cancellation came to: the attempts that are void, and how many of what was named were sent before."""

    void: tuple[Attempt, ...]
    sent: int


def state_of(attempt: Attempt) -> FleetState:
    """How an attempt stands in the fleet."""
    if is_waiting(attempt):
        return "waiting"
    if is_unknown(attempt):
        return "unknown"
    if attempt.state in COUNTED:
        return "here"
    if attempt.state == "void":
        return "over"
    if is_charged(attempt):
        return "charged"
    return "host" if attempt.state == "accepted" else "sending"


def status(attempts: Iterable[Attempt]) -> FleetStatus:
    """The plans that were submitted to the fleet, the latest first."""
    plans: dict[str, list[Attempt]] = {}
    at_host: dict[str, Attempt] = {}
    for attempt in attempts:
        if (consent := _consent(attempt)) is not None:
            plans.setdefault(consent.plan or "", []).append(attempt)
        elif attempt.consent is None and attempt.state != "void":
            at_host[attempt.op] = attempt
    rows = [_plan(digest, own, _latest(own, at_host)) for digest, own in plans.items()]
    return FleetStatus(plans=tuple(sorted(rows, key=lambda row: row.submitted, reverse=True)))


def _consent(attempt: Attempt) -> ConsentRecord | None:
    """The consent by which an attempt was submitted to the fleet, None where it was not."""
    return attempt.consent if attempt.consent is not None and attempt.consent.fleet is True else None


def _latest(attempts: Sequence[Attempt], at_host: Mapping[str, Attempt]) -> list[Attempt]:
    """The last attempt of each operation: those before it were not billed, and waited again.

    Where a worker has found the clip at the host, what it has written down of that stands for what had waited.
    """
    last = {attempt.op: attempt for attempt in attempts}
    return [at_host.get(op, attempt) if attempt.state == "void" else attempt for op, attempt in last.items()]


def _plan(digest: str, submitted: Sequence[Attempt], attempts: Sequence[Attempt]) -> FleetPlan:
    first = min(submitted, key=lambda attempt: attempt.created)
    assert first.consent is not None
    over: dict[str, int] = Counter(item.note for item in attempts if state_of(item) == "over" and item.note)
    clips: dict[FleetState, int] = {}
    for item in attempts:
        clips[state_of(item)] = clips.get(state_of(item), 0) + 1
    return FleetPlan(
        plan=digest,
        submitted=moment(first.created),
        who=first.consent.who,
        machine=first.consent.machine,
        clips=clips,
        held_usd=money_number(sum(attempt.held for attempt in attempts)),
        spent_usd=money_number(sum(attempt.spent for attempt in attempts)),
        over=dict(sorted(over.items())),
    )


def cancel(ledger: FleetLedger, word: str) -> Cancelled:
    """Take back what waits of a plan, by its digest, or of one attempt, by its id; the beginning of it is enough.

    What is sent by then is left as it is. Raises FleetError where nothing is called so, and LedgerTrouble.
    """
    every = [attempt for attempt in ledger.attempts() if _consent(attempt) is not None]
    named = [attempt for attempt in every if attempt.id.startswith(word)]
    plans = {attempt.consent.plan for attempt in every if attempt.consent is not None and attempt.consent.plan}
    digests = {plan for plan in plans if plan.startswith(word)}
    if len(word) < _SHORTEST or len(named) + len(digests) != 1:
        many = len(word) < _SHORTEST or named or digests
        what = "more than one plan or attempt may begin" if many else "no plan or attempt of the fleet begins"
        raise FleetError(f"{what} with `{word[:64]}`: see `storyc fleet status`")
    meant = named or [item for item in every if item.consent is not None and item.consent.plan in digests]
    void = tuple(attempt for attempt in meant if is_waiting(attempt) and ledger.withdraw(attempt.id, _CANCELLED))
    gone = {attempt.id for attempt in void}
    return Cancelled(void, sum(item.state != "void" and item.id not in gone for item in meant))
