"""`storyc report`: what to do with the reports that builds have written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from storyboard.cli import exits, terminal
from storyboard.cli.options import Group, format_option, output_option, quiet_option
from storyboard.records import as_text
from storyboard.records.build import Build
from storyboard.report.drawing.words import count
from storyboard.report.production import merge
from storyboard.timing import micro, money

GROUP = "For pipelines"
ORDER = 41
HELP = "Merge the reports of several builds."
_FORMATS: dict[str, Callable[[Build], str]] = {"json": as_text, "junit": merge.as_junit}


@click.group("report", cls=Group, short_help=HELP)
def command() -> None:
    """Merge the reports that `storyc build --report` has written."""


@command.command("merge", short_help="Merge the reports of several parts into one.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@format_option(tuple(_FORMATS))
@output_option
@quiet_option
def merge_files(files: tuple[str, ...], form: str, target: str | None, quiet: bool) -> int:
    """Make one report of several, as those of `build --shard`.

    A clip that stands in several is taken from the one that knows more: done, cached, unknown, running, failed,
    refused. A clip with other words is another clip. Nothing is written where a FILE is no report.
    """
    reports: list[Build] = []
    wrong = False
    for file in files:
        try:
            with Path(file).open("rb") as stream:
                reports.append(merge.read(stream.read(merge.MOST_BYTES + 1)))
        except OSError as error:
            terminal.say(f"error: `{file}` cannot be read: {error.strerror}")
            wrong = True
        except merge.NoReport as error:
            terminal.say(f"error: `{file}` is no report of a build: {error}")
            wrong = True
    if wrong:
        return exits.USAGE
    merged = merge.merge(reports)
    terminal.put(_FORMATS[form](merged), target)
    if not quiet:
        states = "".join(f", {number} {state}" for state, number in merge.summary(merged))
        spent = money(micro(merged.total_usd))
        terminal.say(f"merged {count(len(reports), 'report')}: {count(len(merged.clips), 'clip')}{states}, {spent} USD")
    return exits.DONE
