"""`storyc check`: everything that is wrong with stories."""

from __future__ import annotations

from typing import Any

import click

from storyboard.cli import terminal
from storyboard.cli.checking import check
from storyboard.cli.completing import rule_list
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
from storyboard.project.fixing import Fixes
from storyboard.project.gathering import rule_flags
from storyboard.project.shard import Shard
from storyboard.report import formats

GROUP = "For writers"
ORDER = 12
HELP = "Report every problem in your stories."
# Reports that say nothing of a story without mistakes.
_OF_MISTAKES = ("text", "concise")


@click.command("check", cls=Command, short_help=HELP)
@stories
@format_option(formats())
@output_option
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option(
    "--select",
    metavar="RULE,...",
    multiple=True,
    shell_complete=rule_list,
    help="Check only these optional rules.",
)
@click.option("--ignore", metavar="RULE,...", multiple=True, shell_complete=rule_list, help="Don't check these rules.")
@click.option("--fix", is_flag=True, help="Apply the safe fixes in place.")
@click.option(
    "--unsafe-fixes", "unsafe", is_flag=True, help="Also apply fixes that change timing or price, or that guess."
)
@click.option("--diff", "shows", is_flag=True, help="Show what the fixes would change; exit 1 if anything.")
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
    """Report every problem in your stories.

    RULE is a code, a name or the start of a code: SB214, speech-too-long, SB2. Exit code 1 when a story has errors.

    After fixing, the remaining problems are reported. A story from stdin goes to stdout with its fixes, and its report
    to stderr.
    """
    chosen = options_of(selected)
    fixes = Fixes(terminal.shown, unsafe=unsafe, shows=shows) if fix or unsafe or shows else None
    return check(
        paths,
        form=form,
        target=target,
        flags=rule_flags(strict, select, ignore),
        fixes=fixes,
        chosen=chosen,
        shard=shard,
        quiet=quiet,
        color=color,
    )
