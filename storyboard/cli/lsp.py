"""`storyc lsp`: the language server, which an editor starts."""

from __future__ import annotations

import sys
from importlib.util import find_spec

import click

from storyboard.cli import exits
from storyboard.cli.options import Command

GROUP = "For writers"
ORDER = 21
HELP = "Serve an editor: diagnostics, fixes, prices while you type."


@click.command("lsp", cls=Command, short_help=HELP)
@click.option("--stdio", is_flag=True, help="Speak on stdin and stdout, which it always does; editors may add it.")
def command(stdio: bool) -> int:
    """Serve an editor by the Language Server Protocol, on stdin and stdout.

    Diagnostics, fixes, completion, hover, outline and prices, over the open buffers and the files beside them. An
    editor starts it; it never submits anything and runs nothing of a project.
    """
    if find_spec("pygls") is None:
        from storyboard.system import extras  # the editor waits for each package that is imported before its answer

        raise click.UsageError(extras.lacking("lsp", "the language server needs"))
    from storyboard.lsp.server import serve

    serve(sys.stdin.buffer, sys.stdout.buffer)
    return exits.DONE
