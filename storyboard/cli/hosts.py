"""A host to talk to: its key is found, its address checked, its provider opened."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import click

from storyboard.cli.terminal import say
from storyboard.config import Config
from storyboard.ledger.records import Ledger
from storyboard.providers import Provider, keys
from storyboard.providers.keys import Key

Command = TypeVar("Command", bound=Callable[..., object])
HOST = "segmind"
# Plain http is allowed on this machine only, where no host is.
REHEARSAL = "this machine"


def key_option(command: Command) -> Command:
    """`--api-key-file FILE`."""
    return click.option("--api-key-file", metavar="FILE", help="Read the host's key from FILE (- for stdin).")(command)


def find_key(key_file: str | None) -> Key:
    """The key of the host; a warning about where it lies is said. Raises NoKey."""
    key = keys.find(HOST, file=key_file, environ=os.environ)
    if key.warning:
        say(f"warning: {key.warning}")
    return key


def place() -> str:
    """Where the host is, as one would say it: its name in the network, or this machine for a rehearsal.

    Raises click.UsageError for an address that the key must not go to.
    """
    from storyboard.profiles.hosts import host

    base = _base()
    name = urlsplit(base or host(HOST).bases.api).hostname or ""
    return REHEARSAL if (base or "").startswith("http:") else name


def same_place(ledger: Ledger, folder: Path) -> None:
    """Raises click.UsageError where the books are of another place: what was rehearsed was never paid for."""
    here = place()
    there = ledger.place(here)
    if there != here:
        raise click.UsageError(
            f"the ledger in `{folder}` is of {there}, and the host is {here} now: "
            "rehearse with a `--store` and an `--out` of its own, or move the ledger and what was built away"
        )


def record_kept() -> float:
    """The seconds after a submit for which the host answers for a job by its name."""
    from storyboard.profiles.hosts import host

    return float(host(HOST).kept.record)


def open_host(config: Config, key: Callable[[], Key]) -> Provider:
    """The provider of the host, as the configuration wants it; `key` is called when all else is right. Nothing is sent.

    Raises NoKey, and click.UsageError where the environment names an address that the key must not go to.
    """
    from storyboard.profiles.hosts import host
    from storyboard.providers import segmind

    base, own = _base(), config.host.segmind
    return segmind.open_provider(
        host(HOST), key().value, base=base, protocol=own.protocol, timeout=float(own.timeout), proxies=own.proxies
    )


def _base() -> str | None:
    """The other address that the environment names for the host, if any."""
    from storyboard.profiles.hosts import host
    from storyboard.providers.segmind import checked_base

    variable = host(HOST).key.base_variable
    base = os.environ.get(variable, "").strip()
    try:
        return checked_base(base) if base else None
    except ValueError as error:
        raise click.UsageError(f"{variable}: {error}") from error
