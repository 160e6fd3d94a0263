"""Where the books of a project lie, and its ledger opened to be read."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from storyboard.config import Config
from storyboard.ledger.records import HostPlace, Ledger
from storyboard.production.purchase.places import HOME, REHEARSALS, STORE, Addresses
from storyboard.project.places import addressed, unlinked
from storyboard.recall import witness


def addresses_of(root: Path, config: Config, *, rehearsal: bool) -> Addresses:
    """Where the books lie: a flag's is meant from the working folder, any other from the root.

    In a folder the store lies beside the ledger; at another address they are one, unless the ledger has its own. What
    is rehearsed has books in folders of its own; a ledger at another address tells it apart by the place of its jobs.
    """
    home = unlinked(root, root / HOME)
    if config.store is not None:
        home = addressed(root, config.store, config.origins["store"])
    ledger = home if config.ledger is None else addressed(root, config.ledger, config.origins["ledger"])
    if not rehearsal:
        return Addresses(ledger, _within(root, home, STORE), lock_folder(root, rehearsal=False))
    ledger = _within(root, ledger, REHEARSALS)
    store = _within(root, _within(root, home, REHEARSALS), STORE)
    if not isinstance(store, Path):  # it tells no clip that was bought from one of a rehearsal
        store = f"{store.rstrip('/')}/{REHEARSALS}"
    return Addresses(ledger, store, lock_folder(root, rehearsal=True))


def lock_folder(root: Path, *, rehearsal: bool) -> Path:
    """The folder with the lock file of a project."""
    return unlinked(root, root / HOME / REHEARSALS) if rehearsal else root


def _within(root: Path, address: Path | str, name: str) -> Path | str:
    """A folder in that of an address; an address of another kind is as it was."""
    return unlinked(root, address / name) if isinstance(address, Path) else address


def rehearsal_books(root: Path, config: Config) -> Path | None:
    """The folder with the books of rehearsals, None where there are none or they share a ledger with all else."""
    folder = addresses_of(root, config, rehearsal=True).ledger
    if isinstance(folder, Path):
        witness.way(folder)
    if not isinstance(folder, Path) or not folder.exists():  # then no database need be loaded
        return None
    from storyboard.ledger import has_books

    return folder if has_books(folder) else None


@contextmanager
def reading(address: Path | str, place: HostPlace | None = None) -> Generator[Ledger | None]:
    """The books at an address, None where there are none. Raises LedgerTrouble where they fail.

    With a place they show the side that it is on, rehearsals or all else.
    """
    if isinstance(address, Path):
        witness.way(address)
    else:
        witness.spoil("a ledger at an address was read")
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
