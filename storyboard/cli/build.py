"""`storyc build`: the clips of stories, and their films."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
import msgspec

from storyboard.cli import exits, terminal
from storyboard.cli.books import say_bought_twice, store_option
from storyboard.cli.consent import Terms, agreed, consent_record, host_access, open_books, payments, planned, renewed
from storyboard.cli.hosts import KeyFiles, key_option
from storyboard.cli.options import (
    Command,
    color_option,
    deadline_option,
    maybe_stories,
    micro_dollars,
    open_option,
    options_of,
    quiet_option,
    selection,
    shard_option,
)  # fmt: skip
from storyboard.cli.progress import BuildReport, Drawing, Making
from storyboard.cli.stories import gather
from storyboard.compiler.pipeline import Options
from storyboard.config import MOST_JOBS
from storyboard.production import build
from storyboard.production.plan.saved import Saved, load, options
from storyboard.production.publishing import PurchasePlan
from storyboard.production.purchase.offer import Consent, ProjectBooks
from storyboard.production.purchase.records import WaitTerms
from storyboard.production.purchase.unsent import unsent_steps
from storyboard.project.filming import ProjectFilms, check_outputs, of_shard
from storyboard.project.finding import STDIN
from storyboard.project.places import check_names
from storyboard.project.records import Gathered, Project
from storyboard.project.selecting import narrowed
from storyboard.project.shard import Shard
from storyboard.providers import registry
from storyboard.report.plan import text
from storyboard.roots import find_root

GROUP = "For writers"
ORDER = 15
HELP = "Make the clips of stories, and join them to films."


class Arguments(msgspec.Struct, frozen=True):
    """What the command line says."""

    paths: tuple[str, ...]
    provider: str | None
    yes: bool
    max_cost: str | None
    trust_prices: tuple[str, ...]
    saved: str | None
    dry_run: bool
    locked: bool
    no_look: bool
    take_up: tuple[str, ...]
    new_store: bool
    submit_only: bool
    no_wait: bool
    deadline: float
    key_files: KeyFiles
    store: str | None
    draft: bool
    sheet: bool
    opens: bool
    ticks: bool
    planned: bool
    out: str | None
    jobs: int | None
    target: str | None
    events: str | None
    shard: Shard | None
    quiet: bool
    color: str
    model: str | None
    variant: str
    sets: tuple[str, ...]
    only: tuple[str, ...]
    takes: tuple[int, ...]


@click.command("build", cls=Command, short_help=HELP)
@maybe_stories
@click.option("--provider", metavar="NAME", help=f"Who makes the clips: {registry.described()}.")
@click.option("--yes", is_flag=True, help="Don't ask before spending; caps still apply.")
@click.option("--max-cost", metavar="USD", help="Spend at most USD; counts as consent where nobody can be asked.")
@click.option(
    "--trust-prices",
    metavar="MODEL@HOST",
    multiple=True,
    help="Trust the prices of a project's own profile; its first clip is bought alone.",
)
@click.option("--plan", "saved", metavar="FILE", help="Do exactly what `storyc plan -o FILE` saved; counts as consent.")
@click.option("--dry-run", is_flag=True, help="Show the plan, as `storyc plan` does, and stop.")
@click.option("--locked", is_flag=True, help="Buy nothing: every clip must be in storyc.lock.")
@click.option("--no-look", is_flag=True, help="Don't ask the host first which clips it has already made.")
@click.option("--take-up", metavar="ID", multiple=True, help="Use this job of the host for the clip that it matches.")
@click.option("--submit-only", is_flag=True, help="Send, and leave the clips at the host for `storyc collect`.")
@click.option("--no-wait", is_flag=True, help="Don't wait for clips that another storyc is at.")
@deadline_option
@click.option("--new-store", is_flag=True, help="In CI: allow starting with an empty ledger.")
@key_option
@store_option
@click.option("--draft", is_flag=True, help="Draw still cards, which is several times faster.")
@click.option("--ticks", is_flag=True, help="Play a soft tick at each cut of the free film.")
@click.option("--planned", is_flag=True, help="Leave out of the free film the seconds that no shot uses.")
@click.option("--out", metavar="DIR", help="Build into this folder instead of the project's `build`.")
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(1, MOST_JOBS),
    help="How many clips to send or draw in parallel [default: 4].",
)
@click.option("--report", "target", metavar="FILE", help="Write a report to FILE: .json, or .xml for JUnit.")
@click.option("--events", metavar="FILE", help="Append a line of JSON to FILE for each change of state.")
@click.option("--sheet", is_flag=True, help="Also make a contact sheet: one page of all shots, FILM.sheet.png.")
@open_option
@selection
@shard_option
@quiet_option
@color_option
def command(**given: Any) -> int:
    """Make the clips of stories, and join them to films.

    The provider `animatic` draws them here, for free. A host charges for them: storyc first shows the price and waits
    for an answer, `--yes`, or without a terminal `--max-cost`. It keeps every clip you paid for, and never buys one
    twice. Beside each clip lie its prompt and its request. A build makes only what has changed, and never overwrites a
    file that storyc did not make. The films' paths go to stdout, everything else to stderr. Drawing and joining need
    the extra `video`.
    """
    arguments = Arguments(**given)
    if STDIN in arguments.paths:
        raise click.UsageError("build takes files and folders, since its films are named after their stories")
    _check_take_up(arguments)
    report = BuildReport(arguments.target)
    paths, chosen, saved = _meant(arguments, options_of(given))
    consent = Consent(
        yes=arguments.yes,
        planned=saved is not None,
        part=arguments.shard is not None,
        most=micro_dollars(arguments.max_cost),
        locked=arguments.locked,
        blind=arguments.no_look,
        take_up=arguments.take_up,
    )
    flags = {"model": chosen.model, **{name: given[name] for name in ("provider", "out", "jobs", "store")}}
    flags["trust_prices"] = arguments.trust_prices or None
    gathered = narrowed(gather(paths, flags), chosen)
    if arguments.dry_run:
        return _show_plan(gathered, chosen, arguments)
    check_names(gathered.projects)
    _check_providers(gathered.projects)
    if saved is not None and not all(registry.is_paid(project.config.provider) for project in gathered.projects):
        raise click.UsageError("a saved plan is one of what is paid for: name the `--provider` too")
    _check_hosts(arguments, gathered.projects)
    return _Purchase(arguments, chosen, consent, saved, report).whole(gathered)


def _check_take_up(arguments: Arguments) -> None:
    """Raises click.UsageError where another flag leaves `--take-up` nothing to do."""
    for flag, given, why in (
        ("--no-look", arguments.no_look, "sees no job"),
        ("--locked", arguments.locked, "changes nothing in `storyc.lock` for a job"),
        ("--dry-run", arguments.dry_run, "asks no host for a job"),
    ):
        if given and arguments.take_up:
            raise click.UsageError(f"`{flag}` {why} that `--take-up` could take: leave out one of them")


def _check_hosts(arguments: Arguments, projects: Iterable[Project]) -> None:
    """Raises click.UsageError where a flag concerns the jobs of a host and no clip is made by one."""
    if any(registry.is_paid(project.config.provider) for project in projects):
        return
    for flag, given in (
        ("--take-up", arguments.take_up),
        ("--submit-only", arguments.submit_only),
        ("--no-wait", arguments.no_wait),
        ("--deadline", arguments.deadline < math.inf),
    ):
        if given:
            raise click.UsageError(f"`{flag}` concerns the jobs of a host that is paid: name the `--provider` too")


def _meant(arguments: Arguments, chosen: Options) -> tuple[tuple[str, ...], Options, Saved | None]:
    """The PATHs and the selection, of the command line or of a saved plan, and that plan."""
    if arguments.saved is None:
        if not arguments.paths:
            raise click.UsageError("name a story or a folder, or a saved plan by `--plan`")
        return arguments.paths, chosen, None
    if arguments.paths or chosen != Options():
        raise click.UsageError("`--plan` says what is meant: leave out the paths and what selects in them")
    saved = load(arguments.saved)
    root = find_root(Path.cwd())[0]
    paths = tuple(str(root / story) for story in saved.selection.stories)
    if not paths:
        raise click.UsageError("name a story or a folder, or a saved plan by `--plan`")
    return paths, options(saved.selection), saved


def _show_plan(gathered: Gathered, chosen: Options, arguments: Arguments) -> int:
    plan = planned(gathered, chosen, arguments.shard, arguments.color, quiet=arguments.quiet)
    if plan.parts is not None:
        paint, wide = terminal.drawn(arguments.color, None)
        terminal.put(text.render(plan.parts, color=paint, wide=wide))
    return exits.worst(plan.codes)


def _check_providers(projects: Iterable[Project]) -> None:
    for project in projects:
        wrong = build.unknown_provider(project.config.provider)
        if wrong:
            raise click.UsageError(f"{project.config.origins['provider']}: {wrong}")


class _Purchase(Making):
    """One build, which asks first where money is concerned."""

    def __init__(
        self, arguments: Arguments, chosen: Options, consent: Consent, saved: Saved | None, report: BuildReport
    ) -> None:
        given = arguments
        drawing = Drawing(given.draft, given.ticks, given.planned, given.sheet, given.opens)
        super().__init__(
            chosen, report, quiet=given.quiet, color=given.color, events=given.events, drawing=drawing
        )  # fmt: skip
        self.arguments, self.consent, self.saved = arguments, consent, saved

    def _make(self, gathered: Gathered, stack: ExitStack) -> int | None:
        """Compile, ask where money is concerned, and build; the exit code where nothing may be sent, else None."""
        compiled = of_shard([self._compiled(project) for project in gathered.projects], self.arguments.shard)
        self.several = len(compiled) > 1
        for item in compiled:
            self.report.outcome.begin(item.project.root, item.films, item.faulty)
        opened, refused = self._opened(compiled, stack)
        if refused is not None:
            return refused
        typical = max((books.typical() or 0 for books in opened), default=0)
        self.talk.expect(sum(books.made_by_host for books in opened), typical)
        given = self.arguments
        jobs = "never" if given.submit_only else "patiently"
        waiting = WaitTerms(jobs, beside=not (given.submit_only or given.no_wait), until=given.deadline)
        paying = payments(opened, self.consent, self.report.outcome.consent, waiting)
        books_of = {books.root: books for books in opened}
        for item in compiled:
            root = item.project.root
            if root not in paying or self._may_still(books_of[root], paying):
                steps = self._build(item, paying.get(root)) if item.films else ()
                self.steps += steps
                if root in paying and any(step.state == "done" for step in steps):
                    self.talk.clear()
                    say_bought_twice(books_of[root])
        return None

    def _may_still(self, books: ProjectBooks, paying: dict[Path, PurchasePlan]) -> bool:
        """Whether a project may be built by what the host and the books have by now; `paying` is renewed by that."""
        paying[books.root], refusals = renewed(books, paying[books.root], self.consent)
        if refusals.codes:
            self.codes += refusals.codes
            self.report.outcome.stands(books.root, unsent_steps(books, refusals.reason()))
        return not refusals.codes

    def _close(self) -> None:
        super()._close()
        if not self.quiet and any(step.state == "running" and step.cause == "later" for step in self.steps):
            terminal.say("`storyc collect` fetches what the host makes")

    def _opened(self, compiled: Sequence[ProjectFilms], stack: ExitStack) -> tuple[list[ProjectBooks], int | None]:
        """The books of the projects that a host makes clips for, and the exit code where nothing may be sent."""
        paid = [item for item in compiled if item.films and registry.is_paid(item.project.config.provider)]
        if not paid:
            return [], None
        given = self.arguments
        terms = Terms(self.consent, given.new_store, given.color, given.quiet)
        given.key_files.check({item.project.config.provider for item in paid})
        access = host_access(given.key_files)
        opened: list[ProjectBooks] = []
        for item in paid:
            check_outputs((request, len(film.clips)) for film in item.films for request in film.requests)
            opened.append(open_books(item.project, item.films, stack, terms, access, opened))
        refusals = agreed(opened, terms, access, self.saved)
        if not refusals.codes:
            self.report.outcome.consent = consent_record(opened, refusals.how, self.saved)
            return opened, None
        why = refusals.reason()
        for books in opened:
            self.report.outcome.stands(books.root, unsent_steps(books, why))
        return opened, exits.worst([*self.codes, *refusals.codes, self.report.write("refused", why)])
