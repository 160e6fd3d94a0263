"""Giving up an entry of the lock file by hand: what may be said of it, what the host is asked, and what that costs."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from storyboard.diagnostics import nearest
from storyboard.ledger.records import Ledger
from storyboard.production.files.lock import change_lock_file
from storyboard.production.files.manifest import sha256
from storyboard.production.plan import lineage, lockfile
from storyboard.production.plan.lockfile import FILE, Entry, Lock, block
from storyboard.production.purchase.records import UNNAMED, another_file_said
from storyboard.production.purchase.settling import SettlingError, no_job
from storyboard.providers import Fetched, Finished, Gone, HostRefused, Provider, Running, Trouble
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
    root: Path, folder: Path, entry: Entry, ledger: Ledger | None, host: Callable[[], Provider], kept: float
) -> str:  # fmt: skip
    """Write into the lock file that a clip is gone for good; what that comes to, as a phrase.

    That the host does not know a job proves nothing before `kept` seconds are over, since its record may be late.
    Raises SettlingError, KeyRefused, NoKey, LedgerTrouble, StoreTrouble and LockTrouble.
    """
    name = block(entry)
    live = ledger.live([entry.request_sha256]).get(entry.request_sha256) if ledger is not None else None
    if live is not None and live.request_id == entry.request_id:
        how = (
            "`storyc build` asks for it" if not live.price else f"settle it by `storyc ledger resolve {live.id} --lost`"
        )
        raise SettlingError(f"`{name}` is attempt `{live.id}` of this ledger, which is {live.state}: {how}")
    if entry.state == "lost":
        raise SettlingError(f"`{name}` is lost already: the next build buys it anew")
    if entry.request_id is not None and not entry.request_id.startswith(UNNAMED):
        _must_be_gone(entry, entry.request_id, host, kept)
    _change(root, folder, entry, lineage.lost(entry))
    paid = f" for which {entry.price_usd} USD were paid" if entry.price_usd is not None else " that was paid for"
    return f"`{name}`,{paid}, counts as lost: the next build buys it anew"


def _must_be_gone(entry: Entry, request_id: str, host: Callable[[], Provider], kept: float) -> None:
    answer, clip = _asked(host(), request_id)
    if _is_gone(answer, clip):
        return
    if isinstance(clip, Trouble):
        raise SettlingError(f"the clip of request `{request_id}` cannot be fetched now: {clip.why}: ask again later")
    if isinstance(clip, str) and entry.file_sha256 not in (None, clip):
        raise SettlingError(another_file_said(entry))
    if isinstance(answer, Running | Finished):
        raise SettlingError(f"the host still has request `{request_id}`: `storyc build` fetches it, for nothing")
    if not isinstance(answer, Gone):
        raise no_job(request_id, answer, "`storyc build` drops its block")
    age = (datetime.now(UTC) - entry.sent).total_seconds() if entry.sent is not None else kept
    # The sender's clock may have been another; what is not of these hours is old.
    if entry.state == "running" and abs(age) < kept:
        raise SettlingError(
            f"the host does not know request `{request_id}` yet, which was sent less than {kept / 60:.0f} minutes "
            f"ago: ask again in {math.ceil((kept - age) / 60)} minutes"
        )


def is_gone(provider: Provider, request_id: str) -> bool:
    """Whether the host says that it has a job or its clip no more; where it says nothing now it may have it."""
    answer, clip = _asked(provider, request_id)
    return isinstance(answer, Gone) or _is_gone(answer, clip)


_Answer = Running | Finished | HostRefused | Gone | Trouble
# The SHA-256 of one that was fetched.
_Clip = str | Gone | Trouble | None


def _asked(provider: Provider, request_id: str) -> tuple[_Answer, _Clip]:
    """What the host says of a job and, where it calls that finished, what comes of fetching its clip."""
    answer = provider.ask(request_id)
    # A host names the job for longer than it keeps the clip.
    return answer, _fetched(provider, answer.url) if isinstance(answer, Finished) else None


def _is_gone(answer: _Answer, clip: _Clip) -> bool:
    """Whether a job came to nothing, or its clip cannot be had any more; a job that is not known may only be late."""
    failed = isinstance(answer, HostRefused) and answer.cause == "failed"
    return failed or isinstance(clip, Gone) or (isinstance(clip, Trouble) and clip.lasting)


def _fetched(provider: Provider, url: str) -> str | Gone | Trouble:
    """The SHA-256 of a clip that is fetched, and not kept: it is of no attempt here."""
    with tempfile.TemporaryDirectory() as folder:
        incoming = open_store(Path(folder), "").receive()
        try:
            answer = provider.fetch(url, incoming)
            return sha256(incoming.path) if isinstance(answer, Fetched) else answer
        finally:
            incoming.discard()


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


def _change(root: Path, folder: Path, entry: Entry, after: Entry | None) -> None:
    """Put another entry in the place of one, or none."""

    def changed(lock: Lock) -> Lock:
        if lock.blocks.get(block(entry)) != entry:
            raise SettlingError(f"`{FILE}` was changed meanwhile: look at `{block(entry)}` again")
        rest = [other for name, other in lock.blocks.items() if name != block(entry)]
        return lockfile.lock_of([*rest, *([after] if after is not None else [])])

    change_lock_file(root, folder, changed)
