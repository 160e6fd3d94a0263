"""`storyc render`: the requests that stories compile to."""

from __future__ import annotations

import sys
from typing import Any

import click

from storyboard.cli import exits, project, reporting, terminal
from storyboard.cli.common import color_option, format_option, output_option, quiet_option, stories
from storyboard.cli.depfile import depfile
from storyboard.cli.requests import FORMATS
from storyboard.cli.selection import narrowed, options, selection
from storyboard.cli.sharding import Shard, shard_option, shared
from storyboard.compiler.pipeline import compile_story
from storyboard.source import NotingFiles


@click.command("render")
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
    if deps is not None and (target in (None, "-") or project.STDIN in paths):
        raise click.UsageError("`--depfile` is about an output file and stories that are files: name them")
    chosen = options(selected)
    gathered = narrowed(project.gather(paths, {"model": chosen.model}), chosen)
    blocks: list[Any] = []
    failed: list[reporting.Read] = []
    lacking = gathered.missing
    noted = {found.root: set[str]() for found in gathered.projects}
    for found in gathered.projects:
        files = NotingFiles(found.files, noted[found.root].add)
        for path in found.stories:
            compiled = compile_story(files, path, found.config, chosen)
            if reporting.say_lacking(compiled, chosen):
                lacking = True
            elif reporting.has_errors(compiled):
                failed.append(reporting.Read(found.root, compiled))
            else:
                blocks += [(found, request) for request in compiled.requests]
    if failed:
        terminal.say(reporting.report("text", failed, color, stream=sys.stderr), end="")
    blocks = shared(blocks, shard)
    terminal.put(FORMATS[form](blocks), target)
    if deps is not None and target is not None:
        terminal.put(depfile(target, noted), deps)
    if not quiet and target is not None and target != "-":
        terminal.say(f"wrote {target}: {len(blocks)} {'request' if len(blocks) == 1 else 'requests'}")
    wrong = exits.STORY_ERRORS if failed else exits.DONE
    return exits.worst((wrong, exits.USAGE if lacking else exits.DONE))
