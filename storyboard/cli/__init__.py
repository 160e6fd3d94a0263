"""The command line: each command is one file, imported only when it is called."""

from __future__ import annotations

import os
import re
import signal
import sys
from contextlib import suppress
from functools import cache
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from storyboard import __version__
from storyboard.cli import exits

if TYPE_CHECKING:
    from storyboard.recall.records import Asked

REPORT_TO = "https://github.com/storyc/storyc/issues"


# What a command's file says of itself, read without importing it: `GROUP = "Write"`, `ORDER = 11`, `HELP = "..."`.
_ABOUT = re.compile(r'^(GROUP|ORDER|HELP) = "?(.+?)"?$', re.MULTILINE)


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
    for module in iter_modules(__path__):
        data = get_data(__name__, f"{module.name}.py") or b""
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
        module = f"{__name__}.{cmd_name}{'_' * iskeyword(cmd_name)}"
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

            near = nearest(name, self.list_commands(ctx), 0.6)
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

    PATH is a .story file, a folder (all stories below it), or - for stdin. Only a `build` by a
    host, `ledger resolve`, `ledger reconcile` and `doctor --online` use a key and the network, and nothing is paid for
    that was not agreed to.
    """


def main(asked: Asked | None = None) -> None:
    """Run the program and leave with its exit code; its answer is kept where the front door says what is asked."""
    code = run() if asked is None else _kept(asked)
    # The outcome is known and said: an interrupt now would only show where the interpreter was closing a connection.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)


def _kept(asked: Asked) -> int:
    """The exit code of a run, of which a record is left where one may stand for it."""
    from storyboard.recall import guard, keeping, parts
    from storyboard.recall.echo import echoing, overheard
    from storyboard.recall.witness import listening
    from storyboard.system.mounts import network_kind

    streams = sys.stdin, sys.stdout, sys.stderr
    with listening(parts.known(asked)) as witness:
        guard.watch(witness)
        sys.stdin = overheard(streams[0], witness)
        sys.stdout, sys.stderr = (echoing(stream, witness) for stream in streams[1:])
        try:
            code = run()
        finally:
            for stream in (sys.stdout, sys.stderr):
                with suppress(OSError):  # of which the witness has heard
                    stream.flush()
            sys.stdin, sys.stdout, sys.stderr = streams
        record = witness.record(code) if code in (exits.DONE, exits.STORY_ERRORS) else None
    # What another machine writes on a disk of the network may be seen here some seconds late.
    if record is not None and not any(network_kind(Path(folder)) for folder in witness.devices.values()):
        keeping.keep(asked[0], record, witness.parts)
    return code


def run(arguments: list[str] | None = None) -> int:
    """The exit code of a run with these arguments, those of the process where none are given."""
    from storyboard.cli.terminal import draw, failed, prepare, say

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
        why = failed(error) if isinstance(error, OSError) else ""
        if why:
            say(f"error: {why}")
            return exits.USAGE
        if os.environ.get("STORYC_TRACEBACK"):
            import traceback

            draw(traceback.format_exc())
        from storyboard.system.secrets import mask

        # A key that is cut in two is not known any more.
        kind = mask(f"{type(error).__name__}: {error}").splitlines()[0][:200]
        say(f"bug: storyc failed ({kind}); please report it with the traceback, STORYC_TRACEBACK=1, at {REPORT_TO}")
        return exits.BUG


def _show(error: click.ClickException) -> None:
    from storyboard.cli.terminal import draw, say

    text = error.format_message().rstrip(".")
    if isinstance(error, click.MissingParameter) and error.param is not None and error.ctx is not None:
        option = isinstance(error.param, click.Option)
        text = f"{error.param.opts[0] if option else error.param.make_metavar(error.ctx).strip('.')} is missing"
    elif isinstance(error, click.NoSuchOption):
        near = min(error.possibilities or (), key=len, default="")
        text = f"there is no option `{error.option_name}`{f'; did you mean `{near}`?' if near else ''}"
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        draw(f"{text}\n")
    elif isinstance(error, click.UsageError) and error.ctx is not None:
        say(f"error: {text} (see `{error.ctx.command_path} --help`)")
    else:
        say(f"error: {text}")
