"""Where the ledger and the store of a project lie, and the books opened to be read."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from storyboard.config import Config
from storyboard.ledger.records import HostPlace, Ledger
from storyboard.production.purchase.places import HOME, STORE, Addresses
from storyboard.project.gathering import addressed


def addresses_of(root: Path, config: Config) -> Addresses:
    """Where ledger and store lie: a flag's is meant from the working folder, any other from the root.

    In a folder the store lies beside the ledger; at another address they are one, unless the ledger has its own.
    """
    home = root / HOME if config.store is None else addressed(root, config.store, config.origins["store"])
    ledger = home if config.ledger is None else addressed(root, config.ledger, config.origins["ledger"])
    return Addresses(ledger, home / STORE if isinstance(home, Path) else home)


@contextmanager
def reading(address: Path | str, place: HostPlace | None = None) -> Generator[Ledger | None]:
    """The books at an address, None where there are none. Raises LedgerTrouble where they fail.

    With a place they show the side that it is on, rehearsals or all else.
    """
    if isinstance(address, Path) and not address.exists():  # then no database need be loaded
        yield None
        return
    from storyboard.ledger import read_ledger

    ledger = read_ledger(address, place)
    try:
        yield ledger
    finally:
        if ledger is not None:
            ledger.close()
