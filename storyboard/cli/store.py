"""`storyc store`: what lies in the store of clips, and what of it nobody needs."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from storyboard.cli import exits, terminal
from storyboard.cli.books import meant_project, reading, store_option
from storyboard.cli.hosts import rehearsal_option
from storyboard.cli.options import Group
from storyboard.production.plan import lockfile
from storyboard.production.plan.lockfile import LockTrouble
from storyboard.production.purchase.garbage import garbage
from storyboard.production.purchase.places import lacking, other_keepers
from storyboard.report.drawing.words import count
from storyboard.store import open_store
from storyboard.store.files import NOTES
from storyboard.store.records import StoredFile

GROUP = "For hosts"
ORDER = 37
HELP = "Delete clips that nobody needs."


@click.group("store", cls=Group, short_help=HELP)
def command() -> None:
    """Look after the store in which the working folder's project keeps its clips."""


@command.command("gc", short_help="Delete clips that no attempt and no lock file names.")
@click.argument("projects", metavar="[PROJECT]...", nargs=-1)
@click.option("--older-than", "age", metavar="T", required=True, help="Only what was put there longer ago, as 30d.")
@click.option("--yes", is_flag=True, help="Delete them; without it they are only listed.")
@store_option
@rehearsal_option
def gc(projects: tuple[str, ...], age: str, yes: bool, store: str | None, rehearsal: bool) -> int:
    """List the clips that neither an attempt of the ledger nor a storyc.lock needs, and delete them with `--yes`.

    The lock files are those of the working folder's project and of each PROJECT, a folder with one. Nothing is listed
    where another ledger keeps clips too, nor by a ledger that is older than what was bought with it. A clip that was
    deleted can be fetched again while its host keeps it.
    """
    parts = re.fullmatch(r"([1-9][0-9]{0,4})d", age.strip())
    if parts is None:
        raise click.UsageError(f"`--older-than {age[:40]}` is no number of days, at least 1, as 30d")
    project = meant_project(store, rehearsal=rehearsal)
    before = datetime.now(UTC) - timedelta(days=int(parts[1]))
    with reading(project.addresses.ledger) as ledger:
        if ledger is None:
            raise click.UsageError("there is no ledger, by which it could be known what is needed")
        locks = [_lock(project.addresses.lock), *(_lock(Path(folder), named=True) for folder in projects)]
        unknown = [name for lock in locks for name in lacking(project.addresses, ledger, lock, ledger.restored)]
        if unknown:
            raise click.UsageError(f"the ledger is older than what it has bought: it lacks `{unknown[0]}`")
        files = open_store(project.addresses.store, "")
        others = other_keepers(project.addresses, files, ledger)
        if others:
            raise click.UsageError(
                f"another ledger, `{others[0]}`, keeps its clips there too, and what it needs is not known here: give "
                f"each a store of its own, or delete `{NOTES}/{others[0]}` there once that ledger is gone"
            )
        unneeded = garbage(files, ledger, locks, before)
        listed: list[StoredFile] = []
        for file in unneeded:
            if not yes or files.remove(file.sha256, before):
                terminal.put(f"{file.sha256} {file.size} {file.at:%Y-%m-%d}\n")
                listed.append(file)
    size = f"{count(len(listed), 'clip')}, {sum(file.size for file in listed) / 1e6:.1f} MB"
    if yes or not listed:
        terminal.say(f"deleted {size}")
    else:
        terminal.say(f"{size}, which nobody needs; nothing was deleted: say --yes")
    return exits.DONE


def _lock(folder: Path, *, named: bool = False) -> lockfile.Lock:
    """The lock file of a folder, which has to be there where it was named. Raises click.UsageError."""
    if named and not lockfile.place(folder).is_file():
        raise click.UsageError(f"`{folder}` has no `{lockfile.FILE}`")
    try:
        return lockfile.read_to_mend(folder)
    except LockTrouble as trouble:
        raise click.UsageError(str(trouble)) from trouble
