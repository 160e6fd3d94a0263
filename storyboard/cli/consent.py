"""Consent to what a paid build spends: books are opened, the plan is shown, objections are said, a question asked."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from pathlib import Path

import click
import msgspec

from storyboard.cli import exits
from storyboard.cli.books import reading, say_side
from storyboard.cli.hosts import KeyFiles, find_key, kept, open_host, pace, place, usual
from storyboard.cli.stories import say_errors, say_lacking
from storyboard.cli.terminal import colored, columns, draw, say, shown
from storyboard.compiler.pipeline import Compiled, Options
from storyboard.compiler.request import Request
from storyboard.config import Config
from storyboard.ledger import new_run
from storyboard.production import plan
from storyboard.production.plan import lockfile
from storyboard.production.plan.lockfile import LockTrouble
from storyboard.production.plan.saved import Saved
from storyboard.production.publishing import PurchasePlan
from storyboard.production.purchase import balance, caps, looking, objections, offer, prices, quoting
from storyboard.production.purchase.entries import paid_twice, taken_up
from storyboard.production.purchase.offer import Consent, HostAccess, Notice, Objection, ProjectBooks
from storyboard.production.purchase.records import PATIENTLY, SeenCosts, WaitTerms
from storyboard.production.records import FilmOrder
from storyboard.profiles import host_of
from storyboard.project import planning
from storyboard.project.books import addresses_of
from storyboard.project.filming import check_outputs
from storyboard.project.places import check_names, out_folder
from storyboard.project.planning import OpenBooks
from storyboard.project.records import Gathered, Project
from storyboard.project.shard import Shard, shared
from storyboard.providers import Provider, registry
from storyboard.providers.keys import Key
from storyboard.records.parts import ConsentRecord, How
from storyboard.report.drawing.words import count
from storyboard.report.plan import text
from storyboard.system.users import user
from storyboard.timing import money

_SHOWN = 10
_CODES = {"usage": exits.USAGE, "key": exits.KEY, "cap": exits.CAP, "out of date": exits.OUT_OF_DATE} | {
    "host": exits.GENERATION_FAILED
}


class Terms(msgspec.Struct, frozen=True):
    """What the command line says about money, and how to speak of it; `run` is the one id of its run in all books."""

    consent: Consent
    new_store: bool = False
    color: str = "auto"
    quiet: bool = False
    run: str = msgspec.field(default_factory=new_run)


class Refusals(msgspec.Struct):
    """What is in the way of a run, said as it comes: the exit codes, and why in words; else how somebody agreed."""

    codes: list[int] = []
    reasons: list[str] = []
    how: How = "asked"

    def say(self, objections: Iterable[Objection]) -> None:
        """Say objections, of many phrases the first ones."""
        for objection in objections:
            for phrase in objection.phrases[:_SHOWN]:
                say(f"error: {phrase}{f': {objection.help}' if objection.help else ''}")
                self.codes.append(_CODES[objection.kind])
                self.reasons.append(phrase)
            if len(objection.phrases) > _SHOWN:
                say(f"error: and {len(objection.phrases) - _SHOWN} more")
            if objection.advice:
                say(objection.advice)

    def reason(self) -> str:
        """Why nothing was sent, in one phrase."""
        return f"nothing was sent: {self.reasons[0] if self.reasons else 'nobody agreed to spend it'}"


class PlanResult(msgspec.Struct, frozen=True):
    """A plan, None where a lock file is in the way, with its stories, and the exit codes of what is not in it."""

    parts: tuple[plan.ProjectPlan, ...] | None
    stories: tuple[tuple[Project, Compiled], ...]
    codes: tuple[int, ...]


def planned(
    gathered: Gathered, chosen: Options, shard: Shard | None, color: str, *, rehearsal: bool = False,
    quiet: bool = False,
) -> PlanResult:  # fmt: skip
    """The plan of what is meant; stories that clips cannot be made of are said. Raises click.UsageError.

    With `rehearsal` it is that of a rehearsal, whatever the environment says.
    """
    check_names(gathered.projects)
    codes = [exits.USAGE] if gathered.missing else []
    candidates = planning.candidates(gathered, chosen)
    for project in gathered.projects:
        own = (story for owner, story in candidates.stories if owner is project)
        check_outputs((request, len(story.clips)) for story in own for request in story.requests)
    codes += say_lacking(candidates.others)
    requests = shared(candidates.requests, shard)
    books = partial(_reading, rehearsal=rehearsal, quiet=quiet)
    try:
        parts = planning.parts(gathered.projects, requests, books, candidates.stories)
    except LockTrouble as trouble:
        say(f"error: {trouble}")
        return PlanResult(None, (), (exits.of_lock(trouble),))
    wanted = {host_of(row.request.profile) for part in parts for row in part.rows if row.state in plan.BOUGHT}
    for host in sorted(wanted):
        if not registry.abilities(host).asked:
            _say(looking.unasked(host), Refusals())
    codes += say_errors(candidates.others, color)
    return PlanResult(_told_apart(parts, gathered.projects), candidates.stories, tuple(codes))


def _told_apart(
    parts: Sequence[plan.ProjectPlan], projects: Sequence[Project | ProjectBooks]
) -> tuple[plan.ProjectPlan, ...]:  # fmt: skip
    """The parts of a plan, which are named where there are several."""
    if len(parts) < 2:
        return tuple(parts)
    pairs = zip(parts, projects, strict=True)
    return tuple(msgspec.structs.replace(part, name=shown(project.root)) for part, project in pairs)


@contextmanager
def _reading(project: Project, requests: Sequence[Request], *, rehearsal: bool, quiet: bool) -> Generator[OpenBooks]:
    host = host_of(requests[0].profile) if requests else registry.host_of(project.config)
    here = place(host, rehearsal=rehearsal)
    if not quiet:
        say_side(project.root, project.config, host, here)
    addresses = addresses_of(project.root, project.config, rehearsal=here.rehearsal)
    with reading(addresses.ledger, here) as ledger:
        yield OpenBooks(ledger, lockfile.read(addresses.lock), here.rehearsal, str(addresses.ledger))


def host_access(files: KeyFiles) -> HostAccess:
    """How hosts are reached, the key of each being read once, when it is needed."""

    @cache
    def key(name: str) -> Key:
        return find_key(name, files)

    def opened(config: Config) -> Provider:
        return open_host(config.provider, config, partial(key, config.provider))

    return HostAccess(
        lambda config: place(config.provider),
        opened,
        lambda config: kept(config.provider),
        lambda config: usual(config.provider),
        lambda config: pace(config.provider),
    )


def open_books(
    project: Project, films: Sequence[FilmOrder], stack: ExitStack, terms: Terms, access: HostAccess,
    others: Sequence[ProjectBooks] = (), *, buys: bool = True,
) -> ProjectBooks:  # fmt: skip
    """The books of one project, open until the stack ends; `others` are those of the run that are open already.

    Raises LockTrouble, and OfferError where the books cannot be used or a story is not for the provider's host.
    """
    offer.check_host(films, project.config.provider)
    moved = prices.moved_books(project.config)
    if moved:
        raise offer.OfferError(moved)
    here = access.place(project.config)
    if not terms.quiet:
        say_side(project.root, project.config, project.config.provider, here)
    addresses = addresses_of(project.root, project.config, rehearsal=here.rehearsal)
    offer.check_addresses(addresses, fresh=terms.new_store or not os.environ.get("CI"))
    out = out_folder(project, rehearsal=here.rehearsal)
    return offer.open_books(
        project.root, project.files, project.config, films, addresses, out, access, stack, terms.run, others, buys=buys
    )


@offer.worded()
def agreed(opened: Sequence[ProjectBooks], terms: Terms, access: HostAccess, saved: Saved | None = None) -> Refusals:
    """What is in the way of spending, all of it having been said; without codes the build may begin.

    Nothing is sent before but what is free: what became of earlier sends, and the balance. Raises click.Abort, and
    OfferError where the books or the store fail.
    """
    refusals = Refusals()
    refusals.say(objections.contradictions(opened, terms.consent, saved))
    if refusals.codes:
        return _refused(refusals)
    for books in opened:
        for phrase in books.adopted:
            say(phrase)
        again = taken_up(books.rows, books.lock, books.ledger, books.config.provider)
        for said in (*again, paid_twice(books.rows, books.ledger)):
            if said:
                say(said)
    asking = [books for books in opened if books.asks()]
    refusals.say(objections.approach(asking, access, terms.consent, saved))
    for finding in () if refusals.codes else looking.look(opened, terms.consent):
        _say(finding, refusals)
    for finding in () if refusals.codes else quoting.quoted(opened, terms.consent):
        _say(finding, refusals)
    for books in opened:
        for notice in (
            *prices.on_trust(books.rows, books.files, books.config),
            *prices.overruns(books.rows, books.files),
        ):
            say(f"warning: {notice}")
    if any(books.total for books in opened) or (asking and not terms.quiet):
        parts = _told_apart([books.part() for books in opened], opened)
        draw(text.render(parts, color=colored(terms.color, sys.stderr), wide=columns(sys.stderr)))
    if saved is not None and not terms.quiet:
        say(f"the plan has the digest {saved.digest}")
    if not _offered(opened):
        return refusals
    refusals.say(caps.over_caps(opened, terms.consent))
    return _asked(opened, terms.consent, refusals)


def _offered(opened: Sequence[ProjectBooks]) -> dict[tuple[Path, str], int]:
    """What would be bought, by the root of the first project that wants it and the operation, and at which price."""
    bought = plan.bought(books.planned for books in opened)
    return {(opened[number].root, row.request.sha256): row.request.price for number, row in bought}


def _asked(opened: Sequence[ProjectBooks], consent: Consent, refusals: Refusals) -> Refusals:
    """The refusals after the last questions: whether anybody agrees, and whether the balance suffices."""
    offered = _offered(opened)
    given = consent.yes or consent.planned
    asked = sys.stdin.isatty() and sys.stderr.isatty() and not given
    if not asked and not given and consent.most is None:
        total = money(sum(offered.values()))
        why = f"{total} USD would be spent, and there is no terminal to ask on"
        refusals.say([Objection("usage", (why,), f"add `--yes`, or cap it with `--max-cost {total}`")])
    # Hosts are only asked for their balances where nothing else is in the way.
    for word in () if refusals.codes else balance.objections(opened):
        _say(word, refusals)
    if refusals.codes:
        return _refused(refusals)
    while asked and offered:
        if not click.confirm(_question(opened, offered), err=True):
            refusals.codes.append(exits.USAGE)
            return _refused(refusals)
        shown, offered = offered, _offered_anew(opened, consent, refusals)
        if refusals.codes:
            return _refused(refusals)
        if offered == shown:
            break
        say("what would be spent has changed since that was asked")
    refusals.how = "--plan" if consent.planned else "--yes" if consent.yes else "asked" if asked else "--max-cost"
    return refusals


def _question(opened: Iterable[ProjectBooks], offered: Mapping[tuple[Path, str], int]) -> str:
    again = sum((books.root, op) in offered for books in opened for op in books.paid_before)
    before = f", {again} of them paid for before" if again else ""
    return f"Spend {money(sum(offered.values()))} USD on {count(len(offered), 'clip')}{before}?"


def _offered_anew(
    opened: Sequence[ProjectBooks], consent: Consent, refusals: Refusals
) -> dict[tuple[Path, str], int]:  # fmt: skip
    """What would be bought by now, after a question that may have stood for an hour."""
    for finding in looking.look_again(opened, consent, fresh=0.0):
        _say(finding, refusals)
    refusals.say(caps.over_caps(opened, consent))
    return _offered(opened)


def _say(finding: Objection | Notice, refusals: Refusals) -> None:
    if isinstance(finding, Objection):
        refusals.say([finding])
    else:
        say(f"warning: {finding.text}" if finding.warns else finding.text)


def _refused(refusals: Refusals) -> Refusals:
    say("nothing was sent")
    return refusals


def consent_record(opened: Sequence[ProjectBooks], how: How, saved: Saved | None) -> ConsentRecord | None:
    """Who agreed to what would be bought, None where nothing is to be."""
    if not any(books.bought for books in opened):
        return None
    return ConsentRecord(user(), platform.node() or "unknown", how, saved.digest if saved is not None else None)


def payments(
    opened: Sequence[ProjectBooks], consent: Consent, agreed: ConsentRecord | None, waiting: WaitTerms = PATIENTLY
) -> dict[Path, PurchasePlan]:  # fmt: skip
    """What the build of each project may do, by its root; what is seen of costs counts for all. Raises OfferError."""
    costs, limits = SeenCosts(), caps.caps_of(opened, consent)
    return {
        books.root: PurchasePlan(
            books.context(limits[books.root], agreed, costs, waiting),
            books.bought,
            books.addresses.lock,
            books.left,
            books.entries,
            rehearsal=books.rehearsal,
            prices=books.prices,
            lock=books.lock,
            locked=consent.locked,
            draws=waiting.jobs == "patiently",
        )
        for books in opened
    }


def renewed(books: ProjectBooks, paying: PurchasePlan, consent: Consent) -> tuple[PurchasePlan, Refusals]:
    """What the build of a project may do by a look that is young, and what is in its way since somebody has agreed.

    What was built before it may have taken hours. No more is bought than was agreed to, nor at a higher price.
    """
    refusals = Refusals()
    try:
        with offer.worded():
            for finding in looking.look_again([books], consent, sent_at=paying.context.costs.sent_at):
                _say(finding, refusals)
    except offer.OfferError as trouble:
        refusals.say([Objection("usage", (str(trouble),))])
    if refusals.codes:
        say(f"nothing more was bought in `{books.root.name}`")
    prices = books.prices
    bought = frozenset(op for op in books.bought & paying.consented if prices[op] <= paying.prices[op])
    context = msgspec.structs.replace(paying.context, baseline=books.baseline, origins=books.origins)
    return msgspec.structs.replace(
        paying, consented=bought, entries=books.entries, lock=books.lock, context=context
    ), refusals
