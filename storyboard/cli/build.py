"""`storyc build`: the clips of stories, and their films."""

from __future__ import annotations

import os
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
    maybe_stories,
    micro_dollars,
    open_option,
    options_of,
    quiet_option,
    selection,
    shard_option,
)  # fmt: skip
from storyboard.cli.progress import BuildReport, Talk
from storyboard.cli.stories import gather, say_errors, say_lacking
from storyboard.compiler.pipeline import Options
from storyboard.config import MOST_JOBS
from storyboard.diagnostics import UserError
from storyboard.production import build
from storyboard.production.plan.lockfile import LockTrouble
from storyboard.production.plan.saved import Saved, load, options
from storyboard.production.publishing import PurchasePlan
from storyboard.production.purchase.offer import Consent, ProjectBooks
from storyboard.production.purchase.unsent import unsent_steps
from storyboard.production.records import filled
from storyboard.production.sheets import write_sheets
from storyboard.project.compiling import compile_stories
from storyboard.project.filming import ProjectFilms, check_outputs, of_shard
from storyboard.project.finding import STDIN
from storyboard.project.places import check_names, out_folder
from storyboard.project.records import Gathered, Project
from storyboard.project.selecting import narrowed
from storyboard.project.shard import Shard
from storyboard.providers import registry
from storyboard.recall import witness
from storyboard.report.plan import text
from storyboard.report.production.events import EventFile
from storyboard.roots import find_root
from storyboard.system import extras
from storyboard.system.signals import Terminated, heeding

GROUP = "For writers"
ORDER = 15
HELP = "Make the clips of stories, and join them to films."
_INTERRUPTED = "it was interrupted before that"
_TERMINATED = "it was terminated before that"


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
    if arguments.take_up and not any(registry.is_paid(project.config.provider) for project in gathered.projects):
        raise click.UsageError("`--take-up` takes a job of a host that is paid: name the `--provider` too")
    return _Run(arguments, chosen, consent, saved, report).whole(gathered)


def _check_take_up(arguments: Arguments) -> None:
    """Raises click.UsageError where another flag leaves `--take-up` nothing to do."""
    for flag, given, why in (
        ("--no-look", arguments.no_look, "sees no job"),
        ("--locked", arguments.locked, "changes nothing in `storyc.lock` for a job"),
        ("--dry-run", arguments.dry_run, "asks no host for a job"),
    ):
        if given and arguments.take_up:
            raise click.UsageError(f"`{flag}` {why} that `--take-up` could take: leave out one of them")


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


