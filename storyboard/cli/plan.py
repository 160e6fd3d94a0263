"""`storyc plan`: what a paid build would make, and what it would cost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from storyboard.cli import exits, terminal
from storyboard.cli.books import store_option
from storyboard.cli.consent import PlanResult, planned
from storyboard.cli.hosts import place, rehearsal_option
from storyboard.cli.options import (
    Command,
    color_option,
    format_option,
    micro_dollars,
    options_of,
    output_option,
    quiet_option,
    selection,
    shard_option,
    stories,
)  # fmt: skip
from storyboard.cli.stories import gather
from storyboard.compiler.pipeline import Options
from storyboard.production import plan
from storyboard.production.plan import saved
from storyboard.production.purchase import prices
from storyboard.profiles import host_of
from storyboard.project.records import Gathered
from storyboard.project.selecting import narrowed
from storyboard.project.shard import Shard
from storyboard.report.drawing.words import count
from storyboard.report.plan import FORMATS, json, lines, markdown, text
from storyboard.roots import find_root
from storyboard.timing import money

GROUP = "For hosts"
ORDER = 30
HELP = "Show what a paid build would buy, and its price."


_LINES, _SAVED = "lines", "saved"


@click.command("plan", cls=Command, short_help=HELP)
@stories
@format_option(FORMATS)
@output_option
@store_option
@rehearsal_option
@click.option("--max-cost", metavar="USD", help="Exit with 5 if the plan costs more.")
@click.option("--detailed-exitcode", is_flag=True, help="Exit with 10 if there is anything to pay for.")
@click.option("--list-clips", "listing", is_flag=True, help="Print one line of JSON per clip, with its id.")
@selection
@shard_option
@quiet_option
@color_option
def command(
    paths: tuple[str, ...],
    form: str,
    target: str | None,
    store: str | None,
    rehearsal: bool,
    max_cost: str | None,
    detailed_exitcode: bool,
    listing: bool,
    shard: Shard | None,
    quiet: bool,
    color: str,
    **selected: Any,
) -> int:
    """Show for each clip whether a paid build would buy it, and at what price.

    new: never bought. changed: another request was bought for it. cached: it is here. running: it is being made, as the
    ledger or storyc.lock says. elsewhere: storyc.lock calls it paid, and a build fetches it. failed: the host charged
    for a job that failed. unknown: it may have been paid for; `storyc ledger` settles both. Nothing is sent. `-o FILE`
    saves the plan for `storyc build --plan FILE`, unless a format is named. A story with errors is left out and
    reported on stderr; the exit code is then 1.
    """
    given = click.get_current_context().get_parameter_source("form") is not ParameterSource.DEFAULT
    if listing and given:
        raise click.UsageError(f"`--list-clips` prints lines of JSON, and `--format` asks for {form}")
    chosen, limit = options_of(selected), micro_dollars(max_cost)
    gathered = narrowed(gather(paths, {"model": chosen.model, "store": store}), chosen)
    form = _LINES if listing else form if given or target in (None, "-") else _SAVED
    plans = planned(gathered, chosen, shard, color, rehearsal=rehearsal, quiet=quiet)
    codes = list(plans.codes)
    for part in plans.parts or ():
        for notice in () if quiet else prices.overruns(part.rows, part.files):
            terminal.say(f"warning: {notice}")
    if plans.parts is not None:
        _put(form, gathered, chosen, plans, plans.parts, color, target, quiet)
        if not quiet and form != _SAVED and target is not None and target != "-":
            terminal.say(f"wrote {target}: {count(sum(len(part.rows) for part in plans.parts), 'clip')}")
    total = plan.spending(plans.parts or ())
    if total and not quiet and chosen.model is None:
        note = _default_at_risk(plans)
        if note:
            terminal.say(note)
    if limit is not None and total > limit:
        terminal.say(f"error: {money(total)} USD would be spent, and `--max-cost` is {money(limit)}")
        codes.append(exits.CAP)
    return exits.worst([*codes, exits.WOULD_SPEND] if detailed_exitcode and total else codes)


def _default_at_risk(plans: PlanResult) -> str:
    """What is said where clips would be bought of a default that may be withdrawn; nothing where a model is named."""
    for project, compiled in plans.stories:
        profile, story = compiled.profile, compiled.story
        if profile is None or story is None or profile.status.state == "ok" or project.config.model is not None:
            continue
        if not story.names_model:
            return f"note: no model is named, and `{profile.id}` may be withdrawn: see `storyc models --fit PATH`"
    return ""


def _host(parts: tuple[plan.ProjectPlan, ...]) -> str:
    """Where the jobs of a plan would run, nowhere for one without clips."""
    profiles = [row.request.profile for part in parts for row in part.rows]
    rehearsal = any(part.rehearsal for part in parts)
    return place(host_of(profiles[0]), rehearsal=rehearsal).name if profiles else ""


def _put(
    form: str, gathered: Gathered, chosen: Options, planned: PlanResult, parts: tuple[plan.ProjectPlan, ...],
    color: str, target: str | None, quiet: bool,
) -> None:  # fmt: skip
    """Print the plan in a format, or save it for `build --plan` and print it as text as well."""
    if form == _SAVED:
        if len(gathered.projects) != 1:
            raise click.UsageError(f"a plan that is saved is of one project, and these are {len(gathered.projects)}")
        meant = saved.selection([compiled.path for _, compiled in planned.stories], chosen)
        record = saved.save(parts, meant, _host(parts))
        terminal.put(json.to_save(record), target)
        if not quiet:
            # A plan names its stories from their root, and a build takes it for one of the project in which it runs.
            root = gathered.projects[0].root
            where = "" if root == find_root(Path.cwd())[0] else f"; build it in `{terminal.shown(root)}`"
            terminal.say(f"wrote {target}: {count(len(record.clips), 'clip')}, digest {record.digest}{where}")
        target = None
    if form == _LINES:
        rendered = "".join(
            lines.render(project, (compiled for owner, compiled in planned.stories if owner is project), part, chosen)
            for project, part in zip(gathered.projects, parts, strict=True)
        )
    elif form == "json":
        rendered = json.render(parts)
    elif form == "markdown":
        rendered = markdown.render(parts)
    else:
        paint, wide = terminal.drawn(color, target)
        rendered = text.render(parts, color=paint, wide=wide)
    terminal.put(rendered, target)
