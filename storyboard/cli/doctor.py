"""`storyc doctor`: whether what is configured can work here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

import click
import msgspec

from storyboard.cli import exits, terminal
from storyboard.cli.books import folder_of, store_option
from storyboard.cli.hosts import HOST, key_option, open_host
from storyboard.cli.options import Command, color_option, format_option, output_option
from storyboard.config import Config, find_root
from storyboard.diagnostics import nearest
from storyboard.production.build import known_providers
from storyboard.project import doctor
from storyboard.project.doctor import Check, Report, machine
from storyboard.project.doctor import project as parts
from storyboard.project.gathering import configuration
from storyboard.project.records import ProjectError
from storyboard.providers import keys
from storyboard.providers.keys import Key, NoKey
from storyboard.report.data.values import dumped
from storyboard.report.drawing.cells import shown, wrap
from storyboard.report.drawing.paint import painter
from storyboard.report.drawing.table import Column, table
from storyboard.source import DiskFiles

SCHEMA = "storyc.doctor/1"
FREE = "animatic"
_COLORS = {"ok": "green", "note": "cyan", "warning": "yellow", "error": "red"}
_SETTINGS = (Column("setting"), Column("value", cut=True), Column("from", cut=True))


@click.command("doctor", cls=Command, short_help="Look whether what is configured can work here.")
@click.option("--online", is_flag=True, help="Also ask the host for the balance, which is free.")
@click.option("--provider", metavar="NAME", help="Look at what this provider needs: animatic or segmind.")
@format_option(("text", "json"))
@output_option
@store_option
@key_option
@color_option
def command(
    online: bool,
    provider: str | None,
    form: str,
    target: str | None,
    store: str | None,
    api_key_file: str | None,
    color: str,
) -> int:
    """Look at Python, extras, fonts, key, configuration, store, clock and models, and say what to do.

    The project is that of the working folder. Nothing is changed, no key is shown, and without `--online` no network
    is used. Exit code 2 where something that is configured cannot work.
    """
    root, settings = find_root(Path.cwd())
    config, configured = _configuration(root, settings, {"store": store, "provider": provider})
    checks = (
        *_machine(config),
        configured,
        *_project(root, config, cache(partial(keys.find, HOST, file=api_key_file, environ=os.environ)), online),
    )
    report = doctor.report(checks, config)
    if form == "json":
        terminal.put(dumped({"schema": SCHEMA, **msgspec.to_builtins(report)}), target)
    else:
        paint, wide = terminal.drawn(color, target)
        terminal.put(as_text(report, color=paint, wide=wide, phrases=terminal.room(target)), target)
    return exits.DONE if report.ok else exits.USAGE


def as_text(report: Report, *, color: bool, wide: int, phrases: int) -> str:
    """A line for each thing that was looked at, what to do below it, and all settings.

    The table is `wide` cells wide, and lines with `phrases` are broken at so many.
    """
    paint = painter(color)
    width = max(len(check.name) for check in report.checks)
    lines: list[str] = []
    for check in report.checks:
        words = [shown(check.found), *([f"help: {shown(check.help)}"] if check.help else [])]
        first, *rest = (line for each in words for line in wrap(each, max(phrases - width - 11, 20)))
        lines.append(f"{paint(f'{check.state:<7}', fg=_COLORS[check.state])}  {check.name:<{width}}  {first}")
        lines += [" " * (width + 11) + line for line in rest]
    rows = [(each.key, _as_toml(each.value), each.origin) for each in report.settings]
    return "".join(f"{line}\n" for line in lines) + "\n" + table(_SETTINGS, rows, color=color, wide=wide)


def _as_toml(value: object) -> str:
    return "-" if value is None else msgspec.json.encode(value).decode("utf-8")


def _configuration(root: Path, settings: Path | None, flags: dict[str, object]) -> tuple[Config, Check]:
    """The configuration, and how it is; with one that cannot be used the defaults are looked at."""
    try:
        config = configuration(settings, flags, DiskFiles(root))
    except ProjectError as error:
        from storyboard.config import load

        return load(None, {}, flags), Check("config", "error", str(error), "mend it; defaults are shown")
    known = known_providers()
    if config.provider not in known:
        meant = nearest(config.provider, known) or FREE
        why = f"`{config.provider}` ({config.origins['provider']}) is no provider"
        return config, Check("config", "error", why, f"write `{meant}`")
    return config, Check("config", "ok", str(settings) if settings is not None else f"no file, the root is {root}")


def _machine(config: Config) -> Iterator[Check]:
    yield machine.python()
    yield machine.itself()
    # Who has configured nothing may only want to check stories.
    yield from machine.extras("warning" if config.origins["provider"] == "default" else "error")
    yield machine.fonts()


def _project(root: Path, config: Config, find: Callable[[], Key], online: bool) -> Iterator[Check]:
    from storyboard.profiles.hosts import host

    paid, files, now = config.provider != FREE, DiskFiles(root), datetime.now(UTC)
    folder = folder_of(root, config)
    yield from parts.models(config, files, now.date())
    yield parts.host(host(HOST), now.date())
    yield parts.key(find, paid)
    yield from parts.store(folder, terminal.shown(folder), paid)
    yield parts.ledger(folder, paid)
    told: datetime | None = None
    if online:
        try:
            provider = open_host(config, find)
        except (NoKey, click.UsageError) as error:
            why = str(error) if isinstance(error, NoKey) else error.format_message()
            yield Check("balance", "error", f"cannot be asked: {why.partition(': ')[0]}")
        else:
            yield parts.balance(provider)
            told = provider.moment()
    place = parts.nearest(folder)
    yield machine.clock(place if os.access(place, os.W_OK) else Path.cwd(), f"{parts.latest(host(HOST))}", told)
