"""`storyc doctor`: whether what is configured can work here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path

import click

from storyboard.cli import exits, terminal
from storyboard.cli.books import store_option
from storyboard.cli.hosts import KeyFiles, key_option, open_host, rehearsal_option
from storyboard.cli.options import Command, color_option, format_option, output_option
from storyboard.config import Config
from storyboard.diagnostics import nearest
from storyboard.ledger.records import HostPlace
from storyboard.project import doctor
from storyboard.project.books import addresses_of, rehearsal_books
from storyboard.project.doctor import Check, fallback, machine
from storyboard.project.doctor import project as parts
from storyboard.project.gathering import configuration
from storyboard.project.records import ProjectError
from storyboard.providers import registry
from storyboard.providers.keys import Key, NoKey
from storyboard.recall import keeping
from storyboard.report.drawing.words import count
from storyboard.report.pages import machine as page
from storyboard.roots import find_root
from storyboard.source import DiskFiles

GROUP = "Help and set-up"
ORDER = 50
HELP = "Check that your setup works."


@click.command("doctor", cls=Command, short_help=HELP)
@click.option(
    "--online", is_flag=True, help="Also ask the host for your balance (free), and whether a bucket takes clips."
)
@click.option("--provider", metavar="NAME", help=f"Look at what this provider needs: {registry.shipped()}.")
@click.option("--clear-records", "clears", is_flag=True, help="Delete the answers that earlier runs left, and end.")
@format_option(("text", "json"))
@output_option
@store_option
@rehearsal_option
@key_option
@color_option
def command(
    online: bool,
    provider: str | None,
    clears: bool,
    form: str,
    target: str | None,
    store: str | None,
    rehearsal: bool,
    key_files: KeyFiles,
    color: str,
) -> int:
    """Check Python, extras, fonts, keys and addresses of all hosts, configuration, store, clock and models.

    The project is the one of the working folder. Nothing is changed, no key is shown, and the network is used only with
    `--online`. Exit code 2 if something that is configured cannot work.

    `--clear-records` deletes what `check`, `plan` and the like have kept to answer an unchanged question at once;
    where STORYC_NO_CACHE is set, nothing is kept.
    """
    if clears:
        terminal.say(f"deleted {count(keeping.clear(), 'record')}")
        return exits.DONE
    root, settings = find_root(Path.cwd())
    config, configured = _configuration(root, settings, {"store": store, "provider": provider})

    @cache
    def find(name: str) -> Key:
        # A file without a host's name is that of the host which is meant.
        file = key_files.of(name) if name == registry.host_of(config) else key_files.by_host.get(name)
        return registry.find_key(name, file, os.environ)

    checks = (*_machine(config), configured, *_project(root, config, find, online, rehearsal=rehearsal))
    report = doctor.report(checks, config)
    if form == "json":
        terminal.put(page.as_json(report), target)
    else:
        paint, wide = terminal.drawn(color, target)
        terminal.put(page.as_text(report, color=paint, wide=wide, phrases=terminal.room(target)), target)
    return exits.DONE if report.ok else exits.USAGE


def _configuration(root: Path, settings: Path | None, flags: dict[str, object]) -> tuple[Config, Check]:
    """The configuration, and how it is; with one that cannot be used the defaults are looked at."""
    try:
        config = configuration(settings, flags, DiskFiles(root))
    except ProjectError as error:
        from storyboard.config import load

        given = {name: value or None for name, value in flags.items()}  # a flag may be what is wrong
        return load(None, {}, given), Check("config", "error", str(error), "mend it; defaults are shown")
    if not registry.is_known(config.provider):
        meant = nearest(config.provider, registry.names()) or registry.DRAWN
        why = f"`{config.provider}` ({config.origins['provider']}) is no provider"
        return config, Check("config", "error", why, f"write `{meant}`")
    return config, Check("config", "ok", str(settings) if settings is not None else f"no file, the root is {root}")


def _machine(config: Config) -> Iterator[Check]:
    yield machine.python()
    yield machine.itself()
    yield machine.records()
    # Who has configured nothing may only want to check stories.
    yield from machine.extras("warning" if config.origins["provider"] == "default" else "error")
    yield machine.fonts()
    yield machine.voice()


def _project(
    root: Path, config: Config, find: Callable[[str], Key], online: bool, *, rehearsal: bool
) -> Iterator[Check]:
    from storyboard.profiles.hosts import host, names

    meant = host(registry.host_of(config))
    configured = registry.place(meant.name, os.environ)
    here = HostPlace(registry.REHEARSAL, rehearsal=True) if rehearsal else configured
    rehearses = isinstance(here, HostPlace) and here.rehearsal
    paid, files, now = registry.is_paid(config.provider), DiskFiles(root), datetime.now(UTC)
    addresses = addresses_of(root, config, rehearsal=rehearses)
    # Where the store is a folder, the ledger lies above it as a rule.
    folder = addresses.store.parent if isinstance(addresses.store, Path) else root
    yield from parts.models(config, files, now.date())
    yield from fallback.default_model(root, config, files)
    yield parts.host(meant, now.date())
    if paid:
        from storyboard.project.doctor.answers import answers

        yield from answers(meant, files)
    yield parts.address(registry.address(meant.name, os.environ), configured)
    yield parts.key(partial(find, meant.name), paid)
    for name in names():
        if name != meant.name:
            yield parts.beside(host(name), partial(find, name), registry.address(name, os.environ), now.date())
    if isinstance(addresses.store, Path):
        yield from parts.store(folder, terminal.shown(folder), paid)
    else:
        yield parts.bucket(addresses.store, online)
    known = here if isinstance(here, HostPlace) else None
    yield parts.ledger(addresses.ledger, paid, known, timedelta(seconds=meant.kept.file), now)
    books = None if rehearses else rehearsal_books(root, config)
    if books is not None:
        yield parts.rehearsals(terminal.shown(books))
    host_time: datetime | None = None
    if online:
        try:
            provider = open_host(meant.name, config, partial(find, meant.name))
        except (NoKey, click.UsageError) as error:
            why = str(error) if isinstance(error, NoKey) else error.format_message()
            yield Check("balance", "error", f"cannot be asked: {why.partition(': ')[0]}")
        else:
            yield parts.balance(provider)
            host_time = provider.moment()
    place = parts.nearest(folder)
    yield machine.clock(place if os.access(place, os.W_OK) else Path.cwd(), f"{parts.latest(meant)}", host_time)
