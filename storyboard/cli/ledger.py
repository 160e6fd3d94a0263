"""`storyc ledger`: what was sent to a host, what it cost, and what is still to be settled."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

import click

from storyboard.cli import exits, terminal
from storyboard.cli.books import LedgerProject, meant_project, reading, store_option
from storyboard.cli.hosts import KeyFiles, find_key, kept, key_option, open_host, place, rehearsal_option, usual
from storyboard.cli.ledger_list import list_
from storyboard.cli.ledger_reconcile import reconcile
from storyboard.cli.ledger_studio import caps, migrate
from storyboard.cli.options import Group, format_option, output_option
from storyboard.config import Config, HostSettings
from storyboard.ledger.records import Attempt, HostPlace, Ledger, LedgerTrouble
from storyboard.production.plan import lineage, lockfile
from storyboard.production.plan.lockfile import Entry, LockTrouble
from storyboard.production.purchase import giving_up, losing, settling
from storyboard.production.purchase.asking import KeyRefused, SettlingError
from storyboard.production.purchase.audit import audit as audited
from storyboard.production.purchase.ordering import asked_for, examiner, known_profiles, patience
from storyboard.production.purchase.places import elsewhere, store_of
from storyboard.profiles import host_of
from storyboard.project.books import lock_folder
from storyboard.providers import Provider
from storyboard.providers.keys import NoKey
from storyboard.report.drawing.cells import shown
from storyboard.report.drawing.words import count
from storyboard.report.ledger import json, text
from storyboard.source import DiskFiles
from storyboard.store.records import StoreTrouble
from storyboard.timing import money

GROUP = "For hosts"
ORDER = 32
HELP = "Show and settle what was bought from a host."


@click.group("ledger", cls=Group, short_help=HELP)
def command() -> None:
    """Show what was bought from a host, and settle what is unknown.

    The ledger is the one of the working folder's project. Only `resolve` changes it; `resolve` and `reconcile` ask the
    host.
    """


command.add_command(list_)
command.add_command(reconcile)
command.add_command(caps)
command.add_command(migrate)


@command.command("show", short_help="Show one attempt, and what happened to it.")
@click.argument("id", metavar="ID")
@format_option(("text", "json"))
@output_option
@store_option
@rehearsal_option
def show(id: str, form: str, target: str | None, store: str | None, rehearsal: bool) -> int:
    """Show all that is known of the attempt whose id begins with ID, and what happened to it."""
    address = meant_project(store, rehearsal=rehearsal).addresses.ledger
    with reading(address) as ledger:
        attempt = _attempt(ledger, id, address)
        events = ledger.events(attempt.id) if ledger is not None else ()
    terminal.put((json.page if form == "json" else text.page)(attempt, events), target)
    return exits.DONE


@command.command("resolve", short_help="Settle an attempt, or a clip that is not as ordered.")
@click.argument("id", metavar="[ID]", required=False)
@click.option(
    "--lock", "block", metavar="KEY", help="Settle the block KEY of storyc.lock instead of an attempt: `--lost`."
)
@click.option("--attach", metavar="REQUEST", help="It is this job of the host; the next build fetches its clip.")
@click.option("--not-billed", is_flag=True, help="The host did not bill it: free the money held for it.")
@click.option("--accept", is_flag=True, help="Accept its clip although it is not as ordered.")
@click.option("--refetch", is_flag=True, help="Fetch its clip from the host once more (free).")
@click.option("--file", "clip", metavar="CLIP", help="Use this file as its clip.")
@click.option("--lost", is_flag=True, help="It was billed, and its clip is gone or useless: count it as spent.")
@click.option("--no-look", is_flag=True, help="With --not-billed and --lost: don't ask the host first.")
@store_option
@rehearsal_option
@key_option
def resolve(
    id: str | None, block: str | None, attach: str | None, not_billed: bool, accept: bool, refetch: bool,
    clip: str | None, lost: bool, no_look: bool, store: str | None, rehearsal: bool, key_files: KeyFiles,
) -> int:  # fmt: skip
    """Settle the one attempt whose id begins with ID: its outcome is not known, or its clip is not as it should be.

    Look into the host's own history first: what is settled as not billed may be bought again, and so paid twice. Before
    `--not-billed` and `--lost` end an attempt whose outcome is unknown the host is asked once more, and a job that it
    shows is taken for its own or named.
    `--lost` also gives up an accepted attempt whose clip the host has deleted, forgotten or spoilt, or that it does not
    finish, one whose file is gone from the store, from where it was put and from the host, and one whose clip is not as
    it was ordered. With `--lock KEY` it gives up a clip that storyc.lock names, that no ledger here has bought, and
    whose job or clip the host has not any more.
    """
    chosen = (attach is not None) + not_billed + accept + refetch + (clip is not None) + lost
    if (id is None) == (block is None):
        raise click.UsageError("name the attempt by its ID, or a block of `storyc.lock` by `--lock KEY`")
    if no_look and not (not_billed or lost):
        raise click.UsageError("`--no-look` goes with `--not-billed` and `--lost`")
    if block is not None:
        if chosen != 1 or not lost:
            raise click.UsageError("a block of `storyc.lock` is settled by `--lost` alone")
        return _lose(block, store, key_files, rehearsal=rehearsal, blind=no_look)
    assert id is not None
    if chosen != 1:
        raise click.UsageError(
            "say one of `--attach REQUEST`, `--not-billed`, `--accept`, `--refetch`, `--file CLIP` and `--lost`"
        )
    root, config, _, addresses = meant_project(store, rehearsal=rehearsal)
    with reading(addresses.ledger) as books:
        if books is None:
            raise click.UsageError(f"there is no ledger in `{terminal.shown(addresses.ledger)}`")
        attempt = _attempt(books, id, addresses.ledger)
        folders = {other: lock_folder(Path(other), rehearsal=attempt.rehearsal) for other in books.roots()}
    try:
        lock = lockfile.read(addresses.lock)
        home = giving_up.home_of(attempt, lock, folders)
    except LockTrouble as trouble:
        terminal.say(f"error: {trouble}")
        return exits.OUT_OF_DATE
    # What leaves the lock file as it is may be done from anywhere, such as taking a file back that lies there.
    if home and (lost or not_billed or attach is not None):
        raise click.UsageError(f"attempt `{attempt.id}` is of the project in `{terminal.shown(home)}`: settle it there")
    with _changing(addresses.ledger, HostPlace(attempt.place, attempt.rehearsal)) as ledger:
        attempt = settling.claim(ledger, attempt, lock)
        name = host_of(attempt.profile)

        def host() -> Provider:
            stray = elsewhere(attempt, place(name))
            if stray:
                raise SettlingError(stray)
            return open_host(name, config, partial(find_key, name, key_files))

        files = DiskFiles(root)
        case = settling.Settling(
            root, ledger, attempt, cache(lambda: store_of(addresses, ledger)), host, kept(name),
            _patience(config, attempt.profile, files),
            examiner(files), lineage.origins(lock, ledger), no_look, asked_for(attempt, files),
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
                result = (settling.refetch if refetch else losing.lost)(case)
        except (NoKey, KeyRefused) as error:
            terminal.say(f"error: {error}")
            return exits.KEY
        terminal.say(result)
        try:
            giving_up.follow(root, addresses.lock, attempt, ledger.attempt(attempt.id) or attempt)
        except LockTrouble as trouble:
            terminal.say(f"error: {trouble}; the ledger has it, and the next build writes it into the lock file")
            return exits.of_lock(trouble)
    return exits.DONE


@command.command("forget", short_help="Remove a block from storyc.lock.")
@click.argument("id", metavar="ID")
@store_option
@rehearsal_option
def forget(id: str, store: str | None, rehearsal: bool) -> int:
    """Take a block out of storyc.lock, the only way in which one leaves it.

    ID is the name of the block, the host's name of its job, or the beginning of an attempt's id. Whoever builds the
    clip afterwards, and has it neither in a ledger nor at the host, pays for it anew.
    """

    def settle(meant: LedgerProject, entry: Entry, ledger: Ledger | None) -> str:
        return giving_up.forget(meant.root, meant.addresses.lock, entry, ledger)

    return _settled(id, store, settle, rehearsal=rehearsal)


@command.command("audit", short_help="Check the ledger against itself and the store.")
@store_option
@rehearsal_option
def audit(store: str | None, rehearsal: bool) -> int:
    """Check that the ledger agrees with itself and with the store; exit code 1 where it does not.

    Each chain of events is followed, each counter added up, each clip read and its hash taken.
    """
    root, _, here, addresses = meant_project(store, rehearsal=rehearsal)
    with reading(addresses.ledger) as ledger:
        if ledger is None:
            terminal.say("no attempts: nothing was sent to a host")
            return exits.DONE
        result = audited(ledger, lambda: store_of(addresses, ledger), root)
    terminal.put("".join(f"{shown(phrase)}\n" for phrase in result.differences))
    attempts = count(len(result.attempts), "attempt")
    if result.differences:
        terminal.say(f"{count(len(result.differences), 'difference')} in {attempts}")
        return exits.STORY_ERRORS
    spent = money(sum(attempt.spent for attempt in result.attempts if attempt.rehearsal == here.rehearsal))
    rehearsed = text.REHEARSED if here.rehearsal else ""
    terminal.say(f"ok: {attempts}, {count(len(result.attempts), 'chain')}, {spent} USD spent{rehearsed}")
    return exits.DONE


def _patience(config: Config, profile: str, files: DiskFiles) -> float:
    """The seconds for which a job of a profile is waited for. Raises HostError."""
    name = host_of(profile)
    return patience(config.host.get(name, HostSettings()), known_profiles([profile], files), usual(name))


def _lose(name: str, store: str | None, key_files: KeyFiles, *, rehearsal: bool, blind: bool) -> int:
    """Write into the lock file that the clip of a block is gone for good, once the host has said so."""

    def settle(meant: LedgerProject, entry: Entry, ledger: Ledger | None) -> str:
        host, here = entry.provider, place(entry.provider)
        if entry.rehearsal != here.rehearsal:
            side = "is of a rehearsal" if entry.rehearsal else "was paid for"
            raise click.UsageError(f"`{name}` {side}, and the host is {here.name} now")

        def opened() -> Provider:
            return open_host(host, meant.config, partial(find_key, host, key_files))

        return giving_up.lose(
            meant.root, meant.addresses.lock, entry, ledger, opened, kept(host).record,
            _patience(meant.config, entry.profile, DiskFiles(meant.root)), blind=blind,
        )  # fmt: skip

    return _settled(name, store, settle, rehearsal=rehearsal)


def _settled(
    name: str, store: str | None, settle: Callable[[LedgerProject, Entry, Ledger | None], str], *, rehearsal: bool
) -> int:  # fmt: skip
    """The exit code of settling an entry of the lock file, which is said."""
    meant = meant_project(store, rehearsal=rehearsal)
    try:
        with reading(meant.addresses.ledger, meant.here) as ledger:
            result = settle(meant, giving_up.entry_of(meant.addresses.lock, name, ledger), ledger)
    except LockTrouble as trouble:
        terminal.say(f"error: {trouble}")
        return exits.of_lock(trouble)
    except (NoKey, KeyRefused) as error:
        terminal.say(f"error: {error}")
        return exits.KEY
    terminal.say(result)
    return exits.DONE


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
