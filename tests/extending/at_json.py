"""A ledger in a file of JSON, for one process at a time: it has the states and the caps, and no chain of events."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from storyboard.compiler.request import Request
from storyboard.ledger.extracts import Extract, Subtotal, SumBy
from storyboard.ledger.records import (
    LIVE,
    NOWHERE,
    Attempt,
    Caps,
    Event,
    HostPlace,
    Ledger,
    LedgerTrouble,
    NoRoom,
    PriorLook,
    Readout,
    Reserved,
    State,
    TakeKey,
    Taken,
)
from storyboard.ledger.rows import values_of
from storyboard.ledger.steps import STEPS, balance
from storyboard.records.parts import ConsentRecord, OffSpec


class JsonLedger:
    """A Ledger that is read whole and written whole."""

    def __init__(
        self, file: Path, place: HostPlace | None, run: str, name: Callable[[], str], now: Callable[[], datetime]
    ) -> None:
        self.owner, self.run, self.place = name(), run, place or NOWHERE
        self.id, self.restored = "", None
        self._file, self._both, self._name, self._now = file, place is None, name, now
        self._lock = threading.RLock()
        known = msgspec.json.decode(file.read_bytes(), type=list[Attempt]) if file.exists() else []
        self._attempts = {attempt.id: attempt for attempt in known}

    def _mine(self) -> list[Attempt]:
        """The attempts of our side."""
        return [
            attempt for attempt in self._attempts.values() if self._both or attempt.rehearsal == self.place.rehearsal
        ]

    def _put(self, attempt: Attempt) -> None:
        with self._lock:
            self._attempts[attempt.id] = attempt
            part = self._file.with_suffix(".part")
            part.write_bytes(msgspec.json.encode(list(self._attempts.values())))
            os.replace(part, self._file)

    def _step(self, id: str, after: State, *, cost: int | None = None, lost: bool = False, **facts: Any) -> None:
        with self._lock:
            attempt = self._attempts[id]
            if not lost and attempt.state not in STEPS[after]:
                raise LedgerTrouble(f"attempt `{id}` is `{attempt.state}` and cannot become `{after}`")
            held, spent = balance(attempt.held, attempt.spent, after, cost, lost)
            self._put(msgspec.structs.replace(attempt, state=after, held=held, spent=spent, **facts))

    def limits(self) -> None:
        """None: who runs says what may be spent."""

    def slot(self) -> float:
        """At once."""
        return 0.0

    def room(self, money: int, clips: int, caps: Caps) -> NoRoom | None:
        """The first cap that this much more would pass, or None."""
        counted = [attempt for attempt in self._mine() if attempt.held + attempt.spent]
        today = self._now().date()
        scopes = {
            "run": [attempt for attempt in counted if attempt.run == self.run],
            "day": [attempt for attempt in counted if attempt.created.date() == today],
            "month": [attempt for attempt in counted if attempt.created.date().replace(day=1) == today.replace(day=1)],
            "clips": counted,
        }
        for scope, attempts in scopes.items():
            limit: int | None = getattr(caps, scope)
            used = len(attempts) if scope == "clips" else sum(attempt.held + attempt.spent for attempt in attempts)
            wanted = clips if scope == "clips" else money
            if limit is not None and used + wanted > limit:
                return NoRoom(scope, limit, used, wanted)
        return None

    def reserve(
        self, request: Request, seconds: int, caps: Caps, consent: ConsentRecord | None = None
    ) -> Reserved | Taken | NoRoom:  # fmt: skip
        """Hold the price of a request, unless it has a live attempt or a cap has no room."""
        with self._lock:
            taken = self.live([request.sha256])
            if taken:
                return Taken(taken[request.sha256])
            full = self.room(request.price, 1, caps)
            if full is not None:
                return full
            values: dict[str, Any] = values_of(request, seconds, "")
            values |= {"created": self._now(), "state": "reserved", "spent": 0, "note": "", "agreed": False}
            values |= dict.fromkeys(("sent", "request_id", "sha256", "path", "off_spec"))
            values |= {"id": self._name(), "run": self.run, "owner": self.owner, "held": request.price}
            values |= {"place": self.place.name, "rehearsal": self.place.rehearsal, "consent": consent}
            attempt = Attempt(**values)
            self._put(attempt)
            return Reserved(attempt)

    def learn(
        self,
        request: Request,
        seconds: int,
        request_id: str,
        *,
        sent: datetime | None = None,
        paid: datetime | None = None,
        over: str = "",
    ) -> Reserved | Taken:
        """Write down a job that was paid for elsewhere."""
        price = request.price if paid else 0
        reserved = self.reserve(msgspec.structs.replace(request, price=price), seconds, Caps())
        if isinstance(reserved, Reserved):
            id = reserved.attempt.id
            self.begin_send(id)
            self.accepted(id, request_id)
            if paid:
                self._put(msgspec.structs.replace(self._attempts[id], run="", created=paid, sent=paid))
            if over:
                self.void(id, over, lost=True)
            return Reserved(self._attempts[id])
        assert isinstance(reserved, Taken)
        return reserved

    def begin_send(self, attempt: str, look: PriorLook | None = None) -> bool:
        """Turn our `reserved` into `sending`."""
        with self._lock:
            if (self._attempts[attempt].state, self._attempts[attempt].owner) != ("reserved", self.owner):
                return False
            self._step(attempt, "sending", sent=self._now(), look=look)
            return True

    def accepted(self, attempt: str, request_id: str) -> None:
        """Write down the host's name of the job."""
        self._step(attempt, "accepted", request_id=request_id, owner=self.owner)

    def stored(self, attempt: str, sha256: str, size: int, off_spec: tuple[OffSpec, ...] | None = None) -> None:
        """Write down that the clip lies in the store."""
        self._step(attempt, "stored", sha256=sha256, size=size, off_spec=off_spec, agreed=False)

    def measured(self, attempt: str, off_spec: tuple[OffSpec, ...]) -> None:
        """Write down what of a clip is not as it was ordered."""
        self._put(msgspec.structs.replace(self._attempts[attempt], off_spec=off_spec, agreed=False))

    def agreed(self, attempt: str) -> None:
        """Write down that a clip is taken as it is."""
        self._put(msgspec.structs.replace(self._attempts[attempt], agreed=True))

    def reopened(self, attempt: str, why: str) -> None:
        """Make a clip one that the host is asked for again."""
        again = msgspec.structs.replace(self._attempts[attempt], state="accepted", owner=self.owner, note=why)
        self._put(again)

    def charged(self, attempt: str, cost: int, why: str) -> None:
        """Hold what the host has charged for a job that failed."""
        self._put(msgspec.structs.replace(self._attempts[attempt], held=cost, note=why))

    def recorded(self, attempt: str, cost: int, took: float | None, *, known: bool = True) -> None:
        """Count what the host charged."""
        self._step(attempt, "recorded", cost=cost, took=took, cost_known=known)

    def brought(
        self, attempt: str, sha256: str, size: int | None, cost: int, off_spec: tuple[OffSpec, ...] | None = None, *,
        request_id: str = "", why: str = "", known: bool = True,
    ) -> None:  # fmt: skip
        """Write down that the clip of an attempt lies in the store."""
        before = self._attempts[attempt]
        if before.state not in ("unknown", "accepted", "stored", "recorded", "published"):
            raise LedgerTrouble(f"attempt `{attempt}` is `{before.state}` and cannot become `recorded`")
        named = before.request_id or request_id
        self._put(
            msgspec.structs.replace(
                before, state="recorded", owner=self.owner, request_id=named, sha256=sha256, size=size,
                off_spec=off_spec, agreed=False, held=0, spent=cost, cost_known=known,
            )
        )  # fmt: skip

    def renamed(self, attempt: str, request_id: str, cost: int, why: str, *, known: bool = True) -> None:
        """Write down the host's name of the job of a clip that lies in the store."""
        before = self._attempts[attempt]
        if before.state not in ("stored", "recorded", "published"):
            raise LedgerTrouble(f"attempt `{attempt}` is `{before.state}` and cannot become `recorded`")
        self._put(
            msgspec.structs.replace(
                before, state="recorded", owner=self.owner, request_id=request_id, held=0, spent=cost, cost_known=known
            )
        )

    def published(self, attempt: str, path: str) -> None:
        """Write down where the clip was put."""
        self._step(attempt, "published", path=path)

    def unknown(self, attempt: str, why: str) -> None:
        """Write down that the outcome of a send is not known."""
        self._step(attempt, "unknown", note=why, owner="")

    def void(self, attempt: str, why: str, *, lost: bool = False) -> None:
        """End an attempt."""
        self._step(attempt, "void", note=why, lost=lost)

    def identified(self, attempt: str, request_id: str, cost: int, why: str) -> None:
        """Write down which job it was that was given up for lost."""
        self._put(msgspec.structs.replace(self._attempts[attempt], request_id=request_id, spent=cost, note=why))

    def adopt(self) -> tuple[Attempt, ...]:
        """Take over what others left: this file has one process at a time, so they are dead."""
        for attempt in self._mine():
            self.claim(attempt.id)
        return tuple(
            attempt for attempt in self._mine() if attempt.state in ("accepted", "stored", "recorded", "unknown")
        )

    def alive(self, owner: str) -> bool:
        """Whether an owner is this one."""
        return owner == self.owner

    def claim(self, attempt: str) -> bool:
        """Make a live attempt ours."""
        state, owner = self._attempts[attempt].state, self._attempts[attempt].owner
        if owner != self.owner and state == "reserved":
            self.void(attempt, "nothing was sent")
        elif owner != self.owner and state == "sending":
            self.unknown(attempt, "the process that sent it has ended")
        elif owner != self.owner and state in ("accepted", "stored", "recorded"):
            self._put(msgspec.structs.replace(self._attempts[attempt], owner=self.owner))
        return True

    def live(self, operations: Iterable[str]) -> dict[str, Attempt]:
        """The live attempt of each of these operations that has one; there is no chain to be hashed."""
        wanted = set(operations)
        return {attempt.op: attempt for attempt in self._mine() if attempt.op in wanted and attempt.state in LIVE}

    standing = live

    def attempts(self, since: datetime | None = None) -> tuple[Attempt, ...]:
        """All attempts, the oldest first."""
        return tuple(attempt for attempt in self._mine() if since is None or attempt.created >= since)

    def unsent(self) -> int:
        """What is held for clips that are not sent yet."""
        return sum(attempt.held for attempt in self._mine() if attempt.state == "reserved")

    def readout(self, extract: Extract) -> Readout:
        """The attempts that are meant."""
        story = extract.story
        return Readout(
            tuple(
                attempt
                for attempt in self.attempts(extract.since)
                if (extract.until is None or attempt.created < extract.until)
                and (not story or attempt.story == story or attempt.story.startswith(f"{story}/"))
                and not (extract.unsettled and attempt.state in ("recorded", "published", "void"))
            )
        )

    def sums(self, extract: Extract, by: Sequence[SumBy]) -> tuple[Subtotal, ...]:
        """What the attempts that are meant come to."""
        common: dict[SumBy, Callable[[Attempt], str]] = {
            "story": lambda attempt: attempt.story,
            "variant": lambda attempt: attempt.variant,
            "day": lambda attempt: f"{attempt.created:%Y-%m-%d}",
            "month": lambda attempt: f"{attempt.created:%Y-%m}",
            "model": lambda attempt: attempt.profile,
            "run": lambda attempt: attempt.run,
            "state": lambda attempt: attempt.state,
        }
        groups: dict[tuple[tuple[str, ...], bool], list[Attempt]] = {}
        for attempt in self.readout(extract).attempts:
            groups.setdefault((tuple(common[name](attempt) for name in by), attempt.rehearsal), []).append(attempt)
        return tuple(
            Subtotal(values, len(own), sum(item.held for item in own), sum(item.spent for item in own), rehearsal)
            for (values, rehearsal), own in sorted(groups.items())
        )

    def latest(self, stories: Iterable[str], besides: Mapping[TakeKey, str] | None = None) -> dict[TakeKey, Attempt]:
        """The last attempt that brought a clip of these stories, without those of the operations that `besides` has."""
        meant = set(stories)
        brought = (item for item in self._mine() if item.state in ("recorded", "published") and item.story in meant)
        last = {(attempt.story, attempt.clip, attempt.variant, attempt.take): attempt for attempt in brought}
        return {key: attempt for key, attempt in last.items() if (besides or {}).get(key) != attempt.op}

    def attempt(self, start: str) -> Attempt | None:
        """The attempt whose id begins so."""
        named = [attempt for id, attempt in self._attempts.items() if id.startswith(start)]
        return named[0] if len(named) == 1 else None

    def events(self, attempt: str) -> tuple[Event, ...]:
        """Nothing: this ledger has no events."""
        return ()

    def request_ids(self) -> frozenset[str]:
        """The names of all jobs at our place."""
        return frozenset(attempt.request_id for attempt in self._mine() if attempt.request_id)

    def named(self, request_ids: Iterable[str]) -> tuple[Attempt, ...]:
        """The attempts that are known by these names."""
        names = set(request_ids)
        return tuple(attempt for attempt in self._mine() if attempt.request_id in names)

    def lost(self, operations: Iterable[str]) -> tuple[Attempt, ...]:
        """The attempts of these operations that are over and whose money stays spent."""
        meant = set(operations)
        return tuple(item for item in self._mine() if item.op in meant and item.state == "void" and item.spent)

    def serve(self, root: str) -> None:
        """Nothing: this ledger is of one project."""

    def roots(self) -> tuple[str, ...]:
        """None: this ledger is of one project."""
        return ()

    def overruns(self) -> tuple[Attempt, ...]:
        """The attempts that were charged more than their price."""
        return tuple(attempt for attempt in self._mine() if attempt.overrun)

    def typical(self, profile: str) -> float | None:
        """Nothing: this ledger does not count seconds."""
        return None

    def audit(self) -> Sequence[str]:
        """Nothing: there is no chain that could be broken."""
        return ()

    def hurry(self, seconds: float) -> None:
        """Nothing: nobody is waited for."""

    def close(self) -> None:
        """Do nothing: each change is on the disk."""


def _file(address: str) -> Path:
    return Path(urlsplit(address).path)


def exists(address: str) -> bool:
    """Whether the file is there."""
    return _file(address).exists()


def open_books(
    address: str, place: HostPlace, run: str, name: Callable[[], str], now: Callable[[], datetime]
) -> Ledger:  # fmt: skip
    """The ledger at `json:///FILE`."""
    return JsonLedger(_file(address), place, run, name, now)


def read_books(
    address: str, place: HostPlace | None, name: Callable[[], str], now: Callable[[], datetime]
) -> Ledger | None:  # fmt: skip
    """The ledger at `json:///FILE` to be read, None where there is none."""
    return JsonLedger(_file(address), place, "", name, now) if exists(address) else None
