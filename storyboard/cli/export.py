"""`storyc export`: one story in another program's form."""

from __future__ import annotations

import sys
from typing import Any

import click
import msgspec

from storyboard.cli import exits, project, reporting, terminal
from storyboard.cli.common import format_option, output_option, quiet_option
from storyboard.cli.completing import paths
from storyboard.cli.selection import options, selection
from storyboard.compiler.pipeline import compile_story
from storyboard.diagnostics import Level
from storyboard.exchange.exporters import formats, load


@click.command("export")
@click.argument("path", metavar="PATH", shell_complete=paths)
@format_option(("json", *(name for name in formats() if name != "json")))
@output_option
@selection
@quiet_option
def command(path: str, form: str, target: str | None, quiet: bool, **selected: Any) -> int:
    """Write one story as data for other programs.

    Any story whose marks can be read is written, whatever else is wrong with it; `storyc check` says what is.
    """
    chosen = options(selected)
    gathered = project.gather((path,), {"model": chosen.model})
    if gathered.missing:
        return exits.USAGE
    meant = [(found, story) for found in gathered.projects for story in found.stories]
    if len(meant) != 1:
        raise click.UsageError(f"export takes one story, and `{path}` holds {len(meant)}")
    found, story = meant[0]
    compiled = compile_story(found.files, story, found.config, chosen)
    if reporting.say_lacking(compiled, msgspec.structs.replace(chosen, takes=())):
        return exits.USAGE
    if not compiled.clips and compiled.diagnostics:
        read = [reporting.Read(found.root, compiled)]
        terminal.say(reporting.report("text", read, "auto", stream=sys.stderr), end="")
        return exits.STORY_ERRORS
    terminal.put(load(form).render(compiled), target)
    errors = sum(diagnostic.level is Level.ERROR for diagnostic in compiled.diagnostics)
    if errors and not quiet:
        terminal.say(
            f"note: {errors} {'error' if errors == 1 else 'errors'} in `{path}`; `storyc check` shows what is wrong"
        )
    return exits.DONE
