"""`storyc ledger list`: the attempts of the books, or what they come to."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import click

from storyboard.cli import exits, terminal
from storyboard.cli.books import meant_project, moment, reading, say_damage, store_option
from storyboard.cli.hosts import kept, rehearsal_option
from storyboard.cli.options import Command, color_option, format_option, output_option
from storyboard.diagnostics import UserError
from storyboard.ledger.extracts import Extract, SumBy
from storyboard.ledger.records import Attempt, Ledger
from storyboard.ledger.steps import is_over
from storyboard.production.plan import lockfile
from storyboard.production.plan.lockfile import LockTrouble
from storyboard.production.purchase.places import Addresses
from storyboard.profiles import host_of
from storyboard.report.drawing.words import count
from storyboard.report.ledger import csv, json, text

_BY: tuple[SumBy, ...] = get_args(SumBy)


@click.command("list", cls=Command, short_help="List attempts, or their sums.")
@click.argument("path", metavar="[PATH]", required=False)
@click.option("--since", metavar="DATE", help="Only attempts begun on or after this day (UTC), e.g. 2026-11-22.")
@click.option("--until", metavar="DATE", help="Only attempts begun up to the end of this day.")
@click.option(
    "--unsettled", is_flag=True, help="Only unfinished attempts, with their age and when the host deletes them."
)
@click.option("--sum", "summed", is_flag=True, help="Only the sums, by state or as `--by` says.")
@click.option("--by", metavar="WHAT,…", help=f"Only the sums, by {', '.join(_BY)}, or several of them.")
@format_option(("text", "json", "csv"))
@output_option
@store_option
@rehearsal_option
@color_option
def list_(
    path: str | None, since: str | None, until: str | None, unsettled: bool, summed: bool, by: str | None, form: str,
    target: str | None, store: str | None, rehearsal: bool, color: str,
) -> int:  # fmt: skip
    """List all attempts, the oldest first, or those of the stories at PATH.

    Exit code 2 where a row of the ledger cannot be read, which is named after the others.
    """
    start = moment("--since", since) if since is not None else None
    end = moment("--until", until, end=True) if until is not None else None
    if start is not None and end is not None and start >= end:
        raise click.UsageError(f"`--until {until}` is not after `--since {since}`")
    common = _common(by)
    root, _, here, addresses = meant_project(store, rehearsal=rehearsal)
    story = "" if path is None else _from_root(root, path)
    extract = Extract(start, end, "" if story == "." else story, unsettled)
    with reading(addresses.ledger) as ledger:
        if ledger is None:
            return _listed((), (), form, target, color, side=here.rehearsal)
        if summed or by is not None:
            code = _summed(ledger, extract, common, form, target, color, side=here.rehearsal)
            _say_moved(ledger, addresses, extract.story)
            return code
        readout = ledger.readout(extract)
        matching = any(attempt.rehearsal == here.rehearsal for attempt in readout.attempts)
        others = 0 if matching or readout.faults else _count(ledger, here.rehearsal)
        code = _listed(
            readout.attempts, readout.faults, form, target, color, side=here.rehearsal, unsettled=unsettled,
            others=others,
        )  # fmt: skip
        if not readout.faults:
            _say_moved(ledger, addresses, extract.story)
    return code


def _listed(
    every: Sequence[Attempt], faults: Sequence[str], form: str, target: str | None, color: str, *, side: bool,
    unsettled: bool = False, others: int = 0,
) -> int:  # fmt: skip
    """The exit code of listing the attempts of one side; what cannot be read is said after them.

    `others` is how many the ledger has where none of them is meant.
    """
    attempts = [attempt for attempt in every if attempt.rehearsal == side]
    unseen = text.unseen(len(every) - len(attempts), rehearsals=not side)
    now, deleted = datetime.now(UTC), _deleted(attempts) if unsettled else {}
    if form == "json":
        terminal.put(json.render(attempts, deleted), target)
    elif form == "csv":
        terminal.put(csv.render(attempts, deleted), target)
    elif attempts:
        paint, wide = terminal.drawn(color, target)
        waiting = text.Waiting(now, deleted) if unsettled else None
        terminal.put(text.render(attempts, color=paint, wide=wide, waiting=waiting), target)
    if not attempts and not faults:
        terminal.say(_nothing(side, others) + unseen)
    elif form == "text":
        terminal.say(f"{text.totals(attempts)}{unseen}")
    return say_damage(faults)


def _summed(
    ledger: Ledger, extract: Extract, by: tuple[SumBy, ...], form: str, target: str | None, color: str, *, side: bool
) -> int:  # fmt: skip
    """The exit code of printing what the attempts of one side come to."""
    every = ledger.sums(extract, ("state",))
    states = [row for row in every if row.rehearsal == side]
    groups = [row for row in ledger.sums(extract, by) if row.rehearsal == side] if by else []
    unseen = text.unseen(sum(row.attempts for row in every if row.rehearsal != side), rehearsals=not side)
    if form == "json":
        terminal.put(json.sums(states, by, groups), target)
    elif form == "csv":
        terminal.put(csv.sums(by or ("state",), groups if by else states), target)
    elif states:
        paint, wide = terminal.drawn(color, target)
        terminal.put(text.sums(by or ("state",), groups if by else states, color=paint, wide=wide), target)
    if not states:
        terminal.say(_nothing(side, _count(ledger, side)) + unseen)
    return exits.DONE


def _count(ledger: Ledger, side: bool) -> int:
    """How many attempts of one side the ledger has, whichever are meant."""
    return sum(row.attempts for row in ledger.sums(Extract(), ("state",)) if row.rehearsal == side)


def _say_moved(ledger: Ledger, addresses: Addresses, path: str) -> None:
    """Say under which paths the ledger has further clips of the stories at a path, which were bought elsewhere.

    The lock file has each clip where it is now, the ledger where it was when it was bought.
    """
    if not path:
        return
    try:
        blocks = lockfile.read(addresses.lock).blocks.values()
    except LockTrouble:
        return  # what is listed does not rest on it
    operations = {entry.request_sha256 for entry in blocks if _is_at(entry.story, path)}
    stories = {attempt.story for attempt in ledger.live(operations).values()}
    for story in sorted(story for story in stories if not _is_at(story, path)):
        terminal.say(f"clips of `{path}` were bought for `{story}`: `storyc ledger list {shlex.quote(story)}`")


def _is_at(story: str, path: str) -> bool:
    return story == path or story.startswith(f"{path}/")


def _nothing(side: bool, others: int) -> str:
    if others:
        return f"no attempt matches; the ledger has {count(others, 'attempt')}"
    return f"no attempts: nothing was {'rehearsed' if side else 'sent to a host'}"


def _common(by: str | None) -> tuple[SumBy, ...]:
    """What the sums are made by. Raises click.UsageError."""
    names = [] if by is None else [name.strip() for name in by.split(",")]
    for name in names:
        if name not in _BY:
            raise click.UsageError(f"`--by {name[:40]}` is not one of {', '.join(f'`{word}`' for word in _BY)}")
    return tuple(name for name in _BY if name in names)


def _deleted(attempts: Sequence[Attempt]) -> dict[str, datetime]:
    """When the host deletes the clips of the attempts that were sent, by their ids; of hosts that are known."""
    life: dict[str, timedelta | None] = {}
    for host in {host_of(attempt.profile) for attempt in attempts}:
        try:
            life[host] = timedelta(seconds=kept(host).file)
        except UserError:
            life[host] = None
    ends: dict[str, datetime] = {}
    for attempt in attempts:
        lasting = life[host_of(attempt.profile)]
        # A job that failed has no clip.
        if attempt.sent is not None and lasting is not None and not is_over(attempt):
            ends[attempt.id] = attempt.sent + lasting
    return ends


def _from_root(root: Path, path: str) -> str:
    """A path from the root with `/`, of a story that need not be there any more."""
    place = Path(os.path.abspath(path))
    place = place.parent.resolve() / place.name
    if not place.is_relative_to(root):
        raise click.UsageError(f"`{path}` lies outside the project `{root}`")
    return place.relative_to(root).as_posix()
