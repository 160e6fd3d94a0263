"""Where clips are made: one room a provider, the free one here, hosts beside it; and what a host's room offers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

import msgspec

from storyboard.profiles.hosts import Cause
from storyboard.store.records import Incoming


class NotSent(msgspec.Struct, frozen=True):
    """Not one byte of the request left: nothing can have been billed, and it may be tried again."""

    why: str


class Refused(msgspec.Struct, frozen=True):
    """An answer that the host documents as not billed; `wait` are the seconds after which it asks to be tried again."""

    cause: Cause
    why: str
    status: int
    wait: float | None = None


class Lost(msgspec.Struct, frozen=True):
    """It may have been billed: the answer never came, or says nothing about it. It must not be sent again."""

    why: str


class Accepted(msgspec.Struct, frozen=True):
    """The host runs the job of this name."""

    request_id: str


class Delivered(msgspec.Struct, frozen=True):
    """The clip came with the answer, whole, and lies in what was given to take it; `cost` in micro-dollars."""

    request_id: str | None
    cost: int | None


class Running(msgspec.Struct, frozen=True):
    """The job is not done; `word` is the host's for it."""

    word: str


class Finished(msgspec.Struct, frozen=True):
    """The job is done and billed, and the clip lies at this address for some days; `cost` in micro-dollars."""

    url: str
    cost: int | None


class Gone(msgspec.Struct, frozen=True):
    """The host knows nothing of the job any more, or has deleted its clip."""

    why: str


class Trouble(msgspec.Struct, frozen=True):
    """A free question without an answer; it may be asked again, after `wait` seconds where the host says so."""

    why: str
    wait: float | None = None


class Fetched(msgspec.Struct, frozen=True):
    """The clip was fetched whole."""

    size: int


class Job(msgspec.Struct, frozen=True):
    """A job that the host's history shows; `state` is COMPLETED, FAILED or another word for one that runs."""

    request_id: str
    state: str
    url: str | None = None
    cost: int | None = None
    why: str = ""


class Provider(Protocol):
    """A host that makes clips for money. No method raises for what a network or a host does; threads may share it."""

    name: str

    def balance(self) -> int | Refused | Trouble:
        """The micro-dollars that are left, asked for free."""
        ...

    def moment(self) -> datetime | None:
        """When the last answer was made by the host's own clock, None where none has said so."""
        ...

    def upload(self, data: bytes, kind: str) -> str | Refused | Trouble:
        """The address that the host gave to a file, for free; `kind` is wav or mp3."""
        ...

    def submit(
        self,
        model: str,
        body: dict[str, Any],
        into: Incoming,
        *,
        sending: Callable[[], bool],
        accepted: Callable[[str], None],
    ) -> Accepted | Delivered | Refused | NotSent | Lost:
        """Send a request once, never twice. `model` is the host's name for it.

        `sending` is called when a connection stands and before the first byte leaves; where it says False nothing is
        sent. `accepted` is called with the job's name as soon as that is known, before a clip that comes with the
        answer is read into `into`. Where that clip comes spoilt, `Accepted` is returned: it can be fetched again.
        """
        ...

    def ask(self, request_id: str) -> Running | Finished | Refused | Gone | Trouble:
        """How a job stands; Refused with the cause `failed` where it came to nothing, `key` for the key."""
        ...

    def fetch(self, url: str, into: Incoming) -> Fetched | Gone | Trouble:
        """Fetch a clip whole: capped, of the right kind, with all its boxes."""
        ...

    def find(self, model: str, body: dict[str, Any], since: datetime) -> tuple[Job, ...] | Trouble:
        """The jobs of the host's history with this prompt and seed from about then on, each once."""
        ...

    def abort(self) -> None:
        """End all that is under way at once, from any thread: sends come back as Lost, questions as Trouble."""
        ...
