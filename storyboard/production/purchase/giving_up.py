"""Giving up an entry of the lock file by hand: what may be said of it, what the host is asked, and what that costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from storyboard.diagnostics import nearest
from storyboard.ledger.records import Attempt, Ledger
from storyboard.ledger.steps import job_of
from storyboard.production.files.lock import change_lock_file
from storyboard.production.files.manifest import sha256
from storyboard.production.plan import lineage, lockfile
from storyboard.production.plan.lockfile import FILE, Entry, Lock, LockTrouble, block
from storyboard.production.purchase.asking import HeldJob, SettlingError, fetch, is_failed, must_be_gone
from storyboard.production.purchase.ordering import unusable
from storyboard.production.purchase.records import another_file_said
from storyboard.providers import Finished, Gone, Provider, Trouble
from storyboard.store import open_store
from storyboard.timing import money


def entry_of(folder: Path, name: str, ledger: Ledger | None) -> Entry:
    """The entry whose block is or was called so, or whose job is, or that of the attempt whose id begins so.

    Raises LockTrouble, LedgerTrouble and SettlingError.
    """
    blocks = lockfile.read_to_mend(folder).blocks
    if name in blocks:
        return blocks[name]
    attempt = ledger.attempt(name) if ledger is not None and name else None
    job = attempt.request_id if attempt is not None else name
    entries = [entry for entry in blocks.values() if job and job in (entry.request_id, lockfile.old_block(entry))]
    if len(entries) == 1:
        return entries[0]
    if entries:
        names = ", ".join(f"`{block(entry)}`" for entry in entries[:3])
        raise SettlingError(f"`{job}` is {len(entries)} blocks of `{FILE}`: name one of {names}")
    near = nearest(name, blocks, 0.6)
    raise SettlingError(f"`{FILE}` has no block `{name[:120]}`{f'; did you mean `{near}`?' if near else ''}")


def lose(
    root: Path, folder: Path, entry: Entry, ledger: Ledger | None, host: Callable[[], Provider], kept: float,
    patience: float, *, blind: bool = False,
) -> str:  # fmt: skip
    """Write into the lock file that a clip is gone for good; what that comes to, as a phrase.

    For `kept` seconds after a submit the host may not know a job yet, and for `patience` it may be at it. With `blind`
    it is not asked. Raises SettlingError, KeyRefused, NoKey, LedgerTrouble, StoreTrouble and LockTrouble.
    """
    name, then = block(entry), "the next build buys it anew"
    live = ledger.live([entry.request_sha256]).get(entry.request_sha256) if ledger is not None else None
    if live is not None and live.request_id == entry.request_id:
        how = (
            "`storyc build` asks for it" if not live.price else f"settle it by `storyc ledger resolve {live.id} --lost`"
        )
        raise SettlingError(f"`{name}` is attempt `{live.id}` of this ledger, which is {live.state}: {how}")
    if live is not None:
        then = f"the next build goes on with attempt `{live.id}` of this ledger, which is {live.state}"
    if entry.state == "lost":
        raise SettlingError(f"`{name}` is lost already: {then}")
    request_id = job_of(entry.request_id)
    if request_id is not None and not blind:
        with TemporaryDirectory() as incoming:
            # What comes is not kept: it is of no attempt here.
            job = HeldJob(
                request_id, entry.sent, entry.state == "done", kept, patience,
                open_store(Path(incoming), "").receive, partial(_spoilt, entry), "`storyc build` drops its block",
                key=entry.key,
            )  # fmt: skip
            must_be_gone(job, host())
    _change(root, folder, entry, lineage.lost(entry))
    paid = f" for which {entry.price_usd} USD were paid" if entry.price_usd is not None else " that was paid for"
    return f"`{name}`,{paid}, counts as lost: {then}"


def _spoilt(entry: Entry, path: Path) -> str:
    """Why a file that came for an entry is of no use, empty where it is; SettlingError where it is another clip."""
    why = unusable(path)
    if not why and entry.file_sha256 not in (None, sha256(path)):
        raise SettlingError(another_file_said(entry))
    return why


def is_gone(provider: Provider, request_id: str) -> bool:
    """Whether the host says that it has a job or its clip no more; where it says nothing now it may have it."""
    answer = provider.ask(request_id)
    if not isinstance(answer, Finished):
        return isinstance(answer, Gone) or is_failed(answer)
    with TemporaryDirectory() as folder:  # a host names a job for longer than it keeps the clip
        incoming = open_store(Path(folder), "").receive()
        try:
            why = fetch(provider, answer.url, incoming, unusable)
        finally:
            incoming.discard()
    return isinstance(why, Gone) or (isinstance(why, Trouble) and why.lasting)


def forget(root: Path, folder: Path, entry: Entry, ledger: Ledger | None) -> str:
    """Take a block out of the lock file; what that comes to, as a phrase.

    Raises SettlingError, LedgerTrouble and LockTrouble.
    """
    _change(root, folder, entry, None)
    live = ledger.live([entry.request_sha256]).get(entry.request_sha256) if ledger is not None else None
    job = f"request `{entry.request_id}`" if entry.request_id is not None else "a job without a name"
    said = f"`{FILE}` has forgotten `{block(entry)}`, {job} of {entry.provider}"
    if live is not None and live.request_id == entry.request_id:
        paid = money(live.spent or live.held)
        return f"{said}; attempt `{live.id}` of this ledger has it, {paid} USD, and the next build writes it in again"
    return f"{said}: whoever builds the clip without having it pays anew"


def follow(root: Path, folder: Path, before: Attempt, after: Attempt) -> None:
    """Have the block of an attempt's job say what became of the attempt by hand; other machines know it from there.

    Raises LockTrouble.
    """

    def changed(lock: Lock) -> Lock:
        entries = (_followed(entry, before, after) for entry in lock.blocks.values())
        return lockfile.lock_of(entry for entry in entries if entry is not None)

    lock = lockfile.read_to_mend(folder)
    if changed(lock) != lock:
        change_lock_file(root, folder, changed)


def home_of(attempt: Attempt, here: Lock, folders: Mapping[str, Path]) -> str:
    """The root of another project whose lock file names an attempt's job, where the one `here` does not; else empty.

    `folders` are those of the lock files of the projects that share the ledger, by their roots.
    """
    if _names(here, attempt):
        return ""
    for root, folder in folders.items():
        with suppress(LockTrouble):
            if _names(lockfile.read_to_mend(folder), attempt):
                return root
    return ""


def _names(lock: Lock, attempt: Attempt) -> bool:
    return any(_is_of(entry, attempt) for entry in lock.blocks.values())


def _is_of(entry: Entry, attempt: Attempt) -> bool:
    """Whether an entry names the job of an attempt."""
    known = (entry.request_id, entry.request_sha256, entry.rehearsal)
    return attempt.request_id is not None and known == (attempt.request_id, attempt.op, attempt.rehearsal)


def _followed(entry: Entry, before: Attempt, after: Attempt) -> Entry | None:
    """An entry as it is once an attempt, if its job is that one's, was settled; None where it leaves."""
    if not _is_of(entry, before) or entry.state == "lost":
        return entry
    if after.state == "void":
        return lineage.ended(entry, after)
    return msgspec.structs.replace(entry, request_id=after.request_id)


def _change(root: Path, folder: Path, entry: Entry, after: Entry | None) -> None:
    """Put another entry in the place of one, or none."""

    def changed(lock: Lock) -> Lock:
        if lock.blocks.get(block(entry)) != entry:
            raise SettlingError(f"`{FILE}` was changed meanwhile: look at `{block(entry)}` again")
        rest = [other for name, other in lock.blocks.items() if name != block(entry)]
        return lockfile.lock_of([*rest, *([after] if after is not None else [])])

    change_lock_file(root, folder, changed)
