"""The books of a project, opened to be read."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from storyboard.ledger.records import Ledger


@contextmanager
def reading(folder: Path) -> Generator[Ledger | None]:
    """The books in a folder, None where there are none. Raises LedgerTrouble where they fail."""
    if not folder.is_dir():  # then no database need be loaded
        yield None
        return
    from storyboard.ledger import read_ledger

    ledger = read_ledger(folder)
    try:
        yield ledger
    finally:
        if ledger is not None:
            ledger.close()
