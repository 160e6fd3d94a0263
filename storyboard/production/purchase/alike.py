"""What a host has made of the clips that would be bought: by its history, or by our names for their sends.

The names of an operation's sends are counted, and all books count alike, so each is asked for from the first on. One
that the host does not know is free once it is beyond those which these books have sent.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from storyboard.compiler.request import Request
from storyboard.ledger.records import Attempt, Ledger
from storyboard.ledger.steps import job_of
from storyboard.production import plan
from storyboard.production.plan import PlanRow
from storyboard.production.purchase.history import AROUND, own_id
from storyboard.production.purchase.likeness import alike, name_of
from storyboard.production.purchase.offer import ProjectBooks
from storyboard.profiles import asked_of
from storyboard.providers import (
    COMPLETED,
    FAILED,
    Accepted,
    Finished,
    Gone,
    HostRefused,
    Job,
    Provider,
    Running,
    Trouble,
)

_SLACK = timedelta(days=1)  # beyond the time for which the host keeps a clip
_MOST = 50  # sends of one clip, of which other books have made all but a few


class NamedJobs(msgspec.Struct, frozen=True):
    """The jobs that a host has by our names for a clip, and the number of the first name that is free."""

    jobs: tuple[Job, ...]
    free: int


def _numbered(attempts: Sequence[Attempt]) -> int:
    """How many names the sends of an operation have used in these books."""
    return sum(attempt.sent is not None or attempt.request_id is not None for attempt in attempts)


def _named_jobs(provider: Provider, row: PlanRow, used: int) -> NamedJobs | HostRefused | Trouble:
    """What the host has of a clip, whose names are `used` so often here; HostRefused for the key."""
    jobs: list[Job] = []
    for number in range(1, used + _MOST + 1):
        known = provider.known(own_id(row.request.sha256, row.request.take, number))
        if known is None:
            if number > used:
                return NamedJobs(tuple(jobs), number)
            continue
        job = _job(provider, row, known) if isinstance(known, Accepted) else known
        if not isinstance(job, Job):
            return job
        jobs.append(job)
    return Trouble(f"it has {_MOST} jobs of one clip that are not known here")


def _job(provider: Provider, row: PlanRow, known: Accepted) -> Job | HostRefused | Trouble:
    """A job as the history of another host would show it; that it bears our name says that it is of this request."""
    answer, id, fields = provider.ask(known.request_id), known.request_id, dict(row.request.fields)
    match answer:
        case Finished(url, cost):
            return Job(id, COMPLETED, url, cost, fields=fields)
        case Running(word):
            return Job(id, word, fields=fields)
        case HostRefused("failed", why):
            return Job(id, FAILED, None, answer.cost, why, fields=fields)
        case Gone(why):
            return Job(id, COMPLETED, None, None, why, fields=fields)
        case _:
            return answer


# The jobs that may be of each operation, and the number of the first name of ours that is free for it, by the root.
Alike = dict[Path, tuple[dict[str, list[Job]], dict[str, int]]]


def listed_alike(
    provider: Provider, projects: Sequence[ProjectBooks], kept: timedelta
) -> Alike | HostRefused | Trouble:  # fmt: skip
    """What the host's history has of each clip that would be bought."""
    jobs: dict[str, Index] = {}
    for model in sorted({asked_of(row.request.profile, books.files) for books in projects for row in wanted(books)}):
        answer = _jobs(provider, model, kept)
        if isinstance(answer, HostRefused | Trouble):
            return answer
        jobs[model] = Index(answer)
    return {
        books.root: (
            {
                row.request.sha256: jobs[asked_of(row.request.profile, books.files)].alike(row.request)
                for row in wanted(books)
            },
            {},
        )
        for books in projects
    }


def named_alike(provider: Provider, projects: Sequence[ProjectBooks]) -> Alike | HostRefused | Trouble:
    """What the host has by our names of each clip that would be bought."""
    known: Alike = {}
    for books in projects:
        same, numbers, used = dict[str, list[Job]](), dict[str, int](), numbers_of(books)
        for row in wanted(books):
            op = row.request.sha256
            answer = _named_jobs(provider, row, used.get(op, 1) - 1)
            if not isinstance(answer, NamedJobs):
                return answer
            same[op], numbers[op] = list(answer.jobs), answer.free
        known[books.root] = same, numbers
    return known


def wanted(books: ProjectBooks) -> list[PlanRow]:
    """The rows for which a job is looked for: what would be bought, and what may be one of the chosen jobs."""
    return [row for row in books.rows if row.state in plan.BOUGHT or (books.chosen and has_nameless_job(row))]


def has_nameless_job(row: PlanRow) -> bool:
    """Whether other books have paid for a clip, by a job whose name they have not."""
    return row.attempt is None and row.entry is not None and job_of(row.entry.request_id) is None


def numbers_of(books: ProjectBooks) -> dict[str, int]:
    """The first name that these books have not used for a send, of each operation that would be bought."""
    meant = {row.request.sha256 for row in wanted(books)}
    return {op: _numbered(attempts) + 1 for op, attempts in of_operations(books.ledger, meant).items()}


class Index:
    """The jobs of a history by what they are known again by."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._by: dict[tuple[str, ...] | None, list[Job]] = {}
        self._echoes = {job.echoes for job in jobs}
        for job in jobs:
            self._by.setdefault(name_of(job.fields, job.echoes), []).append(job)

    def alike(self, request: Request) -> list[Job]:
        """The jobs that may be of a request."""
        fields = request.fields
        names = {name for echoes in self._echoes if (name := name_of(fields, echoes)) is not None}
        like = (job for name in names for job in self._by.get(name, ()) if alike(job, fields))
        # Where one model has several routes, the body of a request does not always tell which it went to.
        return [job for job in like if not (job.route and request.route) or job.route == request.route]


def _jobs(provider: Provider, model: str, kept: timedelta) -> tuple[Job, ...] | HostRefused | Trouble:
    """The jobs of a model whose clips the host may still have, by the host's own clock once that is known."""
    here = provider.moment() or datetime.now(UTC)
    jobs = provider.history(model, (here - kept - _SLACK).date(), (here + AROUND).date())
    now = provider.moment()
    if now is not None and abs(now - here) > AROUND:
        return provider.history(model, (now - kept - _SLACK).date(), (now + AROUND).date())
    return jobs


def of_operations(ledger: Ledger, operations: Set[str]) -> dict[str, list[Attempt]]:
    """All attempts of these operations, those that are over too, the oldest first."""
    attempts: dict[str, list[Attempt]] = {}
    for attempt in ledger.attempts() if operations else ():
        if attempt.op in operations:
            attempts.setdefault(attempt.op, []).append(attempt)
    return attempts
