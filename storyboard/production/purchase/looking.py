"""The look before the first send of a run: what the host's history has of the clips that would be bought.

A job that no books here know, running or finished, is taken up and not bought: a lost ledger, a second machine and an
old cache pay for nothing again. What was seen is written down with each send, so that none of it is ever taken for the
job of a lost answer.
"""

from __future__ import annotations

import shlex
import time
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence, Set
from datetime import UTC, datetime, timedelta

import msgspec

from storyboard.compiler.request import Request, clip_id
from storyboard.ledger.records import Attempt
from storyboard.ledger.steps import job_of
from storyboard.production.plan import lineage, lockfile, take_of
from storyboard.production.plan.lineage import Origins
from storyboard.production.plan.lockfile import FILE, LockTrouble, Unreadable
from storyboard.production.purchase.alike import (
    has_nameless_job,
    listed_alike,
    named_alike,
    numbers_of,
    of_operations,
    wanted,
)
from storyboard.production.purchase.beside import taken_over
from storyboard.production.purchase.entries import elsewhere, take_all_back, taken_up
from storyboard.production.purchase.giving_up import is_gone
from storyboard.production.purchase.history import candidates
from storyboard.production.purchase.likeness import is_sure
from storyboard.production.purchase.offer import Consent, Notice, Objection, ProjectBooks
from storyboard.production.purchase.records import Baseline
from storyboard.profiles.hosts import host, replays
from storyboard.providers import COMPLETED, FAILED, HostRefused, Job, Provider, Trouble
from storyboard.timing import money

FRESH = 10.0  # seconds for which a look is as good as one that is taken now
_NEVER = datetime.min.replace(tzinfo=UTC)
_SHOWN = 10


class Sighting(msgspec.Struct, frozen=True):
    """What the history has of a request: all jobs alike, and of those that nobody here has and that did not fail, more.

    `job` is the one to be taken up, which is none where several were `named`. `others` could have been it, of the
    `doubtful` ones nobody can know, and the clips of those that are `gone` the host has deleted. The newest come first.
    """

    seen: tuple[str, ...] = ()
    job: Job | None = None
    named: tuple[str, ...] = ()
    others: tuple[Job, ...] = ()
    doubtful: tuple[Job, ...] = ()
    gone: tuple[Job, ...] = ()


def look(opened: Sequence[ProjectBooks], consent: Consent) -> Iterator[Objection | Notice]:
    """Ask each host once for what would be bought, and take up what is there; what is in the way, and what to know.

    What another project of the run has paid for is not asked for. Raises LedgerTrouble.
    """
    for books in opened:
        yield from taken_over(books, blind=consent.blind)
    yield from _asked(opened, consent)


def _asked(opened: Sequence[ProjectBooks], consent: Consent) -> Iterator[Objection | Notice]:
    hosts: dict[str, list[ProjectBooks]] = {}
    for books in opened:
        books.chosen = frozenset(consent.take_up)
        if wanted(books):
            hosts.setdefault(books.config.provider, []).append(books)
    seen, answered = dict[str, str](), True
    for name, projects in hosts.items():
        provider = next((books.provider for books in projects if books.provider is not None), None)
        if provider is not None and not provider.abilities.asked:
            yield unasked(name)
            for books in projects:
                books.baseline = Baseline(numbers=numbers_of(books))
        elif provider is not None and consent.blind and provider.abilities.own:
            for books in projects:
                books.baseline = Baseline(numbers=numbers_of(books))
        elif provider is not None and not consent.blind:
            answered &= yield from _look(name, provider, projects, consent, seen)
    if answered:
        yield from _not_taken(opened, consent, seen)


