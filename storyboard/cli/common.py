"""The options that mean the same in every command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import click

from storyboard.cli.completing import paths

Command = TypeVar("Command", bound=Callable[..., object])


def stories(command: Command) -> Command:
    """The command with PATH…: stories, folders of stories, or `-`."""
    return click.argument("paths", metavar="PATH...", nargs=-1, required=True, shell_complete=paths)(command)


def maybe_stories(command: Command) -> Command:
    """The command with PATH… that something else may stand for."""
    return click.argument("paths", metavar="[PATH...]", nargs=-1, shell_complete=paths)(command)


def format_option(names: Sequence[str]) -> Callable[[Command], Command]:
    """`--format`, whose default is the first name."""
    return click.option(
        "--format", "form", type=click.Choice(list(names)), default=names[0], show_default=True, help="What to print."
    )


def output_option(command: Command) -> Command:
    """`-o FILE`, also `--output`."""
    return click.option(
        "-o", "--output", "target", metavar="FILE", help="Write to FILE, replacing it whole, instead of stdout."
    )(command)


def quiet_option(command: Command) -> Command:
    """`--quiet`, also `-q`."""
    return click.option("-q", "--quiet", is_flag=True, help="Say nothing that is not an error.")(command)


def color_option(command: Command) -> Command:
    """`--color`."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Colour; auto obeys the terminal, NO_COLOR and FORCE_COLOR.",
    )(command)
