"""`storyc tally`: how many shots a story has."""

from __future__ import annotations

import click

from storyboard.cli import exits, terminal
from storyboard.cli.options import Command, stories
from storyboard.cli.stories import gather
from storyboard.compiler.pipeline import compile_story

GROUP = "Count"
ORDER = 60
HELP = "Count the shots of stories."


@click.command("tally", cls=Command, short_help=HELP)
@stories
def command(paths: tuple[str, ...]) -> int:
    """Count the shots of stories."""
    for project in gather(paths, {}).projects:
        for story in project.stories:
            compiled = compile_story(project.files, story, project.config)
            terminal.put(f"{story}: {sum(len(clip.shots) for clip in compiled.clips)}\n")
    return exits.DONE