def look_again(
    opened: Sequence[ProjectBooks], consent: Consent, *, fresh: float = FRESH, sent_at: float = 0.0
) -> Iterator[Objection | Notice]:
    """Look once more for the projects whose look is not `fresh`, as `look` does, and buy no more than it has shown.

    Nor does a look count that is older than what this run sent last, at `sent_at`: a project with another ledger may
    have bought the same clip.

    A question stands for as long as nobody answers it, and a project waits for those that are built before it: what a
    colleague has bought meanwhile is there by now, or his lock file names it. Raises LedgerTrouble.
    """
    for books in opened:
        if books.bought:
            yield from _read_again(books)
            yield from taken_over(books, blind=consent.blind)
    now = time.monotonic()
    looked = [books for books in opened if books.baseline.at]
    stale = [books for books in looked if now - books.baseline.at > fresh or books.baseline.at < sent_at]
    for books in stale:
        books.read_less()
    # What was to be taken up is taken up.
    yield from _asked(stale, msgspec.structs.replace(consent, take_up=()))


def _read_again(books: ProjectBooks) -> Iterator[Objection | Notice]:
    """Read the lock file once more, and buy nothing that it names by now."""
    try:
        lock = lockfile.read(books.addresses.lock)
    except LockTrouble as trouble:
        yield Objection("usage" if isinstance(trouble, Unreadable) else "out of date", (str(trouble),))
        return
    if lock == books.lock:
        return
    before, books.lock = elsewhere(books.rows), lock
    books.read_less()
    arrived = [row for row in books.rows if row.request.sha256 not in before]
    said = [*taken_up(arrived, lock, books.ledger, books.config.provider)]
    if take_all_back(books.rows, lock, books.ledger, books.config.provider):
        books.read_less()
    yield from (Notice(phrase, warns=False) for phrase in said)


def unasked(name: str) -> Notice:
    """What is to be known of a host that cannot be asked what it has made."""
    if replays(host(name)):
        return Notice(
            f"`{name}` cannot be asked what it has made: what another machine has bought there more than "
            f"{replays(host(name)) / 3600:g} hours ago is bought again"
        )
    return Notice(
        f"`{name}` cannot be asked what it has made: a send whose answer is lost stays unknown, and what another "
        "machine has bought there is bought again"
    )


def _look(
    name: str, provider: Provider, projects: Sequence[ProjectBooks], consent: Consent, seen: dict[str, str]
) -> Generator[Objection | Notice, None, bool]:  # fmt: skip
    """Look at one host, and add to `seen` the jobs alike that it has, and why one is not taken; whether it answers."""
    kept = timedelta(seconds=projects[0].kept.file)
    answer = named_alike(provider, projects) if provider.abilities.own else listed_alike(provider, projects, kept)
    if isinstance(answer, HostRefused):
        yield Objection("key", (answer.why,))
        return False
    if isinstance(answer, Trouble):
        why = f"nobody can know what `{name}` has made already: {answer.why}"
        yield Objection("host", (why,), "run it again, or buy all the same with `--no-look`")
        return False
    now, at = provider.moment() or datetime.now(UTC), time.monotonic()
    for books in projects:
        requests = {row.request.sha256: row.request for row in wanted(books)}
        same, numbers = answer[books.root]
        for row in filter(has_nameless_job, wanted(books)):
            # It is paid for, and which job that was can be said by somebody alone.
            op = row.request.sha256
            same[op] = [job for job in same[op] if job.request_id in books.chosen]
        own, given_up = _known(books, [job for known in same.values() for job in known])
        sightings: dict[str, Sighting] = {}
        for op, request in requests.items():
            # Who has given a clip up may be wrong, and a history shows a job for longer than its clip is kept.
            doubted = {job.request_id for job in same[op] if job.state != FAILED} & given_up - own
            own |= {job for job in doubted if is_gone(provider, job)}
            sightings[op] = sighting(request, same[op], own, now - kept, consent.take_up)
            job = sightings[op].job
            own |= set() if job is None else {job.request_id}
            seen.update({job: _why_not(request, job, sightings[op]) for job in sightings[op].seen})
        books.baseline = Baseline(now, at, {op: sighting.seen for op, sighting in sightings.items()}, numbers)
        yield from _in_doubt(books, sightings)
        yield from _taken_up(books, sightings, now)
    return True


def _lost(books: ProjectBooks) -> set[str | None]:
    """The jobs whose clips are lost, as the lock file says."""
    return {entry.request_id for entry in books.lock.blocks.values() if entry.state == "lost"}


