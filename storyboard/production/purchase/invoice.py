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
from storyboard.records.ledger import BilledOtherwise, InvoiceSum, NotBilled, Reconciliation, UnknownJob
from storyboard.records.parts import ClipRef, moment
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
    # Of several attempts of one job the live one knows best, else the last.
    owners = {attempt.request_id: attempt for attempt in sorted(known, key=lambda attempt: attempt.state != "void")}
    begun = ledger.attempts(period.start - _SLACK) if ledger is not None else ()
    ours = [attempt for attempt in begun if _is_charged(attempt, host, period)]
    in_time = [(model, job, owners.get(job.request_id)) for model, job in jobs.values() if period.has(job.at)]
    return _compared(host, period, in_time, ours, {name: job for name, (_, job) in jobs.items()})


def _compared(
    host: str, period: Period, billed: list[tuple[str, Job, Attempt | None]], ours: list[Attempt],
    jobs: Mapping[str, Job],
) -> Reconciliation:  # fmt: skip
    days, models, stories = _Sums(), _Sums(), _Sums()
    for model, job, owner in billed:
        days.bill("" if job.at is None else f"{job.at:%Y-%m-%d}", job.cost or 0)
        models.bill(model, job.cost or 0)
        stories.bill("" if owner is None else owner.story, job.cost or 0)
    for attempt in ours:
        days.count(f"{_begun(attempt):%Y-%m-%d}", _counted(attempt))
        models.count(model_of(attempt.profile), _counted(attempt))
        stories.count(attempt.story, _counted(attempt))
    return Reconciliation(
        host=host,
        start=moment(period.start),
        end=moment(period.end),
        unknown=tuple(
            UnknownJob(job.request_id, model, None if job.at is None else moment(job.at), _usd(job.cost), _prompt(job))
            for model, job, owner in billed
            if owner is None and _is_billed(job)
        ),
        not_billed=tuple(_not_billed(attempt) for attempt in ours if not _has_bill(attempt, jobs)),
        otherwise=tuple(_otherwise(billed)),
        billed_usd=money_number(sum(job.cost or 0 for _, job, _ in billed)),
        counted_usd=money_number(sum(map(_counted, ours))),
        days=days.written(),
        models=models.written(),
        stories=stories.written(),
    )


def _otherwise(billed: Iterable[tuple[str, Job, Attempt | None]]) -> Iterator[BilledOtherwise]:
    """The attempts that cost otherwise than they were priced, or than the ledger counts."""
    for _, job, owner in billed:
        # What has no price was paid for by other books, and is in those.
        if owner is None or not owner.price or job.cost is None:
            continue
        if job.cost != _counted(owner) or (job.cost and job.cost != owner.price):
            yield BilledOtherwise(
                owner.id, job.request_id, owner.story, _clip(owner), owner.take, owner.state,
                money_number(owner.price), money_number(_counted(owner)), money_number(job.cost),
            )  # fmt: skip


def _not_billed(attempt: Attempt) -> NotBilled:
    return NotBilled(
        attempt.id, attempt.request_id, attempt.story, _clip(attempt), attempt.take, attempt.state,
        moment(_begun(attempt)), money_number(_counted(attempt)),
    )  # fmt: skip


def _clip(attempt: Attempt) -> ClipRef:
    return ClipRef(attempt.clip, attempt.title, attempt.slug)


def _counted(attempt: Attempt) -> int:
    return attempt.held + attempt.spent


def _begun(attempt: Attempt) -> datetime:
    return attempt.sent or attempt.created


def _is_charged(attempt: Attempt, host: str, period: Period) -> bool:
    """Whether the ledger counts money for an attempt that was sent to a host within a time."""
    sent = attempt.sent is not None and host_of(attempt.profile) == host
    return sent and period.has(attempt.sent) and _counted(attempt) > 0


def _has_bill(attempt: Attempt, jobs: Mapping[str, Job]) -> bool:
    """Whether the history has the job of an attempt; one that still runs will be billed."""
    job = jobs.get(attempt.request_id or "")
    return job is not None and (job.state not in (COMPLETED, FAILED) or _is_billed(job))


def _is_billed(job: Job) -> bool:
    return job.state == COMPLETED if job.cost is None else job.cost > 0


def _usd(cost: int | None) -> int | float | None:
    return None if cost is None else money_number(cost)


def _prompt(job: Job) -> str:
    text = " ".join(str(job.fields.get("prompt", "")).split())
    return text if len(text) <= _PROMPT else f"{text[: _PROMPT - 1]}…"


def agrees(result: Reconciliation) -> bool:
    """Whether nothing differs between history and books."""
    return not (result.unknown or result.not_billed or result.otherwise)
