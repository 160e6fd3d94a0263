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

COMMANDS = (
    "check",
    "fmt",
    "render",
    "diff",
    "plan",
    "build",
    "ledger",
    "emulate",
    "explain",
    "models",
    "import",
    "export",
    "doctor",
    "schema",
    "init",
    "completion",
    "report",
    "help",
)
REPORT_TO = "https://github.com/storyc/storyc/issues"


class Lazy(click.Group):
    """A group that imports a command's file when the command is named, and not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which a writer meets them."""
        return list(COMMANDS)

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
    """Compile storyboards into requests for video models.

    PATH is a .story file, a folder (all stories below it), or - for stdin. Nothing here needs a key or a network.
    """


def main() -> None:
    """Run the program and leave with its exit code."""
    sys.exit(run())


def run(arguments: list[str] | None = None) -> int:
    """The exit code of a run with these arguments, those of the process where none are given."""
    from storyboard.cli.output import prepare, say

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
        from storyboard.source.secrets import mask

        # A key that is cut in two is not known any more.
        kind = mask(f"{type(error).__name__}: {error}").splitlines()[0][:200]
        say(f"bug: storyc failed ({kind}); please report it with the traceback, STORYC_TRACEBACK=1, at {REPORT_TO}")
        return exits.BUG


def _show(error: click.ClickException) -> None:
    from storyboard.cli.output import say

    text = error.format_message().rstrip(".")
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        say(text)
    elif isinstance(error, click.UsageError) and error.ctx is not None:
        say(f"error: {text} (see `{error.ctx.command_path} --help`)")
    else:
        say(f"error: {text}")
