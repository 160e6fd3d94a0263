"""Makers of clips, and what each of them promises: a local one draws at once, a provider is a host that is paid.

`registry` opens each by its name.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

import msgspec

from storyboard.compiler.request import Request
from storyboard.language.story import Clip, Member
from storyboard.profiles.hosts import Billed, Cause
from storyboard.store.records import Incoming


class NotSent(msgspec.Struct, frozen=True):
    """Not one byte of the request left: nothing can have been billed, and it may be tried again."""

    why: str


class HostRefused(msgspec.Struct, frozen=True):
    """An answer that the host documents as not billed; `wait` are the seconds after which it asks to be tried again.

    A job that failed may cost all the same: what the host names, in micro-dollars, else whether its job is `billed`
    is what its documents say of such a job.
    """

    cause: Cause
    why: str
    status: int
    wait: float | None = None
    cost: int | None = None
    billed: Billed = "no"

    @property
    def charged(self) -> Billed:
        """Whether the job was charged: by the cost that the host names, else by its documents."""
        if self.cost is None:
            return self.billed
        return "yes" if self.cost else "no"


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
    """The job is not done; `word` is the host's for it, and `why` says where nobody knows what that word means."""

    word: str
    why: str = ""


class Finished(msgspec.Struct, frozen=True):
    """The job is done and billed, and the clip lies at this address for some days; `cost` in micro-dollars.

    `dropped` is what of the request the host says that it did not use.
    """

    url: str
    cost: int | None
    dropped: tuple[str, ...] = ()


class Gone(msgspec.Struct, frozen=True):
    """The host knows nothing of the job any more, or has deleted its clip; `known` is whether it still has the job."""

    why: str
    known: bool = False


class Trouble(msgspec.Struct, frozen=True):
    """A free question without an answer; it may be asked again, after `wait` seconds where the host says so.

    `lasting` is whether it is no trouble of the moment: the host has answered, and not as one can use it.
    """

    why: str
    wait: float | None = None
    lasting: bool = False


class Fetched(msgspec.Struct, frozen=True):
    """The clip was fetched whole."""

    size: int


# How the jobs of a history have ended, whatever words the host has for it.
COMPLETED, FAILED = "COMPLETED", "FAILED"


class Job(msgspec.Struct, frozen=True):
    """A job that the host's history shows; `state` is COMPLETED or FAILED, and of one that runs the host's word.

    `at` is when it was begun by the host's clock, `fields` what was sent; None and empty where the history is silent.
    A job is told from others by the first of `echoes`, sets of fields, that its request has; `route` is that which it
    was looked for by.
    """

    request_id: str
    state: str
    url: str | None = None
    cost: int | None = None
    why: str = ""
    at: datetime | None = None
    fields: dict[str, Any] = {}
    echoes: tuple[str, ...] = ("prompt+seed",)
    route: str = ""


class Abilities(msgspec.Struct, frozen=True):
    """What a maker can do: whether its answers name the cost, and which free questions it takes.

    `history`: it lists jobs with what was sent, so that one is known again. `own`: a send may bear a name of ours, by
    which the host can be asked for its job; where it only `bears` one, its support can. So many seconds after a send it
    still `replays` its first answer to whoever sends it once more under the same name, which costs nothing. It `quotes`
    where it says beforehand what a clip costs.
    """

    costs: bool = False
    history: bool = False
    balance: bool = False
    quotes: bool = False
    upload: bool = False
    own: bool = False
    bears: bool = False
    replays: float = 0.0

    @property
    def named(self) -> bool:
        """Whether a send bears a name of ours."""
        return self.bears or self.own or self.replays > 0

    @property
    def asked(self) -> bool:
        """Whether the host can be asked, for free, for the job of a send without an answer."""
        return self.own or self.history


class Maker(Protocol):
    """Whoever makes clips."""

    name: str
    abilities: Abilities


