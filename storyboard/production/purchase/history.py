"""Settling a payment whose outcome is not known, by the host's history: what it shows may prove, its silence never."""

from __future__ import annotations

import msgspec

from storyboard.ledger.records import Attempt, Ledger, LedgerTrouble
from storyboard.providers import FAILED, Provider, Trouble


class Reconciled(msgspec.Struct, frozen=True):
    """What a look came to: `settled` where the ledger has changed, `final` where looking again would not help."""

    settled: bool = False
    final: bool = False
    why: str = ""


def reconcile(ledger: Ledger, provider: Provider | None, model: str, attempt: Attempt) -> Reconciled:
    """Look for the job of an attempt: one that nobody else has is ours, several stop, none leaves it unknown."""
    if provider is None:
        return Reconciled(final=True, why="asking the host needs the key")
    if not provider.abilities.history:
        return Reconciled(final=True, why="this host has no history that could be asked")
    jobs = provider.find(model, msgspec.json.decode(attempt.request), attempt.sent or attempt.created)
    if isinstance(jobs, Trouble):
        return Reconciled(why=f"the host's history cannot be asked: {jobs.why}")
    known = ledger.request_ids()
    ours = [job for job in jobs if job.request_id not in known]
    if not ours:
        return Reconciled(why="the host's history does not show it yet")
    if len(ours) > 1:
        names = ", ".join(f"`{job.request_id}`" for job in ours[:5])
        return Reconciled(final=True, why=f"the host's history shows {len(ours)} jobs that it could be: {names}")
    if ours[0].state == FAILED and _sent_before(ledger, attempt):
        # A failed job of an earlier try looks the same; ours may show later, and may have been billed.
        return Reconciled(why="the host's history shows a failed job only, which may be that of an earlier try")
    for other in _rivals(ledger, attempt):
        theirs = provider.find(model, msgspec.json.decode(other.request), other.sent or other.created)
        if isinstance(theirs, Trouble):
            return Reconciled(why=f"the host's history cannot be asked: {theirs.why}")
        if any(job.request_id == ours[0].request_id for job in theirs):
            return Reconciled(
                why=f"the one job that the host's history shows may be that of attempt `{other.id}` as well"
            )
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


def _rivals(ledger: Ledger, attempt: Attempt) -> list[Attempt]:
    """Other attempts that may be billed, have no name yet, and have the same prompt and seed."""
    return [
        other
        for other in ledger.attempts()
        if other.state in ("sending", "unknown")
        and (other.profile, other.seed) == (attempt.profile, attempt.seed)
        and other.id != attempt.id
        and _prompt(other) == _prompt(attempt)
    ]


def _prompt(attempt: Attempt) -> object:
    return msgspec.json.decode(attempt.request).get("prompt")


def _sent_before(ledger: Ledger, attempt: Attempt) -> bool:
    return any(
        other.op == attempt.op and other.id != attempt.id and other.sent is not None and other.request_id is None
        for other in ledger.attempts()
    )
