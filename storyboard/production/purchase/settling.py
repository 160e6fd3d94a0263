"""Settling an attempt by hand: what may be said of it, what the host is asked, and what that costs."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from storyboard.diagnostics import UserError
from storyboard.ledger.records import Attempt, Ledger
from storyboard.production.purchase.audit import KEPT
from storyboard.production.purchase.history import days_around
from storyboard.production.purchase.likeness import alike
from storyboard.providers import Finished, Gone, HostRefused, Provider, Running, Trouble
from storyboard.store.records import Store
from storyboard.timing import money

Host = Callable[[], Provider]


class SettlingError(UserError):
    """An attempt cannot be settled so; the text says why."""


class KeyRefused(Exception):
    """The host does not accept the key; the text is what it says."""


def claim(ledger: Ledger, attempt: Attempt) -> Attempt:
    """The attempt as it is once it belongs to this run. Raises SettlingError where another storyc still runs for it."""
    if not ledger.claim(attempt.id):
        raise SettlingError(f"attempt `{attempt.id}` belongs to a storyc that still runs: wait for it, or stop it")
    return ledger.attempt(attempt.id) or attempt


def attach(ledger: Ledger, attempt: Attempt, request_id: str, host: Host) -> str:
    """Write down which job of the host an unknown attempt is; what that comes to, as a phrase.

    The host must know the job, which was not there before the send; and where its history shows the request under
    other names only, or the job with another one, it is none of them.
    Raises SettlingError, KeyRefused, NoKey and LedgerTrouble.
    """
    _must_be_unknown(attempt, "--attach")
    if request_id in ledger.request_ids():
        raise SettlingError(f"request `{request_id[:80]}` belongs to another attempt: see `storyc ledger list`")
    provider = host()
    answer = provider.ask(request_id)
    if not isinstance(answer, Running | Finished):
        raise no_job(request_id, answer, "say `--not-billed`")
    if attempt.look is not None and request_id in attempt.look.seen:
        raise SettlingError(f"request `{request_id[:80]}` was in the host's history before attempt `{attempt.id}`")
    jobs = provider.history(attempt.profile.rpartition("@")[0], *days_around(attempt))
    shown = {job.request_id: job for job in jobs} if isinstance(jobs, tuple) else {}
    fields = msgspec.json.decode(attempt.request)
    same = [name for name, job in shown.items() if alike(job, fields)]
    if request_id not in same and (same or (request_id in shown and shown[request_id].fields)):
        others = f"; the host's history has {', '.join(f'`{name}`' for name in same[:3])} with these" if same else ""
        raise SettlingError(
            f"request `{request_id[:80]}` has another prompt or seed than attempt `{attempt.id}`{others}"
        )
    ledger.accepted(attempt.id, request_id)
    seen = "" if same else ", though the host's history does not show its prompt and seed"
    return f"attempt `{attempt.id}` is request `{request_id}`{seen}: the next build fetches its clip for nothing"


def not_billed(ledger: Ledger, attempt: Attempt) -> str:
    """End an unknown attempt as not billed; what that comes to, as a phrase. Raises SettlingError."""
    _must_be_unknown(attempt, "--not-billed")
    ledger.void(attempt.id, "settled by hand: not billed")
    return (
        f"attempt `{attempt.id}` frees a hold of {money(attempt.held)} USD; "
        "if the host did bill it, the next build pays a second time"
    )


def lost(ledger: Ledger, attempt: Attempt, store: Callable[[], Store], host: Host, kept: float) -> str:
    """Give up what was paid for, where it is gone indeed; what that comes to, as a phrase.

    That the host does not know a job proves nothing before `kept` seconds are over, since its record may be late.
    Raises SettlingError, KeyRefused, NoKey, LedgerTrouble and StoreTrouble.
    """
    if attempt.state in KEPT:
        if attempt.sha256 is not None and store().path(attempt.sha256) is not None:
            raise SettlingError(f"attempt `{attempt.id}` is {attempt.state} and its clip lies in the store")
    elif attempt.state == "accepted":
        answer = host().ask(attempt.request_id or "")
        if isinstance(answer, Running | Finished):
            raise SettlingError(f"the host still has request `{attempt.request_id}`: `storyc build` fetches it")
        if not isinstance(answer, Gone):
            raise no_job(attempt.request_id or "", answer, "`storyc build` frees its hold")
        left = kept - (datetime.now(UTC) - attempt.sent).total_seconds() if attempt.sent is not None else 0.0
        if left > 0:
            raise SettlingError(
                f"the host does not know request `{attempt.request_id}` yet, which was sent less than "
                f"{kept / 60:.0f} minutes ago: ask again in {math.ceil(left / 60)} minutes"
            )
    else:
        _must_be_unknown(attempt, "--lost")
    ledger.void(attempt.id, "settled by hand: lost", lost=True)
    paid = attempt.held + attempt.spent
    return f"attempt `{attempt.id}` counts {money(paid)} USD as spent for nothing; the next build pays again"


def _must_be_unknown(attempt: Attempt, flag: str) -> None:
    if attempt.state != "unknown":
        raise SettlingError(f"attempt `{attempt.id}` is {attempt.state}, and `{flag}` settles only what is unknown")


def no_job(request_id: str, answer: HostRefused | Gone | Trouble, unbilled: str) -> Exception:
    """Why a job cannot be had, as what is to be raised; `unbilled` is what to do where it came to nothing."""
    name = f"request `{request_id[:80]}`"
    if isinstance(answer, Trouble):
        return SettlingError(f"the host cannot be asked about {name}: {answer.why}")
    if isinstance(answer, Gone):
        return SettlingError(f"the host has no {name}: {answer.why}")
    if answer.cause == "key":
        return KeyRefused(answer.why)
    if answer.cause == "failed":
        return SettlingError(f"{name} came to nothing, which is not billed: {unbilled} ({answer.why})")
    return SettlingError(f"the host does not tell about {name}: {answer.why}")