class LocalClip(msgspec.Struct, frozen=True):
    """A clip that is to be made here: its request, the clip in its story, its film's title and number of clips.

    A `draft` may be rougher, and is made faster. `pictures` are the shots' own, by their paths from the project's root,
    with their SHA-256, empty where a file cannot be read; `root` is that root. `sounds` has the clip's own sound in
    the same way, or its address, which stands for itself. `cast` has the story's people by their names. With `ticks`
    each cut is heard, with `planned` what no shot uses is left out. A clip that is `paid` for is a part of the film
    that is not made here. `continuity` is what the maker wants to know of the clip from its film, as it said itself.
    """

    request: Request
    clip: Clip
    film: str
    count: int
    draft: bool = False
    root: str = ""
    pictures: dict[str, str] = {}
    sounds: dict[str, str] = {}
    cast: dict[str, Member] = {}
    ticks: bool = False
    planned: bool = False
    paid: bool = False
    continuity: Any = None


class CannotMake(Exception):
    """A clip cannot be made, for a reason that the text tells the writer."""


class Made(msgspec.Struct, frozen=True):
    """A clip that was made: frames a second, frames, the numbers of those that a shot begins with, and warnings."""

    fps: int
    frames: int
    cuts: tuple[int, ...]
    warnings: tuple[str, ...] = ()


class LocalMaker(Maker, Protocol):
    """A maker on this machine, for nothing: without consent and ledger. It is used in several processes at once."""

    def film(self, clips: Sequence[LocalClip]) -> Sequence[LocalClip]:
        """All clips of a film, each with its continuity, before any is asked about or made."""
        ...

    def key(self, clip: LocalClip) -> tuple[Any, ...]:
        """All that the clip's bytes depend on, as values of JSON: where these are the same it is not made again."""
        ...

    def make(
        self, clip: LocalClip, out: Path, progress: Callable[[int, int], None], stop: threading.Event
    ) -> Made:  # fmt: skip
        """Make a clip as an MP4 at `out`; `progress` gets the frames done and all, in any thread.

        Once `stop` is set it ends soon, by any exception. Raises for whatever goes wrong, with a text that says why,
        and CannotMake for what the writer can mend.
        """
        ...


class Provider(Maker, Protocol):
    """A host that makes clips for money. No method raises for what a network or a host does; threads may share it.

    `key_mark` tells its key from most others, so that one may be told from another account's, and nothing else of it.
    """

    key_mark: str

    def balance(self) -> int | HostRefused | Trouble:
        """The micro-dollars that are left, asked for free."""
        ...

    def quote(self, model: str, body: dict[str, Any]) -> int | HostRefused | Trouble:
        """The micro-dollars that a request would cost, asked for free at a host that has the ability."""
        ...

    def moment(self) -> datetime | None:
        """What the host's own clock shows now, as its last answer told; None where none has."""
        ...

    def upload(self, data: bytes, kind: str) -> str | HostRefused | Trouble:
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
        own: str = "",
    ) -> Accepted | Delivered | HostRefused | NotSent | Lost:
        """Send a request once, never twice. `model` is its route at the host, `own` our name for the send, if any.

        `sending` is called when a connection stands and before the first byte leaves; where it says False nothing is
        sent. It is called again only before another way is tried, where what was sent is known to be unbilled.
        `accepted` is called with the job's name as soon as that is known, before a clip that comes with the answer is
        read into `into`. Where that clip comes spoilt, `Accepted` is returned: it can be fetched again.
        """
        ...

    def ask(self, request_id: str) -> Running | Finished | HostRefused | Gone | Trouble:
        """How a job stands; HostRefused with the cause `failed` where it came to nothing, `key` for the key."""
        ...

    def fetch(self, url: str, into: Incoming) -> Fetched | Gone | Trouble:
        """Fetch a clip whole: capped, of the right kind, with all its boxes."""
        ...

    def known(self, own: str) -> Accepted | HostRefused | Trouble | None:
        """The job of a send by our name for it, at a host that has the ability; None where it knows none."""
        ...

    def again(self, model: str, body: dict[str, Any], own: str) -> Accepted | Trouble:
        """The job that a send has begun, by the same send under the same name, at a host that replays its answer.

        Where the first one never came it begins the job now, once. Whatever else comes says nothing of the first.
        """
        ...

    def history(self, model: str, first: date, last: date) -> tuple[Job, ...] | HostRefused | Trouble:
        """The jobs of a model in the host's history, each once, from one day (UTC) to another, both included.

        `model` is its route, or its routes with blanks between.

        That a job is not there proves nothing, since the history may be late. HostRefused for the key, and Trouble
        where it was not read whole.
        """
        ...

    def abort(self) -> None:
        """End all that is under way at once, from any thread: sends come back as Lost, questions as Trouble."""
        ...
