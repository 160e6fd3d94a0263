"""`storyc.lock`: what was paid for, carried by git to every machine that has not the ledger which knows it.

It is JSON, one block a clip between empty lines and each block with its comma in front, so that two branches that add
clips merge without a conflict wherever another block lies between. What git could not merge is named and never guessed.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shlex
from collections.abc import Callable, Container, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import msgspec

from storyboard.compiler.request import Request
from storyboard.ledger.records import Attempt
from storyboard.ledger.rows import seed_of
from storyboard.patterns import lazy
from storyboard.profiles import host_of
from storyboard.recall import witness
from storyboard.records import lock as written
from storyboard.records import schema_of
from storyboard.records.lock import LockEntry as Entry
from storyboard.records.lock import LockState
from storyboard.system.disk import other_kind
from storyboard.timing import money_number

FILE = "storyc.lock"
SCHEMA = schema_of(written.LockRecord)
_MOST = 64 << 20  # bytes; some hundred thousand clips
_UNFIT = lazy("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # what no name of ours holds, and a terminal may obey
_TOKEN = 8  # bytes in the name of a file that becomes the lock file
_LEFT = lazy(rf"\.{re.escape(FILE)}\.[0-9a-f]{{{2 * _TOKEN}}}")
_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
# Of two entries of one request the later one of these counts.
_RANKS: tuple[LockState, ...] = ("lost", "running", "done")
# What version 1 did not say, of a clip that was bought: it named no other.
_UPGRADE = {"state": "done", "ledger": "", "sent": None}
# How many jobs its ledger had counted when a block was written: it made branches conflict that named one job.
_DROPPED = "generation"


Mark = tuple[int, int, int] | None  # None where there is no file


class LockTrouble(Exception):
    """The lock file cannot be used; the text names the line or the block, and what to do."""


class Unreadable(LockTrouble):
    """The lock file cannot be read, whatever it says: it is no file, or the disk or its rights do not let it be."""


class NotWritten(LockTrouble):
    """The lock file cannot be written; what was paid for is in the ledger all the same."""


def key(story: str, clip: int, variant: str, take: int, profile: str) -> str:
    """The name of a block, by which the file is sorted: `films/a.story 003 vertical take 2 MODEL@HOST`."""
    return f"{_old_key(story, clip, variant, take)} {profile}"


def _old_key(story: str, clip: int, variant: str, take: int) -> str:
    """What a block was called before one clip could be bought of several models."""
    return f"{story} {clip:03}{f' {variant}' if variant else ''}{f' take {take}' if take > 1 else ''}"


def key_of(request: Request) -> str:
    """The name of the block of a request."""
    return key(request.story, request.clip.index, request.variant, request.take, request.profile)


def block(entry: Entry) -> str:
    """The name of an entry's block."""
    return key(entry.story, entry.clip, entry.variant, entry.take, entry.profile)


def old_block(entry: Entry) -> str:
    """The name that an entry's block has in a file of version 1, as a user may still read it there."""
    return _old_key(entry.story, entry.clip, entry.variant, entry.take)


class Lock(msgspec.Struct, frozen=True):
    """What a lock file says: its entries by the names of their blocks, and the one that counts for each operation."""

    blocks: Mapping[str, Entry] = {}
    _counting: Mapping[tuple[str, bool], Entry] = {}

    def paid(self, operation: str, *, rehearsal: bool) -> Entry | None:
        """The entry of an operation, unless it is of a rehearsal and this is none, or the other way round."""
        return self._counting.get((operation, rehearsal))


def lock_of(entries: Iterable[Entry]) -> Lock:
    """The lock that holds these entries; of two blocks of one name the later one."""
    blocks = {block(entry): entry for entry in entries}
    # The same words may stand at several places, and be one operation.
    ranked = sorted(blocks.values(), key=lambda entry: _RANKS.index(entry.state))
    return Lock(blocks, {(entry.request_sha256, entry.rehearsal): entry for entry in ranked})


NO_LOCK = Lock()


def place(folder: Path) -> Path:
    """Where the lock file of a folder lies."""
    return folder / FILE


def read(folder: Path) -> Lock:
    """What the lock file of a folder says; nothing where there is none.

    Raises LockTrouble, also where blocks of several requests name one job, which has made one clip.
    """
    lock = read_to_mend(folder)
    names: dict[tuple[str | None, str, bool], str] = {}
    for name, item in lock.blocks.items():
        twin = names.setdefault((item.request_id, item.provider, item.rehearsal), name)
        if item.request_id is not None and lock.blocks[twin].request_sha256 != item.request_sha256:
            raise LockTrouble(
                f"`{FILE}`: `{twin}` and `{name}` are two clips and name one job, `{item.request_id}`: keep the block "
                f"of the clip that it has made; `storyc ledger forget {shlex.quote(name)}` takes out the other"
            )
    return lock


