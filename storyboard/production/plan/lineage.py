"""Which ledger a lock file's entries are of: what these books have settled, and where they are an old copy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from storyboard.compiler.layout.clips import slug
from storyboard.compiler.request import Request
from storyboard.ledger.records import Attempt, Ledger, Reserved, Standing
from storyboard.ledger.steps import COUNTED, LOST, RECALLED, UNNAMED, job_of
from storyboard.production.plan.lockfile import Entry, Lock, paid, whole_seconds
from storyboard.records.clip import ClipRef


def over(entries: Iterable[Entry], ledger: Ledger) -> dict[str, Attempt]:
    """The attempts of these books that are over although an entry names their job, by operation.

    Who has bought a job knows best what became of it; who has only learned of it may have asked too late, unless
    somebody has given it up there by hand. A file that the attempt never had is news: its clip came elsewhere.
    """
    named = {entry.request_id: entry for entry in entries if entry.request_id is not None}
    attempts = ledger.named(named) if named else ()
    return {
        attempt.op: attempt
        for attempt in attempts
        if (entry := named[attempt.request_id or ""]).request_sha256 == attempt.op
        and attempt.state == "void"
        and (attempt.price or given_up(attempt))
        and (entry.state != "done" or entry.file_sha256 == attempt.sha256)
    }


def given_up(attempt: Standing) -> bool:
    """Whether an attempt is over and its clip counts as lost: given up by hand, or recalled by an old copy."""
    return attempt.state == "void" and (attempt.note.startswith(LOST) or attempt.spent > 0)


def lacking(lock: Lock, ledger: Ledger, since: datetime | None = None) -> list[tuple[str, Entry]]:
    """The blocks of a lock file that these very books have bought, since a moment, and this copy of them lacks."""
    own = [
        (name, entry)
        for name, entry in sorted(lock.blocks.items())
        if ledger.id and (entry.ledger, entry.rehearsal) == (ledger.id, ledger.place.rehearsal)
        if job_of(entry.request_id) is not None and entry.sent is not None and (since is None or entry.sent > since)
    ]
    known = {attempt.request_id for attempt in ledger.attempts()} if own else set[str | None]()
    return [(name, entry) for name, entry in own if entry.request_id not in known]


def catch_up(lock: Lock, ledger: Ledger, left: Iterable[Attempt]) -> None:
    """Have an old copy of books know its sends by the names in the lock file.

    `left` is what dead runs have left in the books. The job that the lock file names is what became of the send of its
    own moment alone: two copies may have sent the same request, or one have settled a send by hand and sent anew.
    """
    for attempt in left:
        entry = lock.paid(attempt.op, rehearsal=attempt.rehearsal) if attempt.state == "unknown" else None
        if entry is None or entry.request_id is None or entry.state == "lost":
            continue
        same = attempt.sent is not None and entry.sent == whole_seconds(attempt.sent)
        if same and ledger.id and entry.ledger == ledger.id and not ledger.named([entry.request_id]):
            ledger.accepted(attempt.id, entry.request_id)


def learn(entry: Entry, request: Request, seconds: int, ledger: Ledger) -> Attempt | None:
    """The attempt by which these books know from now on what an entry names; None where its job has one already.

    What other books have paid for costs nothing here. What these have bought and forgotten holds its price again, on
    the day of its send.
    """
    job = _job(entry)
    known = ledger.named([job])
    if any(attempt.state != "void" for attempt in known):
        return None
    learned = ledger.learn(request, seconds, job, paid=entry.sent if is_forgotten(entry, ledger) else None)
    return learned.attempt if isinstance(learned, Reserved) else None


def _job(entry: Entry) -> str:
    """The name by which these books know the job of an entry."""
    return entry.request_id or f"{UNNAMED}{(entry.file_sha256 or entry.request_sha256)[:32]}"


def take_back(entry: Entry, request: Request, seconds: int, ledger: Ledger) -> bool:
    """Have an old copy of books count again what they have bought, as an entry says; whether it had not.

    Nobody is asked for that, so that it counts before anything more is bought; the clip is fetched as any other, unless
    it is lost.
    """
    if not is_forgotten(entry, ledger):
        return False
    if entry.state == "lost":
        return _count_again(entry, request, seconds, ledger, LOST)
    attempt = learn(entry, request, seconds, ledger)
    if attempt is not None and entry.state == "done" and entry.file_sha256 is not None:
        ledger.brought(attempt.id, entry.file_sha256, None, cost(entry, attempt))
    return attempt is not None


def recall(entry: Entry, ledger: Ledger) -> bool:
    """Have an old copy of books count again what they have paid for a clip that nobody means now; whether it had not.

    No request says what was sent. Who means the clip later fetches it for nothing.
    """
    clip = ClipRef(entry.clip, entry.title, slug(entry.title))
    request = Request(
        entry.story, clip, entry.variant, entry.take, entry.profile, {}, entry.request_sha256, (), 0, entry.story, 1,
        seed=entry.seed,
    )  # fmt: skip
    return _count_again(entry, request, 0, ledger, RECALLED)


def _count_again(entry: Entry, request: Request, seconds: int, ledger: Ledger, why: str) -> bool:
    """Count what was paid for an entry's clip, which is over, on the day of its send; whether nobody had."""
    price = paid(entry)
    priced = msgspec.structs.replace(request, price=request.price if price is None else price)
    return isinstance(ledger.learn(priced, seconds, _job(entry), paid=entry.sent, over=why), Reserved)


