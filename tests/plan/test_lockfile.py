"""The lock file's entries brought together: what was paid for leaves for no rehearsal, no other model and no merge."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from storyboard.compiler.request import Request
from storyboard.production.files.lock import change_lock_file, tidy_lock_file
from storyboard.production.plan import lockfile
from storyboard.production.plan.lockfile import Entry, Lock, LockTrouble, block, lock_of, merged, parse, text
from storyboard.records.lock import LockState
from tests.ledger.making import request

ONE = request(1)
TWIN = msgspec.structs.replace(ONE, clip=request(2).clip)  # the same words once more: the same request
OTHER = msgspec.structs.replace(request(1, seed=8), profile="wan-2.7-pro@segmind")


def locked(of: Request, *, rehearsal: bool = False, job: str = "", state: LockState = "done") -> Entry:
    done = state == "done"
    return Entry(
        of.story, of.clip.index, of.clip.title, of.variant, of.take, of.profile, "segmind", of.sha256, 1,
        job or ("rehearsed" if rehearsal else "paid"), state, "0123456789abcdef", None,
        0.625 if done else None, "c" * 64 if done else None, rehearsal,
    )  # fmt: skip


def jobs(lock: Lock) -> list[str | None]:
    return [entry.request_id for _, entry in sorted(lock.blocks.items())]


@pytest.mark.parametrize("paid", [ONE, TWIN])
@pytest.mark.parametrize("rehearsed", [(ONE,), (TWIN,), (ONE, TWIN), (TWIN, ONE)])
def test_a_rehearsed_twin_does_not_cost_what_was_paid_for(paid: Request, rehearsed: tuple[Request, ...]) -> None:
    lock = lock_of([locked(paid)])
    fresh = [locked(of, rehearsal=True) for of in rehearsed]
    for requests in ((ONE, TWIN), (TWIN, ONE)):
        after = merged(lock, fresh, requests)
        assert after.paid(ONE.sha256, rehearsal=False) == locked(paid)


@pytest.mark.parametrize("bought", [(ONE,), (TWIN,), (ONE, TWIN), (TWIN, ONE)])
def test_what_is_paid_for_takes_the_place_of_a_rehearsal(bought: tuple[Request, ...]) -> None:
    lock = lock_of([locked(ONE, rehearsal=True)])
    after = merged(lock, [locked(of) for of in bought], (ONE, TWIN))
    entry = after.paid(ONE.sha256, rehearsal=False)
    assert entry is not None
    assert after.blocks[block(entry)] == entry


def test_another_model_has_a_block_of_its_own() -> None:
    lock = merged(lock_of([locked(ONE)]), [locked(OTHER, job="other")], (OTHER,))
    assert jobs(lock) == ["paid", "other"]
    assert jobs(merged(lock, [], (ONE,))) == ["paid", "other"]


def test_a_clip_that_moves_onto_the_place_of_another_takes_its_entry_along() -> None:
    second = request(2)
    lock = lock_of([locked(ONE, job="one"), locked(second, job="two")])
    moved = msgspec.structs.replace(ONE, clip=second.clip)
    after = merged(lock, [], (moved, msgspec.structs.replace(second, clip=ONE.clip)))
    assert jobs(after) == ["two", "one"]


@pytest.mark.parametrize("exists", [True, False])
def test_an_entry_stays_with_a_story_that_is_not_built_while_there_is_one(exists: bool) -> None:
    renamed = msgspec.structs.replace(ONE, story="b.story")
    for lock in (lock_of([locked(ONE, job="one")]), lock_of([])):
        fresh = [locked(ONE, job="one")]
        after = merged(lock, fresh, (renamed,), exists=lambda story: exists and story == ONE.story)
        # What the file lacks goes to where it is meant now: in its old place may be another clip by now.
        assert [entry.story for entry in after.blocks.values()] == [ONE.story if lock.blocks and exists else "b.story"]


def test_an_entry_takes_the_place_of_one_that_was_paid_for_only_where_its_own_is_wanted() -> None:
    second, third = request(2), request(3)
    lock = lock_of([locked(ONE, job="one"), locked(second, job="two")])
    moved = msgspec.structs.replace(second, clip=ONE.clip)
    after = merged(lock, [], (moved,))
    assert after == lock
    fresh = msgspec.structs.replace(third, clip=second.clip)
    assert jobs(merged(after, [locked(fresh, job="three")], (moved, fresh))) == ["two", "three"]


def test_the_job_that_came_to_nothing_leaves_and_no_other() -> None:
    lock = lock_of([locked(ONE, state="running", job="one"), locked(request(2), job="two")])
    assert jobs(merged(lock, [], (), {"one", "two"})) == ["two"]


def test_what_is_done_counts_before_what_runs_and_that_before_what_is_lost() -> None:
    entries = [locked(ONE, state="lost"), locked(TWIN, state="running", job="running")]
    for order in (entries, entries[::-1]):
        entry = lock_of(order).paid(ONE.sha256, rehearsal=False)
        assert entry is not None
        assert entry.state == "running"


def test_what_is_written_is_read() -> None:
    lock = lock_of([locked(ONE), locked(OTHER, state="running"), locked(request(2), state="lost")])
    assert parse(text(lock)) == lock


def test_a_file_that_another_has_written_is_read_again(tmp_path: Path) -> None:
    def added(number: int) -> Callable[[Lock], Lock]:
        return lambda lock: merged(lock, [locked(request(number), job=f"job-{number}")], (request(number),))

    first = change_lock_file(tmp_path, tmp_path, added(1))
    change_lock_file(tmp_path, tmp_path, added(2), first)
    last = change_lock_file(tmp_path, tmp_path, added(3), first)
    assert jobs(last.lock) == ["job-1", "job-2", "job-3"]
    assert lockfile.read(tmp_path) == last.lock
    assert change_lock_file(tmp_path, tmp_path, lambda lock: lock, last) == last


def test_what_a_writer_that_was_killed_has_left_is_removed_and_no_file_of_a_user(tmp_path: Path) -> None:
    left, own = tmp_path / ".storyc.lock.0123456789abcdef", tmp_path / ".storyc.lock.bak"
    left.write_text("{")
    own.write_text("{}")
    tidy_lock_file(tmp_path, tmp_path)
    assert (left.exists(), own.read_text()) == (False, "{}")


# ---- version 1 -------------------------------------------------------------------------------------------------------

OLD = """{
"schema": "storyc.lock/1"

,"a.story 001": {
  "clip": 1,
  "file_sha256": "FILE",
  "price_usd": 0.625,
  "profile": "wan-2.6-t2v@segmind",
  "provider": "segmind",
  "request_id": "job-1",
  "request_sha256": "REQUEST",
  "seed": 7,
  "story": "a.story",
  "take": 1,
  "title": "One",
  "variant": ""
}

}
""".replace("FILE", "c" * 64).replace("REQUEST", "a" * 64)


def test_an_old_file_is_read_and_written_anew() -> None:
    entry = parse(OLD.encode()).paid("a" * 64, rehearsal=False)
    assert entry is not None
    assert (entry.state, entry.request_id, entry.ledger) == ("done", "job-1", "")
    written = json.loads(text(parse(OLD.encode())))
    assert written["schema"] == "storyc.lock/2"
    assert written["a.story 001 wan-2.6-t2v@segmind"]["file_sha256"] == "c" * 64


def test_an_old_block_that_a_merge_brings_into_a_new_file_is_read() -> None:
    assert jobs(parse(OLD.replace("lock/1", "lock/2").encode())) == ["job-1"]


def test_an_old_block_beside_the_same_one_written_anew_is_named() -> None:
    new = text(parse(OLD.encode())).decode().partition("\n\n")[2]
    both = OLD.replace("lock/1", "lock/2").rstrip("}\n") + "}\n\n" + new
    with pytest.raises(LockTrouble, match="keep the block whose clip you want"):
        parse(both.encode())


def test_what_is_done_has_a_file() -> None:
    data = text(lock_of([locked(ONE)])).replace(b'"' + b"c" * 64 + b'"', b"null")
    with pytest.raises(LockTrouble, match="is done but has no price or no file"):
        parse(data)


def test_many_clips_are_written_in_blocks_that_stand_still() -> None:
    before = lock_of(locked(request(number), job=f"job-{number}") for number in range(1, 50))
    after = merged(before, [locked(request(99), job="fresh")], (request(99),))
    lines = lockfile.text(before).decode().splitlines()
    assert [line for line in lockfile.text(after).decode().splitlines() if line in lines][:20] == lines[:20]
