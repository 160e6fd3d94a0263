"""The option that says where the ledger and the store lie, which books are meant, and the books opened to be read."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import click

from storyboard.cli import exits, terminal
from storyboard.cli.hosts import address, place
from storyboard.config import Config
from storyboard.diagnostics import UserError
from storyboard.ledger.records import HostPlace, Ledger, LedgerTrouble
from storyboard.production.plan import lockfile
from storyboard.production.plan.lockfile import LockTrouble
from storyboard.production.purchase.entries import paid_twice
from storyboard.production.purchase.places import Addresses
from storyboard.project import books
from storyboard.project.gathering import configuration
from storyboard.providers import registry
from storyboard.report.ledger import sides
from storyboard.roots import find_root
from storyboard.source import DiskFiles
from storyboard.store.records import StoreTrouble

if TYPE_CHECKING:
    from storyboard.production.purchase.offer import ProjectBooks

Command = TypeVar("Command", bound=Callable[..., object])
_MOST_FAULTS = 20


def store_option(command: Command) -> Command:
    """`--store DIR`."""
    return click.option(
        "--store", metavar="DIR", help="Keep ledger and clips here instead of in the project's `.storyc`."
    )(command)


def say_side(root: Path, config: Config, host: str, here: HostPlace) -> None:
    """Say of a run which books it uses where those of rehearsals are meant or could be taken for them."""
    rehearsed = books.addresses_of(root, config, rehearsal=True).ledger
    if here.rehearsal:
        spoken_to = address(host) if place(host).rehearsal else ""
        terminal.say(sides.rehearses(host, spoken_to, terminal.shown(rehearsed)))
    elif books.rehearsal_books(root, config) is not None:
        terminal.say(sides.apart(terminal.shown(rehearsed)))


def say_bought_twice(ours: ProjectBooks) -> None:
    """Say which clips a build has paid for although the lock file that came meanwhile names them as bought."""
    before = paid_twice(ours.rows, ours.ledger)
    with suppress(LockTrouble, UserError):  # the next build says it
        ours.lock = lockfile.read(ours.addresses.lock)
        ours.read()
        said = paid_twice(ours.rows, ours.ledger)
        if said not in ("", before):
            terminal.say(said)


class LedgerProject(NamedTuple):
    """The project of the working folder: its root and configuration, where its jobs run, and where its books lie."""

    root: Path
    config: Config
    here: HostPlace
    addresses: Addresses


def meant_project(store: str | None, *, rehearsal: bool, host: str = "") -> LedgerProject:
    """What is meant by a command about the books; which these are is said. `host` is named, or else the project's."""
    root, settings = find_root(Path.cwd())
    config = configuration(settings, {"store": store}, DiskFiles(root))
    host = host or registry.host_of(config)
    here = place(host, rehearsal=rehearsal)
    say_side(root, config, host, here)
    return LedgerProject(root, config, here, books.addresses_of(root, config, rehearsal=here.rehearsal))


def moment(flag: str, text: str, *, end: bool = False) -> datetime:
    """The moment that a date or a date with its time names, in UTC where it does not say; a day ends at its `end`.

    Raises click.UsageError.
    """
    text = text.strip()
    try:
        at = datetime.fromisoformat(text)
        if end and len(text) == len("2026-11-22"):
            at += timedelta(days=1)
        return at.astimezone(UTC) if at.tzinfo is not None else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise click.UsageError(f"`{flag} {text[:40]}` is no date as 2026-11-22 or 2026-11-22T14:00") from error


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


def say_damage(faults: Sequence[str]) -> int:
    """Say what of a ledger cannot be read; the exit code of a command that has shown the rest."""
    for fault in faults[:_MOST_FAULTS]:
        terminal.say(f"error: the ledger is damaged: {fault}")
    if len(faults) > _MOST_FAULTS:
        terminal.say(f"error: and {len(faults) - _MOST_FAULTS} more")
    return exits.USAGE if faults else exits.DONE
