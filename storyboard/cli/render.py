"""`storyc render`: the requests that stories compile to."""

from __future__ import annotations

from typing import Any

import click

from storyboard.cli.options import (
    Command,
    color_option,
    format_option,
    options_of,
    output_option,
    quiet_option,
    selection,
    shard_option,
    stories,
)
from storyboard.cli.rendering import render
from storyboard.project.finding import STDIN
from storyboard.project.shard import Shard
from storyboard.report.request import FORMATS

GROUP = "For pipelines"
ORDER = 40
HELP = "Print the requests that stories compile to."


@click.command("render", cls=Command, short_help=HELP)
@stories
@format_option(tuple(FORMATS))
@output_option
@click.option("--depfile", "deps", metavar="FILE", help="Write to FILE, as a rule of Make, what the output depends on.")
@selection
@shard_option
@quiet_option
@color_option
def command(
    paths: tuple[str, ...],
    form: str,
    target: str | None,
    deps: str | None,
    shard: Shard | None,
    quiet: bool,
    color: str,
    **selected: Any,
) -> int:
    """Print the requests that stories compile to.

    Nothing is sent. A story with errors is left out and reported on stderr; the exit code is then 1. If the FILE of
    `-o` already holds exactly this output, it is left untouched.
    """
    if deps is not None and (target in (None, "-") or STDIN in paths):
        raise click.UsageError("`--depfile` is about an output file and stories that are files: name them")
    return render(
        paths, form=form, target=target, deps=deps, chosen=options_of(selected), shard=shard, quiet=quiet, color=color
    )