class _Run:
    """One build from the compiled stories to the films: its exit codes and last steps as they come."""

    def __init__(
        self, arguments: Arguments, chosen: Options, consent: Consent, saved: Saved | None, report: BuildReport
    ) -> None:
        self.arguments, self.chosen, self.consent, self.saved, self.report = arguments, chosen, consent, saved, report
        self.talk, self.events = Talk(arguments.quiet), EventFile(arguments.events, terminal.say)
        self.bare = build.lacks_video()
        self.codes: list[int] = [exits.USAGE] if self.bare else []
        self.steps: list[build.Step] = []
        self.sheets: list[Path] = []
        self.several = False  # projects, whose stories may bear one name

    def whole(self, gathered: Gathered) -> int:
        """The exit code of the build, however it ends, its report written."""
        outcome = self.report.outcome
        self.codes += [exits.USAGE] if gathered.missing else []
        try:
            # A signal may come while the books are closed, too.
            with ExitStack() as stack:
                stack.enter_context(heeding())
                self.events.open(stack)
                stack.callback(self.talk.clear)
                refused = self._make(gathered, stack)
        except LockTrouble as trouble:
            terminal.say(f"error: {trouble}")
            self.codes += [exits.of_lock(trouble), *exits.of_steps(outcome.steps())]
            return exits.worst([*self.codes, self.report.write("refused", str(trouble))])
        except (KeyboardInterrupt, Terminated) as signalled:
            self.talk.clear()
            return self._ended(interrupted=isinstance(signalled, KeyboardInterrupt))
        except (click.UsageError, UserError, click.Abort) as error:
            self.report.write("refused", _INTERRUPTED if isinstance(error, click.Abort) else str(error))
            raise
        if refused is not None:
            return refused
        self.codes += [self.report.write(), *exits.of_steps(self.steps)]
        if any(step.state != "kept" for step in self.steps):
            witness.spoil("not all was there")
        self._close()
        return exits.worst(self.codes)

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
        paying = payments(opened, self.consent, self.report.outcome.consent)
        books_of = {books.root: books for books in opened}
        for item in compiled:
            root = item.project.root
            if root not in paying or self._may_still(books_of[root], paying):
                steps = self._build(item, paying.get(root))
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

    def _compiled(self, project: Project) -> ProjectFilms:
        """Compile the stories of one project; what is wrong with the others is said."""
        films: list[build.FilmOrder] = []
        faulty: list[tuple[str, str]] = []
        for number, story in enumerate(compile_stories(project, self.chosen)):
            terminal.progress(number, len(project.stories), story.compiled.path)
            self.codes += [*say_lacking([story]), *say_errors([story], self.arguments.color)]
            if story.usable:
                films += build.films(project.files, story.compiled, project.config, self.chosen)
            else:
                why = "it lacks what the command line selects" if story.lacking else "it has errors"
                faulty.append((story.compiled.path, why))
        terminal.progress(len(project.stories), len(project.stories), "")
        return ProjectFilms(project, tuple(films), tuple(faulty))

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

    def _build(self, item: ProjectFilms, payment: PurchasePlan | None) -> Sequence[build.Step]:
        """Build the films of one project; the last steps, of which the report learns as they come."""
        if not item.films:
            return ()
        project, jobs = item.project, item.project.config.jobs
        final = self.report.outcome.final(project.root)
        drawn = _drawn_at_once(jobs)
        at_once = jobs if payment is not None else drawn
        maker = registry.DRAWN if payment is not None else project.config.provider
        out = out_folder(project, rehearsal=payment is not None and payment.rehearsal)
        given = self.arguments
        settings = build.BuildSettings(
            project.root, out, at_once, given.draft, drawn, maker, given.ticks, given.planned
        )
        self.talk.begin(item.films, terminal.shown(project.root) if self.several else "")

        def tell(step: build.Step) -> None:
            self.events.tell(step, project.root)
            self.talk.tell(step)

        try:
            steps = build.build(
                item.films, settings, project.files, tell, pictures=not self.bare, paying=payment, final=final
            )
            if self.arguments.sheet and not self.bare:
                self._sheets(item.films, settings)
            return steps
        except build.FileConflict as trouble:
            terminal.say(f"error: {trouble}")
            self.codes += [exits.USAGE, *exits.of_steps(final.values())]
            final |= {step.place: step for step in filled(item.films, final, "refused", str(trouble))}
            return ()

    def _sheets(self, films: Sequence[build.FilmOrder], settings: build.BuildSettings) -> None:
        """Write the contact sheets, and take note of their paths."""
        self.talk.clear()
        for written in write_sheets(films, settings, lambda: terminal.say("waiting: another storyc builds here")):
            if isinstance(written, Path):
                self.sheets.append(written)
            else:
                terminal.say(f"error: no contact sheet: {written}")
                self.codes.append(exits.USAGE)

    def _close(self) -> None:
        """Say what it all came to, and print where the films are."""
        if self.bare:
            terminal.say(f"error: {extras.lacking('video', 'the films need')}")
        else:
            self.talk.close(self.steps)
        films = [step.path for step in self.steps if not step.clip and step.path is not None]
        terminal.put("".join(f"{terminal.shown(path)}\n" for path in (*films, *self.sheets)))
        if self.arguments.opens:
            terminal.launch(films)

    def _ended(self, *, interrupted: bool) -> int:
        """The exit code of a run that was told to end, once it is said and reported what that means."""
        terminal.say("interrupted" if interrupted else "terminated")
        self.report.write("left", _INTERRUPTED if interrupted else _TERMINATED)
        if self.talk.paid:
            terminal.say(
                "what the host has accepted is paid for and written down: run the same command again to fetch it; "
                "nothing is bought twice, and `storyc ledger list` shows how it stands"
            )
        return exits.INTERRUPTED if interrupted else exits.TERMINATED


def _drawn_at_once(jobs: int) -> int:
    """How many clips are drawn at once, each by a process: never more than there are cores."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(jobs, cores)
