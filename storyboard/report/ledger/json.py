"""The attempts of a ledger as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from storyboard.ledger.extracts import Subtotal, SumBy
from storyboard.ledger.records import Attempt, Event
from storyboard.ledger.rows import seed_of
from storyboard.ledger.steps import told_state
from storyboard.records import as_text
from storyboard.records import ledger as written
from storyboard.records.clip import ClipRef
from storyboard.records.parts import moment
from storyboard.timing import money_number


def render(attempts: Sequence[Attempt], deleted: Mapping[str, datetime]) -> str:
    """An array of `storyc.attempt/1`; `deleted` is when the host deletes a clip, where that was asked for."""
    return as_text([record(attempt, deleted.get(attempt.id)) for attempt in attempts])


def sums(states: Sequence[Subtotal], by: Sequence[SumBy], groups: Sequence[Subtotal]) -> str:
    """A `storyc.ledger-sum/1` of the sums of each state, and of those that were asked for."""
    return as_text(
        written.LedgerSum(
            attempts=sum(row.attempts for row in states),
            held_usd=money_number(sum(row.held for row in states)),
            spent_usd=money_number(sum(row.spent for row in states)),
            states={row.values[0]: written.Sum(**_sum(row)) for row in states},
            by=tuple(by),
            groups=tuple(
                written.SumGroup(values=dict(zip(by, row.values, strict=True)), **_sum(row)) for row in groups
            ),
        )
    )


def _sum(row: Subtotal) -> dict[str, Any]:
    return {"attempts": row.attempts, "held_usd": money_number(row.held), "spent_usd": money_number(row.spent)}


def record(attempt: Attempt, deleted: datetime | None = None) -> written.AttemptRecord:
    """One attempt as a list has it; `deleted` is when the host deletes its clip."""
    return written.AttemptRecord(
        id=attempt.id,
        story=attempt.story,
        clip=ClipRef(attempt.clip, attempt.title, attempt.slug),
        variant=attempt.variant,
        take=attempt.take,
        state=told_state(attempt),
        seed=seed_of(attempt),
        request_id=attempt.request_id,
        price_usd=money_number(attempt.price),
        held_usd=money_number(attempt.held),
        spent_usd=money_number(attempt.spent),
        cost_known=attempt.cost_known,
        consent=attempt.consent,
        created=moment(attempt.created),
        note=attempt.note,
        host_deletes=None if deleted is None else moment(deleted),
    )


def page(attempt: Attempt, events: Sequence[Event]) -> str:
    """A `storyc.attempt/1` with its request, its file and its events."""
    return as_text(
        written.FullAttempt(
            **msgspec.structs.asdict(record(attempt)),
            profile=attempt.profile,
            request=attempt.body,
            request_sha256=attempt.op,
            seconds=attempt.seconds,
            sent=None if attempt.sent is None else moment(attempt.sent),
            took=attempt.took,
            sha256=attempt.sha256,
            size=attempt.size,
            path=attempt.path,
            off_spec=attempt.off_spec,
            agreed=attempt.agreed,
            events=tuple(
                written.EventRecord(event.number, event.before, event.after, moment(event.at), event.note, event.hash)
                for event in events
            ),
        )
    )
