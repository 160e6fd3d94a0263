"""`storyc ledger caps` and `storyc ledger migrate`: what the owner of a ledger of many machines does with it."""

from __future__ import annotations

from contextlib import closing

import click
import msgspec

from storyboard.cli import exits, terminal
from storyboard.cli.books import meant_project
from storyboard.cli.hosts import place
from storyboard.cli.options import Command
from storyboard.config import dollars
from storyboard.production.plan import lineage, lockfile
from storyboard.production.purchase import mirror
from storyboard.profiles import hosts
from storyboard.timing import money

_NONE = "none"
_STUDIO = "studio"
_MONEY = ("run", "day", "month")


class _Most(click.ParamType[int | str]):
    """The most of something, by what reads it; `none` is none."""

    def __init__(self, name: str) -> None:
        self.name = name

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        """The number, in micro-dollars where it is money."""
        if value == _NONE:
            return _NONE
        number = dollars(value) if self.name == "USD" else int(value) if value.isascii() and value.isdigit() else None
        if number is None or number > 10**15:
            self.fail(f"`{value}` is {'no dollars, as 1000 or 12.50' if self.name == 'USD' else 'no whole number'}")
        return number


@click.command("caps", cls=Command, short_help="Show or set a studio's caps.")
@click.option("--run", type=_Most("USD"), metavar="USD", help="The most that one run may spend; `none` for no cap.")
@click.option("--day", type=_Most("USD"), metavar="USD", help="The most that all may spend in a day (UTC).")
@click.option("--month", type=_Most("USD"), metavar="USD", help="The most that all may spend in a month (UTC).")
@click.option("--clips", type=_Most("N"), metavar="N", help="The most clips that may be bought with this ledger.")
@click.option("--per-minute", type=_Most("N"), metavar="N", help="How often all may send to the host of `--scope`.")
@click.option("--scope", default=_STUDIO, metavar="WHAT", help="`studio`, a user of the database, or a host.")
def caps(
    run: int | str | None, day: int | str | None, month: int | str | None, clips: int | str | None,
    per_minute: int | str | None, scope: str,
) -> int:  # fmt: skip
    """Show what a studio's ledger allows, or set it.

    Only a ledger at `postgresql:` keeps caps, and whoever sets them has the role storyc_caps there. A project's own
    caps may be lower. Without a cap for a day, a month or all clips nobody buys.

    What a user of the database buys counts against the user's own caps as well: give each project a user, and it has
    caps that no file can raise.
    """
    from storyboard.ledger import allow

    limits = {"run": run, "day": day, "month": month, "clips": clips}
    given = {kind: None if most == _NONE else most for kind, most in limits.items() if most is not None}
    is_host = scope in hosts.names()
    if per_minute is not None and not is_host:
        raise click.UsageError(f"`--per-minute` goes with `--scope HOST`: {', '.join(hosts.names())}")
    if is_host and given:
        raise click.UsageError("caps are of the studio or of a user of its database, and `--per-minute` is of a host")
    buyer = "" if is_host or scope == _STUDIO else scope
    if buyer and run is not None:
        raise click.UsageError(f"`--run` goes with `--scope {_STUDIO}`: a user has caps for a day, a month and clips")
    rates = {} if per_minute is None else {place(scope).name: None if per_minute == _NONE else per_minute}
    allowed = allow(meant_project(None, rehearsal=False).addresses.ledger, given, rates, buyer)  # pyright: ignore[reportArgumentType]
    for kind in (*_MONEY, "clips"):
        limit: int | None = getattr(allowed.caps, kind)
        terminal.put(f"{kind}: {'no cap' if limit is None else _said(kind, limit)}\n")
    for user, own in allowed.users.items():
        for kind, limit in msgspec.structs.asdict(own).items():
            if limit is not None:
                terminal.put(f"{kind} of {user}: {_said(kind, limit)}\n")
    for name, number in allowed.rates.items():
        terminal.put(f"{name}: {number} a minute\n")
    if not allowed.caps.lasting:
        terminal.say("nobody buys with this ledger: set a cap by `--month`, `--day` or `--clips`")
    return exits.DONE


def _said(kind: str, limit: int) -> str:
    return str(limit) if kind == "clips" else f"{money(limit)} USD"


@click.command("migrate", cls=Command, short_help="Make or upgrade a studio's ledger.")
@click.option("--restored", is_flag=True, help="Take a ledger that was brought back from a backup as it is.")
def migrate(restored: bool) -> int:
    """Make the tables of a ledger at `postgresql:`, or bring them to the newest form; its owner's command.

    It makes the roles storyc_read, storyc_collect, storyc_send and storyc_caps, where it may. A ledger that goes on at
    another server, or at a backup of it, may only be read until `--restored` is said: what storyc.lock names and the
    ledger lacks is taken back by the project's next build, and counted.
    """
    from storyboard.ledger import migrate as migrated
    from storyboard.ledger import open_ledger
    from storyboard.store import open_store

    project = meant_project(None, rehearsal=False)
    result = migrated(project.addresses.ledger, restored=restored)
    where = terminal.shown(project.addresses.ledger)
    if result.before is None:
        terminal.say(f"made the ledger `{where}`, form {result.after}")
    elif result.before < result.after:
        terminal.say(f"brought the ledger `{where}` from form {result.before} to form {result.after}")
    else:
        terminal.say(f"the ledger `{where}` has form {result.after}")
    if result.made:
        terminal.say(f"made the roles {', '.join(result.made)}")
    if result.lacking:
        terminal.say(f"warning: this user may make no roles: have {', '.join(result.lacking)} made, and run this again")
    if restored:
        lock = lockfile.read(project.addresses.lock)
        with closing(open_ledger(project.addresses.ledger, place=project.here)) as ledger:
            lacking = lineage.lacking(lock, ledger)
            noted = dict(mirror.lacking(ledger, open_store(project.addresses.store, "")))
        for name, entry in lacking:
            noted.pop(name, None)
            terminal.say(f"it lacks the job `{entry.request_id}` of `{name}`, which the next build takes back")
        for name, entry in noted.items():
            terminal.say(f"it lacks the job `{entry.request_id}` of `{name}`, which no `storyc.lock` here names")
    return exits.DONE
