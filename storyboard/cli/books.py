"""Where the ledger and the store of a project lie, and the books opened to be read."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click

from storyboard.config import Config
from storyboard.ledger.records import Ledger, LedgerTrouble
from storyboard.project import books
from storyboard.project.gathering import books_folder
from storyboard.store.records import Store, StoreTrouble

Command = TypeVar("Command", bound=Callable[..., object])
STORE = "store"


def store_option(command: Command) -> Command:
    """`--store DIR`."""
    return click.option("--store", metavar="DIR", help="Where ledger and store lie, instead of `.storyc` in the root.")(
        command
    )


def folder_of(root: Path, config: Config) -> Path:
    """The folder of ledger and store: a flag's is meant from the working folder, any other from the root."""
    return books_folder(root, config)


def store_of(folder: Path, ledger: Ledger) -> Store:
    """The store beside the books of a folder."""
    from storyboard.store import open_store

    return open_store(folder / STORE, ledger.owner)


@contextmanager
def reading(folder: Path) -> Generator[Ledger | None]:
    """The books in a folder, to be read, or None where there are none. Raises click.UsageError where they fail."""
    try:
        with books.reading(folder) as ledger:
            yield ledger
    except (LedgerTrouble, StoreTrouble) as trouble:
        raise click.UsageError(str(trouble)) from trouble
