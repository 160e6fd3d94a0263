"""The books of a ledger on a server: what was lost with a connection, or was in another's way, is done again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from storyboard.ledger.books import Books
from storyboard.ledger.postgres.database import ServerDatabase

T = TypeVar("T")


class SharedBooks(Books):
    """A Ledger on a server.

    Each method is one transaction or one question, which has happened whole or not at all when Again is raised: so it
    may be called again, by whom it was called.
    """

    _database: ServerDatabase

    def patiently(self, act: Callable[[], T]) -> T:
        """What an act comes to that is tried again while the server is away."""
        return self._database.patience.with_(act)


def _again(name: str) -> Callable[..., Any]:
    @wraps(getattr(Books, name))
    def called(self: SharedBooks, *given: Any, **more: Any) -> Any:
        return self.patiently(lambda: getattr(Books, name)(self, *given, **more))

    return called


for _name in dir(Books):
    if not _name.startswith("_") and _name not in ("close", "hurry") and callable(getattr(Books, _name)):
        setattr(SharedBooks, _name, _again(_name))
