"""`storyc export`: stories in another program's form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from storyboard.cli import exits, terminal
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
from storyboard.exchange.exporters import formats, load, load_binary, load_timeline, suffix
from storyboard.exchange.timelines.losses import losses
from storyboard.exchange.timelines.rates import FrameRate
from storyboard.exchange.timelines.records import Events, Timeline
from storyboard.project.compiling import CompiledStory
from storyboard.project.places import handed_on, out_folder
from storyboard.project.records import Project
from storyboard.project.selecting import lacking
from storyboard.report.drawing.words import count

GROUP = "For writers"
ORDER = 19
HELP = "Write stories in the form of another program."


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
    workbook of the shots, the dialogue and the cast, and needs the extra `xlsx`. `png` is a contact sheet, one page
    with a picture of each shot, and needs the extra `video`.

    `otio`, `edl`, `fcpxml` and `xmeml` are timelines for an editor, with an event for each shot. They refer to the
    clips that are built, or else to where these will lie, relative to FILE; what a timeline loses of a clip is said on
    stderr. `storyc retime` brings the editor's cut back.

    Of several stories, each gets a file in the folder that `-o` names; the files' paths go to stdout.
    """
    timeline = load_timeline(form)
    if timeline is None and (fps is not None or events is not None):
        raise click.UsageError(f"`{'--fps' if fps is not None else '--events'}` is for timelines, and `{form}` is none")
    chosen = options_of(selected)
    gathered = gather(paths, {"model": chosen.model})
    meant = [(project, story) for project in gathered.projects for story in project.stories]
    codes = [exits.USAGE if gathered.missing else exits.DONE]
    targets = _targets(meant, target, form, paths)
    for (project, story), file in zip(meant, targets, strict=True):
        if len(meant) > 1 and timeline is not None and not quiet:
            terminal.say(f"{terminal.shown(project.root / story)}:")
        try:
            codes.append(_export(project, story, form, file, fps, events, chosen, unmarked=unmarked, quiet=quiet))
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
    from storyboard.cli.hosts import place
    from storyboard.exchange.timelines.disk import OnDisk
    from storyboard.exchange.timelines.laying import laid
    from storyboard.providers import registry

    host = registry.host_of(project.config)
    out = out_folder(project, rehearsal=registry.is_paid(host) and place(host).rehearsal)
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
