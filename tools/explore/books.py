"""The real ledger, each of whose methods is one call of the journal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from storyboard.ledger import Ledger, LedgerTrouble
from storyboard.ledger.books import Books
from tools.explore.host import World
from tools.explore.journal import Journal

# What may fail because the disk is full. What was sent has been given room before.
_WRITES = frozenset(
    ("reserve", "learn", "begin_send", "accepted", "stored", "recorded", "published", "unknown", "reach")
)


class Journaled:
    """A Ledger whose calls are those of a journal, made by the books."""

    def __init__(self, books: Books, world: World, journal: Journal) -> None:
        self.owner, self.place, self.id, self.restored = books.owner, books.place, books.id, books.restored
        self._books, self._world, self._journal = books, world, journal

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._books, name)

        def call(*given: Any, **more: Any) -> Any:
            ways = [lambda: method(*given, **more)]
            return self._journal.call([*ways, *self._world.fault(_full)] if name in _WRITES else ways)

        return call


def journaled(books: Books, world: World, journal: Journal) -> Ledger:
    """The books as a Ledger whose calls are those of a journal."""
    return Journaled(books, world, journal)  # pyright: ignore[reportReturnType] - its methods come from the books


def _full() -> None:
    raise LedgerTrouble("the disk is full")
