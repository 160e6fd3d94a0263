"""Numbers with their words."""

from __future__ import annotations


def count(number: int, singular: str, plural: str = "") -> str:
    """A number with its word, whose plural takes an `s` where none is given."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def generations(number: int, clips: int) -> str:
    """So many generations, told apart from the clips of which they are takes."""
    return count(number, "clip") if number == clips else f"{number} generations of {count(clips, 'clip')}"