def read_to_mend(folder: Path) -> Lock:
    """What the lock file of a folder says, though its blocks may contradict each other. Raises LockTrouble."""
    path = place(folder)
    witness.look(path)
    try:
        if kind := other_kind(path):
            raise Unreadable(f"`{FILE}` is {kind} and no file: move it away, or take the file from git again")
        with path.open("rb") as stream:
            data = stream.read(_MOST + 1)
        witness.have_read(path, _MOST + 1, data)
    except FileNotFoundError:
        return NO_LOCK
    except OSError as error:
        raise Unreadable(f"`{FILE}` cannot be read: {error.strerror or error}") from error
    if len(data) > _MOST:
        raise LockTrouble(f"`{FILE}` is longer than {_MOST:,} bytes")
    return parse(data)


def parse(data: bytes) -> Lock:
    """What the bytes of a lock file say. Raises LockTrouble."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LockTrouble(f"`{FILE}`: byte {error.start} is not UTF-8: take the file from git again") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(_MARKS):
            raise LockTrouble(
                f"`{FILE}`: line {number} is a conflict that git could not merge: keep the blocks of both sides, and "
                "of a block that is there twice the one whose clip you want"
            )
    try:
        blocks = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise LockTrouble(f"`{FILE}` cannot be read: {error}: mend it, or take it from git again") from error
    return lock_of(_entries(blocks))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object none of whose names is there twice. Raises LockTrouble for one that is."""
    values: dict[str, Any] = {}
    for name, value in pairs:
        for text in (name, value):
            if isinstance(text, str) and (unfit := _UNFIT.search(text)):
                raise LockTrouble(f"`{FILE}` has the character U+{ord(unfit[0]):04X} in a text: take it from git again")
        if name in values:
            raise LockTrouble(f"`{FILE}` has `{name[:120]}` twice: keep the block whose clip you want")
        values[name] = value
    return values


def _entries(blocks: object) -> Iterable[Entry]:
    if not isinstance(blocks, dict):
        raise LockTrouble(f"`{FILE}` is no object of blocks")
    named = cast("dict[str, Any]", blocks)
    if named.get("schema") not in (SCHEMA, written.OLDER):
        raise LockTrouble(f"`{FILE}` is `{str(named.get('schema'))[:60]}` but this storyc knows `{SCHEMA}`")
    names: dict[str, str] = {}
    for name, values in named.items():
        if name == "schema":
            continue
        # Told by the block: a merge may bring one of an old file into a new one.
        old = isinstance(values, dict) and "state" not in values
        try:
            entry = msgspec.convert(_of_now(values, old=old), Entry)
        except msgspec.ValidationError as error:
            raise LockTrouble(f"`{FILE}`: block `{name[:120]}`: {error}".replace("$.", "")) from error
        right = old_block(entry) if old else block(entry)
        if right != name:
            raise LockTrouble(f"`{FILE}`: block `{name[:120]}` says of itself that it is `{right[:120]}`")
        if entry.state == "done" and (entry.file_sha256 is None or entry.price_usd is None):
            raise LockTrouble(f"`{FILE}`: block `{name[:120]}` is done but has no price or no file: take it from git")
        twin = names.setdefault(block(entry), name)
        if twin != name:
            raise LockTrouble(f"`{FILE}` has `{twin[:120]}` and `{name[:120]}`: keep the block whose clip you want")
        yield entry


def _of_now(values: Any, *, old: bool) -> Any:
    """What a block of an earlier version says, as one of this version does."""
    if not isinstance(values, dict):
        return values
    kept = {name: value for name, value in cast("dict[str, Any]", values).items() if name != _DROPPED}
    return kept | _UPGRADE if old else kept


def merged(
    lock: Lock, fresh: Iterable[Entry], requests: Iterable[Request], failed: Container[str] = (), *,
    exists: Callable[[str], bool] = lambda story: False,
) -> Lock:  # fmt: skip
    """A lock with fresh entries in the place of what was there; `requests` are all of the stories that are built.

    A clip that has moved takes its entry along, so that a new one in its old place does not cost it. Unless its place
    is wanted, an entry stays where a story that is not built and still `exists` may mean it, and where the place that
    it would take has the block of another clip which was paid for. The jobs that have `failed` by name, without cost,
    lose their blocks; no other block leaves. A fresh entry that no request names, as of words that were changed since
    or of another project with the same ledger, only renews the block of its own job.
    """
    places: dict[str, dict[str, Request]] = {}
    built: set[tuple[str, str]] = set()
    for request in requests:
        places.setdefault(request.sha256, {})[key_of(request)] = request
        built.add((request.story, request.variant))
    blocks: dict[str, Entry] = {}
    kept = [item for item in lock.blocks.values() if item.state != "running" or (item.request_id or "") not in failed]
    kept.sort(key=lambda item: _RANKS.index(item.state))
    fit = [item for item in fresh if item.request_sha256 in places or _is_renewal(item, lock)]
    idle = {block(item) for item in kept if item.request_sha256 not in places}
    meant = [item for item in (*kept, *fit) if item.request_sha256 in places]
    wanted = {block(_placed(item, places[item.request_sha256])) for item in meant}
    # The later one takes the place: what is in the stories before what is not, then what is fresh, or counts more.
    for item in sorted([*kept, *fit], key=lambda item: item.request_sha256 in places):
        entry = _placed(item, places.get(item.request_sha256, {}))
        before = lock.blocks.get(block(item))
        at_home = before is not None and before.request_sha256 == item.request_sha256 and block(item) not in wanted
        if at_home and (block(entry) in idle or ((item.story, item.variant) not in built and exists(item.story))):
            entry = item
        before = blocks.get(block(entry))
        # What was paid for is not given up for a rehearsal.
        if before is None or before.rehearsal or not entry.rehearsal:
            blocks[block(entry)] = entry
    return lock_of(blocks.values())


