"""`storyc models`: the models that stories can be compiled for."""

from __future__ import annotations

from pathlib import Path

import click

from storyboard.cli import completing, exits, terminal
from storyboard.cli.options import Command, color_option, format_option, output_option
from storyboard.cli.stories import gather, say_mistakes, say_report
from storyboard.profiles import Profile, ProfileError, load, model_names
from storyboard.report.pages import model as page
from storyboard.roots import find_root
from storyboard.source import DiskFiles

GROUP = "For hosts"
ORDER = 31
HELP = "List the available models, with their limits and prices."


@click.command("models", cls=Command, short_help=HELP)
@click.argument("model", required=False, shell_complete=completing.models)
@click.option(
    "--fit",
    "fitted",
    metavar="PATH",
    multiple=True,
    shell_complete=completing.paths,
    help="List the models that take these stories without any loss instead, with the price of each.",
)
@format_option(("text", "json"))
@output_option
@color_option
def command(model: str | None, fitted: tuple[str, ...], form: str, target: str | None, color: str) -> int:
    """List the available models, the project's own included, or MODEL alone.

    With --fit PATH, a story or a folder of stories, list those that can make all of its clips as they are, the cheapest
    first; `storyc compare` says what the others would lose. A story with errors of its own is reported on stderr, and
    the exit code is then 1.
    """
    if fitted:
        if model:
            raise click.UsageError(f"`--fit` looks at every model, and `{model}` stands beside it")
        return _fitting(fitted, form, target, color)
    files = DiskFiles(find_root(Path.cwd())[0])
    profiles: list[Profile] = []
    mistakes: list[str] = []
    for name in [model] if model else model_names(files):
        try:
            profiles.append(load(name, files))
        except ProfileError as error:
            if model:
                raise click.UsageError(str(error)) from error
            mistakes.append(str(error))
    if form == "json":
        terminal.put(page.as_json(profiles), target)
    else:
        terminal.put("\n".join(page.page(profile, terminal.room(target)) for profile in profiles), target)
    say_mistakes(mistakes)
    return exits.USAGE if mistakes else exits.DONE


def _fitting(paths: tuple[str, ...], form: str, target: str | None, color: str) -> int:
    from storyboard.compiler.pipeline import Options
    from storyboard.project.models import fitting
    from storyboard.report.compare import json, text

    gathered = gather(paths, {})
    fits = fitting(gathered, Options(), terminal.progress)
    say_report(fits.faulty, color)
    if form == "json":
        terminal.put(json.fits(fits), target)
    elif not fits.faulty:
        paint, wide = terminal.drawn(color, target)
        terminal.put(text.fits(fits, color=paint, wide=wide), target)
    return exits.worst(
        (exits.STORY_ERRORS if fits.faulty else exits.DONE, exits.USAGE if gathered.missing else exits.DONE)
    )