def forgotten(lock: Lock, ledger: Ledger, host: str) -> list[Entry]:
    """The entries whose clips these very books have paid a host for, and whose jobs no attempt of theirs names."""
    side = host, ledger.id, ledger.place.rehearsal
    own = {
        entry.request_id: entry
        for entry in lock.blocks.values()
        if entry.ledger and (entry.provider, entry.ledger, entry.rehearsal) == side
        if entry.sent is not None and paid(entry) and job_of(entry.request_id) is not None
    }
    strange = own.keys() - ledger.request_ids() if own else set[str | None]()
    # The host may have had another address.
    strange -= {attempt.request_id for attempt in ledger.attempts()} if strange else set()
    return [entry for job, entry in own.items() if job in strange]


def is_forgotten(entry: Entry, ledger: Ledger) -> bool:
    """Whether these very books have bought what an entry names, and this copy of them counts nothing for it.

    What has cost nothing since its job has failed is not forgotten: a run was killed before it wrote the lock file.
    """
    if not ledger.id or entry.ledger != ledger.id or entry.sent is None or over([entry], ledger):
        return False
    known = ledger.named([_job(entry)])
    return not any(attempt.counted or given_up(attempt) for attempt in known)


def cost(entry: Entry, attempt: Standing) -> int:
    """What the clip of an entry that is done costs in these books, in micro-dollars; nothing where others paid."""
    return (paid(entry) or 0) if attempt.price else 0


class Origins(msgspec.Struct, frozen=True):
    """Which sends have begun the jobs that the lock file names, by its entries; `ledger` is the id of these books."""

    ledger: str = ""
    entries: Mapping[str, Entry] = {}

    def exclude(self, job: str, attempt: Attempt) -> bool:
        """Whether a job was begun by another send than that of an attempt."""
        entry = self.entries.get(job)
        return entry is not None and _is_anothers(entry, attempt, self.ledger)


def origins(lock: Lock, ledger: Ledger) -> Origins:
    """Which sends have begun the jobs that the lock file names."""
    entries = lock.blocks.values()
    return Origins(ledger.id, {entry.request_id: entry for entry in entries if entry.request_id is not None})


def _is_anothers(entry: Entry, attempt: Standing, ledger: str) -> bool:
    """Whether an entry's job is known to be of another send than an attempt's: of other books, or at another moment.

    Two copies of the same books may each have sent the request.
    """
    if entry.ledger != ledger:
        return entry.ledger != ""
    return entry.sent is not None and attempt.sent is not None and entry.sent != whole_seconds(attempt.sent)


def lost(entry: Entry) -> Entry:
    """An entry whose clip is gone for good: it was paid for, and may be bought anew."""
    return msgspec.structs.replace(entry, state="lost")


def same_job(entry: Entry, attempt: Standing) -> bool:
    """Whether an entry is of an attempt's job, as one without a name is whose job these books have taken up."""
    if entry.state == "done" and job_of(entry.request_id) is None and not attempt.price:
        return True
    return entry.request_id == attempt.request_id


def stands(entry: Entry, attempt: Standing, ledger: Ledger) -> bool:
    """Whether an entry is to stay although these books have another job for its clip.

    It does where theirs has no name, and where they pay for the clip a second time: each machine would put its job
    there in turn. What they have given up themselves does not stand.
    """
    if entry.state != "done" or entry.request_id == attempt.request_id:
        return False
    own = attempt.price > 0 or job_of(attempt.request_id) is None
    return own and job_of(entry.request_id) is not None and not over([entry], ledger)


def bought_twice(entry: Entry, attempt: Standing, ledger: Ledger) -> bool:
    """Whether other books and these have each paid for a clip by now, and the entry of the others is to stay."""
    return attempt.state in COUNTED and stands(entry, attempt, ledger)


def ended(entry: Entry, attempt: Standing) -> Entry | None:
    """An entry once the attempt of its job is over: lost where that was paid for, none where what ran cost nothing."""
    if attempt.spent or given_up(attempt):
        return lost(entry)
    return None if entry.state == "running" else entry


def freed(entry: Entry) -> Entry:
    """An entry whose job may have brought any file."""
    return msgspec.structs.replace(entry, file_sha256=None)


def bought_by(entry: Entry, before: Entry) -> Entry:
    """An entry with the ledger, the moment and the key's mark that the lock file has for the same job."""
    return msgspec.structs.replace(
        entry, ledger=before.ledger, sent=before.sent or entry.sent, key=before.key or entry.key
    )
