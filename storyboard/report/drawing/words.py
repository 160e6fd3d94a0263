"""Numbers with their words."""

from __future__ import annotations


def count(number: int, singular: str, plural: str = "") -> str:
    """A number with its word, whose plural takes an `s` where none is given."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"
