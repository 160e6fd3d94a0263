"""The provider itself: which protocol a model is asked by, and each of its methods in its own module."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from storyboard.profiles.hosts import Host
from storyboard.providers import (
    Accepted,
    Delivered,
    Fetched,
    Finished,
    Gone,
    HostRefused,
    Job,
    Lost,
    NotSent,
    Running,
    Trouble,
)
from storyboard.providers.address import checked_base
from storyboard.providers.protocols.jobs import abilities, asking, fetching, history, submit
from storyboard.providers.protocols.jobs.answers import hider, posted
from storyboard.providers.protocols.jobs.transport import Wire
from storyboard.store.records import Incoming

AUTO = "auto"


class Jobs:
    """A host that speaks v1 and v2; `storyboard.providers.Provider` says what each method promises."""

    def __init__(
        self, host: Host, key: str, *, base: str | None, protocol: str, timeout: float | None, proxies: bool
    ) -> None:
        """Check address, key and protocol; nothing is sent yet. Raises ValueError."""
        if not key or not key.isascii() or not key.isprintable() or (" " in key and host.key.pair is None):
            raise ValueError("the key is empty or holds a character that no header may carry")
        if protocol not in (AUTO, *host.ways):
            raise ValueError(f"`{host.name}` does not speak {protocol}, it speaks {' and '.join(host.ways)}")
        if base is not None:
            base = checked_base(base)
            moved = msgspec.structs.replace(host.bases, api=base, history=base, upload=base)
            host = msgspec.structs.replace(host, bases=moved)
        self.name = host.name
        self.abilities = abilities(host)
        # Sixteen bits: enough to tell keys apart, and too few to find one by.
        self.key_mark = hashlib.sha256(f"storyc {host.name} {key}".encode()).hexdigest()[:4]
        self._host = host
        self._ways: tuple[str, ...] = host.ways[::-1] if protocol == AUTO else (protocol,)
        self._timeout = host.limits.blocking if timeout is None else timeout
        self._hide = hider(key)
        self._wire = Wire(host, key, proxies=proxies)
        self._questions = asking.Questions(host, self._wire, self._hide)
        self._blocking: set[str] = set()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} at {self._host.bases.api}>"

    def balance(self) -> int | HostRefused | Trouble:
        """The micro-dollars that are left."""
        return asking.balance(self._questions)

    def quote(self, model: str, body: dict[str, Any]) -> int | HostRefused | Trouble:
        """The micro-dollars that a request would cost."""
        return asking.quote(self._questions, model, body)

    def moment(self) -> datetime | None:
        """What the host's clock shows now, by the `Date` of its last answer."""
        then = posted(self._wire.dated)
        return None if then is None else then + timedelta(seconds=time.monotonic() - self._wire.heard)

    def upload(self, data: bytes, kind: str) -> str | HostRefused | Trouble:
        """The address that a file got."""
        return asking.upload(self._questions, data, kind)

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
        """What became of a request that is sent once.

        A refusal which says that the route or the model is not there was not billed: then the host's other way is gone
        at once, if `sending` says yes again, and first from then on. What `sending`, `accepted` and `into` raise is not
        caught.
        """
        given = submit.Submit(self._host, self._wire, self._hide, self._timeout, into, accepted, own)
        blocking = model in self._blocking
        first, *others = self._ways[-1:] if blocking else self._ways
        answer = submit.submit(given, first, model, body, sending)
        for way in others:
            if not isinstance(answer, HostRefused) or answer.cause != "route":
                break
            self._blocking.add(model)
            answer = submit.submit(given, way, model, body, sending)
        if isinstance(answer, HostRefused) and answer.cause == "route":
            return msgspec.structs.replace(answer, cause="request")
        return answer

    def ask(self, request_id: str) -> Running | Finished | HostRefused | Gone | Trouble:
        """How a job stands."""
        return asking.ask(self._questions, request_id)

    def known(self, own: str) -> Accepted | HostRefused | Trouble | None:
        """The job of a send by the name that storyc gave to it."""
        return asking.known(self._questions, own)

    def again(self, model: str, body: dict[str, Any], own: str) -> Accepted | Trouble:
        """The job of a send by the same send once more; nothing is sent to a host that is not known to replay."""
        if not self.abilities.replays:
            return Trouble("the host replays no answer")
        return submit.again(self._host, self._wire, self._hide, model, body, own)

    def fetch(self, url: str, into: Incoming) -> Fetched | Gone | Trouble:
        """Fetch a clip in one try."""
        return fetching.fetch(self._host, self._wire, self._hide, url, into)

    def history(self, model: str, first: date, last: date) -> tuple[Job, ...] | HostRefused | Trouble:
        """The jobs of a model from one day to another."""
        return history.read(self._questions, model, first, last)

    def abort(self) -> None:
        """End all that is under way; nothing begins any more."""
        self._wire.abort()
