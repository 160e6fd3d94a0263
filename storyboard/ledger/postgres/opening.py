"""Opening a ledger on a server, to write or only to read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from storyboard.ledger.books import Books
from storyboard.ledger.postgres.address import read
from storyboard.ledger.postgres.checking import check, check_to_write, form_of
from storyboard.ledger.postgres.database import ServerDatabase
from storyboard.ledger.postgres.link import Link
from storyboard.ledger.postgres.shared import SharedBooks
from storyboard.ledger.records import HostPlace


def exists(address: str) -> bool:
    """Whether a database holds a ledger. Raises LedgerTrouble where that cannot be seen, or it has to be made first."""
    link = Link(read(address))
    try:
        with link.worded():
            form_of(link)
    finally:
        link.close()
    return True


def open_books(
    address: str, place: HostPlace, run: str, name: Callable[[], str], now: Callable[[], datetime]
) -> Books:  # fmt: skip
    """The ledger of a database with a new owner. Raises LedgerTrouble."""
    database = _opened(address, check_to_write)
    try:
        database.become(name)
        return SharedBooks(database, place, run, name, now)
    except BaseException:
        database.close()
        raise


def read_books(
    address: str, place: HostPlace | None, name: Callable[[], str], now: Callable[[], datetime]
) -> Books | None:  # fmt: skip
    """The ledger of a database to be read. Raises LedgerTrouble."""
    return SharedBooks(_opened(address, check), place, "", name, now)


def _opened(address: str, check: Callable[[Link], None]) -> ServerDatabase:
    link = Link(read(address))
    try:
        with link.worded():
            check(link)
    except BaseException:
        link.close()
        raise
    return ServerDatabase(link, check)
