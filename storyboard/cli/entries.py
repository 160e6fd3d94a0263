"""`storyc ledger forget` and `storyc ledger resolve --lock`: what a writer gives up of the lock file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from storyboard.cli import exits, terminal
from storyboard.cli.books import reading, store_option
from storyboard.cli.hosts import find_key, open_host, place, record_kept
from storyboard.cli.options import Command
from storyboard.config import Config, find_root
from storyboard.ledger.records import HostPlace, Ledger
from storyboard.production.plan.lockfile import Entry, LockTrouble
from storyboard.production.purchase import giving_up, settling
from storyboard.project.books import addresses_of
from storyboard.project.gathering import configuration
from storyboard.providers import Provider, registry
from storyboard.providers.keys import NoKey
from storyboard.source import DiskFiles


@click.command("forget", cls=Command, short_help="Take a block out of storyc.lock.")
@click.argument("name", metavar="ID")
@store_option
def forget(name: str, store: str | None) -> int:
    """Take a block out of storyc.lock, the only way in which one leaves it.

    ID is the name of the block, the host's name of its job, or the beginning of an attempt's id. Whoever builds the
    clip afterwards, and has it neither in a ledger nor at the host, pays for it anew.
    """
    return _settled(name, store, lambda root, config, entry, ledger: giving_up.forget(root, entry, ledger))


def lose(name: str, store: str | None, api_key_file: str | None) -> int:
    """Write into the lock file that the clip of a block is gone for good, once the host has said so."""

    def settle(root: Path, config: Config, entry: Entry, ledger: Ledger | None) -> str:
        host, here = entry.provider, place(entry.provider)
        if entry.rehearsal != here.rehearsal:
            raise click.UsageError(
                f"`{name}` is {'' if entry.rehearsal else 'not '}rehearsed, and the host is {here.name} now"
            )

        def opened() -> Provider:
            return open_host(host, config, partial(find_key, host, api_key_file))

        return giving_up.lose(root, entry, ledger, opened, record_kept(host))

    return _settled(name, store, settle)


def _settled(name: str, store: str | None, settle: Callable[[Path, Config, Entry, Ledger | None], str]) -> int:
    root, settings = find_root(Path.cwd())
    config = configuration(settings, {"store": store}, DiskFiles(root))
    here: HostPlace = place(registry.host_of(config))
    try:
        with reading(addresses_of(root, config).ledger, here) as ledger:
            said = settle(root, config, giving_up.entry_of(root, name, ledger), ledger)
    except LockTrouble as trouble:
        terminal.say(f"error: {trouble}")
        return exits.OUT_OF_DATE
    except (NoKey, settling.KeyRefused) as error:
        terminal.say(f"error: {error}")
        return exits.KEY
    terminal.say(said)
    return exits.DONE
