"""The provider itself: which protocol a model is asked by, and each of its methods in its own module."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

import msgspec

from storyboard.profiles.hosts import Host
from storyboard.providers import (
    Accepted,
    Delivered,
    Fetched,
    Finished,
    Gone,
    Job,
    Lost,
    NotSent,
    Refused,
    Running,
    Trouble,
)
from storyboard.providers.segmind import asking, fetching, history, submit
from storyboard.providers.segmind.address import checked_base
from storyboard.providers.segmind.answers import hider, posted
from storyboard.providers.segmind.transport import Wire
from storyboard.store.records import Incoming

Protocol = Literal["auto", "v1", "v2"]


class Segmind:
    """A host that speaks v1 and v2; `storyboard.providers.Provider` says what each method promises."""

    def __init__(
        self, host: Host, key: str, *, base: str | None, protocol: Protocol, timeout: float | None, proxies: bool
    ) -> None:
        """Check address and key; nothing is sent yet. Raises ValueError."""
        if not key or not key.isascii() or not key.isprintable() or " " in key:
            raise ValueError("the key is empty or holds a character that no header may carry")
        if base is not None:
            base = checked_base(base)
            moved = msgspec.structs.replace(host.bases, api=base, history=base, upload=base)
            host = msgspec.structs.replace(host, bases=moved)
        self.name = host.name
        self._host = host
        self._protocol: Protocol = protocol
        self._timeout = host.limits.blocking if timeout is None else timeout
        self._hide = hider(key)
        self._wire = Wire(host, key, proxies=proxies)
        self._questions = asking.Questions(host, self._wire, self._hide)
        self._blocking: set[str] = set()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} at {self._host.bases.api}>"

    def balance(self) -> int | Refused | Trouble:
        """The micro-dollars that are left."""
        return asking.balance(self._questions)

    def moment(self) -> datetime | None:
        """When the last answer was made, as its `Date` says."""
        return posted(self._wire.dated)

    def upload(self, data: bytes, kind: str) -> str | Refused | Trouble:
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
    ) -> Accepted | Delivered | Refused | NotSent | Lost:
        """What became of a request that is sent once.

        A refusal with the cause `route` means that the next submit of this model goes another way; without another way
        its cause is `request`. What `sending`, `accepted` and `into` raise is not caught.
        """
        version = self._version(model)
        given = submit.Submit(self._host, self._wire, self._hide, self._timeout, into, accepted)
        found = submit.submit(given, version, model, body, sending)
        if not isinstance(found, Refused) or found.cause != "route":
            return found
        if self._protocol == "auto" and version == "v2":
            self._blocking.add(model)
            return found
        return msgspec.structs.replace(found, cause="request")

    def _version(self, model: str) -> submit.Version:
        if self._protocol != "auto":
            return self._protocol
        return "v1" if model in self._blocking else "v2"

    def ask(self, request_id: str) -> Running | Finished | Refused | Gone | Trouble:
        """How a job stands."""
        return asking.ask(self._questions, request_id)

    def fetch(self, url: str, into: Incoming) -> Fetched | Gone | Trouble:
        """Fetch a clip in one try."""
        return fetching.fetch(self._host, self._wire, self._hide, url, into)

    def find(self, model: str, body: dict[str, Any], since: datetime) -> tuple[Job, ...] | Trouble:
        """The jobs of the history with this prompt and seed."""
        return history.find(self._questions, model, body, since)

    def abort(self) -> None:
        """End all that is under way; nothing begins any more."""
        self._wire.abort()
