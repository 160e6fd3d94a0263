"""The option that says where the ledger and the store lie, which books are meant, and the books opened to be read."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click

from storyboard.cli import terminal
from storyboard.cli.hosts import address, place
from storyboard.config import Config
from storyboard.ledger.records import HostPlace, Ledger, LedgerTrouble
from storyboard.project import books
from storyboard.report.ledger import sides
from storyboard.store.records import StoreTrouble

Command = TypeVar("Command", bound=Callable[..., object])


def store_option(command: Command) -> Command:
    """`--store DIR`."""
    return click.option("--store", metavar="DIR", help="Where ledger and store lie, instead of `.storyc` in the root.")(
        command
    )


def say_side(root: Path, config: Config, host: str, here: HostPlace) -> None:
    """Say of a run which books it uses where those of rehearsals are meant or could be taken for them."""
    rehearsed = books.addresses_of(root, config, rehearsal=True).ledger
    if here.rehearsal:
        spoken_to = address(host) if place(host).rehearsal else ""
        terminal.say(sides.rehearses(host, spoken_to, terminal.shown(rehearsed)))
    elif books.rehearsal_books(root, config) is not None:
        terminal.say(sides.apart(terminal.shown(rehearsed)))


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
