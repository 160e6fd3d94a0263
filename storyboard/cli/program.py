"""The program as click knows it: the list of all commands, each imported only when it is called."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from keyword import iskeyword
from typing import Any, NamedTuple

import click

from storyboard import __version__, cli
from storyboard.cli import exits, terminal
from storyboard.patterns import lazy

# What a command's file says of itself, read without importing it: `GROUP = "For writers"`, `ORDER = 11`, `HELP = "…"`.
_ABOUT = lazy(r'^(GROUP|ORDER|HELP) = "?(.+?)"?$', re.MULTILINE)


# What other programs call it.
_ELSEWHERE = {"-v": ("--version",), "-V": ("--version",), "-o": ("--out",), "--output": ("--out",)}
_MEANT = {"version": "--version", "new": "init DIR", "create": "init DIR", "start": "init DIR"}
# What click says, and what storyc says instead.
_WORDINGS = (
    (lazy(r"Option '([^']*)' does not take a value"), r"`\1` takes no value"),
    (lazy(r"Option '([^']*)' requires an argument"), r"`\1` needs a value"),
    (lazy(r"No such command '([^']*)'\. Did you mean '([^']*)'\?"), r"no command is called `\1`; did you mean `\2`?"),
    (lazy(r"No such command '([^']*)'"), r"no command is called `\1`"),
    (lazy(r"Got unexpected extra arguments? \((.*)\)"), r"`\1` is more than this command takes"),
    (lazy(r"is not in the range ([0-9]+)<=x<=([0-9]+)"), r"is not a number from \1 to \2"),
    (lazy(r"is not in the range x>=([0-9]+)"), r"is less than \1"),
    (lazy(r"is not a valid (?:integer|float)(?: range)?"), "is not a number"),
    (lazy(r"(?:Directory|File|Path) '"), "'"),
    (lazy(r"'([^']*)'"), r"`\1`"),
)


class About(NamedTuple):
    """A command as the list of all has it: its place there, its name, the group it stands in, and one line of help."""

    order: int
    name: str
    group: str
    help: str


@cache
def commands() -> tuple[About, ...]:
    """All commands in the order in which a writer meets them: each file here that says its group is one."""
    from pkgutil import get_data, iter_modules

    listed: list[About] = []
    for module in iter_modules(cli.__path__):
        data = get_data(cli.__name__, f"{module.name}.py") or b""
        about = dict(_ABOUT.findall(data.decode("utf-8")))
        if "GROUP" in about:
            listed.append(About(int(about["ORDER"]), module.name.rstrip("_"), about["GROUP"], about["HELP"]))
    return tuple(sorted(listed))


class Lazy(click.Group):
    """A group that imports a command's file when the command is named, and not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which a writer meets them."""
        return [about.name for about in commands()]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in groups, by what one wants."""
        wide = max(len(about.name) for about in commands())
        groups: dict[str, list[tuple[str, str]]] = {}
        for about in commands():
            groups.setdefault(about.group, []).append((f"{about.name:<{wide}}", about.help))
        for title, rows in groups.items():
            with formatter.section(title):
                formatter.write_dl(rows)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        # The file of a command whose name Python keeps for itself ends with `_`.
        if not cmd_name.isidentifier() or cmd_name.endswith("_"):
            return None
        module = f"{cli.__name__}.{cmd_name}{'_' * iskeyword(cmd_name)}"
        try:
            command: object = getattr(import_module(module), "command", None)
        except ModuleNotFoundError as error:
            if error.name != module:
                raise
            return None
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; a usage error with the nearest name where it names none."""
        name = args[0]
        if not name.startswith("-") and self.get_command(ctx, name) is None:
            from storyboard.diagnostics import nearest
            from storyboard.project.finding import SUFFIX

            near = _MEANT.get(name) or nearest(name, self.list_commands(ctx), 0.6)
            if name.endswith(SUFFIX) or os.path.exists(name):
                near = f"storyc check {name}"
            raise click.UsageError(f"no command is called `{name}`{f'; did you mean `{near}`?' if near else ''}", ctx)
        return super().resolve_command(ctx, args)


def _plainly(text: str) -> str:
    """What click says of a command line, in the words of storyc's other messages."""
    for said, ours in _WORDINGS:
        text = said.sub(ours, text)
    return text


def _no_option(error: click.NoSuchOption) -> str:
    """What to say of an option that a command does not have: a story's setting stands in the story."""
    from storyboard.language.syntax.settings import KEYS

    name = error.option_name.lstrip("-").replace("-", "_")
    near = min(error.possibilities or (), key=len, default="")
    if not near and error.ctx is not None:
        ours = {option for param in error.ctx.command.get_params(error.ctx) for option in param.opts}
        near = next((other for other in _ELSEWHERE.get(error.option_name, ()) if other in ours), "")
    if name in KEYS:
        return f"there is no option `{error.option_name}`: write `{name}: …` in the story"
    return f"there is no option `{error.option_name}`{f'; did you mean `{near}`?' if near else ''}"


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="storyc", message="%(prog)s %(version)s")
def group() -> None:
    """Compile storyboards into video: find the problems, know the price, see the film.

    \b
    Start with a story, or turn a prompt that you have into one:
      storyc import prompt.txt -o film.story
      storyc check film.story      report its problems; `--fix` repairs what it can
      storyc build film.story      draw it as a film, here and for free
      storyc plan film.story       show what a model would charge for it

    PATH is a .story file, a folder (all stories below it), or - for stdin. Only a `build` by a host, `collect`,
    `fleet`, `ledger resolve`, `ledger reconcile` and `doctor --online` use a key and the network, and in a pipeline
    `ci` does. Nothing is bought without your consent.
    """


def invoked(arguments: Sequence[str] | None) -> int:
    """The exit code of a command line, the process's where none is given; what is wrong with it has been said."""
    try:
        result: Any = group.main(arguments, prog_name="storyc", standalone_mode=False)
    except click.ClickException as error:
        show(error)
        return exits.USAGE
    except click.Abort:
        terminal.say("interrupted")
        return exits.INTERRUPTED
    return result if isinstance(result, int) else exits.DONE


def show(error: click.ClickException) -> None:
    """Say what is wrong with a command line."""
    text = error.format_message().rstrip(".")
    if isinstance(error, click.MissingParameter) and error.param is not None and error.ctx is not None:
        option = isinstance(error.param, click.Option)
        text = f"{error.param.opts[0] if option else error.param.make_metavar(error.ctx).strip('.')} is missing"
    elif isinstance(error, click.NoSuchOption):
        text = _no_option(error)
    elif isinstance(error, click.BadParameter) and error.param is not None and error.ctx is not None:
        named = error.param.opts[0] if isinstance(error.param, click.Option) else error.param.make_metavar(error.ctx)
        text = f"{named}: {_plainly(error.message.rstrip('.'))}"
    else:
        text = _plainly(text)
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        terminal.draw(f"{text}\n")
    elif isinstance(error, click.UsageError) and error.ctx is not None:
        terminal.say_usage(text, error.ctx.command_path)
    else:
        terminal.say(f"error: {text}")
