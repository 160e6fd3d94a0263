"""Clips that another project of the run has paid for, in a ledger of its own: no host need show what that knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storyboard.ledger.records import Attempt
from storyboard.ledger.steps import AT_HOST, NAMED, is_over, job_of
from storyboard.production.plan import BOUGHT, PlanRow, take_of
from storyboard.production.purchase.offer import Notice, Objection, ProjectBooks


def taken_over(books: ProjectBooks, *, blind: bool) -> Iterator[Objection | Notice]:
    """Write down the jobs of clips that would be bought, for nothing; one without a name is in the way unless `blind`.

    Raises LedgerTrouble.
    """
    doubts: list[str] = []
    for root, ledger in books.beside.items():
        known = ledger.live(books.bought)
        for row in [row for row in books.rows if row.state in BOUGHT and row.request.sha256 in known]:
            attempt = known[row.request.sha256]
            if _is_to_be_had(books, attempt):
                job = str(attempt.request_id)
                books.ledger.learn(row.request, row.seconds, job, sent=attempt.sent)
                yield Notice(f"{take_of(row.request)} is paid for by `{root.name}` as `{job}`", warns=False)
            elif not blind and attempt.state in AT_HOST and attempt.request_id is None:
                doubts.append(_doubt(row, root, attempt))
        books.read_less()
    if doubts:
        advice = "settle it there first, or buy all the same by `--no-look`"
        yield Objection("out of date", tuple(doubts), advice=advice)


def _is_to_be_had(books: ProjectBooks, attempt: Attempt) -> bool:
    """Whether the host may have the clip of an attempt of other books, and these know nothing of its job."""
    if attempt.state not in NAMED or is_over(attempt) or job_of(attempt.request_id) is None:
        return False
    deleted = (attempt.sent or attempt.created) + timedelta(seconds=books.kept.file) < datetime.now(UTC)
    same_place = attempt.place == books.ledger.place.name
    return same_place and not deleted and not books.ledger.named([str(attempt.request_id)])


def _doubt(row: PlanRow, root: Path, attempt: Attempt) -> str:
    return (
        f"{take_of(row.request)} may be paid for already: attempt `{attempt.id}` of `{root.name}` has sent the same, "
        "and what came of it is not known"
    )
