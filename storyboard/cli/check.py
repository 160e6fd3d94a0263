"""`storyc check`: everything that is wrong with stories."""

from __future__ import annotations

import sys
from typing import Any

import click

from storyboard.cli import exits, output, project, reporting
from storyboard.cli.common import color_option, format_option, output_option, quiet_option, stories
from storyboard.cli.selection import options, selection
from storyboard.compiler import compile_story
from storyboard.report import formats


@click.command("check")
@stories
@format_option(formats())
@output_option
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option("--select", metavar="RULE,...", multiple=True, help="Of the rules that may be ignored, only these.")
@click.option("--ignore", metavar="RULE,...", multiple=True, help="Without these rules.")
@selection
@quiet_option
@color_option
def command(
    paths: tuple[str, ...],
    form: str,
    target: str | None,
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    quiet: bool,
    color: str,
    **selected: Any,
) -> int:
    """Report all that is wrong with stories.

    RULE is a code, a name or the start of a code: SB214, speech-too-long, SB2. Exit code 1 when a story has errors.
    """
    chosen = options(selected)
    gathered = project.gather(paths, {"model": chosen.model, **project.rule_flags(strict, select, ignore)})
    total = sum(len(found.stories) for found in gathered.projects)
    read: list[reporting.Read] = []
    for found in gathered.projects:
        for path in found.stories:
            output.progress(len(read), total, path)
            read.append(reporting.Read(found.root, compile_story(found.files, path, found.config, chosen)))
    output.progress(total, total, "")
    output.put(reporting.report(form, read, color, stream=sys.stdout, target=target), target)
    lacking = [entry for entry in read if reporting.say_lacking(entry.compiled, chosen)]
    wrong = [entry for entry in read if reporting.has_errors(entry.compiled)]
    clean = [entry.compiled for entry in read if entry not in wrong and entry not in lacking]
    if clean and not quiet:
        output.say(f"ok: {reporting.totals(clean)}")
    return exits.worst(
        (
            exits.STORY_ERRORS if wrong else exits.DONE,
            exits.USAGE if gathered.missing or lacking else exits.DONE,
        )
    )
