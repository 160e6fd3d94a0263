"""Numbers with their words."""

from __future__ import annotations


def count(number: int, one: str, many: str = "") -> str:
    """A number with its word, whose plural takes an `s` where none is given."""
    return f"{number} {one if number == 1 else many or one + 's'}"
