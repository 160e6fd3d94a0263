"""`storyc compare`: one story on several models."""

from __future__ import annotations

from typing import Any

import click

from storyboard.cli import completing, exits, terminal
from storyboard.cli.options import Command, color_option, format_option, options_of, output_option, selection, stories
from storyboard.cli.stories import gather, say_mistakes, say_report
from storyboard.project.models import Comparison, compared
from storyboard.project.selecting import narrowed
from storyboard.report.compare import FORMATS, json, markdown, text

GROUP = "For writers"
ORDER = 17
HELP = "Compare models on your stories: length, price, and what each would lose."


@click.command("compare", cls=Command, short_help=HELP)
@stories
@click.option(
    "--models",
    "wanted",
    metavar="MODEL@HOST,...",
    multiple=True,
    shell_complete=completing.models,
    help="Only these models; without it, all that `storyc models` lists.",
)
@format_option(FORMATS)
@output_option
@selection
@color_option
def command(
    paths: tuple[str, ...],
    wanted: tuple[str, ...],
    form: str,
    target: str | None,
    color: str,
    **selected: Any,
) -> int:
    """Compile the stories for several models, and show clips, seconds and price, the shots kept, and all losses.

    A loss is what a model cannot do of a story: an error where it makes no such clip, a warning where it makes another.
    Losses do not change the exit code. A story with errors of its own is reported on stderr, and the exit code is then
    1. Prices are those with an empty store, and nothing is sent.
    """
    chosen = options_of(selected)
    named = tuple(name.strip() for names in wanted for name in names.split(",") if name.strip())
    if chosen.model is not None:
        named = (*named, chosen.model)
    gathered = narrowed(gather(paths, {}), chosen)
    comparison = compared(gathered, named, chosen, terminal.progress)
    say_report(comparison.unusable, color)
    say_mistakes(comparison.mistakes)
    if comparison.stories or form == "json":
        terminal.put(_rendered(form, comparison, color, target), target)
    return exits.worst(
        (
            exits.STORY_ERRORS if comparison.unusable else exits.DONE,
            exits.USAGE if gathered.missing or comparison.mistakes else exits.DONE,
        )
    )


def _rendered(form: str, comparison: Comparison, color: str, target: str | None) -> str:
    if form == "json":
        return json.render(comparison)
    if form == "markdown":
        return markdown.render(comparison)
    paint, wide = terminal.drawn(color, target)
    return text.render(comparison, color=paint, wide=wide)
