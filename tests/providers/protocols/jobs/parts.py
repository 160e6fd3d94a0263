"""A file on its way, a provider with small limits, and a server that says exactly what a test wants."""

from __future__ import annotations

import contextlib
import shutil
import socket
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from storyboard.profiles.hosts import Host, host
from storyboard.providers.protocols.jobs import open_provider
from tests.emulate.hosting import BODY, KEY, MODEL

Say = bytes | Callable[[socket.socket], None]


class File:
    """What is on its way into no store at all."""

    def __init__(self) -> None:
        folder = tempfile.mkdtemp(prefix="storyc-test-")
        self.discard = weakref.finalize(self, shutil.rmtree, folder, True)
        self.path = Path(folder) / "clip"
        self.restart()

    def write(self, block: bytes) -> None:
        with self.path.open("ab") as stream:
            stream.write(block)
        self.size += len(block)

    def restart(self) -> None:
        self.path.write_bytes(b"")
        self.size = 0


def limited(**limits: Any) -> Host:
    """Segmind with other limits."""
    known = host("segmind")
    return msgspec.structs.replace(known, limits=msgspec.structs.replace(known.limits, **limits))


def opened(url: str, protocol: str = "auto", *, key: str = KEY, timeout: float | None = None, **limits: Any) -> Any:
    """The provider of a host at an address."""
    return open_provider(limited(**limits), key, base=url, protocol=protocol, timeout=timeout)  # type: ignore[arg-type]


class Sent:
    """One submit: what came back, how often `sending` was asked, which says `go`, and which names were told with how much read."""

    def __init__(self, provider: Any, *, go: bool | tuple[bool, ...] = True, model: str = MODEL, **fields: Any) -> None:
        self.asked, self.told = 0, list[tuple[str, int]]()
        self.into = File()

        def sending() -> bool:
            self.asked += 1
            return go if isinstance(go, bool) else go[self.asked - 1]

        def accepted(name: str) -> None:
            self.told.append((name, self.into.size))

        self.outcome = provider.submit(model, BODY | fields, self.into, sending=sending, accepted=accepted)


def said(status: int, body: bytes | Any = b"", *headers: str, type: str = "application/json") -> bytes:
    """An answer of HTTP/1.1 with its length."""
    data = body if isinstance(body, bytes) else msgspec.json.encode(body)
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {type}", f"Content-Length: {len(data)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + data


class Speaker:
    """A server on loopback that gives its answers in turn, the last one ever after."""

    def __init__(self, says: tuple[Say, ...]) -> None:
        self.says = list(says)
        self.heard: list[bytes] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.closing = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                made, _ = self._listening.accept()
                threading.Thread(target=self._answer, args=(made,), daemon=True).start()

    def _answer(self, made: socket.socket) -> None:
        with made, contextlib.suppress(OSError):
            data = b""
            while b"\r\n\r\n" not in data:
                more = made.recv(65536)
                if not more:
                    self.heard.append(data)
                    return
                data += more
                if data[0] == 0x16:  # the first byte of TLS, of which nothing is understood here
                    break
            head, _, body = data.partition(b"\r\n\r\n")
            told = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
            while told and len(body) < int(told[0].partition(b":")[2]):
                body += made.recv(65536)
            self.heard.append(head + b"\r\n\r\n" + body)
            say = self.says.pop(0) if len(self.says) > 1 else self.says[0]
            if isinstance(say, bytes):
                made.sendall(say)
            else:
                say(made)
            with contextlib.suppress(OSError):
                made.shutdown(socket.SHUT_WR)
                made.recv(1)

    def close(self) -> None:
        self.closing.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def dribble(self, start: bytes, seconds: float) -> Callable[[socket.socket], None]:
        """An answer that begins so and then goes on by a byte at a time."""

        def say(made: socket.socket) -> None:
            made.sendall(start)
            while not self.closing.wait(seconds):
                made.sendall(b"a")

        return say


@contextmanager
def speaking(*says: Say) -> Iterator[Speaker]:
    """A server that says this."""
    speaker = Speaker(says)
    try:
        yield speaker
    finally:
        speaker.close()


def nowhere() -> str:
    """The address of a port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}"
