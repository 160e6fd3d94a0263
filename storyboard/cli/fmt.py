"""`storyc fmt`: stories in canonical layout."""

from __future__ import annotations

import sys

import click

from storyboard.cli import exits, report_it, terminal
from storyboard.cli.options import Command, color_option, quiet_option, stories
from storyboard.cli.stories import gather
from storyboard.compiler.rewriting import Laid, laid_out, unified
from storyboard.project.writing import write
from storyboard.report.drawing.unified import painted
from storyboard.report.drawing.words import count

GROUP = "For writers"
ORDER = 13
HELP = "Format stories."


@click.command("fmt", cls=Command, short_help=HELP)
@stories
@click.option(
    "--check", "checks", is_flag=True, help="Change nothing; name the stories that would change; exit 1 if any."
)
@click.option("--diff", "shows", is_flag=True, help="Change nothing; show what would change; exit 1 if anything.")
@click.option("--stdin-filename", "named", metavar="PATH", help="Pretend stdin is this file, so that includes resolve.")
@quiet_option
@color_option
def command(paths: tuple[str, ...], checks: bool, shows: bool, named: str | None, quiet: bool, color: str) -> int:
    """Format stories in place; with `-`, from stdin to stdout.

    Formatting never changes a word, a comment or a byte of what is sent. A story with syntax errors is left as it is,
    exit 1.
    """
    gathered = gather(paths, {}, named)
    codes = [exits.USAGE] if gathered.missing else []
    pairs = [(project, path) for project in gathered.projects for path in project.stories]
    diffs: list[str] = []
    changed: list[str] = []
    same = 0
    for index, (project, path) in enumerate(pairs):
        terminal.progress(index, len(pairs), path)
        shown = path if project.piped else terminal.shown(project.root / path)
        laid = laid_out(project.files, path, project.config)
        codes.append(_trouble(laid, shown))
        differs = laid.after != laid.before
        if shows:
            diffs.append(unified(shown, laid.before, laid.after))
        elif project.piped and not checks:
            terminal.put(laid.after, data=True, made_up=True)
            continue
        elif differs and not checks:
            why = write(project.root, path, laid.before, laid.after)
            if why:
                terminal.say(f"error: `{shown}` is left as it is: {why}")
                codes.append(exits.USAGE)
                continue
        if differs:
            changed.append(shown)
        else:
            same += 1
    terminal.progress(len(pairs), len(pairs), "")
    if shows:
        terminal.put(painted("".join(diffs), color=terminal.colored(color, sys.stdout)), data=True)
    elif checks:
        terminal.put("".join(f"{name}\n" for name in changed))
    if not quiet and (changed or same):
        terminal.say(_said(len(changed), same, dry=checks or shows))
    if changed and (checks or shows):
        codes.append(exits.STORY_ERRORS)
    return exits.worst(codes)


def _trouble(laid: Laid, shown: str) -> int:
    """The exit code for a story that may not be touched, after saying why; 0 for any other."""
    if laid.bug:
        terminal.say(f"note: `{shown}` keeps lines as they are: laid out, {laid.bug}; {report_it()}")
        return exits.DONE
    if not laid.errors:
        return exits.DONE
    first = laid.errors[0]
    more = f", and {count(len(laid.errors) - 1, 'more error')}" if len(laid.errors) > 1 else ""
    terminal.say(f"error: `{shown}` is left as it is: {first.code} {first.name}{more}; see `storyc check`")
    return exits.STORY_ERRORS


def _said(changed: int, same: int, *, dry: bool) -> str:
    """What happened in one line: `2 stories formatted, 1 left as it is`."""
    words: list[str] = []
    if changed:
        words.append(f"{count(changed, 'story', 'stories')} {'would be reformatted' if dry else 'formatted'}")
    if same or not changed:
        left = (
            f"{'is' if same == 1 else 'are'} already fine" if dry else f"left as {'it is' if same == 1 else 'they are'}"
        )
        words.append(f"{same if changed else count(same, 'story', 'stories')} {left}")
    return ", ".join(words)
