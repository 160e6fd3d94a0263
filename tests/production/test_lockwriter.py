"""What a paid build writes into the lock file of jobs that its ledger has bought, and that it has only learned of."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from storyboard.compiler.request import Request
from storyboard.ledger import Ledger, Reserved, open_ledger
from storyboard.production.lockwriter import LockWriter
from storyboard.production.plan import lockfile
from storyboard.production.plan.lockfile import lock_of
from storyboard.production.purchase.records import PurchaseContext, PurchasePlan
from storyboard.store import open_store
from tests.ledger.making import FREE, PRICE, brought, now_of, request

ONE = request(1)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with closing(open_ledger(tmp_path / "books")) as books:
        yield books


def writer(root: Path, ledger: Ledger, *requests: Request) -> LockWriter:
    store = open_store(root / "store", ledger.owner)
    context = PurchaseContext(
        ledger=ledger, store=store, provider=None, caps=FREE, model=lambda profile: "", sounds=lambda digest: None
    )
    return LockWriter(root, PurchasePlan(context, frozenset(), root, lock=lockfile.read(root)), requests)


def learned(root: Path, ledger: Ledger) -> str:
    """The id of an attempt that other books have paid for, whose clip has come; the lock file says that it runs."""
    reserved = ledger.learn(ONE, 5, "job-of-another")
    assert isinstance(reserved, Reserved)
    lockfile.write(root, lock_of([lockfile.entry(reserved.attempt, ledger="another")]))
    ledger.stored(reserved.attempt.id, "f" * 64, 10)
    ledger.recorded(reserved.attempt.id, 0, None)
    return reserved.attempt.id


def test_what_was_taken_up_is_done_at_the_price_of_its_request_and_stays_of_its_ledger(
    tmp_path: Path, ledger: Ledger
) -> None:
    id = learned(tmp_path, ledger)
    lock = writer(tmp_path, ledger, ONE)
    lock.note(now_of(ledger, id))
    lock.write()
    (entry,) = lockfile.read(tmp_path).blocks.values()
    assert (entry.state, entry.price_usd, entry.file_sha256) == ("done", PRICE / 1_000_000, "f" * 64)
    assert entry.ledger == "another"


def test_the_price_of_what_was_taken_up_waits_for_its_story(tmp_path: Path, ledger: Ledger) -> None:
    id = learned(tmp_path, ledger)
    before = lockfile.place(tmp_path).read_bytes()
    lock = writer(tmp_path, ledger)
    lock.note(now_of(ledger, id))
    lock.write()
    assert lockfile.place(tmp_path).read_bytes() == before


def test_a_bought_job_of_a_story_that_is_not_built_now_waits_for_it_and_renews_its_own_block(
    tmp_path: Path, ledger: Ledger
) -> None:
    id = brought(ledger, ONE, "accepted")
    lock = writer(tmp_path, ledger)
    lock.note(now_of(ledger, id))
    lock.write()
    assert not lockfile.read(tmp_path).blocks
    lock = writer(tmp_path, ledger, ONE)
    lock.note(now_of(ledger, id))
    lock.write()
    (entry,) = lockfile.read(tmp_path).blocks.values()
    assert (entry.state, entry.ledger) == ("running", ledger.id)
    ledger.stored(id, "f" * 64, 10)
    ledger.recorded(id, PRICE, None)
    lock = writer(tmp_path, ledger)
    lock.note(now_of(ledger, id))
    lock.write()
    (entry,) = lockfile.read(tmp_path).blocks.values()
    assert (entry.state, entry.file_sha256) == ("done", "f" * 64)


def test_a_bought_job_of_a_story_that_is_not_built_now_and_came_to_nothing_leaves_no_block(
    tmp_path: Path, ledger: Ledger
) -> None:
    id = brought(ledger, ONE, "accepted")
    lockfile.write(tmp_path, lock_of([lockfile.entry(now_of(ledger, id), ledger=ledger.id)]))
    ledger.void(id, "the job failed")
    lock = writer(tmp_path, ledger)
    lock.note_failed(ONE.sha256)
    lock.write()
    assert not lockfile.read(tmp_path).blocks


def test_what_is_given_up_for_lost_is_lost_in_the_lock_file(tmp_path: Path, ledger: Ledger) -> None:
    id = brought(ledger, ONE, "published")
    lock = writer(tmp_path, ledger, ONE)
    lock.note(now_of(ledger, id))
    lock.write()
    ledger.void(id, "settled by hand: lost", lost=True)
    lock.begin([ONE.sha256], [])
    lock.write()
    assert [entry.state for entry in lockfile.read(tmp_path).blocks.values()] == ["lost"]


def test_a_clip_that_was_given_up_here_takes_no_block_from_a_job_that_came_meanwhile(
    tmp_path: Path, ledger: Ledger
) -> None:
    id = brought(ledger, ONE, "published")
    lock = writer(tmp_path, ledger, ONE)
    lock.note(now_of(ledger, id))
    lock.write()
    (entry,) = lockfile.read(tmp_path).blocks.values()
    ledger.void(id, "settled by hand: lost", lost=True)
    lock.begin([ONE.sha256], [])
    theirs = msgspec.structs.replace(entry, request_id="job-of-another", ledger="another")
    lockfile.write(tmp_path, lock_of([theirs]))
    lock.write()
    assert list(lockfile.read(tmp_path).blocks.values()) == [theirs]
