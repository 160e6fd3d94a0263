"""What is measured: rows of figures, some with a target, in sections that say when and of what they are."""

from __future__ import annotations

import msgspec


class Row(msgspec.Struct, frozen=True):
    """Figures by the heads of their columns; `targets` says of some of them what they may be at most."""

    name: str
    figures: dict[str, float]
    targets: dict[str, float] = {}

    @property
    def met(self) -> bool | None:
        """Whether each target is met, None without one."""
        if not self.targets:
            return None
        return all(self.figures[column] <= most for column, most in self.targets.items())


class Section(msgspec.Struct, frozen=True):
    """One kind of measurement: what was measured and how, and its rows."""

    title: str
    about: str
    rows: list[Row]


class Taken(msgspec.Struct, frozen=True):
    """A section with the day it was measured, the storyc that was, and the machine."""

    section: Section
    date: str
    turns: int
    storyc: str
    machine: str
    versions: dict[str, str]


class Results(msgspec.Struct, frozen=True):
    """All kinds that were measured, by their names."""

    kinds: dict[str, Taken] = {}
