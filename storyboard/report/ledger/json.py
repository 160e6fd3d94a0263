"""The attempts of a ledger as JSON."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from storyboard.ledger.records import Attempt, Event
from storyboard.records import as_text
from storyboard.records import ledger as written
from storyboard.records.parts import ClipRef, moment
from storyboard.report.ledger.text import by_state
from storyboard.timing import money_number


def render(attempts: Sequence[Attempt]) -> str:
    """An array of `storyc.attempt/1`."""
    return as_text([record(attempt) for attempt in attempts])


def sums(attempts: Sequence[Attempt]) -> str:
    """A `storyc.ledger-sum/1`."""
    states = {state: _sum(own) for state, own in by_state(attempts).items()}
    return as_text(written.LedgerSum(**msgspec.structs.asdict(_sum(attempts)), states=states))


def _sum(attempts: Sequence[Attempt]) -> written.Sum:
    return written.Sum(
        attempts=len(attempts),
        held_usd=money_number(sum(attempt.held for attempt in attempts)),
        spent_usd=money_number(sum(attempt.spent for attempt in attempts)),
    )


def record(attempt: Attempt) -> written.AttemptRecord:
    """One attempt as a list has it."""
    return written.AttemptRecord(
        id=attempt.id,
        story=attempt.story,
        clip=ClipRef(attempt.clip, attempt.title, attempt.slug),
        variant=attempt.variant,
        take=attempt.take,
        state=attempt.state,
        seed=attempt.seed,
        request_id=attempt.request_id,
        price_usd=money_number(attempt.price),
        held_usd=money_number(attempt.held),
        spent_usd=money_number(attempt.spent),
        cost_known=attempt.cost_known,
        consent=attempt.consent,
        created=moment(attempt.created),
        note=attempt.note,
    )


def page(attempt: Attempt, events: Sequence[Event]) -> str:
    """A `storyc.attempt/1` with its request, its file and its events."""
    return as_text(
        written.FullAttempt(
            **msgspec.structs.asdict(record(attempt)),
            profile=attempt.profile,
            request=msgspec.json.decode(attempt.request),
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
