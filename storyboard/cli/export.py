"""`storyc export`: one story in another program's form."""

from __future__ import annotations

from typing import Any

import click
import msgspec

from storyboard.cli import exits, terminal
from storyboard.cli.completing import paths
from storyboard.cli.options import Command, format_option, options_of, output_option, quiet_option, selection
from storyboard.cli.stories import gather, say_mistakes, say_report
from storyboard.compiler.pipeline import compile_story
from storyboard.diagnostics import Level
from storyboard.exchange.exporters import formats, load, load_binary
from storyboard.project.compiling import CompiledStory
from storyboard.project.selecting import lacking
from storyboard.report.drawing.words import count

GROUP = "For writers"
ORDER = 19
HELP = "Write a story in the form of another program."


@click.command("export", cls=Command, short_help=HELP)
@click.argument("path", metavar="PATH", shell_complete=paths)
@format_option(("json", *(name for name in formats() if name != "json")))
@output_option
@click.option(
    "--no-bom", "unmarked", is_flag=True, help="Write CSV without the byte order mark that spreadsheets want."
)
@selection
@quiet_option
def command(path: str, form: str, target: str | None, unmarked: bool, quiet: bool, **selected: Any) -> int:
    """Write a story in the form of another program.

    Any story whose shots can be read is written, even one with errors; `storyc check` reports those. `fountain` gives
    back the screenplay that a story was imported from. `csv` is the list of shots as spreadsheets open it, `xlsx` a
    workbook of the shots, the dialogue and the cast, and needs the extra `xlsx`. `png` is a contact sheet, one page with
    a picture of each shot, and needs the extra `video`.
    """
    chosen = options_of(selected)
    gathered = gather((path,), {"model": chosen.model})
    if gathered.missing:
        return exits.USAGE
    stories = [(project, story) for project in gathered.projects for story in project.stories]
    if len(stories) != 1:
        raise click.UsageError(f"export takes one story, and `{path}` holds {len(stories)}")
    project, story = stories[0]
    compiled = compile_story(project.files, story, project.config, chosen)
    missing = lacking(compiled, msgspec.structs.replace(chosen, takes=()))
    if missing:
        say_mistakes(missing)
        return exits.USAGE
    if not compiled.clips and compiled.diagnostics:
        say_report([CompiledStory(project, compiled)], "auto")
        return exits.STORY_ERRORS
    binary = load_binary(form)
    if binary is not None:
        terminal.put_bytes(binary.render(compiled), target)
    else:
        exporter = load(form)
        text = "\ufeff" * (getattr(exporter, "MARKED", False) and not unmarked) + exporter.render(compiled)
        terminal.put(text, target, data=form != "json")
        if form in ("srt", "vtt") and "-->" not in text and not quiet:
            terminal.say(f"note: nobody speaks in `{path}`, so there are no subtitles")
    errors = sum(diagnostic.level is Level.ERROR for diagnostic in compiled.diagnostics)
    if errors and not quiet:
        terminal.say(f"note: {count(errors, 'error')} in `{path}`; `storyc check` shows what is wrong")
    return exits.DONE