def _is_renewal(fresh: Entry, lock: Lock) -> bool:
    """Whether an entry says something new of the job that has its block already."""
    before = lock.blocks.get(block(fresh))
    return before is not None and (before.request_id, before.request_sha256) == (fresh.request_id, fresh.request_sha256)


def _placed(entry: Entry, places: Mapping[str, Request]) -> Entry:
    """An entry at one of the places where its request stands now."""
    if not places or block(entry) in places:
        return entry
    request = next(iter(places.values()))
    return msgspec.structs.replace(
        entry,
        story=request.story,
        clip=request.clip.index,
        title=request.clip.title,
        variant=request.variant,
        take=request.take,
    )


def entry(attempt: Attempt, *, ledger: str, price: int | None = None) -> Entry:
    """The entry of a job that the host has named, done where its `price` in micro-dollars is given."""
    return Entry(
        story=attempt.story,
        clip=attempt.clip,
        title=attempt.title,
        variant=attempt.variant,
        take=attempt.take,
        profile=attempt.profile,
        provider=host_of(attempt.profile),
        request_sha256=attempt.op,
        seed=seed_of(attempt),
        request_id=attempt.request_id,
        state="running" if price is None else "done",
        ledger=ledger,
        sent=whole_seconds(attempt.sent) if attempt.sent is not None else None,
        price_usd=None if price is None else money_number(price),
        file_sha256=None if price is None else attempt.sha256,
        rehearsal=attempt.rehearsal,
        key=attempt.look.key if attempt.look is not None else "",
    )


def paid(entry: Entry) -> int | None:
    """What the clip of an entry has cost whoever bought it, in micro-dollars; None before it is done."""
    return None if entry.price_usd is None else round(entry.price_usd * 1_000_000)


def whole_seconds(moment: datetime) -> datetime:
    """A moment as an entry has it."""
    return moment.replace(microsecond=0)


def text(lock: Lock) -> bytes:
    """A lock as the bytes of its file."""
    parts = [f'{{\n"schema": "{SCHEMA}"\n']
    parts += [_block_text(name, entry) for name, entry in sorted(lock.blocks.items(), key=lambda item: item[0])]
    return ("".join([*parts, "\n}\n"])).encode("utf-8")


@lru_cache(maxsize=1 << 16)  # a build writes the file again and again, and changes one block
def _block_text(name: str, entry: Entry) -> str:
    # Some ten times as fast as the library's own, whose indentation is written in Python.
    values = msgspec.json.format(msgspec.json.encode(entry, order="sorted"), indent=2).decode("utf-8")
    return f"\n,{json.dumps(name, ensure_ascii=False)}: {values}\n"


def mark(folder: Path) -> Mark:
    """What tells one state of a folder's lock file from another. Raises LockTrouble."""
    try:
        return _mark(place(folder).stat())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Unreadable(f"`{FILE}` cannot be read: {error.strerror or error}") from error


def _mark(status: os.stat_result) -> Mark:
    return status.st_ino, status.st_size, status.st_mtime_ns


def write(folder: Path, lock: Lock) -> Mark:
    """Put a lock in place of the file's, whole or not at all; nothing is written where nothing changed.

    What tells the file as it is then from any other that comes.

    Call it by `files.lock.change_lock_file`, so that nobody writes between reading and this. Raises NotWritten.
    """
    path, data = place(folder), text(lock)
    # A name that nobody can have put a link at.
    part = path.with_name(f".{FILE}.{secrets.token_hex(_TOKEN)}")
    try:
        folder.mkdir(exist_ok=True)
        before = mark(folder)
        if path.is_file() and path.read_bytes() == data:
            return before
        with part.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
            after = _mark(os.fstat(stream.fileno()))
        os.replace(part, path)
        return after
    except OSError as error:
        raise NotWritten(f"`{FILE}` cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def leftovers(folder: Path) -> list[str]:
    """What writers that were killed have left beside a folder's lock file, or are at. Raises OSError."""
    with witness.aside(), os.scandir(folder) as entries:
        return [entry.path for entry in entries if _LEFT.fullmatch(entry.name)]
