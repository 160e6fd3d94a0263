"""The attempts of a ledger, their sums and an invoice as CSV: a head, and a line for each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from storyboard.ledger.extracts import Subtotal
from storyboard.ledger.records import Attempt
from storyboard.ledger.steps import told_state
from storyboard.records.parts import moment
from storyboard.report.drawing.cells import shown
from storyboard.timing import money

# A spreadsheet takes what begins so for a formula.
_FORMULA = ("=", "+", "-", "@")
_ATTEMPT = (
    "id", "created", "story", "variant", "clip", "title", "take", "model", "run", "state", "price_usd", "held_usd",
    "spent_usd", "request_id", "host_deletes", "note",
)  # fmt: skip
_SUM = ("attempts", "held_usd", "spent_usd")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The rows below their head; no cell is a formula to a spreadsheet, and none breaks its line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def _cell(text: str) -> str:
    # Keys are hidden where it is written.
    text = text if text.isascii() and text.isprintable() else shown(text)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def render(attempts: Iterable[Attempt], deleted: Mapping[str, datetime]) -> str:
    """A line an attempt; `deleted` is when the host deletes its clip, where that was asked for."""
    return table(_ATTEMPT, (_cells(attempt, deleted.get(attempt.id)) for attempt in attempts))


def _cells(attempt: Attempt, deleted: datetime | None) -> tuple[str, ...]:
    return (
        attempt.id,
        moment(attempt.created),
        attempt.story,
        attempt.variant,
        str(attempt.clip),
        attempt.title,
        str(attempt.take),
        attempt.profile,
        attempt.run,
        told_state(attempt),
        money(attempt.price),
        money(attempt.held),
        money(attempt.spent),
        attempt.request_id or "",
        moment(deleted) if deleted is not None else "",
        attempt.note,
    )


def sums(by: Sequence[str], groups: Iterable[Subtotal]) -> str:
    """A line for each that attempts were summed by."""
    rows = ((*row.values, str(row.attempts), money(row.held), money(row.spent)) for row in groups)
    return table((*by, *_SUM), rows)
