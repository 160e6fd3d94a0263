"""What anybody on this machine, or a page in its browser, may try on the emulator."""

from __future__ import annotations

import http.client
import socket
import threading
import tracemalloc
from contextlib import ExitStack, suppress

import pytest

from storyboard.emulate import server as serving
from tests.emulate.hosting import MODEL, Client, hosting

HEAD = b"GET /emulator/book HTTP/1.1\r\nHost: 127.0.0.1\r\n"


def asked(host: Client, data: bytes) -> bytes:
    """The answer to bytes that are sent as they are, up to where the host ends the connection or waits for more."""
    with socket.create_connection(("127.0.0.1", host.server.port), timeout=10) as line:
        line.sendall(data)
        line.shutdown(socket.SHUT_WR)
        said = b""
        while block := line.recv(1 << 16):
            said += block
        return said


@pytest.mark.parametrize(
    "target",
    ["/emulator/book?" + "&".join("a" * 60), "/emulator/book?" + "a&" * 60, "http://[::1", "http://[x]/emulator/book"],
    ids=lambda target: target[:24],
)  # fmt: skip
def test_an_address_that_cannot_be_read_is_400(target: str, capfd: pytest.CaptureFixture[str]) -> None:
    with hosting() as host:
        said = asked(host, f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        assert said.startswith(b"HTTP/1.1 400 ")
        assert host.book()["requests_seen"] == 1
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize(
    "name", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost@evil.example", ""]
)
@pytest.mark.parametrize("path", ["/emulator/book", "/openapi.json", "/files/a.mp4", f"/v2/{MODEL}"])
def test_a_call_under_another_name_is_refused(name: str, path: str) -> None:
    """A page may give its own name the address of this machine, and would then read what the emulator answers."""
    with hosting() as host:
        said = asked(host, f"GET {path} HTTP/1.1\r\nHost: {name}\r\n\r\n".encode())
        assert said.startswith(b"HTTP/1.1 421 ")
        assert b"requests_seen" not in said


@pytest.mark.parametrize("name", ["127.0.0.1", "127.0.0.1:{port}", "localhost:{port}", "LocalHost", "[::1]:{port}"])
def test_the_names_of_this_machine_are_its_own(name: str) -> None:
    with hosting() as host:
        typed = name.format(port=host.server.port)
        said = asked(host, f"GET /emulator/book HTTP/1.1\r\nHost: {typed}\r\n\r\n".encode())
        assert said.startswith(b"HTTP/1.1 200 ")
        assert asked(host, b"GET /emulator/book HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.1 200 ")


def test_the_body_of_a_stranger_is_not_read() -> None:
    with hosting() as host:
        for key in ("", "x-api-key: SG_0\r\n", "Authorization: Bearer x\r\n"):
            head = f"POST /v2/{MODEL} HTTP/1.1\r\nHost: 127.0.0.1\r\n{key}Content-Length: 60000000\r\n\r\n"
            with socket.create_connection(("127.0.0.1", host.server.port), timeout=10) as line:
                line.sendall(head.encode())  # and not one byte of it
                assert line.recv(1 << 16).startswith(b"HTTP/1.1 401 ")
        small = f"POST /v2/{MODEL} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\n\r\nabc"
        assert asked(host, small.encode()).startswith(b"HTTP/1.1 401 ")


def test_strangers_take_no_memory() -> None:
    block = b"x" * (1 << 16)
    with hosting() as host, ExitStack() as open_:
        tracemalloc.start()
        for _ in range(8):
            line = open_.enter_context(socket.create_connection(("127.0.0.1", host.server.port), timeout=10))
            with suppress(OSError):  # it was refused, as it should be
                line.sendall(b"POST /upload-asset HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 66000000\r\n\r\n")
                for _ in range(100):
                    line.sendall(block)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 10_000_000


def test_connections_that_say_nothing_keep_nobody_out() -> None:
    with hosting() as host, ExitStack() as open_:
        for number in range(200):
            line = open_.enter_context(socket.create_connection(("127.0.0.1", host.server.port), timeout=10))
            if number % 2:
                line.sendall(HEAD)  # and never the end of it
        assert host.book()["requests_seen"] == 0
        threads = [thread for thread in threading.enumerate() if "process_request" in thread.name]
        assert len(threads) <= serving.MOST_CONNECTIONS + 1


def test_a_connection_that_is_kept_is_used_again() -> None:
    with hosting() as host:
        line = http.client.HTTPConnection("127.0.0.1", host.server.port, timeout=10)
        line.connect()
        first = line.sock
        for _ in range(3):
            line.request("GET", "/emulator/book")
            answer = line.getresponse()
            assert (answer.status, len(answer.read()) > 0, line.sock is first) == (200, True, True)
        line.close()
