"""`storyc ledger`: what was sent to a host, what it cost, and what is still to be settled."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import click

from storyboard.cli import exits, terminal
from storyboard.cli.books import reading, say_side, store_option
from storyboard.cli.hosts import find_key, kept, key_option, open_host, place, rehearsal_option, usual
from storyboard.cli.options import Group, color_option, format_option, output_option
from storyboard.config import Config, HostSettings, find_root
from storyboard.ledger.records import Attempt, HostPlace, Ledger, LedgerTrouble
from storyboard.production.plan.lockfile import Entry, LockTrouble
from storyboard.production.purchase import giving_up, settling
from storyboard.production.purchase.audit import audit as audited
from storyboard.production.purchase.ordering import examiner, known_profiles, patience
from storyboard.production.purchase.places import Addresses, elsewhere, store_of
from storyboard.project.books import addresses_of
from storyboard.project.gathering import configuration
from storyboard.providers import Provider, registry
from storyboard.providers.keys import NoKey
from storyboard.report.drawing.cells import shown
from storyboard.report.drawing.words import count
from storyboard.report.ledger import json, text
from storyboard.source import DiskFiles
from storyboard.store.records import StoreTrouble
from storyboard.timing import money

GROUP = "Pay"
ORDER = 32
HELP = "Show and settle what was sent to a host for money."


@click.group("ledger", cls=Group, short_help=HELP)
def command() -> None:
    """Show what was sent to a host for money, and settle what is unknown.

    The ledger is that of the project of the working folder. Only `resolve` changes it, and asks the host.
    """


@command.command("list", short_help="List the attempts, or their sums.")
@click.argument("path", metavar="[PATH]", required=False)
@click.option("--since", metavar="DATE", help="Only what was begun from then on (UTC), as 2026-11-22.")
@click.option("--sum", "summed", is_flag=True, help="Only the sums, state by state.")
@format_option(("text", "json"))
@output_option
@store_option
@rehearsal_option
@color_option
def list_(
    path: str | None, since: str | None, summed: bool, form: str, target: str | None, store: str | None,
    rehearsal: bool, color: str,
) -> int:  # fmt: skip
    """List all attempts, the oldest first, or those of the stories at PATH."""
    start = _moment(since) if since is not None else None
    root, _, here, addresses = _project(store, rehearsal=rehearsal)
    side = here.rehearsal
    with reading(addresses.ledger) as ledger:
        attempts = ledger.attempts(start) if ledger is not None else ()
    if path is not None:
        below = _from_root(root, path)
        attempts = tuple(attempt for attempt in attempts if below == "." or f"{attempt.story}/".startswith(f"{below}/"))
    every, attempts = attempts, tuple(attempt for attempt in attempts if attempt.rehearsal == side)
    unseen = text.unseen(len(every) - len(attempts), rehearsals=not side)
    if form == "json":
        terminal.put(json.sums(attempts) if summed else json.render(attempts), target)
    elif attempts:
        paint, wide = terminal.drawn(color, target)
        terminal.put((text.sums if summed else text.render)(attempts, color=paint, wide=wide), target)
    if not attempts:
        terminal.say(f"no attempts: nothing was {'rehearsed' if side else 'sent to a host'}{unseen}")
    elif form == "text" and not summed:
        terminal.say(f"{text.totals(attempts)}{unseen}")
    return exits.DONE


@command.command("show", short_help="Show one attempt, and what happened to it.")
@click.argument("id", metavar="ID")
@format_option(("text", "json"))
@output_option
@store_option
@rehearsal_option
def show(id: str, form: str, target: str | None, store: str | None, rehearsal: bool) -> int:
    """Show all that is known of the attempt whose id begins with ID, and what happened to it."""
    address = _project(store, rehearsal=rehearsal).addresses.ledger
    with reading(address) as ledger:
        attempt = _attempt(ledger, id, address)
        events = ledger.events(attempt.id) if ledger is not None else ()
    terminal.put((json.page if form == "json" else text.page)(attempt, events), target)
    return exits.DONE


@command.command("resolve", short_help="Settle an attempt, or a clip that is not as it should be.")
@click.argument("id", metavar="[ID]", required=False)
@click.option("--lock", "block", metavar="KEY", help="Of storyc.lock the block KEY, in place of an attempt: `--lost`.")
@click.option("--attach", metavar="REQUEST", help="It is this job of the host: the next build fetches its clip.")
@click.option("--not-billed", is_flag=True, help="The host has not billed it: its hold is freed.")
@click.option("--accept", is_flag=True, help="Its clip is taken as it is, though it is not as it was ordered.")
@click.option("--refetch", is_flag=True, help="Its clip is fetched from the host once more, for nothing.")
@click.option("--file", "clip", metavar="CLIP", help="Its clip is this file, brought by hand.")
@click.option("--lost", is_flag=True, help="It was billed and its clip is gone or of no use: it counts as spent.")
@store_option
@rehearsal_option
@key_option
def resolve(
    id: str | None, block: str | None, attach: str | None, not_billed: bool, accept: bool, refetch: bool,
    clip: str | None, lost: bool, store: str | None, rehearsal: bool, api_key_file: str | None,
) -> int:  # fmt: skip
    """Settle the one attempt whose id begins with ID: its outcome is not known, or its clip is not as it should be.

    Look into the host's own history first: what is settled as not billed may be bought again, and so paid twice.
    `--lost` also gives up an accepted attempt whose clip the host has deleted, forgotten or spoilt, or that it does not
    finish, one whose file the store has lost, and one whose clip is not as it was ordered. With `--lock KEY` it gives
    up a clip that storyc.lock names, that no ledger here has bought, and that the host forgot.
    """
    chosen = (attach is not None) + not_billed + accept + refetch + (clip is not None) + lost
    if (id is None) == (block is None):
        raise click.UsageError("name the attempt by its ID, or a block of `storyc.lock` by `--lock KEY`")
    if block is not None:
        if chosen != 1 or not lost:
            raise click.UsageError("a block of `storyc.lock` is settled by `--lost` alone")
        return _lose(block, store, api_key_file, rehearsal=rehearsal)
    assert id is not None
    if chosen != 1:
        raise click.UsageError(
            "say one of `--attach REQUEST`, `--not-billed`, `--accept`, `--refetch`, `--file CLIP` and `--lost`"
        )
    root, config, _, addresses = _project(store, rehearsal=rehearsal)
    with reading(addresses.ledger) as books:
        if books is None:
            raise click.UsageError(f"there is no ledger in `{terminal.shown(addresses.ledger)}`")
        attempt = _attempt(books, id, addresses.ledger)
    with _changing(addresses.ledger, HostPlace(attempt.place, attempt.rehearsal)) as ledger:
        attempt = settling.claim(ledger, attempt)
        name = attempt.profile.rpartition("@")[2]

        def host() -> Provider:
            stray = elsewhere(attempt, place(name))
            if stray:
                raise click.UsageError(stray)
            return open_host(name, config, partial(find_key, name, api_key_file))

        files = DiskFiles(root)
        case = settling.Settling(
            ledger, attempt, cache(lambda: store_of(addresses, ledger)), host, kept(name).record,
            patience(config.host.get(name, HostSettings()), known_profiles([attempt.profile], files), usual(name)),
            examiner(files),
        )  # fmt: skip
        try:
            if attach is not None:
                result = settling.attach(case, attach.strip())
            elif clip is not None:
                result = settling.bring(case, Path(clip))
            elif not_billed:
                result = settling.not_billed(case)
            elif accept:
                result = settling.accept(case)
            else:
                result = (settling.refetch if refetch else settling.lost)(case)
        except (NoKey, settling.KeyRefused) as error:
            terminal.say(f"error: {error}")
            return exits.KEY
    terminal.say(result)
    return exits.DONE


@command.command("forget", short_help="Take a block out of storyc.lock.")
@click.argument("id", metavar="ID")
@store_option
@rehearsal_option
def forget(id: str, store: str | None, rehearsal: bool) -> int:
    """Take a block out of storyc.lock, the only way in which one leaves it.

    ID is the name of the block, the host's name of its job, or the beginning of an attempt's id. Whoever builds the
    clip afterwards, and has it neither in a ledger nor at the host, pays for it anew.
    """

    def settle(meant: _Meant, entry: Entry, ledger: Ledger | None) -> str:
        return giving_up.forget(meant.root, meant.addresses.lock, entry, ledger)

    return _settled(id, store, settle, rehearsal=rehearsal)


@command.command("audit", short_help="Check the ledger against itself and the store.")
@store_option
@rehearsal_option
def audit(store: str | None, rehearsal: bool) -> int:
    """Check that the ledger agrees with itself and with the store; exit code 1 where it does not.

    Each chain of events is followed, each counter added up, each clip read and its hash taken.
    """
    _, _, here, addresses = _project(store, rehearsal=rehearsal)
    with reading(addresses.ledger) as ledger:
        if ledger is None:
            terminal.say("no attempts: nothing was sent to a host")
            return exits.DONE
        result = audited(ledger, lambda: store_of(addresses, ledger))
    terminal.put("".join(f"{shown(phrase)}\n" for phrase in result.differences))
    attempts = count(len(result.attempts), "attempt")
    if result.differences:
        terminal.say(f"{count(len(result.differences), 'difference')} in {attempts}")
        return exits.STORY_ERRORS
    spent = money(sum(attempt.spent for attempt in result.attempts if attempt.rehearsal == here.rehearsal))
    rehearsed = text.REHEARSED if here.rehearsal else ""
    terminal.say(f"ok: {attempts}, {count(len(result.attempts), 'chain')}, {spent} USD spent{rehearsed}")
    return exits.DONE


def _lose(name: str, store: str | None, api_key_file: str | None, *, rehearsal: bool) -> int:
    """Write into the lock file that the clip of a block is gone for good, once the host has said so."""

    def settle(meant: _Meant, entry: Entry, ledger: Ledger | None) -> str:
        host, here = entry.provider, place(entry.provider)
        if entry.rehearsal != here.rehearsal:
            side = "is of a rehearsal" if entry.rehearsal else "was paid for"
            raise click.UsageError(f"`{name}` {side}, and the host is {here.name} now")

        def opened() -> Provider:
            return open_host(host, meant.config, partial(find_key, host, api_key_file))

        return giving_up.lose(meant.root, meant.addresses.lock, entry, ledger, opened, kept(host).record)

    return _settled(name, store, settle, rehearsal=rehearsal)


def _settled(
    name: str, store: str | None, settle: Callable[[_Meant, Entry, Ledger | None], str], *, rehearsal: bool
) -> int:  # fmt: skip
    """The exit code of settling an entry of the lock file, which is said."""
    meant = _project(store, rehearsal=rehearsal)
    try:
        with reading(meant.addresses.ledger, meant.here) as ledger:
            result = settle(meant, giving_up.entry_of(meant.addresses.lock, name, ledger), ledger)
    except LockTrouble as trouble:
        terminal.say(f"error: {trouble}")
        return exits.OUT_OF_DATE
    except (NoKey, settling.KeyRefused) as error:
        terminal.say(f"error: {error}")
        return exits.KEY
    terminal.say(result)
    return exits.DONE


class _Meant(NamedTuple):
    """The project of the working folder: its root and configuration, where its jobs run, and where its books lie."""

    root: Path
    config: Config
    here: HostPlace
    addresses: Addresses


def _project(store: str | None, *, rehearsal: bool) -> _Meant:
    """What is meant by a command; which books these are is said."""
    root, settings = find_root(Path.cwd())
    config = configuration(settings, {"store": store}, DiskFiles(root))
    host = registry.host_of(config)
    here = place(host, rehearsal=rehearsal)
    say_side(root, config, host, here)
    return _Meant(root, config, here, addresses_of(root, config, rehearsal=here.rehearsal))


def _from_root(root: Path, path: str) -> str:
    """A path from the root with `/`, of a story that need not be there any more."""
    place = Path(os.path.abspath(path))
    place = place.parent.resolve() / place.name
    if not place.is_relative_to(root):
        raise click.UsageError(f"`{path}` lies outside the project `{root}`")
    return place.relative_to(root).as_posix()


def _moment(text: str) -> datetime:
    """The moment that a date or a date with its time names, in UTC where it does not say."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise click.UsageError(f"`--since {text[:40]}` is no date as 2026-11-22 or 2026-11-22T14:00") from error
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def _attempt(ledger: Ledger | None, start: str, address: Path | str) -> Attempt:
    """The attempt whose id begins so. Raises click.UsageError where none or several do."""
    attempt = ledger.attempt(start) if ledger is not None and start else None
    if attempt is None:
        several = sum(attempt.id.startswith(start) for attempt in ledger.attempts()) if ledger is not None else 0
        if several > 1:
            raise click.UsageError(f"{several} attempts begin with `{start}`: write more of the id")
        raise click.UsageError(
            f"no attempt in `{terminal.shown(address)}` begins with `{start}`: see `storyc ledger list`"
        )
    return attempt


@contextmanager
def _changing(address: Path | str, place: HostPlace) -> Generator[Ledger]:
    """The books at an address, to be changed, with the attempts of a place. Raises click.UsageError."""
    from storyboard.ledger import open_ledger

    try:
        ledger = open_ledger(address, place=place)
        try:
            yield ledger
        finally:
            ledger.close()
    except (LedgerTrouble, StoreTrouble) as trouble:
        raise click.UsageError(str(trouble)) from trouble
