"""`storyc import`: a prompt, a request, a screenplay or a table as a story."""

from __future__ import annotations

import os
from pathlib import Path

import click

from storyboard.cli import exits, terminal
from storyboard.cli.options import Command, output_option, quiet_option
from storyboard.config import Limits
from storyboard.exchange.importers import AUTO, Refused, formats
from storyboard.exchange.importing import NO_TEXT, imported, text_of
from storyboard.project.gathering import configuration
from storyboard.report.drawing.words import count
from storyboard.roots import find_root
from storyboard.source import DiskFiles

GROUP = "For writers"
ORDER = 11
HELP = "Turn a prompt, a request, a screenplay or a table into a story."
_STDIN = "-"


@click.command("import", cls=Command, short_help=HELP)
@click.argument("path", metavar="FILE")
@click.option(
    "--from",
    "form",
    type=click.Choice([AUTO, *sorted(formats())]),
    default=AUTO,
    show_default=True,
    help="The form of FILE; auto recognises it.",
)
@output_option
@quiet_option
def command(path: str, form: str, target: str | None, quiet: bool) -> int:
    """Turn a prompt, a request, a screenplay or a table into a story.

    FILE, or - for stdin, is a prompt in any notation, a request as JSON or inside a program, a list of shots as JSON,
    YAML, XML, CSV or a Markdown table, subtitles as WebVTT or SRT, or a screenplay in Fountain or of Final Draft (FDX).
    Whatever storyc is not sure of is marked in the story with `// import?:`.
    """
    text, limits = _text(path)
    story = imported(text, form, limits)
    if isinstance(story, Refused):
        raise click.UsageError(f"`{path}` cannot be imported: {story.message}")
    terminal.put(story.text, target, data=True, anew=path.endswith(".story"))
    if not quiet:
        for note in story.notes:
            terminal.say(f"note: {note}")
        if story.questions:
            terminal.say(f"note: {count(story.questions, 'question')} in the story, at `// import?:`")
    return exits.DONE


def _text(path: str) -> tuple[str, Limits]:
    """The words of FILE, and the limits of the project that it stands in.

    Raises click.UsageError where they cannot be read.
    """
    folder = Path.cwd() if path == _STDIN else Path(os.path.abspath(path)).parent
    files = DiskFiles(folder)
    limits = configuration(find_root(folder)[1], {}, files).limits
    try:
        if path == _STDIN:
            data = terminal.take(limits.file_bytes + 1)
        else:
            data = files.read(Path(path).name, limits.file_bytes + 1)
    except OSError as error:
        if os.path.isdir(path):
            raise click.UsageError(f"`{path}` is a folder, and `import` reads one file") from error
        raise click.UsageError(f"`{path}` cannot be read: {error.strerror or 'there is no such file'}") from error
    source, fault = text_of(path, data, limits.file_bytes)
    if fault is None:
        return data.decode(), limits
    if fault.code == NO_TEXT:
        raise click.UsageError(f"`{path}` cannot be imported: {fault.message}; {fault.help}")
    place = source.place(fault.span.start)
    raise click.UsageError(f"{path}:{place.line}:{place.column}: {fault.message}")
