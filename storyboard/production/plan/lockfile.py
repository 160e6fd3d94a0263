"""`storyc.lock`: what was paid for, carried by git to every machine that has not the ledger which knows it.

It is JSON, one block a clip between empty lines and each block with its comma in front, so that two branches that add
clips merge without a conflict wherever another block lies between. What git could not merge is named and never guessed.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

import msgspec

from storyboard.compiler.request import Request
from storyboard.records import lock as written
from storyboard.records import schema_of
from storyboard.records.lock import LockEntry as Entry
from storyboard.timing import money_number

FILE = "storyc.lock"
SCHEMA = schema_of(written.LockRecord)
_MOST = 64 << 20  # bytes; some hundred thousand clips
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # what no name of ours holds, and a terminal may obey
_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


class LockTrouble(Exception):
    """The lock file cannot be used; the text names the line or the block, and what to do."""


class NotWritten(LockTrouble):
    """The lock file cannot be written; what was paid for is in the ledger all the same."""


def key(story: str, clip: int, variant: str, take: int) -> str:
    """The name of a block, by which the file is sorted: `films/a.story 003 vertical take 2`."""
    return f"{story} {clip:03}{f' {variant}' if variant else ''}{f' take {take}' if take > 1 else ''}"


def block(entry: Entry) -> str:
    """The name of an entry's block."""
    return key(entry.story, entry.clip, entry.variant, entry.take)


class Lock(msgspec.Struct, frozen=True):
    """What a lock file says, by operation."""

    entries: Mapping[str, Entry] = {}

    def paid(self, operation: str, *, rehearsal: bool) -> Entry | None:
        """The entry of an operation, unless it is of a rehearsal and this is none, or the other way round."""
        entry = self.entries.get(operation)
        return entry if entry is not None and entry.rehearsal == rehearsal else None


NO_LOCK = Lock()


def read(folder: Path) -> Lock:
    """What the lock file of a folder says; nothing where there is none. Raises LockTrouble."""
    try:
        with (folder / FILE).open("rb") as stream:
            data = stream.read(_MOST + 1)
    except FileNotFoundError:
        return NO_LOCK
    except OSError as error:
        raise LockTrouble(f"`{FILE}` cannot be read: {error.strerror or error}") from error
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
    return Lock({entry.request_sha256: entry for entry in _entries(blocks)})


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
    if named.get("schema") != SCHEMA:
        raise LockTrouble(f"`{FILE}` is `{str(named.get('schema'))[:60]}` but this storyc knows `{SCHEMA}`")
    for name, values in named.items():
        if name == "schema":
            continue
        try:
            entry = msgspec.convert(values, Entry)
        except msgspec.ValidationError as error:
            raise LockTrouble(f"`{FILE}`: block `{name[:120]}`: {error}".replace("$.", "")) from error
        if block(entry) != name:
            raise LockTrouble(f"`{FILE}`: block `{name[:120]}` says of itself that it is `{block(entry)[:120]}`")
        yield entry


def merged(lock: Lock, entries: Iterable[Entry], requests: Iterable[Request]) -> Lock:
    """A lock with these entries in the place of what was there; `requests` are all of the stories that they are of.

    A clip that has moved takes its entry along, so that a new one in its old place does not cost it.
    """
    places = {request.sha256: request for request in requests}
    kept = {block(entry): entry for op, entry in lock.entries.items() if op not in places}
    moved = [_moved(entry, places[op]) for op, entry in lock.entries.items() if op in places]
    for entry in (*moved, *entries):
        before = kept.get(block(entry))
        # What was paid for is not given up for a rehearsal.
        if before is None or before.rehearsal or not entry.rehearsal:
            kept[block(entry)] = entry
    result: dict[str, Entry] = {}
    for entry in kept.values():
        # The same clip may stand at several places, and have been paid for at one and rehearsed at another.
        before = result.get(entry.request_sha256)
        if before is None or before.rehearsal or not entry.rehearsal:
            result[entry.request_sha256] = entry
    return Lock(result)


def _moved(entry: Entry, request: Request) -> Entry:
    return msgspec.structs.replace(
        entry,
        story=request.story,
        clip=request.clip.index,
        title=request.clip.title,
        variant=request.variant,
        take=request.take,
    )


def entry(
    request: Request, *, provider: str, seed: int, request_id: str | None, price: int, sha256: str, rehearsal: bool
) -> Entry:
    """The entry of a request that was paid for; `price` in micro-dollars."""
    return Entry(
        story=request.story,
        clip=request.clip.index,
        title=request.clip.title,
        variant=request.variant,
        take=request.take,
        profile=request.profile,
        provider=provider,
        request_sha256=request.sha256,
        seed=seed,
        request_id=request_id,
        price_usd=money_number(price),
        file_sha256=sha256,
        rehearsal=rehearsal,
    )


def text(lock: Lock) -> bytes:
    """A lock as the bytes of its file."""
    parts = [f'{{\n"schema": "{SCHEMA}"\n']
    for name, entry in sorted((block(entry), entry) for entry in lock.entries.values()):
        # Some ten times as fast as the library's own, whose indentation is written in Python.
        values = msgspec.json.format(msgspec.json.encode(entry, order="sorted"), indent=2).decode("utf-8")
        parts.append(f"\n,{json.dumps(name, ensure_ascii=False)}: {values}\n")
    return ("".join([*parts, "\n}\n"])).encode("utf-8")


def write(folder: Path, lock: Lock) -> None:
    """Put a lock in place of the file's, whole or not at all; nothing is written where nothing changed.

    Hold the lock of the root meanwhile, so that no other build writes between reading and this. Raises NotWritten.
    """
    place, data = folder / FILE, text(lock)
    # A name that nobody can have put a link at.
    part = folder / f".{FILE}.{secrets.token_hex(8)}"
    try:
        folder.mkdir(exist_ok=True)
        if place.is_file() and place.read_bytes() == data:
            return
        with part.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, place)
    except OSError as error:
        raise NotWritten(f"`{FILE}` cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