def _known(books: ProjectBooks, jobs: Iterable[Job]) -> tuple[set[str], Set[str | None]]:
    """Those of these jobs that attempts here have, or have given up for good, and those that may come all the same.

    For good, unless somebody has chosen it by name, is given up whose clip came otherwise than it was ordered, and a
    job that was not finished for as long as it is not.
    """
    by_name = {job.request_id: job for job in jobs}
    attempts = books.ledger.named(by_name)
    own = [
        attempt
        for attempt in attempts
        if attempt.state != "void"
        or (
            attempt.request_id not in books.chosen
            and lineage.given_up(attempt)
            and (attempt.disputed or by_name[attempt.request_id or ""].state not in (COMPLETED, FAILED))
        )
    ]
    return {str(attempt.request_id) for attempt in own}, {attempt.request_id for attempt in attempts} | _lost(books)


def sighting(
    request: Request, jobs: Sequence[Job], owned: Set[str], deleted: datetime, chosen: Sequence[str] = ()
) -> Sighting:  # fmt: skip
    """What jobs that are alike mean for a request; clips that were made before `deleted` are.

    A seed that was derived stands for the whole request. Where the author has set it, or a job is not known by it, the
    job must show all that would be sent, unless somebody has `chosen` it by its name.
    """
    free = sorted(
        (job for job in jobs if job.request_id not in owned and job.state != FAILED), key=_begun, reverse=True
    )
    gone = [job for job in free if _is_deleted(job, deleted)]
    here = [job for job in free if not _is_deleted(job, deleted)]
    sure = [job for job in here if is_sure(job, request.fields, request.derived_seed)]
    named = [job for job in here if job.request_id in chosen]
    # One that is finished can be had at once.
    fit = named or [job for job in sure if job.state == COMPLETED] or sure
    job = fit[0] if fit and len(named) < 2 else None
    return Sighting(
        seen=tuple(job.request_id for job in jobs),
        job=job,
        named=tuple(job.request_id for job in named),
        others=tuple(other for other in here if other is not job) if job is not None else (),
        doubtful=tuple(here) if job is None and not named else (),
        gone=tuple(gone),
    )


def _is_deleted(job: Job, before: datetime) -> bool:
    return job.state == COMPLETED and job.at is not None and job.at < before


def _begun(job: Job) -> datetime:
    return job.at or _NEVER


def _why_not(request: Request, job: str, sighting: Sighting) -> str:
    """Why a job that is alike is not taken although it was asked for."""
    if job in sighting.named and len(sighting.named) > 1:
        others = ", ".join(f"`{other}`" for other in sighting.named if other != job)
        return f"{others} is named for {take_of(request)} too: name one of them"
    return "it has failed, or its clip is deleted or does not play, or it is another clip's"


def _not_taken(opened: Sequence[ProjectBooks], consent: Consent, seen: Mapping[str, str]) -> Iterator[Objection]:
    """The jobs that were asked for and cannot be taken."""
    rows = [row for books in opened for row in books.rows]
    taken = {item.request_id for row in rows for item in (row.attempt, row.entry) if item is not None}
    phrases = tuple(
        f"`--take-up {id[:80]}`: {seen.get(id, 'no such job is a clip that would be bought')}"
        for id in consent.take_up
        if id not in taken
    )
    if phrases:
        yield Objection("usage", phrases)


def _in_doubt(books: ProjectBooks, sightings: Mapping[str, Sighting]) -> Iterator[Objection]:
    """The clips that may be paid for already: no derived seed is shown, nor all that would be sent."""
    requests = [row.request for row in wanted(books)]
    doubted = {request.sha256: request for request in requests if sightings[request.sha256].doubtful}
    phrases = tuple(
        f"{take_of(request)} may be paid for already: the host has {_named(sightings[op].doubtful)}, which is "
        "alike in all that it shows, and it does not show all that would be sent"
        for op, request in doubted.items()
    )
    if phrases:
        others = any(sighting.job is None and not sighting.doubtful for sighting in sightings.values())
        yield Objection("out of date", phrases, advice=_how_to_settle(doubted.values(), others=others))


