"""The host's history beside the ledger: what was billed and is in no books, and what the books know otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from storyboard.ledger.records import Attempt, Ledger
from storyboard.production.purchase.history import Jobs
from storyboard.profiles import host_of, model_of
from storyboard.providers import COMPLETED, FAILED, HostRefused, Job, Trouble
from storyboard.records.clip import ClipRef
from storyboard.records.ledger import BilledOtherwise, InvoiceSum, NotBilled, Reconciliation, UnknownJob
from storyboard.records.parts import moment
from storyboard.timing import money_number

_SLACK = timedelta(days=1)  # a job may be begun just after the moment that the ledger has for its send
_PROMPT = 80


class Period(NamedTuple):
    """The time that an invoice is about: from a moment on, and before another."""

    start: datetime
    end: datetime

    def has(self, at: datetime | None) -> bool:
        """Whether a moment lies within; one that nobody knows may."""
        return at is None or self.start <= at < self.end


class _Sums:
    """What was billed and what the ledger counts, in micro-dollars, by days or names."""

    def __init__(self) -> None:
        self._billed: defaultdict[str, int] = defaultdict(int)
        self._counted: defaultdict[str, int] = defaultdict(int)

    def bill(self, name: str, cost: int) -> None:
        self._billed[name] += cost

    def count(self, name: str, amount: int) -> None:
        self._counted[name] += amount

    def written(self) -> dict[str, InvoiceSum]:
        """The sums by name, in the order of the names."""
        return {
            name: InvoiceSum(money_number(self._billed[name]), money_number(self._counted[name]))
            for name in sorted({*self._billed, *self._counted})
        }


def reconcile(
    host: str, period: Period, models: Iterable[str], history: Jobs, ledger: Ledger | None
) -> Reconciliation | HostRefused | Trouble:  # fmt: skip
    """What does not agree between a host's history and the books, with the sums of both; nothing is settled.

    A host's jobs are those of the models that are named. HostRefused and Trouble where the history cannot be read.
    """
    jobs: dict[str, tuple[str, Job]] = {}
    for model in models:
        answer = history(model, (period.start - _SLACK).date(), (period.end + _SLACK).date())
        if not isinstance(answer, tuple):
            return answer
        for job in answer:
            jobs.setdefault(job.request_id, (model, job))
    known = ledger.named(jobs) if ledger is not None else ()
    begun = ledger.attempts(period.start - _SLACK) if ledger is not None else ()
    named = {name: job for name, (_, job) in jobs.items()}
    every = {attempt.id: attempt for attempt in (*begun, *known)}.values()
    ours = [attempt for attempt in every if _is_charged(attempt, host) and period.has(_begun(attempt, named))]
    owners = _owners(known)
    unowned: tuple[Attempt | None, int] = (None, 0)
    in_time = [
        _Bill(model, job, *owners.get(job.request_id, unowned)) for model, job in jobs.values() if period.has(job.at)
    ]
    return _compared(host, period, in_time, ours, named, _unasked(begun, period, host))


def _unasked(begun: Iterable[Attempt], period: Period, host: str) -> dict[str, int]:
    """What the ledger counts at other hosts than the one that is asked, in micro-dollars."""
    counted: defaultdict[str, int] = defaultdict(int)
    for attempt in begun:
        name = host_of(attempt.profile)
        if name != host and _is_charged(attempt, name) and period.has(attempt.sent):
            counted[name] += attempt.counted
    return counted


class _Bill(NamedTuple):
    """A job of the host, the attempt that knows it best, and what all attempts of it count, in micro-dollars."""

    model: str
    job: Job
    owner: Attempt | None
    counted: int


def _owners(known: Iterable[Attempt]) -> dict[str | None, tuple[Attempt, int]]:
    """The attempt that knows each job best, the live one or else the last, and what all attempts of the job count."""
    owners: dict[str | None, tuple[Attempt, int]] = {}
    for attempt in sorted(known, key=lambda attempt: attempt.state != "void"):
        _, counted = owners.get(attempt.request_id, (attempt, 0))
        owners[attempt.request_id] = attempt, counted + attempt.counted
    return owners


def _compared(
    host: str, period: Period, billed: list[_Bill], ours: list[Attempt], jobs: Mapping[str, Job],
    unasked: Mapping[str, int],
) -> Reconciliation:  # fmt: skip
    days, models, stories = _Sums(), _Sums(), _Sums()
    for model, job, owner, _ in billed:
        days.bill(_day(job.at), job.cost or 0)
        models.bill(model, job.cost or 0)
        stories.bill("" if owner is None else owner.story, job.cost or 0)
    for attempt in ours:
        days.count(_day(_begun(attempt, jobs)), attempt.counted)
        models.count(model_of(attempt.profile), attempt.counted)
        stories.count(attempt.story, attempt.counted)
    return Reconciliation(
        host=host,
        start=moment(period.start),
        end=moment(period.end),
        unknown=tuple(
            UnknownJob(job.request_id, model, None if job.at is None else moment(job.at), _usd(job.cost), _prompt(job))
            for model, job, owner, _ in billed
            if owner is None and _is_billed(job)
        ),
        not_billed=tuple(_not_billed(attempt) for attempt in ours if not _has_bill(attempt, jobs)),
        otherwise=tuple(_otherwise(billed)),
        billed_usd=money_number(sum(item.job.cost or 0 for item in billed)),
        counted_usd=money_number(sum(attempt.counted for attempt in ours)),
        untold_usd=money_number(sum(item.counted for item in billed if item.job.cost is None)),
        unasked_usd={name: money_number(amount) for name, amount in sorted(unasked.items())},
        days=days.written(),
        models=models.written(),
        stories=stories.written(),
    )


def _otherwise(billed: Iterable[_Bill]) -> Iterator[BilledOtherwise]:
    """The attempts that cost otherwise than they were priced, or than the ledger counts."""
    for _, job, owner, counted in billed:
        if owner is None or job.cost is None:
            continue
        # What has no price was paid for by other books, and its bill is in none of the sums of these.
        if job.cost != counted or (job.cost and owner.price and job.cost != owner.price):
            yield BilledOtherwise(
                owner.id, job.request_id, owner.story, _clip(owner), owner.take, owner.state,
                money_number(owner.price), money_number(counted), money_number(job.cost),
            )  # fmt: skip


def _not_billed(attempt: Attempt) -> NotBilled:
    return NotBilled(
        attempt.id, attempt.request_id, attempt.story, _clip(attempt), attempt.take, attempt.state,
        moment(attempt.sent or attempt.created), money_number(attempt.counted),
    )  # fmt: skip


def _clip(attempt: Attempt) -> ClipRef:
    return ClipRef(attempt.clip, attempt.title, attempt.slug)


def _begun(attempt: Attempt, jobs: Mapping[str, Job]) -> datetime | None:
    """When an attempt's job was begun: by the host's clock, so that bill and books are of one day, else by its send."""
    job = jobs.get(attempt.request_id or "")
    return attempt.sent if job is None else job.at


def _day(at: datetime | None) -> str:
    return "" if at is None else f"{at:%Y-%m-%d}"


def _is_charged(attempt: Attempt, host: str) -> bool:
    """Whether the ledger counts money for an attempt that was sent to a host."""
    return attempt.sent is not None and host_of(attempt.profile) == host and attempt.counted > 0


def _has_bill(attempt: Attempt, jobs: Mapping[str, Job]) -> bool:
    """Whether the history has the job of an attempt; one that still runs will be billed."""
    job = jobs.get(attempt.request_id or "")
    # What runs has no cost yet, and of what failed nobody may know it.
    return job is not None and (job.state not in (COMPLETED, FAILED) or job.cost is None or _is_billed(job))


def _is_billed(job: Job) -> bool:
    return job.state == COMPLETED if job.cost is None else job.cost > 0


def _usd(cost: int | None) -> int | float | None:
    return None if cost is None else money_number(cost)


def _prompt(job: Job) -> str:
    text = " ".join(str(job.fields.get("prompt", "")).split())
    return text if len(text) <= _PROMPT else f"{text[: _PROMPT - 1]}…"


def agrees(result: Reconciliation) -> bool:
    """Whether nothing differs between history and books, nor their sums but by what the host does not tell."""
    if result.unknown or result.not_billed or result.otherwise:
        return False
    return round((result.billed_usd + result.untold_usd - result.counted_usd) * 1_000_000) == 0
