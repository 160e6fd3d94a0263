"""What the emulator passes around: its settings, a call, an answer, a job."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from storyboard.emulate.faults import Fault
from storyboard.profiles import DEFAULT, host_of
from storyboard.records.emulate import State, Version

JSON = "application/json"
HTML = "text/html; charset=utf-8"
VIDEO = "video/mp4"


class EmulatorSettings(msgspec.Struct, frozen=True):
    """Which host it is and how it behaves: times in seconds, money in micro-dollars, `rate` submits a minute if any.

    With `key` no other is accepted. `clip_mb` is the least that a clip has of megabytes. With `cuts` clips cut where
    their prompts say. `withdrawn` names models that answer 410.
    """

    host: str = host_of(DEFAULT)
    seconds: float = 1.0
    v1_json: bool = False
    clip_mb: float = 0.0
    cuts: bool = False
    key: str = ""
    credits: int = 100_000_000
    spend_limit: int | None = None
    rate: int | None = None
    keep_record: float = 3600.0
    keep_file: float = 604_800.0
    withdrawn: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    script: tuple[tuple[Fault, ...], ...] = ()

    def always(self, name: str) -> float:
        """The number of a fault that holds all the time, 0 without it."""
        return next((fault.number for fault in self._all() if fault.name == name), 0.0)

    def word(self, name: str) -> str:
        """The words of a fault that holds all the time, nothing without it."""
        return next((fault.text for fault in self._all() if fault.name == name), "")

    def _all(self) -> tuple[Fault, ...]:
        return (*self.faults, *(fault for faults in self.script for fault in faults))


class ReceivedCall(msgspec.Struct, frozen=True):
    """A request as it came; header names in lower case, `key` the one that was sent, or nothing."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    key: str = ""


class EmulatedAnswer(msgspec.Struct, frozen=True):
    """What to send; `cut` ends the connection instead, `spoil` are faults of the body that act here.

    A refusal has its `text`, which some hosts word otherwise, and the seconds to `wait` before the next try, if any.
    """

    status: int
    body: bytes = b""
    type: str = JSON
    headers: tuple[tuple[str, str], ...] = ()
    cut: bool = False
    spoil: tuple[Fault, ...] = ()
    ranges: bool = False
    note: str = ""
    text: str = ""
    wait: float | None = None


class Generation(msgspec.Struct, frozen=True):
    """A generation: asked for `at`, done at `due`, both on the clock that never goes back; `wall` is for people.

    What `others` have asked for is in the history and not in the book. `own` is the client's name for it.
    What has become of it follows from the time alone, and so does what was billed.
    """

    id: str
    key: str
    version: Version
    model: str
    body: dict[str, Any]
    cost: int
    seed: int | None
    size: str
    duration: int
    submit: int
    at: float
    due: float
    wall: datetime
    faults: tuple[Fault, ...] = ()
    others: bool = False
    own: str = ""

    def fault(self, name: str) -> Fault | None:
        """The job's fault of that name."""
        return next((fault for fault in self.faults if fault.name == name), None)

    @property
    def fails(self) -> bool:
        """Whether the job fails when it has run."""
        return self.fault("failed") is not None or self.fault("failed-with-cost") is not None

    @property
    def billed(self) -> bool:
        """Whether the job is billed when it has run."""
        return not self.fails or self.fault("failed-with-cost") is not None

    def state(self, now: float) -> State:
        """QUEUED for the first fifth of its time, PROCESSING, then COMPLETED or FAILED."""
        if now >= self.due:
            return "FAILED" if self.fails else "COMPLETED"
        return "QUEUED" if now < self.at + (self.due - self.at) / 5 else "PROCESSING"


def refusal(status: int, text: str, **more: Any) -> EmulatedAnswer:
    """An error as the host words it: JSON with `error`."""
    return EmulatedAnswer(status, msgspec.json.encode({"error": text, **more}), note=text, text=text)


def page(status: int, title: str) -> EmulatedAnswer:
    """An error as a gateway words it: a page of HTML."""
    text = f"<!doctype html><html><head><title>{status} {title}</title></head><body><h1>{title}</h1></body></html>\n"
    return EmulatedAnswer(status, text.encode(), HTML, note=title)
