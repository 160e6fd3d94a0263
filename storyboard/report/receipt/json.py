"""A receipt as JSON."""

from __future__ import annotations

from storyboard.records import as_text
from storyboard.records.receipt import Receipt


def render(receipt: Receipt) -> str:
    """A `storyc.receipt/1`."""
    return as_text(receipt)
