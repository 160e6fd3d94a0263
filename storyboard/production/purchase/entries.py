"""What the entries of a lock file mean for a run: what is taken up by them, and what `--locked` refuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from storyboard.ledger.records import Attempt, Ledger
from storyboard.production.plan import PlanRow, lineage
from storyboard.production.plan.lockfile import FILE, Entry, Lock, key_of

_NAMED = 3


def taken_up(rows: Sequence[PlanRow], lock: Lock, ledger: Ledger) -> str:
    """That clips which other books have paid for cost nothing here, as a phrase; empty where there are none."""
    jobs = [str(row.entry.request_id) for row in elsewhere(rows).values() if row.entry is not None]
    if not jobs:
        return ""
    clips = "1 clip" if len(jobs) == 1 else f"{len(jobs)} clips"
    missed = lineage.missed(lock, ledger)
    copy = f", an old copy that counts {ledger.generation()} jobs of {missed}," if missed else ""
    names = ", ".join(f"`{job}`" for job in jobs[:_NAMED]) + (", …" if len(jobs) > _NAMED else "")
    return f"`{FILE}` names {clips} that this ledger{copy} does not know; nothing is paid to fetch {names}"


def unlocked(rows: Sequence[PlanRow], lock: Lock, ledger: Ledger) -> Iterator[str]:
    """What a build would have to write into the lock file, or its ledger to make up from it, as phrases."""
    missed = lineage.missed(lock, ledger) if elsewhere(rows) else 0
    if missed:
        yield (
            f"the ledger is an old copy, which counts {ledger.generation()} jobs, and `{FILE}` counts {missed}; "
            "`--locked` makes nothing up: build without it first"
        )
    for row in rows:
        name = key_of(row.request)
        if row.entry is None:
            yield f"`{FILE}` has no `{name}` with this request, and `--locked` buys nothing"
        elif row.entry.state == "running":
            yield f"`{name}` is running in `{FILE}`, which `--locked` does not change: build without it first"
        elif row.attempt is not None and (difference := _difference(row.attempt, row.entry)):
            yield (
                f"`{name}` has {difference} in `{FILE}` than in attempt `{row.attempt.id}` of this ledger, and "
                "`--locked` changes neither: build without it first"
            )


def _difference(attempt: Attempt, entry: Entry) -> str:
    """What of a clip that is bought is another in the lock file than in the ledger, empty where nothing is."""
    if attempt.request_id not in (None, entry.request_id):
        return "another job"
    return "another file" if attempt.sha256 not in (None, entry.file_sha256) else ""


def elsewhere(rows: Iterable[PlanRow]) -> dict[str, PlanRow]:
    """The rows of clips that other books have paid for, by operation."""
    return {row.request.sha256: row for row in rows if row.attempt is None and row.entry is not None}
