"""The options that select what is meant: model, variant, variables, clips, takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click
import msgspec

from storyboard.cli.completing import clips, models
from storyboard.cli.project import Gathered
from storyboard.compiler.pipeline import Options
from storyboard.compiler.request import is_id, names_story

Command = TypeVar("Command", bound=Callable[..., object])

_OPTIONS = (
    click.option(
        "--model", metavar="MODEL@HOST", shell_complete=models, help="Compile for this model (see `storyc models`)."
    ),
    click.option("--variant", metavar="NAME", default="", help="A variant of the story; `all`: it and each of them."),
    click.option("--set", "sets", metavar="NAME=VALUE", multiple=True, help="Give a variable a value."),
    click.option(
        "--only",
        metavar="CLIP",
        multiple=True,
        shell_complete=clips,
        help="Only this clip, by its number or slug, or by its id in `storyc plan --list-clips`.",
    ),
    click.option("--take", "takes", metavar="N", type=click.IntRange(1), multiple=True, help="Only this take."),
)


def selection(command: Command) -> Command:
    """The command with the five options; `options` makes of them what the compiler takes."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def options(selected: dict[str, Any]) -> Options:
    """The compiler's options for the values of the five. Raises click.UsageError for a `--set` without `=`."""
    pairs: list[tuple[str, str]] = []
    for pair in selected["sets"]:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise click.UsageError(f"`--set {pair}` has no `NAME=` before the value")
        pairs.append((name.strip(), value))
    return Options(
        model=selected["model"],
        variant=selected["variant"],
        sets=tuple(pairs),
        only=tuple(selected["only"]),
        takes=tuple(selected["takes"]),
    )


def narrowed(gathered: Gathered, chosen: Options) -> Gathered:
    """The stories that are meant: where `--only` has nothing but ids, those whose clips they are.

    Raises click.UsageError for an id of none of them beside others that are.
    """
    if not chosen.only:
        return gathered
    stories = [story for found in gathered.projects for story in found.stories]
    owners = {story for story in stories if any(names_story(word, story) for word in chosen.only)}
    vain = [word for word in chosen.only if not any(names_story(word, story) for story in owners)]
    if owners and any(map(is_id, vain)):
        raise click.UsageError(f"there is no clip `{next(filter(is_id, vain))}` in these stories")
    if vain:
        return gathered
    projects = (
        msgspec.structs.replace(found, stories=tuple(story for story in found.stories if story in owners))
        for found in gathered.projects
    )
    return Gathered(tuple(found for found in projects if found.stories), gathered.missing)
