"""Settling a payment whose outcome is not known, by the host's history: what it shows may prove, its silence never."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

import msgspec

from storyboard.ledger.records import Attempt, Ledger, LedgerTrouble
from storyboard.production.plan.lineage import Origins
from storyboard.production.plan.lockfile import FILE
from storyboard.production.purchase.likeness import alike, is_sure
from storyboard.providers import Accepted, HostRefused, Job, Provider, Trouble

# The jobs of a model from one day to another, as `Provider.history` has them.
Jobs = Callable[[str, date, date], tuple[Job, ...] | HostRefused | Trouble]

AROUND = timedelta(hours=26)  # of a day's bounds: clocks may be wrong by a day's zone
_CLOCKS = timedelta(minutes=1)  # what clocks are apart by, where an older storyc has not written the host's


class Reconciled(msgspec.Struct, frozen=True):
    """What a look came to: `settled` where the ledger has changed, `final` where looking again would not help.

    `jobs` are those that it could be, of which none could be told for its own, and `trouble` why nothing was seen.
    """

    settled: bool = False
    final: bool = False
    why: str = ""
    jobs: tuple[str, ...] = ()
    trouble: HostRefused | Trouble | None = None


def reconcile(
    ledger: Ledger, provider: Provider | None, model: str, attempt: Attempt, origins: Origins,
    jobs_of: Jobs | None = None,
) -> Reconciled:  # fmt: skip
    """Look for the job of an attempt: the one that can only be its own is, several stop, none leaves it unknown.

    A job that shows a part of what was sent, and no seed that stands for the rest, may be another request's.

    What the lock file names as another send's is not its own. `jobs_of` remembers what the host has answered, where
    several attempts are looked for one after the other.
    """
    if provider is None:
        return Reconciled(final=True, why="asking the host needs the key")
    if provider.abilities.own:
        return _by_own_id(ledger, provider, attempt)
    if not provider.abilities.history:
        return Reconciled(final=True, why="this host has no history that could be asked")
    jobs = (jobs_of or provider.history)(model, *days_around(attempt))
    if not isinstance(jobs, tuple):
        return Reconciled(why=f"the host's history cannot be asked: {jobs.why}", trouble=jobs)
    known = ledger.request_ids()
    ours = [job for job in candidates(jobs, attempt, origins) if job.request_id not in known]
    if not ours:
        return Reconciled(why=_absent(jobs, attempt, known, origins))
    names = tuple(job.request_id for job in ours)
    if len(ours) > 1:
        why = f"the host's history shows {len(ours)} jobs that it could be: {_named(ours)}"
        return Reconciled(final=True, why=why, jobs=names)
    rival = _rival(ledger, attempt, ours[0], origins)
    if rival is not None:
        why = f"the one job that the host's history shows, `{names[0]}`, may be that of attempt `{rival.id}` as well"
        return Reconciled(why=why, jobs=names)
    if not is_sure(ours[0], attempt.body, attempt.look.derived if attempt.look is not None else None):
        shown = f"the one job that the host's history shows, `{names[0]}`, may be another's"
        why = f"{shown}: it does not show all that was sent"
        return Reconciled(final=True, why=why, jobs=names)
    try:
        ledger.accepted(attempt.id, ours[0].request_id)
    except LedgerTrouble:
        now = ledger.attempt(attempt.id)
        # Another storyc has found it at the same time, or the attempt that it belongs to has learned its name.
        if now is None or now.state == "unknown":
            if ours[0].request_id not in ledger.request_ids():
                raise
            return Reconciled(why="the host's history does not show it yet")
    return Reconciled(settled=True)


def own_id(attempt: Attempt) -> str:
    """Our name for an attempt's send, of 32 letters and digits, which no other attempt has."""
    return hashlib.sha256(f"{attempt.op} {attempt.take} {attempt.id}".encode()).hexdigest()[:32]


def _by_own_id(ledger: Ledger, provider: Provider, attempt: Attempt) -> Reconciled:
    """Ask the host for the job that bears our name; that it has none yet is no proof that it never will."""
    answer = provider.known(own_id(attempt))
    if answer is None:
        return Reconciled(why="the host does not know it by its name yet")
    if not isinstance(answer, Accepted):
        return Reconciled(why=f"the host cannot be asked for it: {answer.why}", trouble=answer)
    try:
        ledger.accepted(attempt.id, answer.request_id)
    except LedgerTrouble:
        now = ledger.attempt(attempt.id)
        # Another storyc has found it at the same time.
        if now is None or now.state == "unknown":
            raise
    return Reconciled(settled=True)


def days_around(attempt: Attempt) -> tuple[date, date]:
    """The first and the last day of the history that the job of an attempt can be in."""
    at = sent_after(attempt)
    return (at - AROUND).date(), (at + AROUND).date()


def candidates(jobs: Iterable[Job], attempt: Attempt, origins: Origins) -> list[Job]:
    """The jobs that may be an attempt's own: of the same request, and neither seen nor begun before it was sent.

    An older job of the same prompt and seed looks the same, since every ledger derives the same seed. Without the
    host's word of when it was begun nothing is known of it. What the lock file names as another send's is not its own.
    """
    fields, since = attempt.body, sent_after(attempt)
    seen = attempt.look.seen if attempt.look is not None else ()
    return [
        job
        for job in jobs
        if job.at is not None
        and job.at >= since
        and job.request_id not in seen
        and alike(job, fields)
        and not origins.exclude(job.request_id, attempt)
    ]


def sent_after(attempt: Attempt) -> datetime:
    """The moment before which no job of an attempt was begun, by the host's clock as far as that was known."""
    return attempt.look.since if attempt.look is not None else (attempt.sent or attempt.created) - _CLOCKS


def _absent(jobs: Iterable[Job], attempt: Attempt, known: frozenset[str], origins: Origins) -> str:
    fields = attempt.body
    free = [job for job in jobs if job.request_id not in known and alike(job, fields)]
    theirs = [job for job in free if origins.exclude(job.request_id, attempt)]
    older = [job for job in free if not origins.exclude(job.request_id, attempt)]
    only = [f"{_named(older)}, which was not begun after it was sent"] if older else []
    only += [f"{_named(theirs)}, which another send has begun, as `{FILE}` says"] if theirs else []
    shown = f", only {', and '.join(only)}" if only else ""
    return f"the host's history does not show it yet{shown}"


def _named(jobs: list[Job]) -> str:
    return ", ".join(f"`{job.request_id}`" for job in jobs[:5])


def _rival(ledger: Ledger, attempt: Attempt, job: Job, origins: Origins) -> Attempt | None:
    """Another attempt that may be billed and has no name yet, and that the job could belong to as well."""
    for other in ledger.attempts():
        unnamed = other.state in ("sending", "unknown") and other.id != attempt.id
        if unnamed and other.profile == attempt.profile and candidates([job], other, origins):
            return other
    return None
