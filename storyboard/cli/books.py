"""The option that says where the ledger and the store lie, and the books opened to be read."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click

from storyboard.ledger.records import HostPlace, Ledger, LedgerTrouble
from storyboard.project import books
from storyboard.store.records import StoreTrouble

Command = TypeVar("Command", bound=Callable[..., object])


def store_option(command: Command) -> Command:
    """`--store DIR`."""
    return click.option("--store", metavar="DIR", help="Where ledger and store lie, instead of `.storyc` in the root.")(
        command
    )


@contextmanager
def reading(address: Path | str, place: HostPlace | None = None) -> Generator[Ledger | None]:
    """The books at an address, to be read, or None where there are none. Raises click.UsageError where they fail.

    With a place they show the side that it is on, rehearsals or all else.
    """
    try:
        with books.reading(address, place) as ledger:
            yield ledger
    except (LedgerTrouble, StoreTrouble) as trouble:
        raise click.UsageError(str(trouble)) from trouble
