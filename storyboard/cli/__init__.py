"""The command line: each command is one file, imported only when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from storyboard import __version__
from storyboard.cli import exits

GROUPS = {
    "Write": ("init", "check", "fmt", "watch", "explain"),
    "See": ("build", "verify", "diff"),
    "Pay": ("plan", "models", "ledger", "emulate"),
    "Exchange": ("import", "export", "render", "report", "schema"),
    "Set up": ("doctor", "completion", "help"),
}
COMMANDS = tuple(command for commands in GROUPS.values() for command in commands)
REPORT_TO = "https://github.com/storyc/storyc/issues"


class Lazy(click.Group):
    """A group that imports a command's file when the command is named, and not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which a writer meets them."""
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands in groups, by what one wants."""
        wide = max(map(len, COMMANDS))
        for title, names in GROUPS.items():
            commands = {name: self.get_command(ctx, name) for name in names}
            with formatter.section(title):
                room = formatter.width - wide - 6
                rows = [(f"{name:<{wide}}", each.get_short_help_str(room)) for name, each in commands.items() if each]
                formatter.write_dl(rows)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"{__name__}.{cmd_name}{'_' * iskeyword(cmd_name)}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; a usage error with the nearest name where it names none."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from storyboard.diagnostics import nearest

            near = nearest(name, COMMANDS, 0.6)
            raise click.UsageError(f"no command is called `{name}`{f'; did you mean `{near}`?' if near else ''}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="storyc", message="%(prog)s %(version)s")
def group() -> None:
    """Compile storyboards into video: what is wrong, what it costs, and the film.

    \b
    Begin with a story, or make one of a prompt that you have:
      storyc import prompt.txt -o film.story
      storyc check film.story      what is wrong with it; `--fix` mends it
      storyc build film.story      an animatic to watch, drawn here for nothing
      storyc plan film.story       what the clips of a model would cost

    PATH is a .story file, a folder (all stories below it), or - for stdin. Only `build --provider segmind`, `ledger
    resolve` and `doctor --online` use a key and the network, and nothing is paid for that was not agreed to.
    """


def main() -> None:
    """Run the program and leave with its exit code."""
    sys.exit(run())


def run(arguments: list[str] | None = None) -> int:
    """The exit code of a run with these arguments, those of the process where none are given."""
    from storyboard.cli.terminal import prepare, say

    prepare()
    try:
        result: Any = group.main(arguments, prog_name="storyc", standalone_mode=False)
        return result if isinstance(result, int) else exits.DONE
    except click.ClickException as error:
        _show(error)
        return exits.USAGE
    except (KeyboardInterrupt, click.Abort):
        say("interrupted")
        return exits.INTERRUPTED
    except Exception as error:
        if os.environ.get("STORYC_TRACEBACK"):
            import traceback

            say(traceback.format_exc(), end="")
        from storyboard.system.secrets import mask

        # A key that is cut in two is not known any more.
        kind = mask(f"{type(error).__name__}: {error}").splitlines()[0][:200]
        say(f"bug: storyc failed ({kind}); please report it with the traceback, STORYC_TRACEBACK=1, at {REPORT_TO}")
        return exits.BUG


def _show(error: click.ClickException) -> None:
    from storyboard.cli.terminal import say

    text = error.format_message().rstrip(".")
    if isinstance(error, click.MissingParameter) and error.param is not None and error.ctx is not None:
        text = f"{error.param.make_metavar(error.ctx).strip('.')} is missing"
    elif isinstance(error, click.NoSuchOption):
        near = min(error.possibilities or (), key=len, default="")
        text = f"there is no option `{error.option_name}`{f'; did you mean `{near}`?' if near else ''}"
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        say(text)
    elif isinstance(error, click.UsageError) and error.ctx is not None:
        say(f"error: {text} (see `{error.ctx.command_path} --help`)")
    else:
        say(f"error: {text}")
