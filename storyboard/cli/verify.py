"""`storyc verify`: whether finished clips are what was planned."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from storyboard.cli import exits, terminal
from storyboard.cli.hosts import place
from storyboard.cli.options import (
    Command,
    color_option,
    format_option,
    options_of,
    output_option,
    quiet_option,
    selection,
    stories,
)
from storyboard.cli.stories import gather, usable
from storyboard.compiler.pipeline import Options
from storyboard.patterns import lazy
from storyboard.production import build
from storyboard.production import verify as room
from storyboard.production.files.lock import locked
from storyboard.production.files.manifest import Manifest
from storyboard.production.verify import Subject, Verdict
from storyboard.project.finding import STDIN
from storyboard.project.places import out_folder
from storyboard.project.records import Project
from storyboard.project.selecting import narrowed
from storyboard.providers import registry
from storyboard.report.verify import json, junit, markdown, text
from storyboard.report.verify.words import totals
from storyboard.system import extras

GROUP = "For writers"
ORDER = 18
HELP = "Measure finished clips and compare their cuts with the plan."
_TIME = lazy(r"(\d{1,5}(?:\.\d{1,3})?)(ms|s)")
_MOST = 5000
Looked = list[tuple[Path, Verdict]]


@click.command("verify", cls=Command, short_help=HELP)
@stories
@click.option("--provider", metavar="NAME", help="Verify this provider's clips; a missing one is an error.")
@click.option(
    "--tolerance",
    "given",
    metavar="TIME",
    default=f"{room.TOLERANCE}ms",
    show_default=True,
    help="How far from the plan a cut or an end may be, in ms or s.",
)
@click.option(
    "--picture",
    "target_picture",
    metavar="FILE.png",
    help="Draw the plan and the measured cuts of the one clip to FILE.",
)
@click.option("--pictures", is_flag=True, help="Draw them beside each clip, as NN-slug.verify.png.")
@click.option("--out", metavar="DIR", help="Look in this folder instead of the project's `build`.")
@format_option(("text", "json", "markdown", "junit"))
@output_option
@selection
@quiet_option
@color_option
def command(
    paths: tuple[str, ...],
    provider: str | None,
    given: str,
    target_picture: str | None,
    pictures: bool,
    out: str | None,
    form: str,
    target: str | None,
    quiet: bool,
    color: str,
    **selected: Any,
) -> int:
    """Measure finished clips: length, size, frame rate, sound, and where the cuts fell.

    Each clip is compared with the record beside it, that is, with the story as it was when the clip was made; if the
    story has changed since, that is reported. Without `--provider`, every paid take is measured, or the clip's animatic
    if there is none. A cut is hard, soft (a dissolve or a fade near its place), missing or extra; flashes are reported
    but are not errors. Exit code 1 if anything is beyond the tolerance. The measurements are kept beside the clip, as
    NN-slug.verify.json. Needs the extra `video`.
    """
    if STDIN in paths:
        raise click.UsageError("verify takes files and folders, since clips are named after their stories")
    tolerance = _tolerance(given)
    wrong = "" if provider is None else build.unknown_provider(provider)
    if wrong:
        raise click.UsageError(f"--provider: {wrong}")
    if target_picture is not None and not target_picture.lower().endswith(".png"):
        raise click.UsageError(f"`--picture {target_picture}` does not end in `.png`")
    if build.lacks_video():
        terminal.say(f"error: {extras.lacking('video', 'measuring clips needs')}")
        return exits.USAGE
    chosen = options_of(selected)
    gathered = narrowed(gather(paths, {"model": chosen.model, "out": out}), chosen)
    codes = [exits.USAGE if gathered.missing else exits.DONE]
    meant = [(project, _subjects(project, chosen, provider, color, codes)) for project in gathered.projects]
    count = sum(len(subjects) for _, subjects in meant)
    if target_picture is not None and count != 1:
        raise click.UsageError(
            f"`--picture` shows one clip, and these are {count}: take `--only`, or `--pictures` for one beside each"
        )
    place = None if target_picture is None else Path(target_picture)
    looked: Looked = []
    for project, subjects in meant:
        looked += _look(project, subjects, tolerance, pictures, place, quiet)
    verdicts = room.ranked([verdict for _, verdict in looked])
    looked = [(root, verdict) for (root, _), verdict in zip(looked, verdicts, strict=True)]
    terminal.put(_rendered(form, looked, tolerance, color, target), target)
    bad = any(not verdict.ok for verdict in verdicts)
    if looked and not quiet:
        terminal.say(f"{'error' if bad else 'ok'}: {totals(looked)}")
    return exits.worst([*codes, exits.STORY_ERRORS if bad else exits.DONE])


def _tolerance(given: str) -> int:
    time = _TIME.fullmatch(given.strip())
    if time is None:
        raise click.UsageError(f"`--tolerance {given}` is no time such as `250ms` or `0.5s`")
    tolerance = round(float(time[1]) * (1 if time[2] == "ms" else 1000))
    if tolerance > _MOST:
        raise click.UsageError(f"`--tolerance {given}` is longer than 5 s")
    return tolerance


def _subjects(project: Project, chosen: Options, provider: str | None, color: str, codes: list[int]) -> list[Subject]:
    """The clips of a project that are meant; stories with errors are reported, and `codes` get their exits."""
    host = registry.host_of(project.config) if provider is None else provider
    out = out_folder(project, rehearsal=registry.is_paid(host) and place(host).rehearsal)
    return [
        subject
        for compiled in usable(project, chosen, color, codes)
        for film in build.films(project.files, compiled, project.config, chosen)
        for subject in room.subjects(film, out, project.files, provider)
    ]


def _look(
    project: Project, subjects: list[Subject], tolerance: int, pictures: bool, place: Path | None, quiet: bool
) -> Looked:
    """The verdicts of one project's clips, with its root."""

    @contextmanager
    def holding() -> Generator[Manifest]:
        with locked(
            build.prepare(project.root), lambda: terminal.say("waiting: another storyc builds in this project")
        ):
            yield Manifest(project.root)

    looked: Looked = []
    results = room.verify(subjects, project.root, tolerance, holding, pictures=pictures, place=place)
    for number, (verdict, trouble) in enumerate(results):
        terminal.progress(number, len(subjects), verdict.story)
        if trouble and not quiet:
            terminal.say(f"warning: {trouble}")
        looked.append((project.root, verdict))
    terminal.progress(len(subjects), len(subjects), "")
    return looked


def _rendered(form: str, looked: Looked, tolerance: int, color: str, target: str | None) -> str:
    if form == "json":
        return json.render(looked)
    if form == "markdown":
        return markdown.render(looked)
    if form == "junit":
        return junit.render(looked)
    paint, columns = terminal.drawn(color, target, wide=100)
    return text.render(looked, tolerance, color=paint, columns=columns, place=terminal.shown)
