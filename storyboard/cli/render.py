"""`storyc render`: the requests that stories compile to."""

from __future__ import annotations

from typing import Any

import click

from storyboard.cli import exits, terminal
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
from storyboard.cli.stories import gather, say_errors, say_lacking
from storyboard.compiler.request import Request
from storyboard.project.compiling import CompiledStory, compile_stories
from storyboard.project.finding import STDIN
from storyboard.project.records import Project
from storyboard.project.selecting import narrowed
from storyboard.project.shard import Shard, shared
from storyboard.report.drawing.words import count
from storyboard.report.request import FORMATS
from storyboard.report.request.depfile import depfile
from storyboard.source import NotingFiles

GROUP = "Exchange"
ORDER = 42
HELP = "Print the requests that stories compile to."


@click.command("render", cls=Command, short_help=HELP)
@stories
@format_option(tuple(FORMATS))
@output_option
@click.option("--depfile", "deps", metavar="FILE", help="Write to FILE, as Make has it, what the output is made from.")
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

    Nothing is sent. A story with errors is left out and reported on stderr; the exit code is then 1.
    A FILE of `-o` that holds it all already is left untouched.
    """
    if deps is not None and (target in (None, "-") or STDIN in paths):
        raise click.UsageError("`--depfile` is about an output file and stories that are files: name them")
    chosen = options_of(selected)
    gathered = narrowed(gather(paths, {"model": chosen.model}), chosen)
    requests: list[tuple[Project, Request]] = []
    others: list[CompiledStory] = []
    noted = {project.root: set[str]() for project in gathered.projects}
    for project in gathered.projects:
        files = NotingFiles(project.files, noted[project.root].add)
        for story in compile_stories(project, chosen, files):
            if story.usable:
                requests += [(project, request) for request in story.compiled.requests]
            else:
                others.append(story)
    codes = [*say_lacking(others), *say_errors(others, color)]
    requests = shared(requests, shard)
    terminal.put(FORMATS[form](requests), target, data=form != "json")
    if deps is not None and target is not None:
        terminal.put(depfile(target, noted), deps)
    if not quiet and target is not None and target != "-":
        terminal.say(f"wrote {target}: {count(len(requests), 'request')}")
    return exits.worst([*codes, exits.USAGE if gathered.missing else exits.DONE])
