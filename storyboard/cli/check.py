"""`storyc check`: everything that is wrong with stories."""

from __future__ import annotations

import sys
from typing import Any

import click

from storyboard.cli import changing, exits, fixing, project, reporting, terminal
from storyboard.cli.common import color_option, format_option, output_option, quiet_option, stories
from storyboard.cli.completing import rule_list
from storyboard.cli.selection import narrowed, options, selection
from storyboard.cli.sharding import Shard, of_stories, shard_option
from storyboard.compiler.pipeline import compile_story
from storyboard.report import formats


@click.command("check")
@stories
@format_option(formats())
@output_option
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option(
    "--select",
    metavar="RULE,...",
    multiple=True,
    shell_complete=rule_list,
    help="Of the rules that may be ignored, only these.",
)
@click.option("--ignore", metavar="RULE,...", multiple=True, shell_complete=rule_list, help="Without these rules.")
@click.option("--fix", is_flag=True, help="Make the safe fixes, in place.")
@click.option("--unsafe-fixes", "unsafe", is_flag=True, help="Also those that change a time, a price or a guess.")
@click.option("--diff", "shows", is_flag=True, help="Only show what the fixes would change, exit 1 if anything.")
@selection
@shard_option
@quiet_option
@color_option
def command(
    paths: tuple[str, ...],
    form: str,
    target: str | None,
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fix: bool,
    unsafe: bool,
    shows: bool,
    shard: Shard | None,
    quiet: bool,
    color: str,
    **selected: Any,
) -> int:
    """Report all that is wrong with stories.

    RULE is a code, a name or the start of a code: SB214, speech-too-long, SB2. Exit code 1 when a story has errors.

    With a fix what is left is reported. A story from stdin goes to stdout with its fixes, and its report to stderr.
    """
    chosen = options(selected)
    gathered = project.gather(paths, {"model": chosen.model, **project.rule_flags(strict, select, ignore)})
    gathered = of_stories(narrowed(gathered, chosen), shard)
    total = sum(len(found.stories) for found in gathered.projects)
    fixes = fixing.Fixes(unsafe=unsafe, shows=shows) if fix or unsafe or shows else None
    read: list[reporting.Read] = []
    for found in gathered.projects:
        for path in found.stories:
            terminal.progress(len(read), total, path)
            compiled = (
                fixes.mend(found, path, chosen) if fixes else compile_story(found.files, path, found.config, chosen)
            )
            read.append(reporting.Read(found.root, compiled))
    terminal.progress(total, total, "")
    if fixes and shows:
        changing.put_diff("".join(fixes.diffs), color, target)
    elif fixes and fixes.piped is not None and target is None:
        terminal.put(fixes.piped, made_up=True)
        terminal.say(reporting.report(form, read, color, stream=sys.stderr), end="")
    else:
        text = reporting.report(form, read, color, stream=sys.stdout, target=target)
        terminal.put(text + (reporting.hint(read) if form == "text" and not fixes else ""), target)
    if fixes and not quiet:
        fixes.say()
    lacking = [entry for entry in read if reporting.say_lacking(entry.compiled, chosen)]
    wrong = [entry for entry in read if reporting.has_errors(entry.compiled)]
    clean = [entry.compiled for entry in read if entry not in wrong and entry not in lacking]
    if form == "github":
        reporting.summarize_step(read, reporting.totals(clean) if clean else "")
    if clean and not quiet:
        terminal.say(f"ok: {reporting.totals(clean)}")
    return exits.worst(
        (
            exits.STORY_ERRORS if wrong else exits.DONE,
            exits.STORY_ERRORS if fixes and fixes.diffs else exits.DONE,
            exits.USAGE if gathered.missing or lacking or (fixes and fixes.failed) else exits.DONE,
        )
    )
