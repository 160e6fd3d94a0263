"""The book: which jobs there are, what they cost whom, and which requests came. One lock guards all of it."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import deque
from collections.abc import Hashable
from datetime import UTC, datetime, timedelta

import msgspec

from storyboard.emulate.checks import Asked
from storyboard.emulate.faults import Fault
from storyboard.emulate.records import EmulatorSettings, Generation, ReceivedCall
from storyboard.records import emulate as written
from storyboard.records.emulate import Version
from storyboard.system.secrets import mask
from storyboard.timing import money_number

_REQUESTS = 10_000  # so many are remembered one by one
_MINUTE = 60.0


def now() -> float:
    """The seconds of a clock that never goes back."""
    return time.monotonic()


def stamp(moment: datetime) -> str:
    """A moment as the host writes it."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Short(msgspec.Struct, frozen=True):
    """A refused job: `what` is `credits` or `spend`; the micro-dollars that are left and those that it costs."""

    what: str
    left: int
    cost: int


class Book:
    """What the emulator remembers, and the only thing that its threads share."""

    def __init__(self, settings: EmulatorSettings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._jobs: dict[str, Generation] = {}
        self._own: dict[str, list[Generation]] = {}  # by key
        self._keys: dict[str, str] = {}  # by SHA-256
        self._submits = 0
        self._windows: dict[str, tuple[float, int]] = {}
        self._once: set[Hashable] = set()
        self._uploads = 0
        self._requests: deque[written.Call] = deque(maxlen=_REQUESTS)
        self._seen = 0

    def submit(self) -> int:
        """The number of a submit, counted from 1."""
        with self._lock:
            self._submits += 1
            return self._submits

    def upload(self) -> int:
        """The number of an upload, counted from 1."""
        with self._lock:
            self._uploads += 1
            return self._uploads

    def first(self, what: Hashable) -> bool:
        """Whether this was not asked before; what happens once is asked for here."""
        with self._lock:
            fresh = what not in self._once
            self._once.add(what)
            return fresh

    def wait(self, key: str) -> float:
        """The seconds until this key may submit again, 0 where it may and is counted."""
        if self.settings.rate is None:
            return 0.0
        with self._lock:
            begun, count = self._windows.get(key, (now(), 0))
            if now() - begun >= _MINUTE:
                begun, count = now(), 0
            if count >= self.settings.rate:
                return begun + _MINUTE - now()
            self._windows[key] = (begun, count + 1)
            return 0.0

    def reset(self, key: str) -> str:
        """When the minute of this key ends."""
        with self._lock:
            begun = self._windows.get(key, (now(), 0))[0]
        return stamp(datetime.now(UTC) + timedelta(seconds=max(0.0, begun + _MINUTE - now())))

    def begin(
        self, call: ReceivedCall, version: Version, model: str, asked: Asked, number: int, faults: tuple[Fault, ...]
    ) -> Generation | Short:
        """A new job whose cost is reserved, or a `Short` where the key's money does not suffice."""
        dearer = next((fault for fault in faults if fault.name == "cost"), None)
        if dearer is not None:
            asked = msgspec.structs.replace(asked, cost=round(dearer.number * 1_000_000))
        with self._lock:
            at = now()
            spent, reserved = self._sums(call.key, at)
            left = self.settings.credits - spent - reserved
            if asked.cost > left:
                return Short("credits", left, asked.cost)
            limit = self.settings.spend_limit
            if limit is not None and spent + reserved + asked.cost > limit:
                return Short("spend", limit - spent - reserved, asked.cost)
            job = Generation(
                id=secrets.token_hex(16),
                key=call.key,
                version=version,
                model=model,
                body=asked.body,
                cost=asked.cost,
                seed=asked.seed,
                own=asked.own,
                size=asked.size,
                duration=asked.duration,
                submit=number,
                at=at,
                due=at + self.settings.seconds,
                wall=datetime.now(UTC),
                faults=faults,
            )
            older = job.fault("older-job")
            for begun in (job,) if older is None else (_older(job, older.number), job):
                self._jobs[begun.id] = begun
                self._own.setdefault(call.key, []).append(begun)
            self._keys[hashlib.sha256(call.key.encode()).hexdigest()] = call.key
            return job

    def _sums(self, key: str, at: float) -> tuple[int, int]:
        own = self._own.get(key, [])
        own = [job for job in own if not job.others]
        return sum(job.cost for job in own if job.due <= at and job.billed), sum(
            job.cost for job in own if job.due > at
        )

    def balance(self, key: str) -> int:
        """The micro-dollars that a key has left, those reserved for running jobs included."""
        with self._lock:
            return self.settings.credits - self._sums(key, now())[0]

    def job(self, id: str) -> Generation | None:
        """The job of an id, of whatever key."""
        with self._lock:
            return self._jobs.get(id)

    def called(self, key: str, name: str) -> Generation | None:
        """The first job of a key by its id, or by the name that its client gave to it: names are an account's own."""
        with self._lock:
            return next((job for job in self._own.get(key, ()) if name and name in (job.id, job.own)), None)

    def jobs(self, key: str | None = None) -> list[Generation]:
        """The jobs of a key, or all, the newest first."""
        with self._lock:
            return list(self._jobs.values() if key is None else self._own.get(key, ()))[::-1]

    def note(self, call: ReceivedCall, status: int, text: str, number: int) -> None:
        """Remember a request; `status` is 0 where there was no answer, `number` that of a submit or 0."""
        with self._lock:
            self._seen += 1
            self._requests.append(
                written.Call(
                    number=self._seen,
                    method=call.method,
                    path=mask(call.path[:200]),
                    status=status,
                    submit=number or None,
                    note=mask(text) or None,
                    with_key=bool(call.key),
                    at=stamp(datetime.now(UTC)),
                )
            )

    def charges(self, key: str | None = None) -> list[Generation]:
        """The jobs of a key, or of all, that were billed, in the order in which they were."""
        at = now()
        billed = (job for job in self.jobs(key) if job.due <= at and job.billed and not job.others)
        return sorted(billed, key=lambda job: job.due)

    def named(self, digest: str) -> str:
        """The key with this SHA-256 among those that have jobs, else nothing."""
        with self._lock:
            return self._keys.get(digest, "")

    def record(self, key: str | None = None) -> written.EmulatorBook:
        """The book as it is written, without requests for one key's; no key is in it."""
        charges, at = self.charges(key), now()
        jobs = [job for job in self.jobs(key)[::-1] if not job.others]
        with self._lock:
            requests = () if key is not None else tuple(self._requests)
            seen, submits = self._seen, self._submits
        return written.EmulatorBook(
            total_usd=money_number(sum(job.cost for job in charges)),
            charges=tuple(_charge(job) for job in charges),
            jobs=tuple(_job(job, at) for job in jobs),
            submits=submits,
            requests_seen=seen,
            requests=requests,
        )


def _older(job: Generation, seconds: float) -> Generation:
    """The job of another machine that has asked for the same so many seconds before."""
    return msgspec.structs.replace(
        job, id=secrets.token_hex(16), at=job.at - seconds, due=job.due - seconds,
        wall=job.wall - timedelta(seconds=seconds), faults=(), others=True,
    )  # fmt: skip


def _job(job: Generation, at: float) -> written.JobRecord:
    faults = tuple(fault.name for fault in job.faults)
    return written.JobRecord(job.id, job.model, job.version, job.submit, job.state(at), job.seed, faults)


def _charge(job: Generation) -> written.Charge:
    billed = stamp(job.wall + timedelta(seconds=job.due - job.at))
    return written.Charge(job.id, job.model, job.seed, job.submit, money_number(job.cost), billed)
