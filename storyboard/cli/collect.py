"""`storyc collect`: the clips that were sent, fetched and put in their places; nothing is bought."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
import msgspec

from storyboard.cli import exits, terminal
from storyboard.cli.books import reading, store_option
from storyboard.cli.consent import Refusals, Terms, host_access, open_books, payments
from storyboard.cli.hosts import KeyFiles, key_option, place
from storyboard.cli.options import (
    Command,
    color_option,
    deadline_option,
    maybe_stories,
    open_option,
    options_of,
    quiet_option,
    selection,
)  # fmt: skip
from storyboard.cli.progress import BuildReport, Drawing, Making
from storyboard.cli.stories import gather
from storyboard.compiler.pipeline import Options
from storyboard.config import MOST_JOBS
from storyboard.ledger import has_books
from storyboard.ledger.extracts import Extract
from storyboard.ledger.records import Attempt
from storyboard.ledger.steps import is_charged, is_unknown, is_waiting
from storyboard.production.plan import lockfile
from storyboard.production.purchase import objections
from storyboard.production.purchase.entries import paid_twice, taken_up
from storyboard.production.purchase.offer import Consent, ProjectBooks, worded
from storyboard.production.purchase.records import WaitTerms
from storyboard.profiles import host_of, hosts
from storyboard.project.books import addresses_of
from storyboard.project.filming import ProjectFilms, check_outputs
from storyboard.project.finding import STDIN, trouble
from storyboard.project.gathering import configuration
from storyboard.project.places import check_names
from storyboard.project.records import Gathered, Project
from storyboard.project.selecting import narrowed
from storyboard.providers.keys import NoKey
from storyboard.report.drawing.words import count
from storyboard.roots import find_root
from storyboard.source import DiskFiles

GROUP = "For hosts"
ORDER = 35
HELP = "Fetch what was sent to a host; never buys."


@click.command("collect", cls=Command, short_help=HELP)
@maybe_stories
@deadline_option
@click.option("--no-wait", is_flag=True, help="Ask for each clip once, and wait for none.")
@key_option
@store_option
@click.option("--out", metavar="DIR", help="Put the clips into this folder instead of the project's `build`.")
@click.option(
    "--jobs", metavar="N", type=click.IntRange(1, MOST_JOBS), help="How many clips to ask for at once [default: 4]."
)
@click.option("--report", "target", metavar="FILE", help="Write a report to FILE: .json, or .xml for JUnit.")
@click.option("--events", metavar="FILE", help="Append a line of JSON to FILE for each change of state.")
@open_option
@selection
@quiet_option
@color_option
def command(
    paths: tuple[str, ...],
    deadline: float,
    no_wait: bool,
    key_files: KeyFiles,
    target: str | None,
    events: str | None,
    opens: bool,
    quiet: bool,
    color: str,
    **given: Any,
) -> int:
    """Fetch the clips that hosts make or have made, whoever sent them, and join each film whose clips are all there.

    It asks for what ledger and storyc.lock name as sent, waits for what is not finished, checks what comes, and puts it
    in its place. It can never spend anything, and may run beside builds and other collectors. Without a PATH it brings
    whatever the ledger of this project has sent, for every host whose key is here. What is not finished in the end
    makes the exit code 8: run it again.
    """
    if STDIN in paths:
        raise click.UsageError("collect takes files and folders, since clips are named after their stories")
    chosen, report = options_of(given), BuildReport(target)
    for flag, value in (("--only", chosen.only), ("--take", chosen.takes)):
        if value and not paths:
            raise click.UsageError(f"`{flag}` says which clips of stories are meant: name these by a PATH")
    # What was sent may be of any variant.
    chosen = msgspec.structs.replace(chosen, variant=chosen.variant or "all")
    flags = {"model": chosen.model, **{name: given[name] for name in ("store", "out", "jobs")}}
    gathered = narrowed(gather(paths, flags), chosen) if paths else _here(flags)
    check_names(gathered.projects)
    waiting = WaitTerms("once" if no_wait else "patiently", beside=not no_wait, until=deadline)
    return _Collection(
        chosen, report, waiting, key_files, everything=not paths, quiet=quiet, color=color, events=events, opens=opens
    ).whole(gathered)


def _here(flags: dict[str, Any]) -> Gathered:
    """The project of the working folder, with all its stories, which may be none."""
    root, settings = find_root(Path.cwd())
    if not trouble(str(root)):
        return gather([str(root)], flags)
    files = DiskFiles(root)
    return Gathered((Project(root, files, configuration(settings, flags, files), ()),), missing=False)


class _Collection(Making):
    """One run that brings what was sent, project by project and host by host."""

    def __init__(
        self, chosen: Options, report: BuildReport, waiting: WaitTerms, keys: KeyFiles, *, everything: bool,
        quiet: bool, color: str, events: str | None, opens: bool,
    ) -> None:  # fmt: skip
        super().__init__(chosen, report, quiet=quiet, color=color, events=events, drawing=Drawing(opens=opens))
        self.waiting, self.keys, self.everything = waiting, keys, everything
        self.access, self.terms = host_access(keys), Terms(Consent(), new_store=True, color=color, quiet=quiet)

    def _make(self, gathered: Gathered, stack: ExitStack) -> int | None:
        self.several = len(gathered.projects) > 1
        compiled = [self._compiled(project) for project in gathered.projects]
        wanted = [(item, self._hosts(item)) for item in compiled]
        self.keys.check({host for _, names in wanted for host in names})
        for item, names in wanted:
            check_outputs((request, len(film.clips)) for film in item.films for request in film.requests)
            self.report.outcome.begin(item.project.root, (), item.faulty)
            for host in names:
                with ExitStack() as books:
                    self._collect(item, host, books)
        return None

    def _hosts(self, item: ProjectFilms) -> list[str]:
        """The hosts that may have something of a project: those of its stories, and of what its ledgers hold open."""
        project, names = item.project, set[str]()
        for rehearsal in (False, True):
            addresses = addresses_of(project.root, project.config, rehearsal=rehearsal)
            with worded():
                lasting = has_books(addresses.ledger) or bool(lockfile.read(addresses.lock).blocks)
            if not lasting:
                continue
            meant = {host_of(request.profile) for film in item.films for request in film.requests}
            with reading(addresses.ledger) as ledger:
                left = ledger.readout(Extract(unsettled=True)).attempts if ledger is not None else ()
            meant |= {host_of(attempt.profile) for attempt in left if attempt.rehearsal == rehearsal}
            names |= {name for name in meant if hosts.is_known(name) and place(name).rehearsal == rehearsal}
        return sorted(names)

    def _collect(self, item: ProjectFilms, host: str, stack: ExitStack) -> None:
        """Bring what one host has of a project."""
        config = msgspec.structs.replace(item.project.config, provider=host)
        project = msgspec.structs.replace(item.project, config=config)
        films = [film for film in item.films if host_of(film.requests[0].profile) == host]
        books = open_books(project, films, stack, self.terms, self.access, buys=False)
        if not self.everything:
            books.left = tuple(attempt for attempt in books.left if attempt.story in project.stories)
        again = taken_up(books.rows, books.lock, books.ledger, host)
        for said in filter(None, (*books.adopted, *again, paid_twice(books.rows, books.ledger))):
            terminal.say(said)
        if books.asks() and not self._approach(books):
            return
        meant = {row.request.sha256 for row in books.rows}
        films = [
            msgspec.structs.replace(film, requests=tuple(item for item in film.requests if item.sha256 in meant))
            for film in films
        ]
        brought = ProjectFilms(project, tuple(film for film in films if film.requests), ())
        self.report.outcome.begin(project.root, brought.films, (), host)
        self.talk.expect(books.made_by_host, 0)
        payment = payments([books], Consent(), None, self.waiting)[project.root]
        payment = msgspec.structs.replace(payment, draws=False)
        if brought.films or books.left:
            self.steps += self._build(brought, payment, host)
        self._say_open(books)

    def _approach(self, books: ProjectBooks) -> bool:
        """Give the books their host and ask what became of lost answers; whether it can be asked."""
        refusals = Refusals()
        refusals.say(objections.barred([books]))
        if refusals.codes:
            self.codes += refusals.codes
            return False
        try:
            books.provider = self.access.open(books.config)
        except NoKey as error:
            open_ = self._open(books)
            terminal.say(f"{count(len(open_), 'clip')} at `{books.config.provider}` cannot be asked for: {error}")
            self.codes.append(exits.NOT_FINISHED if self.everything else exits.KEY)
            return False
        with worded():
            objections.settle(books)
        return True

    def _open(self, books: ProjectBooks) -> Sequence[Attempt]:
        """What the ledger holds open of what is meant at the host of these books."""
        here, meant = books.ledger.place, {row.request.sha256 for row in books.rows}
        with worded():
            attempts = books.ledger.readout(Extract(unsettled=True)).attempts
        return [
            attempt
            for attempt in attempts
            if (attempt.state != "reserved" or is_waiting(attempt))
            and (attempt.rehearsal, host_of(attempt.profile)) == (here.rehearsal, books.config.provider)
            and (self.everything or attempt.op in meant or attempt.story in {film.story for film in books.films})
        ]

    def _say_open(self, books: ProjectBooks) -> None:
        """Take note of what is not finished in the end, which no clip of these stories need say."""
        open_ = self._open(books)
        self.codes += map(_code, open_)
        said = {step.attempt for step in self.steps}
        waiting = sum(map(is_waiting, open_))
        others = sum(attempt.id not in said and not is_waiting(attempt) for attempt in open_)
        if waiting:
            self.talk.clear()
            terminal.say(f"{count(waiting, 'clip')} of this ledger not sent yet: see `storyc fleet status`")
        if others:
            self.talk.clear()
            terminal.say(f"{count(others, 'clip')} of this ledger not settled: see `storyc ledger list --unsettled`")


def _code(attempt: Attempt) -> int:
    """The exit code for an attempt that is not settled."""
    if is_unknown(attempt):
        return exits.OUTCOME_UNKNOWN
    return exits.GENERATION_FAILED if is_charged(attempt) else exits.NOT_FINISHED
