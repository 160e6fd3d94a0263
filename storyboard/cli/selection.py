"""The options that select what is meant: model, variant, variables, clips, takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from storyboard.compiler import Options

Command = TypeVar("Command", bound=Callable[..., object])

_OPTIONS = (
    click.option("--model", metavar="MODEL@HOST", help="Compile for this model (see `storyc models`)."),
    click.option("--variant", metavar="NAME", default="", help="A variant of the story; `all`: it and each of them."),
    click.option("--set", "sets", metavar="NAME=VALUE", multiple=True, help="Give a variable a value."),
    click.option("--only", metavar="CLIP", multiple=True, help="Only this clip, by its number or slug."),
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
