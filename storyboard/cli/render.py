"""`storyc render`: the requests that stories compile to."""

from __future__ import annotations

import sys
from typing import Any

import click

from storyboard.cli import exits, output, project, reporting
from storyboard.cli.common import color_option, format_option, output_option, quiet_option, stories
from storyboard.cli.requests import FORMATS
from storyboard.cli.selection import options, selection
from storyboard.compiler import compile_story


@click.command("render")
@stories
@format_option(tuple(FORMATS))
@output_option
@selection
@quiet_option
@color_option
def command(paths: tuple[str, ...], form: str, target: str | None, quiet: bool, color: str, **selected: Any) -> int:
    """Print the requests that stories compile to.

    Nothing is sent. A story with errors is left out and reported on stderr; the exit code is then 1.
    """
    chosen = options(selected)
    gathered = project.gather(paths, {"model": chosen.model})
    blocks: list[Any] = []
    failed: list[reporting.Read] = []
    lacking = gathered.missing
    for found in gathered.projects:
        for path in found.stories:
            compiled = compile_story(found.files, path, found.config, chosen)
            if reporting.say_lacking(compiled, chosen):
                lacking = True
            elif reporting.has_errors(compiled):
                failed.append(reporting.Read(found.root, compiled))
            else:
                blocks += [(found, request) for request in compiled.requests]
    if failed:
        output.say(reporting.report("text", failed, color, stream=sys.stderr), end="")
    output.put(FORMATS[form](blocks), target)
    if not quiet and target is not None and target != "-":
        output.say(f"wrote {target}: {len(blocks)} {'request' if len(blocks) == 1 else 'requests'}")
    wrong = exits.STORY_ERRORS if failed else exits.DONE
    return exits.worst((wrong, exits.USAGE if lacking else exits.DONE))
