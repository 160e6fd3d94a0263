"""The HTTP server: reads a call, sends its answer, and spoils the bytes where a fault says so. Loopback only."""

from __future__ import annotations

import contextlib
import re
import socket
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import msgspec

from storyboard.emulate.host import Emulator
from storyboard.emulate.media import bomb
from storyboard.emulate.records import EmulatedAnswer, ReceivedCall, page, refusal
from storyboard.emulate.routes import answer, refused_key
from storyboard.emulate.spoken import worded
from storyboard.system.secrets import mask

LOOPBACK = "127.0.0.1"
VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY")
_MOST = 64 << 20  # bytes of a body
_MOST_OF_STRANGERS = 1 << 16  # of one that comes without a key
MOST_CONNECTIONS = 64
_NAMES = ("127.0.0.1", "localhost", "[::1]")
_BLOCK = 1 << 16
_IDLE = 60.0  # seconds that a connection may be silent
_MEGABYTE = 1_000_000


class Server:
    """A server that runs: its address, and how to end it."""

    def __init__(self, host: Emulator, listening: ThreadingHTTPServer) -> None:
        self.host = host
        self._listening = listening
        self.port: int = listening.server_address[1]
        self.url = f"http://{LOOPBACK}:{self.port}"
        self._thread = threading.Thread(target=listening.serve_forever, args=(0.05,), name="emulate", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End all waiting, take no more calls, and remove the temporary folder."""
        self.host.closing.set()
        self._listening.shutdown()
        self._listening.server_close()
        self._thread.join()
        self.host.clips.close()


def start(host: Emulator, port: int = 0) -> Server:
    """The running server on a port of this machine, a free one for 0. Raises OSError where it cannot be had."""
    handler = type("Handler", (_Handler,), {"host": host, **{f"do_{verb}": _Handler.serve for verb in VERBS}})
    return Server(host, _Listening((LOOPBACK, port), handler, host))


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # who waits for a slow answer does not hold up the end
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handler: type[_Handler], host: Emulator) -> None:
        super().__init__(address, handler)
        self._host = host
        self._free = threading.BoundedSemaphore(MOST_CONNECTIONS)
        # Connections on which no whole call has come yet, the oldest first.
        self.silent: dict[socket.socket, None] = {}

    def process_request(self, request: Any, client_address: Any) -> None:
        """Serve a connection in a thread of its own; where they are too many, the oldest silent one is ended first."""
        while not self._free.acquire(timeout=0.1):
            if self._host.closing.is_set():
                self.shutdown_request(request)
                return
            oldest = next(iter(tuple(self.silent)), None)
            if oldest is not None:
                self.silent.pop(oldest, None)
                with contextlib.suppress(OSError):
                    oldest.shutdown(socket.SHUT_RDWR)
        self.silent[request] = None
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve a connection until it ends."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.silent.pop(request, None)
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay quiet about a client that has gone; a mistake made here is reported as ever."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    host: Emulator
    protocol_version = "HTTP/1.1"
    server_version = "storyc-emulate"
    sys_version = ""
    timeout = _IDLE
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:
        """Print nothing: `serve` reports each request."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The `Date` of an answer, by a clock that may be wrong."""
        drift = sum(fault.number for fault in self.host.settings.faults if fault.name == "clock")
        return super().date_time_string((time.time() if timestamp is None else timestamp) + drift)

    def serve(self) -> None:
        """Read a call and answer it."""
        listening = cast(_Listening, self.server)
        headers = {key.lower(): value for key, value in self.headers.items()}
        call = ReceivedCall(self.command, self.path.partition("?")[0], {}, headers, b"", self._key(headers))
        body = self._misdirected() or self._body(call)
        if self.connection not in listening.silent:  # it was ended for another's sake, before the call was whole
            self.close_connection = True
            return
        del listening.silent[self.connection]
        port = self.connection.getsockname()[1]
        if isinstance(body, bytes):
            try:
                parts = urlsplit(self.path)
                query = dict(parse_qsl(parts.query, keep_blank_values=True, max_num_fields=50)) if parts.query else {}
            except ValueError:
                given, number = refusal(400, "The address cannot be read"), 0
            else:
                call = msgspec.structs.replace(call, path=parts.path, query=query, body=body)
                given, number = answer(self.host, call, f"http://{LOOPBACK}:{port}")
        else:
            given, number = body, 0
        given = worded(self.host, given)
        faults = ", ".join(fault.name for fault in given.spoil)
        # The call is noted before it is answered, so that a client with the answer finds it in the book.
        self.host.book.note(call, given.status, faults or given.note, number)
        what = f"{call.method} {call.path[:120]} {given.status or 'cut'}"
        note = faults or given.note
        line = f"{what}{f' (submit {number})' if number else ''}{f': {note}' if note else ''}"
        self.host.tell("".join(letter if letter.isprintable() else "?" for letter in mask(line)))
        self._send(given)
        if not self.close_connection:
            listening.silent[self.connection] = None

    def _misdirected(self) -> EmulatedAnswer | None:
        """The refusal of a call that was meant for another name, as a page of the web makes its browser send it."""
        name = self.headers.get("Host")
        if name is None or re.sub(r":[0-9]*$", "", name.strip()).lower() in _NAMES:
            return None
        self.close_connection = True
        return refusal(421, f"This host is called {LOOPBACK}")

    def _key(self, headers: dict[str, str]) -> str:
        """The key in the host's own header, or nothing."""
        form = self.host.api.key
        given = headers.get(form.header.lower(), "")
        return given.removeprefix(form.prefix) if given.startswith(form.prefix) else ""

    def _body(self, call: ReceivedCall) -> bytes | EmulatedAnswer:
        """The call's body, or the refusal of one that cannot be read."""
        length = self.headers.get("Content-Length", "0")
        if "Transfer-Encoding" in self.headers or not (length.isascii() and length.isdigit()):
            self.close_connection = True
            return refusal(400, "The body has no Content-Length")
        if len(length) > 12 or int(length) > _MOST:
            self.close_connection = True
            return refusal(413, f"The body is longer than {_MOST} bytes")
        if int(length) > _MOST_OF_STRANGERS:
            stranger = refused_key(self.host, call)
            if stranger is not None:
                self.close_connection = True
                return stranger
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise ConnectionAbortedError("the client has gone before its body was whole")
        return body

    def _send(self, given: EmulatedAnswer) -> None:
        if given.cut:
            self._cut()
            return
        for fault in given.spoil:
            if fault.name == "slow":
                self.host.closing.wait(fault.number)
        kinds = {fault.name: fault for fault in given.spoil}
        if "wrong-type" in kinds:
            given = msgspec.structs.replace(page(200, "Welcome"), headers=given.headers)
        if "gzip-bomb" in kinds:
            packed = bomb(kinds["gzip-bomb"].number)
            given = msgspec.structs.replace(given, body=packed, headers=(*given.headers, ("Content-Encoding", "gzip")))
        if "huge" in kinds:
            self._endless(given, int(kinds["huge"].number * _MEGABYTE))
        elif "truncate" in kinds:
            self._half(given, with_length=kinds["truncate"].text == "length")
        else:
            self._whole(given, kinds["pause"].number if "pause" in kinds else 0.0)

    def _head(self, given: EmulatedAnswer, status: int, *more: tuple[str, str]) -> None:
        self.send_response(status)
        if given.type:
            self.send_header("Content-Type", given.type)
        for key, value in (*given.headers, *more):
            self.send_header(key, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def _whole(self, given: EmulatedAnswer, pause: float) -> None:
        status, body, more = given.status, given.body, list[tuple[str, str]]()
        if given.ranges and status == 200:
            more.append(("Accept-Ranges", "bytes"))
            wanted = self.headers.get("Range", "")
            span = _range(wanted, len(body)) if wanted else None
            if span is not None and span[0] >= len(body):
                status, body = 416, b""
                more.append(("Content-Range", f"bytes */{len(given.body)}"))
            elif span is not None:
                status, body = 206, body[span[0] : span[1] + 1]
                more.append(("Content-Range", f"bytes {span[0]}-{span[1]}/{len(given.body)}"))
        self._head(given, status, *more, ("Content-Length", str(len(body))))
        if self.command == "HEAD":
            return
        if pause:
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            self.host.closing.wait(pause)
            body = body[len(body) // 2 :]
        self.wfile.write(body)

    def _half(self, given: EmulatedAnswer, *, with_length: bool) -> None:
        """Send half of the body; without a length the end of the connection looks like the body's end."""
        self.close_connection = True
        self._head(given, given.status, *([("Content-Length", str(len(given.body)))] if with_length else []))
        self.wfile.write(given.body[: len(given.body) // 2])

    def _endless(self, given: EmulatedAnswer, size: int) -> None:
        """Send the body and zeros up to a size, in chunks, until the client has had enough."""
        self._head(given, given.status, ("Transfer-Encoding", "chunked"))
        for block in _filled(given.body, size):
            if self.host.closing.is_set():
                self._cut()
                return
            self.wfile.write(b"%x\r\n%b\r\n" % (len(block), block))
        self.wfile.write(b"0\r\n\r\n")

    def _cut(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)


def _filled(body: bytes, size: int) -> Iterator[bytes]:
    if body:
        yield body
    zeros = bytes(_BLOCK)
    for at in range(len(body), size, _BLOCK):
        yield zeros[: min(_BLOCK, size - at)]


def _range(text: str, size: int) -> tuple[int, int] | None:
    """The first and last byte of the one range that is asked for, or None where the header is not of that form."""
    unit, equals, span = text.partition("=")
    first, dash, last = span.strip().partition("-")
    digits = all(not part or (part.isascii() and part.isdigit() and len(part) < 16) for part in (first, last))
    if unit.strip() != "bytes" or not equals or not dash or not digits or not (first or last):
        return None
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) else (size, size)
    end = min(int(last), size - 1) if last else size - 1
    return (int(first), end) if int(first) <= end or int(first) >= size else None
