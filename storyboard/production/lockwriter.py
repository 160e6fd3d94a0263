"""What a paid build has still to write into the lock file."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from storyboard.compiler.request import Request
from storyboard.ledger.records import Attempt, LedgerTrouble
from storyboard.ledger.steps import COUNTED
from storyboard.production.files.lock import LockOnDisk, change_lock_file, tidy_lock_file
from storyboard.production.plan import lineage, lockfile
from storyboard.production.plan.lockfile import Entry, Lock, LockTrouble, NotWritten, block, key_of
from storyboard.production.purchase.records import PurchasePlan

_REST = 20  # times as long as the lock file took to write it is left alone
_LATEST = 0.8  # seconds that a job which the host has accepted may wait for its entry


class LockWriter:
    """Collects jobs that were accepted, done or lost, and writes them into the lock file now and then."""

    def __init__(self, root: Path, plan: PurchasePlan, requests: Sequence[Request]) -> None:
        """`requests` are all of the stories that are built."""
        self._root, self._plan, self._requests = root, plan, requests
        self._ledger, self._lock = plan.context.ledger, plan.lock
        self._prices = {request.sha256: request.price for request in requests}
        self._places: dict[str, set[str]] = {}
        for request in requests:
            self._places.setdefault(request.sha256, set()).add(key_of(request))
        self._disk: LockOnDisk | None = None
        self._fresh: dict[str, tuple[Entry, Attempt]] = {}
        self._failed: set[str] = set()
        self._rest_until = self._urgent_at = 0.0

    def begin(self, operations: Iterable[str], left: Iterable[Attempt]) -> None:
        """Take note of what the ledger knows better than the lock file, as after a run that was killed."""
        if not self._plan.locked:
            tidy_lock_file(self._root, self._plan.folder)
        operations = tuple(operations)
        live = self._ledger.live(operations)
        for attempt in (*live.values(), *left):
            self.note(attempt)
        entries = [entry for op in operations if op not in live and (entry := self._entry(op)) is not None]
        self._note_ends(lineage.over(entries, self._ledger))

    def note(self, attempt: Attempt) -> None:
        """Take note of a job that the host has named, and of its clip once that is booked."""
        if attempt.request_id is None or attempt.state in ("void", "unknown"):
            return
        # What other books have paid for has its price from its request, which waits for its story to be built.
        if not attempt.price and attempt.op not in self._prices:
            return
        before = self._entry(attempt.op)
        entry = self._entry_of(attempt, before)
        # The same clip may be in several places, and has one entry; one that has moved takes it along.
        places = self._places.get(attempt.op)
        if before is None or entry != before or (places is not None and block(before) not in places):
            self._fresh[attempt.op] = entry, attempt

    def note_accepted(self, attempt: Attempt) -> None:
        """Take note of a job whose name has just been learned."""
        self.note(self._ledger.attempt(attempt.id) or attempt)

    def note_failed(self, operation: str) -> None:
        """Take note that an operation has failed: where its job came to nothing, its entry does too."""
        entry = self._entry(operation)
        if entry is None or entry.state != "running" or entry.request_id is None or self._ledger.live([operation]):
            return
        for attempt in self._ledger.named([entry.request_id])[-1:]:
            self._note_ends({operation: attempt})

    def _note_ends(self, ends: dict[str, Attempt]) -> None:
        """Jobs that are over, by their operations: what cost nothing has no entry, and what did is lost."""
        for op, attempt in ends.items():
            entry = self._entry(op)
            if entry is None or entry.state == "lost":
                continue
            after = lineage.ended(entry, attempt)
            if after is None:
                self._fresh.pop(op, None)
                self._failed.add(entry.request_id or "")
            elif after != entry:
                self._fresh[op] = after, attempt

    def write_sometimes(self) -> None:
        """Write what was noted unless that was done just now; where it cannot be, a later time tries again."""
        now = time.monotonic()
        urgent = any(entry.state == "running" for entry, _ in self._fresh.values())
        if now < (self._urgent_at if urgent else self._rest_until):
            return
        # The clips that are under way go on, and the end of the run says what is wrong.
        with suppress(LockTrouble):
            self.write()

    def write(self) -> None:
        """Write into the lock file what was noted, unless that is locked. Raises LockTrouble."""
        if self._plan.locked or (not self._fresh and not self._failed):
            return
        since = time.monotonic()
        self._urgent_at = since + _LATEST
        self._disk = change_lock_file(self._root, self._plan.folder, self._changed, self._disk)
        self._lock = self._disk.lock
        self._fresh.clear()
        self._failed.clear()
        # Thousands of blocks are not written anew for each clip that comes; what is not in it yet is in the ledger.
        now = time.monotonic()
        self._rest_until = now + _REST * (now - since)
        self._urgent_at = min(self._rest_until, now + _LATEST)

    def _changed(self, lock: Lock) -> Lock:
        """A lock file with what was noted; where its block has become another one meanwhile, that is weighed anew."""
        known, self._lock = self._lock, lock
        for op, (entry, attempt) in self._fresh.items():
            before = self._paid(lock, op)
            if before is not None and before != self._paid(known, op):
                self._fresh[op] = self._weighed(entry, attempt, before), attempt
        fresh = [entry for entry, _ in self._fresh.values()]
        return lockfile.merged(lock, fresh, self._requests, self._failed, exists=self._exists)

    def _weighed(self, entry: Entry, attempt: Attempt, before: Entry) -> Entry:
        """What is to stand where a block came meanwhile. Raises LockTrouble."""
        if attempt.state == "void":
            return entry if before.request_id == entry.request_id else before
        try:
            return self._entry_of(attempt, before)
        except LedgerTrouble as trouble:
            raise NotWritten(str(trouble)) from trouble

    def _exists(self, story: str) -> bool:
        """Whether there still is a story, which this run may not build."""
        return (self._root / story).is_file()

    def cost(self, attempt: Attempt) -> int:
        """What a clip has cost, in micro-dollars; for one that other books have paid for what those say, or its price.

        Here that costs nothing.
        """
        entry = self._entry(attempt.op)
        if attempt.price or entry is None or not lineage.same_job(entry, attempt):
            return attempt.spent
        paid = lockfile.paid(entry)
        return self._prices.get(attempt.op, attempt.spent) if paid is None else paid

    def _entry(self, operation: str) -> Entry | None:
        entry, _ = self._fresh.get(operation, (None, None))
        return entry or self._paid(self._lock, operation)

    def _paid(self, lock: Lock, operation: str) -> Entry | None:
        return lock.paid(operation, rehearsal=self._plan.rehearsal)

    def _entry_of(self, attempt: Attempt, before: Entry | None) -> Entry:
        """The entry of an attempt where the lock file has said another before, which may have to stand."""
        if before is not None and lineage.stands(before, attempt, self._ledger):
            return before
        known = before is not None and lineage.same_job(before, attempt)
        price = self.cost(attempt) if attempt.state in COUNTED else None
        if before is not None and known and price is None and before.state != "lost":
            return before  # a clip that was done elsewhere is fetched here, and stays done
        if before is not None and known and before.state == "done" and before.file_sha256 == attempt.sha256:
            return msgspec.structs.replace(before, request_id=attempt.request_id)
        entry = lockfile.entry(attempt, ledger=self._ledger.id, price=price)
        return lineage.bought_by(entry, before) if before is not None and known else entry
