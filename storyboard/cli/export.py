"""`storyc export`: stories in another program's form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from storyboard.cli import exits, terminal
from storyboard.cli.hosts import workplace
from storyboard.cli.options import (
    Command,
    format_option,
    fps_option,
    options_of,
    output_option,
    quiet_option,
    selection,
    stories,
)
from storyboard.cli.stories import gather, say_mistakes, say_report
from storyboard.compiler.pipeline import Compiled, Options, compile_story
from storyboard.diagnostics import Level, UserError
from storyboard.exchange.exporters import formats, load, load_binary, load_printed, load_timeline, suffix
from storyboard.exchange.printing.records import PAPERS, PARTS, PER_PAGE, Print, Printed
from storyboard.exchange.timelines.losses import losses
from storyboard.exchange.timelines.rates import FrameRate
from storyboard.exchange.timelines.records import Events, Timeline
from storyboard.project.compiling import CompiledStory
from storyboard.project.places import handed_on
from storyboard.project.records import Project
from storyboard.project.selecting import lacking
from storyboard.report.drawing.words import count
from storyboard.system import extras

GROUP = "For writers"
ORDER = 19
HELP = "Write stories in the form of another program."


_NAMES = {"pages": "--pages", "per_page": "--per-page", "landscape": "--landscape", "paper": "--paper"}


def _parts(_: click.Context, __: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    names = tuple(dict.fromkeys(part.strip() for part in value.split(",")))
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        raise click.BadParameter(f"`{unknown[0]}` is none of {', '.join(PARTS)}")
    return names


def _print_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of `--format pdf`, which the command gets as `pages`, `per_page`, `landscape` and `paper`."""
    for option in (
        click.option("--paper", type=click.Choice(PAPERS), help="A PDF's paper. [default: a4]"),
        click.option("--landscape", is_flag=True, help="A PDF with pages that are wider than tall."),
        click.option(
            "--per-page",
            type=click.Choice([str(number) for number in PER_PAGE]),
            help="The shots on a page of a PDF's board. [default: 6]",
        ),
        click.option(
            "--pages",
            metavar="PART,…",
            callback=_parts,
            help=f"The parts of a PDF: {', '.join(PARTS)}. [default: all]",
        ),
    ):
        command = option(command)
    return command


@click.command("export", cls=Command, short_help=HELP)
@stories
@format_option(("json", *(name for name in formats() if name != "json")))
@output_option
@fps_option
@click.option(
    "--events",
    type=click.Choice(["shot", "clip"]),
    help="A timeline's events: one a shot, or one a clip with its shots as markers.",
)
@click.option(
    "--no-bom", "unmarked", is_flag=True, help="Write CSV without the byte order mark that spreadsheets want."
)
@_print_options
@selection
@quiet_option
def command(
    paths: tuple[str, ...],
    form: str,
    target: str | None,
    fps: FrameRate | None,
    events: Events | None,
    unmarked: bool,
    quiet: bool,
    **selected: Any,
) -> int:
    """Write stories in the form of another program.

    Any story whose shots can be read is written, even one with errors; `storyc check` reports those. `fountain` gives
    back the screenplay that a story was imported from. `csv` is the list of shots as spreadsheets open it, `xlsx` a
    workbook of the shots, the dialogue and the cast (extra `xlsx`). `png` is a contact sheet, one page with a picture
    of each shot (extra `video`).

    `pdf` is for paper: pages of the board, the list of shots and the list of dialogue, with frames of the clips that
    were made, else your own pictures, else drawings of the words (extra `pdf`).

    `otio`, `edl`, `fcpxml` and `xmeml` are timelines for an editor, with an event for each shot. They refer to the
    clips that are built, or else to where these will lie, relative to FILE; what a timeline loses of a clip is said on
    stderr. `storyc retime` brings the editor's cut back.

    Of several stories, each gets a file in the folder that `-o` names; the files' paths go to stdout.
    """
    timeline = load_timeline(form)
    if timeline is None and (fps is not None or events is not None):
        raise click.UsageError(f"`{'--fps' if fps is not None else '--events'}` is for timelines, and `{form}` is none")
    wanted = _asked(form, selected)
    chosen = options_of(selected)
    gathered = gather(paths, {"model": chosen.model})
    meant = [(project, story) for project in gathered.projects for story in project.stories]
    codes = [exits.USAGE if gathered.missing else exits.DONE]
    targets = _targets(meant, target, form, paths)
    for (project, story), file in zip(meant, targets, strict=True):
        if len(meant) > 1 and timeline is not None and not quiet:
            terminal.say(f"{terminal.shown(project.root / story)}:")
        try:
            codes.append(
                _export(project, story, form, file, fps, events, wanted, chosen, unmarked=unmarked, quiet=quiet)
            )
        except UserError as error:
            if len(meant) == 1:
                raise
            terminal.say(f"error: {terminal.shown(project.root / story)}: {error}")
            codes.append(exits.USAGE)
        if len(meant) > 1 and file is not None and codes[-1] == exits.DONE:
            terminal.put(f"{terminal.shown(Path(file))}\n")
    return exits.worst(codes)


