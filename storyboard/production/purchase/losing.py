"""Giving up an attempt by hand: where its clip could still be had, which is looked for before it counts as lost."""

from __future__ import annotations

from functools import partial

import msgspec

from storyboard.ledger.steps import BY_HAND, KEPT, LOST, job_of
from storyboard.production.purchase.asking import (
    BLINDLY,
    HeldJob,
    SettlingError,
    is_failed,
    must_be_gone,
    must_be_its_key,
)
from storyboard.production.purchase.history import candidates, days_around
from storyboard.production.purchase.settling import (
    Settling,
    lies,
    must_be_unknown,
    must_be_unseen,
    no_answer,
    opened,
    spoilt,
)
from storyboard.profiles import model_of
from storyboard.providers import FAILED, Accepted, Provider
from storyboard.timing import money


def lost(case: Settling) -> str:
    """Give up what was paid for, where it cannot be had indeed; what that comes to, as a phrase.

    That the host does not know a job proves nothing before `kept` seconds are over, since its record may be late.
    Raises SettlingError, KeyRefused, NoKey, LedgerTrouble and StoreTrouble.
    """
    attempt = case.attempt
    if attempt.state in KEPT:
        if not attempt.disputed:
            _must_be_nowhere(case)
    elif attempt.state == "accepted":
        charge = None if case.blind else must_be_gone(_held(case), opened(case))
        if charge is not None and attempt.price and charge != attempt.counted:
            case.ledger.charged(attempt.id, charge, f"{BY_HAND}the host has charged {money(charge)} USD")
            case = msgspec.structs.replace(case, attempt=case.ledger.attempt(attempt.id) or attempt)
    else:
        must_be_unknown(attempt, "--lost")
        must_be_unseen(case)
    case.ledger.void(attempt.id, LOST, lost=True)
    return f"attempt `{attempt.id}` counts {money(case.paid)} USD as spent for nothing; the next build pays again"


def _must_be_nowhere(case: Settling) -> None:
    """Raise where a clip that came can be had: from the store, from where it was put, or from the host.

    Raises SettlingError, KeyRefused, NoKey, LedgerTrouble and StoreTrouble.
    """
    attempt = case.attempt
    how = f"`storyc ledger resolve {attempt.id}"
    where = lies(case)
    if where:
        raise SettlingError(f"attempt `{attempt.id}` is {attempt.state}, and {where}")
    if case.blind:
        return
    if job_of(attempt.request_id) is not None:
        had = f"{how} --refetch` fetches it"
        must_be_gone(msgspec.structs.replace(_held(case), came=True, had=had), opened(case))
        return
    provider = opened(case)
    seen = _seen(case, provider)
    if seen:
        jobs = ", ".join(f"`{job}`" for job in seen[:3])
        raise SettlingError(
            f"the host's history shows {jobs}, which may be the job of attempt `{attempt.id}`: "
            f"{how} --attach {seen[0]}` names it; {BLINDLY}"
        )
    must_be_its_key(case.key_mark, provider, f"attempt `{attempt.id}`")


def _seen(case: Settling, provider: Provider) -> list[str]:
    """The jobs of the host's history that may be that of an attempt without a name, by their names.

    Raises SettlingError and KeyRefused where the history has no answer.
    """
    look = case.attempt.look
    if provider.abilities.own and look is not None and look.own:
        job = provider.known(look.own)
        if job is not None and not isinstance(job, Accepted):
            raise no_answer(job)
        return [] if job is None or is_failed(provider.ask(job.request_id)) else [job.request_id]
    if not provider.abilities.history:
        return []
    jobs = provider.history(case.model or model_of(case.attempt.profile), *days_around(case.attempt))
    if not isinstance(jobs, tuple):
        raise no_answer(jobs)
    known = case.ledger.request_ids()
    names = (job.request_id for job in candidates(jobs, case.attempt, case.origins) if job.state != FAILED)
    return [name for name in names if name not in known]


def _held(case: Settling) -> HeldJob:
    """The job of an accepted attempt, which is given up."""
    attempt = case.attempt
    return HeldJob(
        case.job, attempt.sent, bool(attempt.spent), case.kept.record, case.patience, lambda: case.store().receive(),
        partial(spoilt, case), "`storyc build` frees its hold", key=case.key_mark,
    )  # fmt: skip
