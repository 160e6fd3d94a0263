"""`storyc retime`: the cut that came back from the editor, as an edit of the story's times."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from storyboard.cli import exits, terminal
from storyboard.cli.completing import paths
from storyboard.cli.options import Command, color_option, fps_option, quiet_option
from storyboard.cli.stories import gather, say_report
from storyboard.compiler.pipeline import Options, compile_story
from storyboard.compiler.rewriting import unified
from storyboard.diagnostics import UserError
from storyboard.exchange import cuts
from storyboard.exchange.retiming import Retimed, retimed
from storyboard.exchange.retiming.belonging import foreign_by
from storyboard.exchange.timelines.laying import laid
from storyboard.exchange.timelines.rates import FrameRate, story_rate
from storyboard.project.compiling import CompiledStory
from storyboard.project.diff import Change, compare, side
from storyboard.project.finding import STDIN
from storyboard.project.records import Project
from storyboard.project.writing import write
from storyboard.report.drawing.unified import painted
from storyboard.report.drawing.words import count
from storyboard.source import MemoryFiles
from storyboard.timing import money

GROUP = "For writers"
ORDER = 23
HELP = "Bring an editor's cut back into a story's times."


@click.command("retime", cls=Command, short_help=HELP)
@click.argument("file", metavar="FILE")
@click.argument("path", metavar="PATH", shell_complete=paths)
@click.option("--diff", "shows", is_flag=True, help="Change nothing; show what would change (the default).")
@click.option("--write", "writes", is_flag=True, help="Write the new times into the story.")
@click.option(
    "--other-story", "foreign", is_flag=True, help="Take the lengths of a cut of another story, shot by shot."
)
@click.option("--snap", is_flag=True, help="Round the lengths that change to whole steps of the story's model.")
@fps_option
@quiet_option
@color_option
def command(
    file: str,
    path: str,
    shows: bool,
    writes: bool,
    foreign: bool,
    snap: bool,
    fps: FrameRate | None,
    quiet: bool,
    color: str,
) -> int:
    """Read the cut FILE, a timeline that came back from an editor, and change the lengths of the story's shots to it.

    FILE is an `otio`, `edl`, `fcpxml` or `xmeml`, as `storyc export` writes them. Shots are known by the marks that
    export puts there, then by their names, then by their place in the clip's file. Only lengths change: each shot gets
    that of its event, and the shots of a clip follow each other from its start. A clip is left alone, named, and the
    exit code is 1, where a shot of it is missing, split, doubled, moved or has another speed. An EDL names no rate:
    `--fps` does, or else it is the model's. A cut of another story is refused, unless `--other-story` takes it.
    """
    if shows and writes:
        raise click.UsageError("`--diff` changes nothing and `--write` does: name one of them")
    if path == STDIN:
        raise click.UsageError("retime takes a file, since it is written anew")
    gathered = gather((path,), {})
    if gathered.missing:
        return exits.USAGE
    stories = [(project, story) for project in gathered.projects for story in project.stories]
    if len(stories) != 1:
        raise click.UsageError(f"retime takes one story, and `{path}` holds {len(stories)}")
    project, story = stories[0]
    before = compile_story(project.files, story, project.config)
    if not before.clips:
        say_report([CompiledStory(project, before)], color)
        return exits.STORY_ERRORS
    rate = fps or story_rate(before)
    try:
        cut = cuts.read(_bytes(file), rate)
    except UserError as error:
        raise click.UsageError(f"`{file}` cannot be read: {error}") from error
    why = foreign_by(cut, laid(before, rate=cut.rate), project.files)
    if why and not foreign:
        raise click.UsageError(
            f"`{file}` is a cut of another story: {why}; `--other-story` takes its lengths all the same"
        )
    result = retimed(project.files, story, project.config, cut, snap=snap)
    shown = terminal.shown(project.root / story)
    if cut.story and cut.story != story and not quiet:
        terminal.say(f"note: this cut was made of `{cut.story}`, and `{story}` is retimed")
    if cut.rate_assumed and fps is None and not quiet:
        terminal.say(f"note: the cut is read at {rate.name} frames a second, the model's: `--fps` names another rate")
    for stranger in result.strangers:
        terminal.say(f"warning: `{stranger}` in the cut is no shot of `{story}`")
    for phrase in result.left:
        terminal.say(f"error: left as it is, {phrase}")
    for phrase in () if quiet else result.notes:
        terminal.say(f"note: {phrase}")
    codes = [exits.STORY_ERRORS] if result.left else []
    if writes and result.after != result.before:
        conflict = write(project.root, story, result.before, result.after)
        if conflict:
            terminal.say(f"error: `{shown}` is left as it is: {conflict}")
            return exits.worst([*codes, exits.USAGE])
    elif result.after != result.before:
        paint = terminal.colored(color, sys.stdout)
        terminal.put(painted(unified(shown, result.before, result.after), color=paint), data=True)
    codes += _consequences(project, story, result, color, quiet=quiet)
    return exits.worst(codes)


def _consequences(project: Project, story: str, result: Retimed, color: str, *, quiet: bool) -> list[int]:
    """Say what the new times cost, or what is wrong with them; the exit codes of that."""
    if not result.changed:
        if not quiet and not result.left:
            terminal.say("ok: no shot is longer or shorter in the cut")
        return []
    if result.recompiled.has_errors:
        say_report([CompiledStory(project, result.recompiled)], color)
    if not quiet:
        lead = "note" if result.recompiled.has_errors else "ok"
        terminal.say(f"{lead}: {_price(project, story, result)}")
    return [exits.STORY_ERRORS] if result.recompiled.has_errors else []


def _price(project: Project, story: str, result: Retimed) -> str:
    """How many clips have new times, and what it costs to make them again."""
    retimes = f"{count(len(result.changed), 'clip')} {'has' if len(result.changed) == 1 else 'have'} new times"
    # The file may have the new times by now.
    sides = (MemoryFiles({story: text}, project.files) for text in (result.before, result.after))
    old, new = (side(files, story, project.config, Options()).versions for files in sides)
    if not old or not new:
        return f"{retimes}; the price is known once the story has no errors"
    changes = [change for change in compare(old, new) if change.price]
    return f"{retimes}, {money(sum(change.price for change in changes))} USD to make {_takes(changes)} anew"


def _takes(changes: Sequence[Change]) -> str:
    return count(sum(len(change.version.requests) for change in changes), "take")


def _bytes(file: str) -> bytes:
    """The bytes of FILE. Raises click.UsageError where it cannot be read."""
    path = Path(file)
    if path.is_dir():  # a bundle of Final Cut Pro
        inner = path / "Info.fcpxml"
        if not inner.is_file():
            raise click.UsageError(f"`{file}` is a folder, and no bundle with an `Info.fcpxml`")
        path = inner
    try:
        if not path.is_file():
            raise click.UsageError(f"`{file}` is not there" if not path.exists() else f"`{file}` is no file")
        with path.open("rb") as stream:
            return stream.read(cuts.MOST + 1)
    except OSError as error:
        raise click.UsageError(f"`{file}` cannot be read: {error.strerror}") from error
