"""What the entries of a lock file mean for a run: what is taken up by them, and what `--locked` refuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from storyboard.ledger.records import Ledger, Standing
from storyboard.ledger.steps import job_of
from storyboard.production.plan import PlanRow, lineage
from storyboard.production.plan.lockfile import FILE, Entry, Lock, key_of

_NAMED = 3
_COPY = ", an old copy,"


def taken_up(rows: Sequence[PlanRow], lock: Lock, ledger: Ledger, host: str) -> Iterator[str]:
    """That clips which other books have paid for cost nothing here, and that what these have forgotten counts again."""
    entries = [row.entry for row in elsewhere(rows).values() if row.entry is not None]
    jobs = [job for entry in entries if (job := job_of(entry.request_id)) is not None]
    lost = [entry for _, entry in _forgotten(rows, lock, ledger) if entry.state == "lost"]
    lost += _unmeant(rows, lock, ledger, host)
    if jobs:
        names = ", ".join(f"`{job}`" for job in jobs[:_NAMED]) + (", …" if len(jobs) > _NAMED else "")
        own = any(lineage.is_forgotten(entry, ledger) for entry in entries)
        copy, again = (_COPY, ", and what it has bought itself counts again") if own else ("", "")
        said = f"that this ledger{copy} does not know; nothing is paid to fetch {names}{again}"
        yield f"`{FILE}` names {_clips(jobs)} {said}"
    if lost:
        said = f"that this ledger{_COPY} has bought, and that this build does not fetch: what was paid counts again"
        yield f"`{FILE}` names {_clips(lost)} {said}"


def _forgotten(rows: Iterable[PlanRow], lock: Lock, ledger: Ledger) -> list[tuple[PlanRow, Entry]]:
    """The rows without an attempt whose clip these very books have bought, as their entries say, and count nothing for.

    A clip that is lost may be bought anew, and what was paid for it counts all the same.
    """
    bare = {row.request.sha256: row for row in rows if row.attempt is None}
    entries = ((row, lock.paid(op, rehearsal=ledger.place.rehearsal)) for op, row in bare.items())
    return [(row, entry) for row, entry in entries if entry is not None and lineage.is_forgotten(entry, ledger)]


def _unmeant(rows: Iterable[PlanRow], lock: Lock, ledger: Ledger, host: str) -> list[Entry]:
    """The entries of what no row means that these very books have paid for, and count nothing for."""
    meant = {row.request.sha256 for row in rows}
    return [entry for entry in lineage.forgotten(lock, ledger, host) if entry.request_sha256 not in meant]


def take_all_back(rows: Iterable[PlanRow], lock: Lock, ledger: Ledger, host: str) -> bool:
    """Count again what these books have bought of a host and forgotten; whether there was any of it."""
    counted = [lineage.recall(entry, ledger) for entry in _unmeant(rows, lock, ledger, host)]
    clips = _forgotten(rows, lock, ledger)
    counted += [lineage.take_back(entry, row.request, row.seconds, ledger) for row, entry in clips]
    return any(counted)


def _clips(clips: Sequence[object]) -> str:
    return "1 clip" if len(clips) == 1 else f"{len(clips)} clips"


def paid_twice(rows: Sequence[PlanRow], ledger: Ledger) -> str:
    """That clips were paid for here and by other books, as a phrase; empty where none were."""
    pairs = {
        row.request.sha256: (key_of(row.request), row.entry.request_id, row.attempt.request_id)
        for row in rows
        if row.entry is not None and row.attempt is not None and job_of(row.attempt.request_id) is not None
        and lineage.bought_twice(row.entry, row.attempt, ledger)
    }  # fmt: skip
    if not pairs:
        return ""
    clips = [
        f"`{name}` as `{theirs}` in `{FILE}` and as `{ours}` in this ledger" for name, theirs, ours in pairs.values()
    ]
    more = f", and {len(clips) - _NAMED} more" if len(clips) > _NAMED else ""
    return f"paid for twice: {', '.join(clips[:_NAMED])}{more}; `{FILE}` stays as it is, and so do the clips here"


def unlocked(rows: Sequence[PlanRow], lock: Lock, ledger: Ledger) -> Iterator[str]:
    """What a build would have to write into the lock file, or its ledger to make up from it, as phrases."""
    entries = (row.entry for row in elsewhere(rows).values() if row.entry is not None)
    missed = [entry for entry in entries if lineage.is_forgotten(entry, ledger)]
    if missed:
        yield (
            f"the ledger is an old copy, which does not know {_clips(missed)} of `{FILE}` that it has bought; "
            "`--locked` makes nothing up: build without it first"
        )
    for row in rows:
        name = key_of(row.request)
        if row.entry is None:
            yield _absent(row, lock, ledger)
        elif row.entry.state == "running":
            yield f"`{name}` is running in `{FILE}`, which `--locked` does not change: build without it first"
        elif row.attempt is not None and (difference := _difference(row.attempt, row.entry, ledger)):
            yield (
                f"`{name}` has {difference} in `{FILE}` than in attempt `{row.attempt.id}` of this ledger, and "
                "`--locked` changes neither: build without it first"
            )


def _absent(row: PlanRow, lock: Lock, ledger: Ledger) -> str:
    """Why the lock file has no clip for a request, as a phrase."""
    name, entry = key_of(row.request), lock.paid(row.request.sha256, rehearsal=ledger.place.rehearsal)
    if row.attempt is not None:
        said = f"`{FILE}` has no `{name}` with this request" if entry is None else f"`{name}` is lost in `{FILE}`"
        stands = f"attempt `{row.attempt.id}` of this ledger is {row.attempt.state}"
        return f"{said}, and {stands}; `--locked` changes neither: build without it first"
    if entry is None:
        return f"`{FILE}` has no `{name}` with this request, and `--locked` buys nothing"
    buy = "and `--locked` buys nothing: `storyc build` without `--locked` buys it anew"
    if entry.state == "lost":
        return f"`{name}` is lost in `{FILE}`, since its clip was given up, {buy}"
    over = lineage.over([entry], ledger).get(entry.request_sha256)
    given_up = f"attempt `{over.id}` of this ledger has given its clip up" if over else "its clip was given up"
    return f"`{name}` is {entry.state} in `{FILE}`, and {given_up}, {buy}"


def _difference(attempt: Standing, entry: Entry, ledger: Ledger) -> str:
    """What of a clip that is bought is another in the lock file than in the ledger, empty where nothing is."""
    if lineage.bought_twice(entry, attempt, ledger):
        return ""
    if attempt.request_id not in (None, entry.request_id):
        return "another job"
    return "another file" if attempt.sha256 not in (None, entry.file_sha256) else ""


def elsewhere(rows: Iterable[PlanRow]) -> dict[str, PlanRow]:
    """The rows of clips that other books have paid for, by operation."""
    return {row.request.sha256: row for row in rows if row.attempt is None and row.entry is not None}
