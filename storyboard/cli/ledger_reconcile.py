"""`storyc ledger reconcile`: the host's history beside the books."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial

import click

from storyboard.cli import exits, terminal
from storyboard.cli.books import meant_project, moment, reading, store_option
from storyboard.cli.hosts import KeyFiles, find_key, kept, key_option, open_host, rehearsal_option
from storyboard.cli.options import Command, color_option, format_option, output_option
from storyboard.production.purchase.invoice import Period, agrees
from storyboard.production.purchase.invoice import reconcile as reconciled
from storyboard.profiles import asked_of, host_of, model_names, model_of
from storyboard.providers import HostRefused, Job, Provider, Trouble, registry
from storyboard.providers.keys import NoKey
from storyboard.report.ledger import invoice
from storyboard.source import DiskFiles


@click.command("reconcile", cls=Command, short_help="Compare the ledger with the host's bill.")
@click.option("--from", "since", metavar="DATE", required=True, help="The first day (UTC), e.g. 2026-11-01.")
@click.option("--to", "until", metavar="DATE", required=True, help="The last day, to its end.")
@click.option("--host", metavar="NAME", help="The host whose bill it is [default: the project's].")
@format_option(tuple(invoice.FORMATS))
@output_option
@store_option
@rehearsal_option
@key_option
@color_option
def reconcile(
    since: str, until: str, host: str | None, form: str, target: str | None, store: str | None, rehearsal: bool,
    key_files: KeyFiles, color: str,
) -> int:  # fmt: skip
    """Show what the host has billed that the ledger does not know, or knows otherwise; exit code 1 where they differ.

    The host's history is asked, which is free, for all models of the host that storyc has a profile of. What the ledger
    counts at other hosts is named. Nothing is settled or changed: `storyc ledger resolve` does that.
    """
    period = Period(moment("--from", since), moment("--to", until, end=True))
    if period.start >= period.end:
        raise click.UsageError(f"`--to {until}` is not after `--from {since}`")
    root, config, here, addresses = meant_project(store, rehearsal=rehearsal, host=host or "")
    host, files = host or registry.host_of(config), DiskFiles(root)
    if not registry.abilities(host).history:
        raise click.UsageError(f"`{host}` has no history that could be asked")
    try:
        provider = open_host(host, config, partial(find_key, host, key_files))
    except NoKey as error:
        terminal.say(f"error: {error}")
        return exits.KEY
    # The history outlives the record of a job: it goes back as far as the clips do, which the look rests on too.
    if period.start < datetime.now(UTC) - timedelta(seconds=kept(host).file):
        days = kept(host).file // 86_400
        terminal.say(f"warning: `{host}` keeps clips for {days} days: older jobs may not be in its history")
    with reading(addresses.ledger, here) as ledger:
        own = {attempt.profile for attempt in ledger.attempts(period.start)} if ledger is not None else set[str]()
        names = {*model_names(files), *own}
        asked = {model_of(name): asked_of(name, files) for name in sorted(names) if host_of(name) == host}
        history = partial(_history, provider, asked)
        result = reconciled(host, period, asked, history, ledger)
    if isinstance(result, HostRefused | Trouble):
        terminal.say(f"error: the host's history cannot be asked: {result.why}")
        refused = isinstance(result, HostRefused) and result.cause == "key"
        return exits.KEY if refused else exits.GENERATION_FAILED
    paint, wide = terminal.drawn(color, target)
    terminal.put(invoice.FORMATS[form](result, paint, wide), target)
    terminal.say(invoice.said(result, agrees=agrees(result)))
    for name, counted in result.unasked_usd.items():
        how = (
            f"`--host {name}` asks it" if registry.abilities(name).history else "it has no history that could be asked"
        )
        terminal.say(f"`{name}` was not asked, for which the ledger counts {counted} USD in that time: {how}")
    return exits.DONE if agrees(result) else exits.STORY_ERRORS


def _history(
    provider: Provider, asked: Mapping[str, str], model: str, first: date, last: date
) -> tuple[Job, ...] | HostRefused | Trouble:  # fmt: skip
    """The jobs of a model, which the host knows by its routes."""
    return provider.history(asked[model], first, last)
