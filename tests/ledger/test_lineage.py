"""A ledger's own name and its count of jobs, by which a copy that has missed some is told from the ledger itself."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from storyboard.ledger import Ledger, open_ledger, read_ledger
from storyboard.ledger.opening import FILE
from storyboard.ledger.steps import LOST
from storyboard.production.plan import lineage
from storyboard.production.plan.lockfile import entry, lock_of
from tests.ledger.making import LEDGERS, brought, now_of, opening, request
from tests.ledger.test_migrations import OLD


@pytest.fixture(params=LEDGERS)
def books(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    with closing(opening(request.param)(tmp_path / "books")) as ledger:
        yield ledger


@pytest.mark.parametrize("books", ["sqlite"], indirect=True)  # a copy of files
def test_a_copy_bears_the_name_and_no_other_ledger_does(tmp_path: Path, books: Ledger) -> None:
    shutil.copytree(tmp_path / "books", tmp_path / "copy")
    with closing(open_ledger(tmp_path / "copy")) as copy, closing(open_ledger(tmp_path / "other")) as other:
        assert copy.id == books.id != other.id
    reader = read_ledger(tmp_path / "books")
    assert reader is not None
    with closing(reader):
        assert reader.id == books.id


def test_attempts_are_known_by_their_jobs(books: Ledger) -> None:
    id = brought(books, request(1), "accepted")
    brought(books, request(2), "accepted")
    sent = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    books.learn(request(4), 5, "job-of-another", sent=sent)
    known = books.named(["job-of-another", f"job-{id}", "nobody's"])
    assert [attempt.request_id for attempt in known] == [f"job-{id}", "job-of-another"]
    assert known[1].sent == sent


def old(folder: Path) -> Path:
    """A ledger of form 1 in a new folder."""
    folder.mkdir()
    with closing(sqlite3.connect(folder / FILE)) as db:
        db.executescript(OLD)
    return folder


def test_a_ledger_of_form_1_that_is_put_back_has_its_name_again_and_counts_what_it_has_bought(tmp_path: Path) -> None:
    reader = read_ledger(old(tmp_path / "read"))
    assert reader is not None
    with closing(open_ledger(old(tmp_path / "books"))) as ledger, closing(reader):
        attempt = now_of(ledger, brought(ledger, request(50), "published"))
        item = entry(attempt, ledger=ledger.id, price=attempt.spent)
        assert reader.id == ledger.id
    with closing(open_ledger(old(tmp_path / "copy"))) as copy, closing(open_ledger(tmp_path / "other")) as other:
        assert (copy.id, lineage.take_back(item, request(50), 5, copy)) == (ledger.id, True)
        assert (other.id != ledger.id, lineage.take_back(item, request(50), 5, other)) == (True, False)


@pytest.mark.parametrize("anew", [True, False])
def test_an_old_copy_takes_the_job_of_its_own_send_alone_from_the_lock_file(tmp_path: Path, anew: bool) -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
    with closing(open_ledger(tmp_path / "books", now=lambda: at)) as ledger:
        id = brought(ledger, request(1), "unknown")
        job = id
    shutil.copytree(tmp_path / "books", tmp_path / "copy")
    with closing(open_ledger(tmp_path / "books", now=lambda: at + timedelta(seconds=anew))) as ledger:
        if anew:
            ledger.void(id, "settled by hand: not billed")
            job = brought(ledger, request(1), "accepted")
        else:
            ledger.accepted(id, f"job-{id}")
        lock = lock_of([entry(now_of(ledger, job), ledger=ledger.id)])
    with closing(open_ledger(tmp_path / "copy")) as copy:
        lineage.catch_up(lock, copy, copy.adopt())
        after = now_of(copy, id)
        assert (after.state, after.request_id) == (("unknown", None) if anew else ("accepted", f"job-{id}"))


@pytest.mark.parametrize("state", ["accepted", "published"])
def test_an_old_copy_holds_or_counts_what_it_has_bought_on_the_day_of_its_send(tmp_path: Path, state: str) -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
    open_ledger(tmp_path / "books").close()
    shutil.copytree(tmp_path / "books", tmp_path / "copy")
    with closing(open_ledger(tmp_path / "books", now=lambda: at)) as ledger:
        attempt = now_of(ledger, brought(ledger, request(1), state))
        item = entry(attempt, ledger=ledger.id, price=attempt.spent or None)
    with closing(open_ledger(tmp_path / "copy")) as copy:
        assert not lineage.take_back(msgspec.structs.replace(item, ledger="another"), request(1), 5, copy)
        assert copy.attempts() == ()
        assert [lineage.take_back(item, request(1), 5, copy) for _ in range(2)] == [True, False]
        (again,) = copy.attempts()
        assert (again.held, again.spent, again.price) == (attempt.held, attempt.spent, attempt.price)
        assert (again.created, again.sent) == (item.sent, item.sent)
        assert (again.request_id, again.sha256) == (attempt.request_id, attempt.sha256)
        assert copy.audit() == []


def test_what_was_given_up_and_is_done_elsewhere_by_now_counts_once(tmp_path: Path) -> None:
    with closing(open_ledger(tmp_path)) as ledger:
        id = brought(ledger, request(1), "accepted")
        running = now_of(ledger, id)
        ledger.void(id, LOST, lost=True)
        item = msgspec.structs.replace(entry(running, ledger=ledger.id, price=625_000), file_sha256="c" * 64)
        assert not lineage.take_back(item, request(1), 5, ledger)
        learned = lineage.learn(item, request(1), 5, ledger)
        assert learned is not None
        assert (learned.held, learned.spent, lineage.cost(item, learned)) == (0, 0, 0)
