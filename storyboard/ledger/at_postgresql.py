"""The ledger of many machines, at `postgresql://HOST/DATABASE`: the extra `team`."""

from __future__ import annotations

from storyboard.ledger.postgres.limits import allow
from storyboard.ledger.postgres.migrating import migrate
from storyboard.ledger.postgres.opening import exists, open_books, read_books

__all__ = ["allow", "exists", "migrate", "open_books", "read_books"]
