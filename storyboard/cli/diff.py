"""`storyc diff`: what changed in the film since a revision, clip by clip, and what that costs."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import Any

import click
import msgspec

from storyboard.cli import comparing, exits, reporting, terminal
from storyboard.cli.common import color_option, format_option, output_option, quiet_option
from storyboard.cli.selection import options, selection
from storyboard.project.diff import Change, compare
from storyboard.report.diff import json, markdown, text
from storyboard.report.diff.counts import by_story, totals
from storyboard.source import MissingRevision

_DASHES = "storyc.dashes"


class _Dashed(click.Command):
    """A command that knows how many words stood behind a `--`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The words that are left, after counting those behind `--`."""
        if "--" in args:
            ctx.meta[_DASHES] = len(args) - args.index("--") - 1
        return super().parse_args(ctx, args)


@click.command("diff", cls=_Dashed, short_help="Show what changed in the film, clip by clip, and its price.")
@click.argument("words", metavar="[REV] PATH...", nargs=-1)
@click.option("--files", "pair", nargs=2, metavar="A B", help="Compare two stories instead, A being the old one.")
@format_option(("text", "json", "markdown"))
@output_option
@selection
@quiet_option
@color_option
@click.pass_context
def command(
    ctx: click.Context,
    words: tuple[str, ...],
    pair: tuple[str, str] | None,
    form: str,
    target: str | None,
    quiet: bool,
    color: str,
    **selected: Any,
) -> int:
    """Compare the stories of the working tree with a revision of git, HEAD where none is named.

    Stories, includes, templates, profiles and configuration are all read from the revision, and both sides are compiled
    by this version; a clip has changed when its request has other bytes. Prices are those with an empty store. Exit
    code 0 also with differences. The first word is REV where no such path exists; `--` stands before PATHs.
    """
    chosen = options(selected)
    plain = msgspec.structs.replace(chosen, only=())
    flags = {"model": chosen.model}
    try:
        with ExitStack() as open_files:
            if pair is not None:
                if words:
                    raise click.UsageError(f"`--files` names both sides, and `{words[0]}` stands beside them")
                sides = comparing.of_files(pair, flags, plain)
            else:
                revision, paths = comparing.meant(words, ctx.meta.get(_DASHES))
                sides = comparing.of_revision(revision, paths, flags, plain, open_files)
            changes, lacking = _selected(compare(sides.old, sides.new), chosen.only)
    except MissingRevision as error:
        raise click.UsageError(str(error)) from error
    takes = {request.take for change in changes for request in change.version.requests}
    if changes or not sides.faulty:
        lacking += [f"there is no take {take}" for take in chosen.takes if take not in takes]
    for mistake in (*sides.mistakes, *lacking):
        terminal.say(f"error: {mistake}")
    for note in () if quiet else sides.notes:
        terminal.say(f"note: {note}")
    if sides.faulty:
        terminal.say(reporting.report("text", sides.faulty, color, stream=sys.stderr), end="")
    terminal.put(_rendered(form, changes, color, target), target)
    if form == "text" and not quiet and changes and not by_story(changes):
        terminal.say(f"ok: {totals(changes)}")
    return exits.worst(
        (
            exits.STORY_ERRORS if sides.faulty else exits.DONE,
            exits.USAGE if sides.missing or sides.mistakes or lacking else exits.DONE,
        )
    )


def _rendered(form: str, changes: tuple[Change, ...], color: str, target: str | None) -> str:
    if form == "json":
        return json.render(changes)
    if form == "markdown":
        return markdown.render(changes)
    here = target is None
    paint = terminal.colored(color, sys.stdout) if here else color == "always"
    return text.render(changes, color=paint, columns=terminal.columns(sys.stdout) if here else 100)


def _selected(changes: tuple[Change, ...], only: tuple[str, ...]) -> tuple[tuple[Change, ...], list[str]]:
    """The changes of the clips that `--only` names, as they are now or were, and what it named in vain."""
    if not only:
        return changes, []
    names = [(change, _names(change)) for change in changes]
    known = {name for _, held in names for name in held}
    vain = [f"there is no clip `{word}`" for word in only if word not in known]
    return tuple(change for change, held in names if held.intersection(only)), vain


def _names(change: Change) -> set[str]:
    clips = [version.clip for version in (change.before, change.after) if version is not None]
    return {name for clip in clips[-1:] for name in (str(clip.index), clip.slug, f"{clip.index:02}-{clip.slug}")} | {
        clip.slug for clip in clips
    }
