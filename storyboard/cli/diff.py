"""`storyc diff`: what changed in the film since a revision, clip by clip, and what that costs."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

import click
import msgspec

from storyboard.cli import exits, stories, terminal
from storyboard.cli.options import (
    Command,
    color_option,
    format_option,
    options_of,
    output_option,
    quiet_option,
    selection,
)
from storyboard.compiler.pipeline import Options
from storyboard.project import comparing, finding
from storyboard.project.comparing import Sides
from storyboard.records.diff import Diff
from storyboard.report.diff import json, markdown, text
from storyboard.report.diff.counts import by_story, totals
from storyboard.source.git import MissingRevision

GROUP = "For writers"
ORDER = 16
HELP = "Show what changed in the film, clip by clip, and its price."
_DASHES = "storyc.dashes"


class _Dashed(Command):
    """A command that knows how many words stood behind a `--`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The words that are left, after counting those behind `--`."""
        if "--" in args:
            ctx.meta[_DASHES] = len(args) - args.index("--") - 1
        return super().parse_args(ctx, args)


@click.command("diff", cls=_Dashed, short_help=HELP)
@click.argument("words", metavar="[REV] PATH...", nargs=-1)
@click.option("--files", "pair", nargs=2, metavar="A B", help="Compare two files instead; A is the old one.")
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
    """Compare the stories of the working tree with a revision of git, by default HEAD.

    Stories, includes, templates, profiles and configuration are all read from the revision, and both sides are compiled
    by this version. A clip has changed if a byte of its request has. Prices are those with an empty store. Differences
    do not change the exit code. The first word is REV unless a path of that name exists; `--` separates it from PATHs.
    """
    options = options_of(selected)
    flags = {"model": options.model}
    dashes = ctx.meta.get(_DASHES)
    try:
        with ExitStack() as open_files:
            sides = _sides(words, pair, dashes, flags, msgspec.structs.replace(options, only=()), open_files)
            comparison = comparing.compared(sides, options)
    except MissingRevision as error:
        raise click.UsageError(str(error)) from error
    stories.say_mistakes(comparison.mistakes)
    for note in () if quiet else comparison.notes:
        terminal.say(f"note: {note}")
    stories.say_report(comparison.unusable, color)
    diff = comparison.record
    terminal.put(_rendered(form, diff, color, target), target)
    if form == "text" and not quiet and diff.clips and not by_story(diff.clips):
        terminal.say(f"ok: {totals(diff)}")
    return exits.worst(
        (
            exits.STORY_ERRORS if comparison.unusable else exits.DONE,
            exits.USAGE if sides.missing or comparison.mistakes else exits.DONE,
        )
    )


def _sides(
    words: tuple[str, ...], pair: tuple[str, str] | None, dashes: int | None, flags: Mapping[str, object],
    options: Options, open_files: ExitStack,
) -> Sides:  # fmt: skip
    """Both sides of the comparison. Raises ProjectError, MissingRevision, and click.UsageError."""
    if pair is not None:
        if words:
            raise click.UsageError(f"`--files` names both sides, and `{words[0]}` stands beside them")
        return comparing.of_files(pair, flags, options)
    meant = comparing.meant(words, dashes)
    here = finding.search(meant.present)
    stories.say_mistakes(here.mistakes)
    return comparing.of_revision(meant, here, flags, options, open_files, terminal.progress)


def _rendered(form: str, diff: Diff, color: str, target: str | None) -> str:
    if form == "json":
        return json.render(diff)
    if form == "markdown":
        return markdown.render(diff)
    here = target is None
    paint = terminal.colored(color, sys.stdout) if here else color == "always"
    return text.render(diff, color=paint, columns=terminal.columns(sys.stdout) if here else 100)
