"""`storyc models`: the models that stories can be compiled for."""

from __future__ import annotations

from pathlib import Path

import click

from storyboard.cli import completing, exits, terminal
from storyboard.cli.options import Command, format_option, output_option
from storyboard.cli.stories import say_mistakes
from storyboard.profiles import Profile, ProfileError, load, model_names
from storyboard.report.pages import model as page
from storyboard.roots import find_root
from storyboard.source import DiskFiles

GROUP = "For hosts"
ORDER = 31
HELP = "List the available models, with their limits and prices."


@click.command("models", cls=Command, short_help=HELP)
@click.argument("model", required=False, shell_complete=completing.models)
@format_option(("text", "json"))
@output_option
def command(model: str | None, form: str, target: str | None) -> int:
    """List the available models, the project's own included, or MODEL alone."""
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
