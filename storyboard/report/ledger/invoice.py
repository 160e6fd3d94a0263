"""What does not agree between the host's history and the ledger, and the sums of both: for people, JSON and CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from storyboard.records import as_text
from storyboard.records.clip import ClipRef
from storyboard.records.ledger import InvoiceSum, Reconciliation
from storyboard.report.drawing.table import Column, table
from storyboard.report.drawing.words import count
from storyboard.report.ledger import csv

_IN_NO_LEDGER = "(in no ledger)"
_CSV = (
    "finding", "request_id", "attempt", "at", "model", "story", "clip", "take", "state", "priced_usd", "counted_usd",
    "billed_usd", "prompt",
)  # fmt: skip
_MONEY = (Column("counted", number=True), Column("billed", number=True))


def _text(result: Reconciliation, color: bool, wide: int) -> str:
    parts = [
        (
            "billed and in no ledger",
            (
                Column("job"),
                Column("begun"),
                Column("model"),
                Column("billed", number=True),
                Column("prompt", cut=True),
            ),
            [(job.request_id, job.at or "", job.model, _usd(job.cost_usd), job.prompt) for job in result.unknown],
        ),
        (
            "in the ledger and not billed",
            (*_HEADS, Column("sent"), Column("counted", number=True)),
            [(*_attempt(row), row.sent, _usd(row.counted_usd)) for row in result.not_billed],
        ),
        (
            "billed otherwise than priced or counted",
            (*_HEADS, Column("priced", number=True), *_MONEY),
            [
                (*_attempt(row), _usd(row.price_usd), _usd(row.counted_usd), _usd(row.billed_usd))
                for row in result.otherwise
            ],
        ),
        *(
            (f"by {name}", (Column(name, cut=True), *_MONEY), list(_sums(sums)))
            for name, sums in (("day", result.days), ("model", result.models), ("story", result.stories))
        ),
    ]
    return "\n".join(
        f"{title}:\n{table(columns, rows, color=color, wide=wide)}" for title, columns, rows in parts if rows
    )


_HEADS = (
    Column("attempt"), Column("job"), Column("story", cut=True), Column("clip", number=True), Column("state"),
)  # fmt: skip


def _attempt(row: Any) -> tuple[str, ...]:
    clip: ClipRef = row.clip
    return row.id, row.request_id or "", row.story, str(clip.index), row.state


def _sums(sums: Mapping[str, InvoiceSum]) -> Iterator[tuple[str, ...]]:
    for name, row in sums.items():
        yield name or _IN_NO_LEDGER, _usd(row.counted_usd), _usd(row.billed_usd)


def _usd(amount: int | float | None) -> str:
    return "" if amount is None else str(amount)


def _json(result: Reconciliation, color: bool, wide: int) -> str:
    return as_text(result)


def _csv(result: Reconciliation, color: bool, wide: int) -> str:
    return csv.table(_CSV, _lines(result))


def _lines(result: Reconciliation) -> Iterable[tuple[str, ...]]:
    for job in result.unknown:
        yield (
            "in no ledger", job.request_id, "", job.at or "", job.model, "", "", "", "", "", "", _usd(job.cost_usd),
            job.prompt,
        )  # fmt: skip
    for row in result.not_billed:
        yield (
            "not billed", row.request_id or "", row.id, row.sent, "", row.story, str(row.clip.index), str(row.take),
            row.state, "", _usd(row.counted_usd), "", "",
        )  # fmt: skip
    for row in result.otherwise:
        yield (
            "billed otherwise", row.request_id, row.id, "", "", row.story, str(row.clip.index), str(row.take),
            row.state, _usd(row.price_usd), _usd(row.counted_usd), _usd(row.billed_usd), "",
        )  # fmt: skip


def said(result: Reconciliation, *, agrees: bool) -> str:
    """What the comparison came to: `ok: 12.5 USD billed by `fal`, 12.5 USD in the ledger for it`."""
    sums = (
        f"{_usd(result.billed_usd)} USD billed by `{result.host}`, {_usd(result.counted_usd)} USD in the ledger for it"
    )
    if result.untold_usd:
        sums += f", {_usd(result.untold_usd)} of them for jobs of which the host tells no cost"
    if agrees:
        return f"ok: {sums}"
    number = len(result.unknown) + len(result.not_billed) + len(result.otherwise)
    return f"{count(number, 'difference')}: {sums}" if number else f"the sums differ: {sums}"


FORMATS: dict[str, Callable[[Reconciliation, bool, int], str]] = {"text": _text, "json": _json, "csv": _csv}
