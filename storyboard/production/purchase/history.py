"""Settling a payment whose outcome is not known, by the host's history: what it shows may prove, its silence never."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta

import msgspec

from storyboard.ledger.records import Attempt, Ledger, LedgerTrouble
from storyboard.ledger.steps import job_of
from storyboard.production.plan.lineage import Origins, given_up
from storyboard.production.plan.lockfile import FILE
from storyboard.production.purchase.likeness import alike, is_sure, sounds_in
from storyboard.providers import Accepted, HostRefused, Job, Provider, Trouble

# The jobs of a model from one day to another, as `Provider.history` has them.
Jobs = Callable[[str, date, date], tuple[Job, ...] | HostRefused | Trouble]

AROUND = timedelta(hours=26)  # of a day's bounds: clocks may be wrong by a day's zone
_SURE = 600.0  # seconds by which a clock may be wrong, within which nothing is sent once more
_CLOCKS = timedelta(minutes=1)  # what clocks are apart by, where an older storyc has not written the host's


class Reconciled(msgspec.Struct, frozen=True):
    """What a look came to: `settled` where the ledger has changed, `final` where looking again would not help.

    It was `resent` where the host was asked by the same send once more, which may have begun the job.
    `jobs` are those that it could be, of which none could be told for its own, and `trouble` why nothing was seen.
    """

    settled: bool = False
    final: bool = False
    why: str = ""
    jobs: tuple[str, ...] = ()
    trouble: HostRefused | Trouble | None = None
    resent: bool = False


def reconcile(
    ledger: Ledger, provider: Provider | None, model: str, attempt: Attempt, origins: Origins,
    jobs_of: Jobs | None = None, *, repeats: bool = False,
) -> Reconciled:  # fmt: skip
    """Look for the job of an attempt: the one that can only be its own is, several stop, none leaves it unknown.

    A job that shows a part of what was sent, and no seed that stands for the rest, may be another request's.

    What the lock file names as another send's is not its own. `jobs_of` remembers what the host has answered, where
    several attempts are looked for one after the other. With `repeats` it is sent once more to a host that then
    says what it has said before: only a build may, since what has never come there is begun by that.
    """
    if provider is None:
        return Reconciled(final=True, why="asking the host needs the key")
    if provider.abilities.own:
        return _by_own_id(ledger, provider, attempt)
    if provider.abilities.replays:
        return _by_repeating(ledger, provider, model, attempt, repeats)
    if not provider.abilities.history:
        return Reconciled(final=True, why="this host cannot be asked")
    jobs = (jobs_of or provider.history)(model, *days_around(attempt))
    if not isinstance(jobs, tuple):
        return Reconciled(why=f"the host's history cannot be asked: {jobs.why}", trouble=jobs)
    known = ledger.request_ids()
    ours = [job for job in candidates(jobs, attempt, origins) if job.request_id not in known]
    if not ours:
        return Reconciled(why=_absent(jobs, attempt, known, origins))
    counting = lost_without_name(ledger.lost([attempt.op]), ours, origins)
    if len(ours) <= len(counting):
        which = f"`{counting[0].id}`, which was given up and counts it"
        return Reconciled(why=f"the host's history shows {_named(ours)} alone, which may be that of attempt {which}")
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


def own_id(op: str, take: int, number: int) -> str:
    """Our name for a send, of 32 letters and digits: that of the first one, the second and so on of an operation.

    All books give the same names. So a send of books that are lost, or of another machine, is found by its name, and a
    host where names are unique makes no second clip of it.
    """
    return hashlib.sha256(f"{op} {take} {number}".encode()).hexdigest()[:32]


def _by_own_id(ledger: Ledger, provider: Provider, attempt: Attempt) -> Reconciled:
    """Ask the host for the job that bears our name; that it has none yet is no proof that it never will."""
    own = attempt.look.own if attempt.look is not None else ""
    if not own:
        return Reconciled(final=True, why="it was sent without a name of ours, so this host cannot be asked for it")
    answer = provider.known(own)
    if answer is None:
        return Reconciled(why="the host does not know it by its name yet")
    if not isinstance(answer, Accepted):
        return Reconciled(why=f"the host cannot be asked for it: {answer.why}", trouble=answer)
    return _accepted(ledger, attempt, answer)


def _by_repeating(ledger: Ledger, provider: Provider, model: str, attempt: Attempt, repeats: bool) -> Reconciled:
    """Send it once more under its own name, which is answered as it was the first time for as long as that is known."""
    look, sent = attempt.look, attempt.sent
    own, model = (look.own, look.route or model) if look is not None else ("", model)
    if not own or sent is None or any(sounds_in(attempt.body)):
        return Reconciled(final=True, why="this host cannot be asked for it")
    age = ((provider.moment() or datetime.now(UTC)) - sent).total_seconds()
    if not -_SURE < age < provider.abilities.replays - _SURE:
        return Reconciled(final=True, why="it was sent too long ago for the host to know it by its name")
    if not repeats:
        return Reconciled(why="only `storyc build` asks for it, by sending it once more under its name")
    answer = provider.again(model, attempt.body, own)
    if not isinstance(answer, Accepted):
        why = f"the host does not say what it has said before: {answer.why}"
        return Reconciled(final=answer.lasting, why=why, trouble=answer, resent=True)
    return _accepted(ledger, attempt, answer)


def _accepted(ledger: Ledger, attempt: Attempt, answer: Accepted) -> Reconciled:
    """Write down the job that bears our name."""
    if {bearer.id for bearer in ledger.named([answer.request_id])} - {attempt.id}:
        why = f"the host calls it `{answer.request_id}`, which is another attempt's job"
        return Reconciled(final=True, why=why, jobs=(answer.request_id,))
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


def lost_without_name(attempts: Iterable[Attempt], jobs: Iterable[Job], origins: Origins) -> list[Attempt]:
    """Those of some attempts that were given up for lost by no name and may each be of one of these jobs.

    What each has cost counts, so that as many jobs cost nothing more.
    """
    jobs = tuple(jobs)
    nameless = (attempt for attempt in attempts if given_up(attempt) and job_of(attempt.request_id) is None)
    return [attempt for attempt in nameless if attempt.spent and candidates(jobs, attempt, origins)]


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
