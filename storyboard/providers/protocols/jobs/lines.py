"""One connection for one exchange: who ends it from outside, and whether a byte of the request has left.

urllib3 opens connections where it likes. What it opens here is told to a Line, so that another thread can end it, and
so that `sending` is asked once the connection stands and before anything is written.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.retry import Retry

_IDLE = 60  # seconds after which a silent connection is kept alive on the way


class ExchangeEnded(Exception):
    """The exchange was ended from outside, or `sending` said no."""


class AddressBarred(ExchangeEnded):
    """The name leads to an address that is not asked."""


class Line:
    """What is known of an exchange's connection; `sent` once `sending` has said yes.

    `admits` says of each address that the name leads to whether it may be asked; without it all may be.
    """

    def __init__(self, sending: Callable[[], bool] | None, admits: Callable[[str], bool] | None = None) -> None:
        self._sending = sending
        self.admits = admits
        self._lock = threading.Lock()
        self._twin: socket.socket | None = None
        self._socket: socket.socket | None = None
        self.sent = False
        self.why = ""
        self.late = ""  # what is said of it once its time is over
        self.raised: BaseException | None = None

    def joined(self, connection: socket.socket) -> None:
        """Note the connection. Raises ExchangeEnded where the exchange was ended, or had a connection before."""
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        if hasattr(socket, "TCP_KEEPIDLE"):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, _IDLE)
        with self._lock:
            if self.why or self._twin is not None:
                raise ExchangeEnded(self.why or "a second connection was opened")
            # TLS takes the socket's number away, and a closed number may soon be another file's; a twin stays ours.
            self._twin = connection.dup()

    def ready(self, connection: socket.socket | None) -> None:
        """Ask `sending`, once. Raises ExchangeEnded where it says no or raises, which is kept in `raised`."""
        self._socket = connection
        if self.why:
            raise ExchangeEnded(self.why)
        if self._sending is not None:
            try:
                go = self._sending()
            # urllib3 would take an OSError of the ledger for one of the network.
            except BaseException as error:
                self.raised = error
                raise ExchangeEnded("the send could not be noted") from error
            if not go:
                raise ExchangeEnded("the send was called off")
        self.sent = True

    def patience(self, seconds: float) -> None:
        """From now on, how long the other side may be silent."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.settimeout(seconds)

    def end(self, why: str) -> None:
        """End the connection at once, from any thread; the first reason counts."""
        with self._lock:
            self.why = self.why or why
            if self._twin is not None:
                with contextlib.suppress(OSError):
                    self._twin.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            self.why = self.why or "it is over"
            if self._twin is not None:
                self._twin.close()


class _Plain(HTTPConnection):
    line: Line

    def _new_conn(self) -> socket.socket:
        return _joined(self.line, _connected(self, super()._new_conn, self.line.admits))

    def connect(self) -> None:
        super().connect()
        self.line.ready(self.sock)


class _Secure(HTTPSConnection):
    line: Line

    def _new_conn(self) -> socket.socket:
        return _joined(self.line, _connected(self, super()._new_conn, self.line.admits))

    def connect(self) -> None:
        super().connect()
        self.line.ready(self.sock)


def _connected(
    connection: HTTPConnection, connect: Callable[[], socket.socket], admits: Callable[[str], bool] | None
) -> socket.socket:
    """Connect to an address that was looked at: a name that is resolved twice may lead elsewhere the second time."""
    if admits is None:
        return connect()
    name = connection.host
    try:
        known = socket.getaddrinfo(name, connection.port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        raise NewConnectionError(connection, "the name cannot be resolved") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in known))
    # One that leads to a public address and to one of an inner network is not trusted with either.
    if not addresses or not all(map(admits, addresses)):
        raise AddressBarred("the clip's address leads to a network that is not asked")
    for address in addresses:
        connection.host = address
        try:
            return connect()
        except (NewConnectionError, ConnectTimeoutError):
            if address == addresses[-1]:
                raise
        finally:
            connection.host = name
    raise AssertionError("the last address is raised or returned")


def _joined(line: Line, connection: socket.socket) -> socket.socket:
    try:
        line.joined(connection)
    except BaseException:
        connection.close()
        raise
    return connection


class Adapter(HTTPAdapter):
    """An adapter whose one connection is told to a line, and that never tries twice."""

    def __init__(self, line: Line) -> None:
        self._line = line
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=Retry(0, read=False, redirect=False))

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """Make the pools, with our connections in them."""
        super().init_poolmanager(*args, **more)
        _bind(self.poolmanager, self._line)

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        """Make a proxy's pools, with our connections in them. Raises ExchangeEnded for SOCKS, which has its own."""
        if proxy.lower().startswith("socks"):
            raise ExchangeEnded("a SOCKS proxy is not taken")
        manager = super().proxy_manager_for(proxy, **more)
        _bind(manager, self._line)
        return manager


def _bind(manager: Any, line: Line) -> None:
    manager.pool_classes_by_scheme = {
        "http": partial(_pool, HTTPConnectionPool, _Plain, line),
        "https": partial(_pool, HTTPSConnectionPool, _Secure, line),
    }


def _pool(kind: Any, connection: Any, line: Line, *args: Any, **more: Any) -> Any:
    pool = kind(*args, **more)
    pool.ConnectionCls = partial(_connection, connection, line)
    return pool


def _connection(kind: Any, line: Line, **more: Any) -> Any:
    opened = kind(**more)
    opened.line = line
    return opened