def _targets(
    meant: Sequence[tuple[Project, str]], target: str | None, form: str, paths: Sequence[str]
) -> Sequence[str | None]:
    """Where each story goes: stdout or the file that was named for a single one, else a file in the folder."""
    folder = target is not None and target != "-" and (target.endswith("/") or Path(target).is_dir())
    if len(meant) < 2 and not folder:
        return [target] * len(meant)
    if target is None or target == "-" or (not folder and Path(target).exists()):
        several = f"`{paths[0]}` holds {len(meant)}" if len(paths) == 1 else f"these are {len(meant)}"
        raise click.UsageError(f"each story gets a file of its own, and {several}: name a folder, as `-o handover/`")
    files = handed_on(Path(target), meant, f".{suffix(form)}")
    try:
        for file in files:
            file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.UsageError(f"`{target}` cannot be made: {error.strerror}") from error
    return [str(file) for file in files]


def _export(
    project: Project,
    story: str,
    form: str,
    target: str | None,
    fps: FrameRate | None,
    events: Events | None,
    wanted: Print | None,
    chosen: Options,
    *,
    unmarked: bool,
    quiet: bool,
) -> int:
    """Write one story; its exit code."""
    timeline, path = load_timeline(form), "-" if project.piped else terminal.shown(project.root / story)
    compiled = compile_story(project.files, story, project.config, chosen)
    missing = lacking(compiled, replace(chosen, takes=()))
    if missing:
        say_mistakes(missing)
        return exits.USAGE
    if not compiled.clips and compiled.diagnostics:
        say_report([CompiledStory(project, compiled)], "auto")
        return exits.STORY_ERRORS
    binary = load_binary(form)
    if timeline is not None:
        laid = _laid(project, compiled, chosen, target, fps, events or "shot")
        for clip, lost in () if quiet else losses(laid, timeline.LOSES):
            name = f"clip {clip.index}" + (f", {clip.title}" if clip.title else "")
            terminal.say(f"note: {name}: {'; '.join(lost)}")
        terminal.put(timeline.write(laid), target, data=True)
    elif wanted is not None:
        printed, notes = _printed(CompiledStory(project, compiled), form, chosen, wanted)
        terminal.put_bytes(printed.document, target)
        for note in notes if not quiet else ():
            terminal.say(f"note: {note}")
        if printed.undrawn and not quiet:
            terminal.say(f"warning: {extras.undrawn(printed.undrawn)}")
    elif binary is not None:
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


def _laid(
    project: Project, compiled: Compiled, chosen: Options, target: str | None, rate: FrameRate | None, events: Events
) -> Timeline:
    """The timeline of a story with the clips that are built, their paths relative to where it is written."""
    from storyboard.exchange.timelines.disk import OnDisk
    from storyboard.exchange.timelines.laying import laid

    out = workplace(project).out
    here = project.root if target is None or target == "-" else Path(target).absolute().parent
    variant = chosen.variant if chosen.variant != "all" else ""
    disk = OnDisk(compiled, variant, project.files, project.root, out, here)
    timeline = laid(
        compiled, variant=variant, rate=rate, events=events, media=disk.medium,
        sounds=disk.sound,
    )  # fmt: skip
    meant = {(request.clip.index, request.take) for request in compiled.requests}
    if not meant or not (chosen.only or chosen.takes):
        return timeline
    clips = [
        replace(clip, media=media)
        for clip in timeline.clips
        if (media := tuple(medium for medium in clip.media if (clip.index, medium.take) in meant))
    ]
    return replace(timeline, clips=tuple(clips))


def _asked(form: str, given: dict[str, Any]) -> Print | None:
    """What the options ask for, None where the format is not printed; they are taken from what was given.

    Raises click.UsageError where one stands beside such a format.
    """
    values = {name: given.pop(name) for name in _NAMES}
    if load_printed(form) is None:
        named = next((option for name, option in _NAMES.items() if values[name]), None)
        if named is not None:
            raise click.UsageError(f"`{named}` is for `--format pdf`")
        return None
    usual = Print()
    return Print(
        parts=values["pages"] or usual.parts,
        per_page=int(values["per_page"] or usual.per_page),  # pyright: ignore[reportArgumentType]
        landscape=values["landscape"],
        paper=values["paper"] or usual.paper,
    )


def _printed(story: CompiledStory, form: str, chosen: Options, wanted: Print) -> tuple[Printed, tuple[str, ...]]:
    """The document of a story with the pictures that there are, and phrases about what is not in it.

    Raises UserError where it cannot be made, click.UsageError where there are too many shots.
    """
    from storyboard.production.panels import MOST, TooManyShots
    from storyboard.report.board.making import looked_up

    printer = load_printed(form)
    assert printer is not None
    try:
        films, _ = looked_up([story], chosen, workplace, movies=False, pictured="board" in wanted.parts)
    except TooManyShots as trouble:
        raise click.UsageError(
            f"the board of a PDF holds {MOST} shots, and these are {trouble.shots}: name clips by `--only`, or print "
            "the lists alone, which hold any number: `--pages shots,dialogue`"
        ) from trouble
    return printer.write(films, story.compiled, wanted), tuple(note for film in films for note in film.notes)
