"""`storyc receipt`: what was paid for, clip by clip, so that another can check it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import click
import msgspec

from storyboard.cli import exits, terminal
from storyboard.cli.books import meant_project, reading, say_side, store_option
from storyboard.cli.hosts import place, rehearsal_option
from storyboard.cli.options import (
    Command,
    format_option,
    maybe_stories,
    options_of,
    output_option,
    quiet_option,
    selection,
)
from storyboard.cli.stories import gather, usable
from storyboard.compiler.pipeline import Options
from storyboard.production.receipts import agreeing, checked, receipt, receipt_clip
from storyboard.project import books
from storyboard.project.records import Project
from storyboard.project.selecting import narrowed
from storyboard.providers import registry
from storyboard.records import OtherSchema, decoded
from storyboard.records.receipt import Receipt, ReceiptClip
from storyboard.report.drawing.words import count
from storyboard.report.receipt import json, text
from storyboard.source import DiskFiles

GROUP = "For hosts"
ORDER = 34
HELP = "Show or check what was paid for, clip by clip."
_MOST = 256 << 20


@click.command("receipt", cls=Command, short_help=HELP)
@maybe_stories
@click.option(
    "--verify", "file", metavar="FILE", help="Check a receipt that was written as JSON, instead of writing one."
)
@click.option(
    "--clip",
    "clips",
    metavar="MP4",
    multiple=True,
    help="With --verify: this file is a clip of it.",
)
@format_option(("text", "json"))
@output_option
@store_option
@rehearsal_option
@selection
@quiet_option
def command(
    paths: tuple[str, ...], file: str | None, clips: tuple[str, ...], form: str, target: str | None, store: str | None,
    rehearsal: bool, quiet: bool, **selected: Any,
) -> int:  # fmt: skip
    """Show for each clip that was paid for what was ordered, what came, what it cost, and the ledger's chain of it.

    A receipt bears no signature, and no address in it has a query. `--verify` computes the hashes of requests, chains
    and files anew; where the ledger of the working folder's project has bought the clips, its rows must agree too. Exit
    code 1 where anything differs.
    """
    if file is not None:
        if paths:
            raise click.UsageError(f"`--verify` checks `{file}`, and `{paths[0]}` stands beside it")
        return _verify(file, clips, store, rehearsal=rehearsal, quiet=quiet)
    if clips:
        raise click.UsageError("`--clip` goes with `--verify`")
    if not paths:
        raise click.UsageError("PATH is missing: a story, or a folder of stories")
    chosen = options_of(selected)
    gathered = narrowed(gather(paths, {"model": chosen.model, "store": store}), chosen)
    codes = [exits.USAGE] if gathered.missing else []
    taken = [_clips(project, chosen, codes, rehearsal=rehearsal) for project in gathered.projects]
    whole = receipt(clip for project in taken for clip in project)
    if whole.clips or form == "json":
        terminal.put((json if form == "json" else text).render(whole), target)
    if not whole.clips and not quiet:
        terminal.say("note: nothing of these stories was paid for")
    return exits.worst(codes)


def _clips(project: Project, chosen: Options, codes: list[int], *, rehearsal: bool) -> list[ReceiptClip]:
    """What was paid for of a project's stories; `codes` get the exits of stories that cannot be selected from."""
    host = registry.host_of(project.config)
    here = place(host, rehearsal=rehearsal)
    say_side(project.root, project.config, host, here)
    meant: set[tuple[str, int, str, int]] | None = None
    if chosen.only or chosen.takes or chosen.variant:
        meant = {
            (request.story, request.clip.index, request.variant, request.take)
            for compiled in usable(project, chosen, "auto", codes)
            for request in compiled.requests
        }
    address = books.addresses_of(project.root, project.config, rehearsal=here.rehearsal).ledger
    with reading(address, here) as ledger:
        if ledger is None:
            return []
        latest = ledger.latest(project.stories)
        return [
            receipt_clip(latest[key], ledger, project.root, project.files)
            for key in sorted(latest)
            if meant is None or key in meant
        ]


def _verify(file: str, clips: tuple[str, ...], store: str | None, *, rehearsal: bool, quiet: bool) -> int:
    """The exit code of checking a receipt, which is said."""
    known = _read(file)
    checks = checked(known)
    phrases = {check.clip.attempt: list(check.differs) for check in checks}
    for path in clips:
        digest = _digest(path)
        if digest not in {clip.sha256 for clip in known.clips}:
            terminal.say(f"error: `{terminal.shown(path)}` is no clip of this receipt: its SHA-256 is {digest}")
            phrases.setdefault("", []).append(path)
    compared = _compared(known, phrases, store, rehearsal=rehearsal)
    lines = [f"{text.name(check.clip)}: {phrase}\n" for check in checks for phrase in phrases[check.clip.attempt]]
    terminal.put("".join(lines))
    for check in () if quiet else checks:
        for phrase in check.untold:
            terminal.say(f"note: {text.name(check.clip)}: not computed, {phrase}")
    if any(phrases.values()):
        terminal.say(f"error: {count(sum(map(len, phrases.values())), 'difference')} in {count(len(checks), 'clip')}")
        return exits.STORY_ERRORS
    if quiet:
        return exits.DONE
    if checks:
        against = f"compared with a ledger ({compared} of {len(checks)})" if compared else "not compared with a ledger"
        terminal.say(f"ok: consistent, {against}: {count(len(checks), 'clip')}. {text.UNSIGNED}")
    else:
        terminal.say(f"note: nothing was checked, since `{terminal.shown(Path(file))}` is the receipt of no clip")
    return exits.DONE


def _compared(known: Receipt, phrases: dict[str, list[str]], store: str | None, *, rehearsal: bool) -> int:
    """How many clips a ledger of the working folder's project could be asked about; what differs is added."""
    meant = meant_project(store, rehearsal=rehearsal)
    number = 0
    with reading(meant.addresses.ledger) as ledger:
        for clip in known.clips if ledger is not None else ():
            if ledger is None or clip.ledger != ledger.id:
                continue  # another project has bought it
            number += 1
            attempt = ledger.attempt(clip.attempt)
            same = attempt is not None and attempt.id == clip.attempt and attempt.sha256 is not None
            fresh = receipt_clip(attempt, ledger, meant.root, DiskFiles(meant.root)) if same and attempt else None
            phrases[clip.attempt] += agreeing(clip, fresh)
    return number


def _read(file: str) -> Receipt:
    """The receipt in a file. Raises click.UsageError where it holds none."""
    try:
        with Path(file).open("rb") as stream:
            data = stream.read(_MOST + 1)
    except OSError as error:
        raise click.UsageError(f"`{file}` cannot be read: {error.strerror}") from error
    try:
        if len(data) > _MOST:
            raise click.UsageError(f"`{file}` is larger than a receipt is")
        return decoded(data, Receipt)
    except OtherSchema as error:
        raise click.UsageError(f"`{file}` is no receipt: {error}") from error
    except msgspec.DecodeError as error:
        raise click.UsageError(f"`{file}` is no receipt: {error}") from error


def _digest(path: str) -> str:
    try:
        with open(path, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise click.UsageError(f"`{path}` cannot be read: {error.strerror}") from error
