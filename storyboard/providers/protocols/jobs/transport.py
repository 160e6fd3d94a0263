"""One exchange over HTTP: never sent twice, never redirected, ended by a deadline, and bounded in all that it reads."""

from __future__ import annotations

import contextlib
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from urllib.parse import urlsplit

import msgspec
import requests
from requests.adapters import BaseAdapter
from requests.utils import get_environ_proxies, select_proxy
from urllib3.exceptions import HTTPError

from storyboard import __version__
from storyboard.profiles.hosts import Host, HostLimits
from storyboard.providers.address import origin
from storyboard.providers.protocols.jobs.lines import Adapter, AddressBarred, ExchangeEnded, Line
from storyboard.providers.protocols.jobs.tokens import token

_BLOCK = 256 << 10
_LOOK = 5.0  # seconds between two looks for lines that are over
_STOPPED = "storyc was told to stop"


class NoAnswer(Exception):
    """No answer, or not the whole of one; `sent` says whether the request's first byte may have left.

    `barred` is whether the address is one that is not asked, now or later.
    """

    def __init__(self, why: str, sent: bool, *, barred: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.sent = sent
        self.barred = barred


class Spoilt(Exception):
    """The body of an answer cannot be used; the text says why."""


class HttpRequest(msgspec.Struct, frozen=True):
    """A request: `deadline` are the seconds for all of it, `key` whether it carries the key.

    `admits` says of a network address whether it may be asked. A proxy resolves names itself, and is not held to it.
    """

    method: str
    url: str
    deadline: float
    body: bytes | None = None
    key: bool = True
    headers: Mapping[str, str] = {}
    admits: Callable[[str], bool] | None = None


class HttpAnswer:
    """An answer whose head has come; its headers in lower case."""

    def __init__(self, response: requests.Response, line: Line, limits: HostLimits) -> None:
        self.status = response.status_code
        self.headers = {name.lower(): value for name, value in response.headers.items()}
        self._raw = response.raw
        self._line, self._limits = line, limits

    @property
    def type(self) -> str:
        """The type of the body, without parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def blocks(self, most: int) -> Iterator[bytes]:
        """The body as it comes. Raises Spoilt for one that is packed, too long or too slow, NoAnswer for one cut short.

        A body without a length ends where the connection does, so whether it is whole shows in what it holds.
        """
        packed = self.headers.get("content-encoding", "").strip().lower()
        if packed not in ("", "identity"):
            raise Spoilt("the answer is packed, which was not asked for")
        stated = self.headers.get("content-length", "").strip()
        length = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 16 else None
        if "transfer-encoding" in self.headers:
            length = None
        if length is not None and length > most:
            raise Spoilt(f"the answer has {length:,} bytes, {most:,} are taken at most")
        size, since, before = 0, time.monotonic(), 0
        self._line.patience(self._limits.silence)
        while length is None or size < length:
            block = self._next(_BLOCK if length is None else min(_BLOCK, length - size))
            if not block:
                break
            size += len(block)
            if size > most:
                raise Spoilt(f"the answer has more than {most:,} bytes")
            yield block
            now = time.monotonic()
            if now - since >= self._limits.rate_window:
                if size - before < self._limits.rate * (now - since):
                    raise Spoilt(f"the answer comes with less than {self._limits.rate:,} bytes a second")
                since, before = now, size
        if self._line.why:
            raise NoAnswer(self._line.why, True)
        if length is not None and size < length:
            raise NoAnswer(f"the answer ended after {size:,} of {length:,} bytes", True)

    def _next(self, size: int) -> bytes:
        try:
            return self._raw.read1(size, decode_content=False)
        except (HTTPError, OSError) as error:
            raise NoAnswer(self._line.why or _said(error, ""), True) from None


class Wire:
    """All exchanges of one provider. The key only ever goes to the host's own bases."""

    def __init__(self, host: Host, key: str, *, proxies: bool) -> None:
        self._limits, self._key, self._proxies = host.limits, key, proxies
        self._form = host.key
        self._own = {origin(base) for base in (host.bases.api, host.bases.history, host.bases.upload)}
        self._lock = threading.Lock()
        self._earlier = threading.Condition(self._lock)
        self._lines: dict[Line, float] = {}  # what is under way, and when it must be over
        self._watched = self._stopped = False
        self.dated, self.heard = "", 0.0  # the `Date` of the last answer, and when that came by our own clock

    @contextlib.contextmanager
    def exchange(self, asking: HttpRequest, sending: Callable[[], bool] | None = None) -> Generator[HttpAnswer]:
        """The answer to a request. Raises NoAnswer, and whatever `sending` raises."""
        # A proxy would read what goes to this machine without TLS.
        proxies = _proxies_for(asking.url) if self._proxies and asking.url.startswith("https:") else {}
        line = Line(sending, None if proxies else asking.admits)
        prepared = self._prepared(asking)
        self._begin(line, asking.deadline)
        adapter = Adapter(line)
        try:
            with self._sent(adapter, prepared, asking, line, proxies) as response:
                if line.why:  # the end of a connection looks like the end of a head
                    raise NoAnswer(line.why, line.sent)
                self.dated, self.heard = response.headers.get("Date", ""), time.monotonic()
                yield HttpAnswer(response, line, self._limits)
        finally:
            with self._lock:
                self._lines.pop(line, None)
            adapter.close()
            line.close()

    def _begin(self, line: Line, deadline: float) -> None:
        """Take a line into those that one thread ends when their time is over."""
        with self._earlier:
            if self._stopped:
                raise NoAnswer(_STOPPED, False)
            self._lines[line] = time.monotonic() + deadline
            line.late = f"there was no whole answer within {deadline:g} s"
            if self._watched:
                self._earlier.notify()
                return
            self._watched = True
        threading.Thread(target=self._watch, name="deadlines", daemon=True).start()

    def _watch(self) -> None:
        """End each line at its deadline, as long as there are any."""
        while True:
            with self._earlier:
                if not self._lines:
                    self._watched = False
                    return
                now = time.monotonic()
                over = [line for line, until in self._lines.items() if until <= now]
                for line in over:
                    del self._lines[line]
                if not over:
                    self._earlier.wait(min(_LOOK, min(self._lines.values()) - now))
            for line in over:
                line.end(line.late)

    @property
    def stopped(self) -> bool:
        """Whether every exchange was ended."""
        return self._stopped

    def abort(self) -> None:
        """End every exchange, and let none begin any more."""
        with self._lock:
            self._stopped = True
            lines = list(self._lines)
        for line in lines:
            line.end(_STOPPED)

    def _secret(self) -> dict[str, str]:
        """The header that carries the key, or a token that is signed with it now."""
        pair = self._form.pair
        value = self._key if pair is None or " " not in self._key else token(self._key, pair, int(time.time()))
        return {self._form.header: f"{self._form.prefix}{value}"}

    def is_own(self, url: str) -> bool:
        """Whether the key may go to an address."""
        return origin(url) in self._own

    def betrays(self, url: str) -> str:
        """Why an address must not be asked for: it holds the key. Empty for all others."""
        return (
            "the clip's address holds the key"
            if any(part in url.casefold() for part in self._key.casefold().split())
            else ""
        )

    def _prepared(self, asking: HttpRequest) -> requests.PreparedRequest:
        """The request with its headers. Raises NoAnswer for an address that requests cannot use."""
        headers = {
            "User-Agent": f"storyc/{__version__}",
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        if asking.body is not None:
            headers["Content-Type"] = "application/json"
        if asking.key:
            if origin(asking.url) not in self._own:
                raise ValueError("the key was about to be sent to another host")
            headers |= {**asking.headers, **self._secret()}
        try:
            return requests.Request(asking.method, asking.url, headers=headers, data=asking.body).prepare()
        except requests.RequestException:
            # A host may name a clip's address that urllib reads and requests does not, as one with `.` before its name.
            raise NoAnswer("the clip's address names no host", False) from None

    def _sent(
        self, adapter: BaseAdapter, prepared: requests.PreparedRequest, asking: HttpRequest, line: Line,
        proxies: dict[str, str],
    ) -> requests.Response:  # fmt: skip
        """The response with its body unread.

        A session would read the whole body of a redirect, and a .netrc; an adapter alone does neither.
        """
        name = urlsplit(asking.url).hostname or ""
        # Who has a proxy may need its certificate too.
        proxied = self._proxies and asking.url.startswith("https:")
        verify = (proxied and os.environ.get("REQUESTS_CA_BUNDLE")) or True
        try:
            return adapter.send(
                prepared,
                stream=True,
                timeout=(self._limits.connect, asking.deadline),
                verify=verify,
                proxies=proxies,
            )
        except ExchangeEnded as stopped:
            if line.raised is not None:
                raise line.raised from None
            raise NoAnswer(str(stopped), line.sent, barred=isinstance(stopped, AddressBarred)) from None
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise NoAnswer(line.why or _said(error, name), line.sent) from None


def _proxies_for(url: str) -> dict[str, str]:
    """The proxies that the environment has for an address, empty where it goes straight there."""
    proxies = get_environ_proxies(url)
    return proxies if select_proxy(url, proxies) else {}


def _said(error: BaseException, name: str) -> str:
    """What went wrong in a few words of ours: the texts of the packages hold addresses and objects."""
    whose = f"`{name}`" if name else "the host"
    for cause in _chain(error):
        if isinstance(cause, socket.gaierror):
            return f"{whose} has no address"
        if isinstance(cause, ConnectionRefusedError):
            return f"{whose} takes no connection"
        if isinstance(cause, ssl.SSLError):
            return f"no safe connection to {whose}: {(cause.reason or 'TLS failed').replace('_', ' ').lower()}"
        if isinstance(cause, requests.ConnectTimeout):
            return f"{whose} did not take the connection in time"
        if isinstance(cause, TimeoutError):
            return f"{whose} was silent for too long"
        if isinstance(cause, OSError) and cause.errno and cause.strerror:
            return f"the connection to {whose} broke: {cause.strerror}"
    return f"the connection to {whose} broke"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The errors inside an error, the outermost first, however the packages put them there."""
    todo, seen = [error], set[int]()
    while todo and len(seen) < 30:
        cause = todo.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        inner = (cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args)
        todo += [part for part in inner if isinstance(part, BaseException)]
