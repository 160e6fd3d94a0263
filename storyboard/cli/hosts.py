"""A host to talk to, as the command line says it: its key, its place, its provider."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

import click

from storyboard.cli.terminal import say
from storyboard.config import Config, HostSettings
from storyboard.ledger.records import HostPlace
from storyboard.profiles import hosts
from storyboard.profiles.hosts import Retention
from storyboard.providers import Provider, registry
from storyboard.providers.keys import Key
from storyboard.providers.registry import Unfit

Opened = TypeVar("Opened")
Command = TypeVar("Command", bound=Callable[..., object])


def key_option(command: Command) -> Command:
    """`--api-key-file FILE`."""
    return click.option("--api-key-file", metavar="FILE", help="Read the host's key from FILE (- for stdin).")(command)


def find_key(name: str, key_file: str | None) -> Key:
    """The key of a host; a warning about where it lies is said. Raises NoKey and HostError."""
    key = registry.find_key(name, key_file, os.environ)
    if key.warning:
        say(f"warning: {key.warning}")
    return key


def rehearsal_option(command: Command) -> Command:
    """`--rehearsal`."""
    return click.option("--rehearsal", is_flag=True, help="Use the books of rehearsals.")(command)


def place(name: str, *, rehearsal: bool = False) -> HostPlace:
    """Where the jobs of a host run; with `rehearsal` this machine, whatever the environment says.

    Raises HostError, and click.UsageError for an address that gets no key.
    """
    here = _fit(registry.place(name, os.environ))
    return HostPlace(registry.REHEARSAL, rehearsal=True) if rehearsal else here


def address(name: str) -> str:
    """The address at which a host is spoken to. Raises HostError, and click.UsageError for one that gets no key."""
    return _fit(registry.address(name, os.environ))


def kept(name: str) -> Retention:
    """For how long a host keeps the record of a job, and its clip. Raises HostError."""
    return hosts.host(name).kept


def has_history(name: str) -> bool:
    """Whether a host can be asked for what it made. Raises HostError."""
    return bool(hosts.host(name).routes.history)


def usual(name: str) -> float:
    """The seconds that a generation takes at a host. Raises HostError."""
    return hosts.host(name).usual.seconds


def open_host(name: str, config: Config, find: Callable[[], Key]) -> Provider:
    """The provider of a host; `find` is called when all else is right. Nothing is sent.

    Raises NoKey, HostError, and click.UsageError for an address that gets no key.
    """
    return _fit(registry.open_host(name, find, config.host.get(name, HostSettings()), os.environ))


def _fit(opened: Opened | Unfit) -> Opened:
    if isinstance(opened, Unfit):
        raise click.UsageError(opened.why)
    return opened
