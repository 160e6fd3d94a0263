"""`storyc check`: everything that is wrong with stories."""

from __future__ import annotations

import sys
from typing import Any

import click

from storyboard.cli import exits, terminal
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
from storyboard.cli.stories import gather, report, say_mistakes, summarize_step
from storyboard.compiler.pipeline import Options
from storyboard.project.compiling import CompiledStory, compile_stories
from storyboard.project.fixing import Fixes
from storyboard.project.gathering import rule_flags
from storyboard.project.recalled import checked_stories
from storyboard.project.records import Gathered
from storyboard.project.selecting import lacking, narrowed
from storyboard.project.shard import Shard, of_stories
from storyboard.report import formats
from storyboard.report.drawing.unified import painted
from storyboard.report.stories.fixes import words
from storyboard.report.stories.totals import hint, totals

GROUP = "Write"
ORDER = 11
HELP = "Report all that is wrong with stories."
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
    chosen = options_of(selected)
    gathered = gather(paths, {"model": chosen.model, **rule_flags(strict, select, ignore)})
    gathered = of_stories(narrowed(gathered, chosen), shard)
    fixes = Fixes(terminal.shown, unsafe=unsafe, shows=shows) if fix or unsafe or shows else None
    checked = _compiled(gathered, chosen, fixes, whole=form not in _OF_MISTAKES)
    if fixes:
        say_mistakes(fixes.mistakes)
    _put(checked, fixes, form, color, target)
    if fixes and not quiet:
        for line in words(fixes):
            terminal.say(line)
    for story in checked:
        say_mistakes(story.lacking)
    clean = [story for story in checked if story.usable]
    if form == "github":
        summarize_step(checked, totals(clean) if clean else "")
    if clean and not quiet:
        terminal.say(f"ok: {totals(clean)}")
    wrong = any(story.compiled.has_errors for story in checked) or (fixes and fixes.diffs)
    unusable = gathered.missing or any(story.lacking for story in checked) or (fixes and fixes.mistakes)
    return exits.worst((exits.STORY_ERRORS if wrong else exits.DONE, exits.USAGE if unusable else exits.DONE))


def _compiled(gathered: Gathered, chosen: Options, fixes: Fixes | None, *, whole: bool) -> list[CompiledStory]:
    """All stories, compiled after their fixes where those are asked for; with `whole` also those without mistakes."""
    total = sum(len(project.stories) for project in gathered.projects)
    checked: list[CompiledStory] = []
    for project in gathered.projects:
        if not fixes:
            stories = compile_stories(project, chosen) if whole else checked_stories(project, chosen)
            for path in project.stories:
                terminal.progress(len(checked), total, path)
                checked.append(next(stories))
            continue
        for path in project.stories:
            terminal.progress(len(checked), total, path)
            compiled = fixes.mend(project, path, chosen)
            checked.append(CompiledStory(project, compiled, lacking(compiled, chosen)))
    terminal.progress(total, total, "")
    return checked


def _put(checked: list[CompiledStory], fixes: Fixes | None, form: str, color: str, target: str | None) -> None:
    """Print the report, or what the fixes would change, or the story from stdin with its fixes."""
    if fixes and fixes.shows:
        paint = terminal.colored(color, sys.stdout) if target is None else color == "always"
        terminal.put(painted("".join(fixes.diffs), color=paint), target, data=True)
    elif fixes and fixes.piped is not None and target is None:
        terminal.put(fixes.piped, data=True, made_up=True)
        terminal.draw(report(form, checked, color, stream=sys.stderr))
    else:
        text = report(form, checked, color, stream=sys.stdout, target=target)
        # Its commands are ours.
        commands = form == "github"
        terminal.put(text + (hint(checked) if form == "text" and not fixes else ""), target, data=commands)
