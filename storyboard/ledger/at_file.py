"""The ledger of one machine, in a folder: a database, and beside it a lock for each process that writes."""

from __future__ import annotations

from storyboard.ledger.opening import exists
from storyboard.ledger.sqlite import open_books, read_books

__all__ = ["exists", "open_books", "read_books"]
