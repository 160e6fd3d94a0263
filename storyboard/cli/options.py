"""The options that mean the same in every command, and the commands that have them."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from storyboard.cli import completing
from storyboard.patterns import lazy
from storyboard.recall import witness

if TYPE_CHECKING:
    from storyboard.compiler.pipeline import Options
    from storyboard.exchange.timelines.rates import FrameRate
    from storyboard.project.shard import Shard

Function = TypeVar("Function", bound=Callable[..., object])


class Command(click.Command):
    """A command in which what cannot be done as the user asked for it is a mistake of usage."""

    def invoke(self, ctx: click.Context) -> Any:
        """What the command returns.

        Raises click.UsageError for a UserError of a lower room, and before anything is done where `-o` names a story.
        """
        _spare_stories(ctx)
        witness.begin()
        try:
            return super().invoke(ctx)
        except Exception as error:
            from storyboard.diagnostics import UserError

            if isinstance(error, UserError):
                raise click.UsageError(str(error), ctx) from error
            raise


def _spare_stories(ctx: click.Context) -> None:
    """Raise click.UsageError where a command of stories would write its output over a story, whichever it reads."""
    target = ctx.params.get("target")
    takes_stories = any("PATH" in (param.metavar or "") for param in ctx.command.params)
    if takes_stories and target and target.endswith(".story") and os.path.isfile(target):
        raise click.UsageError(f"`{target}` is a story, which `-o` would overwrite: name another file", ctx)


class Group(click.Group):
    """A group of such commands."""

    command_class = Command


def stories(command: Function) -> Function:
    """The command with PATH…: stories, folders of stories, or `-`."""
    return click.argument("paths", metavar="PATH...", nargs=-1, required=True, shell_complete=completing.paths)(command)


def maybe_stories(command: Function) -> Function:
    """The command with PATH… that something else may stand for."""
    return click.argument("paths", metavar="[PATH...]", nargs=-1, shell_complete=completing.paths)(command)


def format_option(names: Sequence[str]) -> Callable[[Function], Function]:
    """`--format`, whose default is the first name."""
    return click.option(
        "--format", "form", type=click.Choice(list(names)), default=names[0], show_default=True, help="What to print."
    )


def output_option(command: Function) -> Function:
    """`-o FILE`, also `--output`."""
    return click.option(
        "-o", "--output", "target", metavar="FILE", help="Write to FILE (overwrites it) instead of the terminal."
    )(command)


def quiet_option(command: Function) -> Function:
    """`--quiet`, also `-q`."""
    return click.option("-q", "--quiet", is_flag=True, help="Print errors only.")(command)


def open_option(command: Function) -> Function:
    """`--open`, whose value comes as `opens`."""
    return click.option("--open", "opens", is_flag=True, help="Open the film when done; several: their folder.")(
        command
    )


def color_option(command: Function) -> Function:
    """`--color`."""
    return click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="When to use colour; auto obeys the terminal, NO_COLOR and FORCE_COLOR.",
    )(command)


def shard_option(command: Function) -> Function:
    """`--shard`, whose value is a Shard or None."""

    def shard(ctx: click.Context, param: click.Parameter, text: str | None) -> Shard | None:
        if text is None:
            return None
        from storyboard.project.records import ProjectError
        from storyboard.project.shard import read

        try:
            return read(text, os.environ)
        except ProjectError as error:
            raise click.UsageError(str(error)) from error

    return click.option(
        "--shard",
        metavar="I/N",
        callback=shard,
        help="Only part I of N; `auto` reads both from what GitLab, Buildkite, CircleCI or a Kubernetes Job sets.",
    )(command)


def fps_option(command: Function) -> Function:
    """`--fps`, whose value comes as a FrameRate or None."""

    def rate(ctx: click.Context, param: click.Parameter, text: str | None) -> FrameRate | None:
        if text is None:
            return None
        from storyboard.exchange.timelines.rates import rate_of

        known = rate_of(text)
        if known is None:
            raise click.UsageError(f"`--fps {text[:40]}` is no frame rate such as 24, 25, 29.97 or 30000/1001")
        return known

    return click.option(
        "--fps", metavar="N", callback=rate, help="A timeline's frames a second, as 24 or 29.97 (default: the model's)."
    )(command)


def micro_dollars(text: str | None) -> int | None:
    """The micro-dollars of a `--max-cost`. Raises click.UsageError."""
    from storyboard.config import dollars

    if text is None:
        return None
    amount = dollars(text.strip())
    if amount is None:
        raise click.UsageError(
            f"`--max-cost {text[:60]}` is not an amount in dollars, such as 12.50, with at most four decimals"
        )
    return amount


def deadline_option(command: Function) -> Function:
    """`--deadline`, whose value is a moment by the clock of the process, infinite where none is named."""

    def moment(ctx: click.Context, param: click.Parameter, text: str | None) -> float:
        if text is None:
            return math.inf
        parts = lazy(r"(?:([0-9]{1,4})h)?+(?:([0-9]{1,5})m)?+(?:([0-9]{1,6})s)?+").fullmatch(text.strip())
        if parts is None or not text.strip():
            raise click.UsageError(f"`--deadline {text[:40]}` is not a time such as 90s, 20m or 1h30m")
        hours, minutes, seconds = (int(part or 0) for part in parts.groups())
        return time.monotonic() + 3600 * hours + 60 * minutes + seconds

    return click.option(
        "--deadline",
        metavar="T",
        callback=moment,
        help="After T (as 90s, 20m, 1h30m) send nothing and wait for nothing; exit with 8 if not finished.",
    )(command)


_SELECTION = (
    click.option(
        "--model",
        metavar="MODEL@HOST",
        shell_complete=completing.models,
        help="Compile for this model (see `storyc models`).",
    ),
    click.option(
        "--variant",
        metavar="NAME",
        default="",
        help="Use this variant of the story; `all`: the story and every variant.",
    ),
    click.option("--set", "sets", metavar="NAME=VALUE", multiple=True, help="Give a variable a value."),
    click.option(
        "--only",
        metavar="CLIP",
        multiple=True,
        shell_complete=completing.clips,
        help="Only this clip, by its number, its title, short name (as `the-forge`) or id (`plan --list-clips`).",
    ),
    click.option("--take", "takes", metavar="N", type=click.IntRange(1), multiple=True, help="Only take N."),
)


def selection(command: Function) -> Function:
    """The command with the five options that select; `options_of` makes of them what the compiler takes."""
    for option in reversed(_SELECTION):
        command = option(command)
    return command


def options_of(selected: dict[str, Any]) -> Options:
    """The compiler's options for the values of the five. Raises click.UsageError for a `--set` without `=`."""
    from storyboard.compiler.pipeline import Options

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
