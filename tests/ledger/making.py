"""What the tests of ledgers and stores share: each of them by its name, and requests to buy."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from storyboard.compiler.request import ClipRef, Request
from storyboard.ledger import Attempt, Caps, Ledger, Reserved, open_ledger
from storyboard.store import Store, open_store
from storyboard.store.files import FileStore
from storyboard.store.objects import ObjectStore
from tools import postgres as server

# Where the ledger of a folder's test lies; another ledger is one more row.
PLACES: dict[str, Callable[[Path], Path | str]] = {"sqlite": lambda folder: folder, "postgresql": server.SCHEMAS.books}


def opening(kind: str) -> Callable[..., Ledger]:
    """What opens a folder's ledger of a kind; a test of one that cannot be had here is skipped, and says what to do."""
    if kind == "postgresql" and server.missing():
        pytest.skip(server.missing())
    return lambda folder, run=None, **more: open_ledger(PLACES[kind](folder), run, **more)


LEDGERS = tuple(PLACES)


def bucket(folder: Path) -> Any:
    """A bucket in a folder, which is made."""
    return import_module("obstore.store").LocalStore(folder, mkdir=True)


def objects(folder: Path, owner: str) -> Store:
    """The store of a bucket beside a folder, whose copies lie in that folder."""
    return ObjectStore("clips", bucket(folder.parent / "bucket"), FileStore(folder, owner, lambda name: True), str)


STORES: dict[str, Callable[[Path, str], Store]] = {"files": open_store, "objects": objects}
FREE = Caps()
PRICE = 100


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 30, 22, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, **time: float) -> None:
        self.at += timedelta(**time)


def request(clip: int = 1, *, take: int = 1, price: int = PRICE, seed: int = 7, variant: str = "") -> Request:
    """A request for one take of a clip."""
    name = f"{clip}/{variant}/{take}/{seed}"
    return Request(
        story="lamp.story",
        clip=ClipRef(clip, f"Clip {clip}", f"clip-{clip}"),
        variant=variant,
        take=take,
        profile="wan-2.6-t2v@segmind",
        fields={"prompt": f"A lamp. 灯 {name}", "seed": seed},
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        shots=(),
        price=price,
        path="lamp.story",
        line=1,
        seed=seed,
    )


def held(ledger: Ledger, wanted: Request, caps: Caps = FREE) -> str:
    """The id of a new attempt, reserved."""
    done = ledger.reserve(wanted, 5, caps)
    assert isinstance(done, Reserved), done
    return done.attempt.id


def brought(ledger: Ledger, wanted: Request, state: str, *, cost: int | None = None, took: float | None = 60.0) -> str:
    """The id of a new attempt that has come as far as a state."""
    id = held(ledger, wanted)
    steps: list[tuple[str, Callable[[], object]]] = [
        ("reserved", lambda: None),
        ("sending", lambda: ledger.begin_send(id)),
        ("accepted", lambda: ledger.accepted(id, f"job-{id}")),
        ("stored", lambda: ledger.stored(id, wanted.sha256, 1000)),
        ("recorded", lambda: ledger.recorded(id, wanted.price if cost is None else cost, took)),
        ("published", lambda: ledger.published(id, f"build/{id}.mp4")),
    ]
    if state == "unknown":
        ledger.begin_send(id)
        ledger.unknown(id, "the host said 504")
        return id
    if state == "void":
        ledger.void(id, "the host said 406")
        return id
    for name, step in steps:
        step()
        if name == state:
            break
    return id


def now_of(ledger: Ledger, id: str) -> Attempt:
    """The attempt as it is now."""
    found = ledger.attempt(id)
    assert found is not None
    return found
