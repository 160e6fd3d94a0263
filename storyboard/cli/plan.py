"""`storyc plan`: what a paid build would make, and what it would cost."""

from __future__ import annotations

from typing import Any

import click
import msgspec
from click.core import ParameterSource

from storyboard.cli import exits, saved, terminal
from storyboard.cli.books import folder_of, reading, store_option
from storyboard.cli.clips import as_lines
from storyboard.cli.hosts import REHEARSAL, place
from storyboard.cli.options import (
    Command,
    color_option,
    format_option,
    options_of,
    output_option,
    quiet_option,
    selection,
    shard_option,
    stories,
)
from storyboard.cli.paid import most
from storyboard.cli.plans import FORMATS, Part, report
from storyboard.cli.stories import gather, say_mistakes, say_report
from storyboard.compiler.pipeline import Compiled, Options
from storyboard.compiler.request import Request
from storyboard.production import plan
from storyboard.production.plan import lockfile
from storyboard.project.compiling import CompiledStory, compile_stories
from storyboard.project.records import Gathered, Project
from storyboard.project.selecting import narrowed
from storyboard.project.shard import Shard, shared
from storyboard.report.drawing.words import count
from storyboard.timing import money

Good = tuple[Project, Compiled]
SAVED = "saved"


@click.command("plan", cls=Command, short_help="Show what a paid build would make, and its price.")
@stories
@format_option(tuple(FORMATS))
@output_option
@store_option
@click.option("--max-cost", metavar="USD", help="Exit with 5 where the plan would cost more.")
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 10 where there is something to pay for.")
@click.option("--list-clips", "listing", is_flag=True, help="Print a line of JSON for each clip, with its id.")
@selection
@shard_option
@quiet_option
@color_option
def command(
    paths: tuple[str, ...],
    form: str,
    target: str | None,
    store: str | None,
    max_cost: str | None,
    detailed_exitcode: bool,
    listing: bool,
    shard: Shard | None,
    quiet: bool,
    color: str,
    **selected: Any,
) -> int:
    """Show for each clip whether a paid build would make it, and what that would cost.

    new: never bought. changed: another request was bought for it. cached: it is here. running: it is being made.
    elsewhere: storyc.lock calls it paid, and a build fetches it. unknown: it may have been paid for, and `storyc
    ledger` settles it. Nothing is sent. `-o FILE` saves the plan for `storyc build --plan FILE`, unless a format is
    asked for. A story with errors is left out and reported on stderr; the exit code is then 1.
    """
    given = click.get_current_context().get_parameter_source("form") is not ParameterSource.DEFAULT
    if listing and given:
        raise click.UsageError(f"`--list-clips` prints lines of JSON, and `--format` asks for {form}")
    chosen, limit = options_of(selected), most(max_cost)
    gathered = narrowed(gather(paths, {"model": chosen.model, "store": store}), chosen)
    form = "lines" if listing else form if given or target in (None, "-") else SAVED
    found = show(gathered, chosen, shard, form=form, color=color, target=target, quiet=quiet)
    total, codes = sum(plan.total(part.rows) for part in found.parts), list(found.codes)
    if limit is not None and total > limit:
        terminal.say(f"error: {money(total)} USD would be spent, and `--max-cost` is {money(limit)}")
        codes.append(exits.CAP)
    return exits.worst([*codes, exits.WOULD_SPEND] if detailed_exitcode and total else codes)


class Shown(msgspec.Struct, frozen=True):
    """A plan that was shown: its parts, and the exit codes of what was in the way."""

    parts: tuple[Part, ...]
    codes: tuple[int, ...]


def show(
    gathered: Gathered, chosen: Options, shard: Shard | None, *, form: str, color: str,
    target: str | None = None, quiet: bool = False,
) -> Shown:  # fmt: skip
    """Make the plan of what is meant and put it where it belongs; stories with errors are reported.

    `form` is that of a report, `lines` for a line of JSON a clip, or `saved` for a file that `build --plan` reads: the
    text goes to stdout as well then. Raises click.UsageError.
    """
    codes = [exits.USAGE if gathered.missing else exits.DONE]
    failed: list[CompiledStory] = []
    parts: list[Part] = []
    meant: list[tuple[Project, Request]] = []
    good: list[Good] = []
    for found in gathered.projects:
        for story in compile_stories(found, chosen):
            if story.lacking:
                say_mistakes(story.lacking)
                codes.append(exits.USAGE)
            elif story.compiled.has_errors:
                failed.append(story)
            else:
                meant += [(found, request) for request in story.compiled.requests]
                good.append((found, story.compiled))
    meant = shared(meant, shard)
    lines = ""
    try:
        there = [lockfile.read(found.root) for found in gathered.projects]
    except lockfile.LockTrouble as trouble:
        terminal.say(f"error: {trouble}")
        return Shown((), (exits.OUT_OF_DATE,))
    rehearsal = place() == REHEARSAL
    for found, lock in zip(gathered.projects, there, strict=True):
        requests = [request for owner, request in meant if owner is found]
        with reading(folder_of(found.root, found.config)) as ledger:
            rows = plan.rows(requests, plan.lengths(requests, found.files), ledger, lock, rehearsal=rehearsal)
            parts.append(Part(rows, found.files, plan.typical(rows, ledger, found.files)))
        if form == "lines":
            lines += as_lines(found, (compiled for owner, compiled in good if owner is found), rows, chosen)
    if failed:
        codes.append(exits.STORY_ERRORS)
        say_report(failed, color)
    if form == SAVED:
        terminal.put(_to_save(gathered, parts, chosen, good), target)
        terminal.put(report("text", parts, color))
    else:
        terminal.put(lines if form == "lines" else report(form, parts, color, target), target)
    if not quiet and target is not None and target != "-":
        terminal.say(f"wrote {target}: {count(sum(len(part.rows) for part in parts), 'clip')}")
    return Shown(tuple(parts), tuple(codes))


def _to_save(gathered: Gathered, parts: list[Part], chosen: Options, good: list[Good]) -> str:
    """The plan with what is meant by it, so that it can be done later. Raises click.UsageError for several projects."""
    if len(gathered.projects) != 1:
        raise click.UsageError(f"a plan that is saved is of one project, and these are {len(gathered.projects)}")
    meant = saved.selection([compiled.path for _, compiled in good], chosen)
    record = plan.record((part.rows, part.files) for part in parts) | {"selection": meant}
    return msgspec.json.format(msgspec.json.encode(record), indent=2).decode("utf-8") + "\n"