def _how_to_settle(doubted: Iterable[Request], *, others: bool) -> str:
    """What to do about clips that may be paid for; where there are `others` to buy, those are still looked for."""
    ids = [f"--only {shlex.quote(clip_id(request))}" for request in doubted] if others else []
    blindly = " ".join(["--no-look", *ids[:_SHOWN], *(["…"] if len(ids) > _SHOWN else [])])
    return f"`--take-up ID` takes that job, `{blindly}` buys {'these' if others else 'all the same'}"


def _taken_up(books: ProjectBooks, sightings: Mapping[str, Sighting], now: datetime) -> Iterator[Notice]:
    """Write down what the host has already, for nothing; it counts on the day on which it was paid."""
    texts: list[str] = []
    before = of_operations(books.ledger, {op for op, sighting in sightings.items() if sighting.job is not None})
    lost, origins = _lost(books), books.origins
    for row in wanted(books):
        sighting = sightings[row.request.sha256]
        if sighting.job is not None:
            paid = sighting.job.at or now
            # What was given up for lost and is or may be this very job has counted its cost, and goes on doing so.
            counted = _counting(before.get(row.request.sha256, ()), sighting.job, sighting.others, origins)
            if row.entry is not None:
                books.ledger.learn(row.request, row.seconds, sighting.job.request_id, sent=row.entry.sent)
            elif counted is None:
                books.ledger.learn(row.request, row.seconds, sighting.job.request_id, paid=paid)
            else:
                books.ledger.learn(row.request, row.seconds, sighting.job.request_id, sent=counted.sent)
            others = f"; the host also has {_named(sighting.others)}" if sighting.others else ""
            called = f"; `{FILE}` calls it lost" if sighting.job.request_id in lost else ""
            if counted is not None:
                called += f"; attempt `{counted.id}` counts {_count_cost(books, counted, sighting.job)}"
            job = f"paid for on {paid:%Y-%m-%d} as {_named([sighting.job])}{called}{others}"
            texts.append(f"{take_of(row.request)} is found at the host: {job}")
        elif sighting.gone and row.entry is None:
            books.again |= {row.request.sha256}
            yield Notice(
                f"{take_of(row.request)} was paid for before, {_named(sighting.gone)}, and the host has deleted the "
                "clip: it would be paid for again"
            )
    # What another project with the same ledger has taken up is no longer wanted here either.
    books.read_less()
    yield from (Notice(text, warns=False) for text in texts[:_SHOWN])
    if len(texts) > _SHOWN:
        yield Notice(f"and {len(texts) - _SHOWN} more clips are found at the host", warns=False)


def _counting(attempts: Sequence[Attempt], job: Job, others: Sequence[Job], origins: Origins) -> Attempt | None:
    """The attempt that was given up for lost and whose job this is; of those without a name, one that it may be of.

    One without a name is of no other job than the one that was taken up for it, and of the first that was begun after
    it was sent: another machine may have bought the others.
    """
    free: Attempt | None = None
    for attempt in attempts:
        if attempt.request_id == job.request_id and lineage.given_up(attempt):
            return attempt
        if not attempt.price:
            free = None
        elif lineage.given_up(attempt) and job_of(attempt.request_id) is None:
            its = candidates([job, *others], attempt, origins)
            free = attempt if its and min(its, key=_begun) is job else free
    return free


def _count_cost(books: ProjectBooks, attempt: Attempt, job: Job) -> str:
    """Have an attempt that was given up count what its job has cost, as the host tells now; what that is, in words."""
    name, cost = attempt.request_id or job.request_id, attempt.spent
    # What has no price was paid for by other books, or is counted by an attempt before it.
    if job.cost is not None and attempt.price:
        cost = job.cost
    if (attempt.request_id, attempt.spent) != (name, cost):
        books.ledger.identified(attempt.id, name, cost, f"{attempt.note}; found at the host")
    return "its price" if cost == attempt.spent else f"what it has cost, {money(cost)} USD"


def _named(jobs: Sequence[Job]) -> str:
    return ", ".join(f"`{job.request_id}`" for job in jobs[:5])
