"""Processes that carry bytes between networks, by sockets in the file system, and may be cut."""

from __future__ import annotations

import asyncio
import os
from asyncio import StreamReader, StreamWriter
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from tools.torture.warm import fork

_BLOCK = 1 << 16
_SUBMIT = b"POST /v2/"
Listen = Callable[[], Awaitable[object]]


def outward(ways: dict[int, str], cut_at: int) -> int:
    """A relay from ports of the loopback to sockets in the file system: its process, which listens.

    It ends as the host answers submit number `cut_at`, with all its connections and without a word to anybody.
    """
    submits = 0

    async def serve(path: str, reader: StreamReader, writer: StreamWriter) -> None:
        is_cut = False

        def sent(block: bytes) -> None:
            nonlocal submits, is_cut
            submits += _SUBMIT in block
            is_cut |= _SUBMIT in block and submits == cut_at

        def heard(block: bytes) -> None:
            if is_cut:
                os._exit(0)

        await _both_ways((reader, writer), await asyncio.open_unix_connection(path), sent, heard)

    async def listen() -> None:
        for port, path in ways.items():
            await asyncio.start_server(partial(serve, path), "127.0.0.1", port)

    return _listening(listen)


def inward(path: Path, port: int) -> int:
    """A relay from a socket in the file system to a port of the loopback: its process, which listens."""

    async def serve(reader: StreamReader, writer: StreamWriter) -> None:
        await _both_ways((reader, writer), await asyncio.open_connection("127.0.0.1", port), _pass, _pass)

    return _listening(partial(asyncio.start_unix_server, serve, path))


def _listening(listen: Listen) -> int:
    """The process of a relay, once it listens."""
    reading, writing = os.pipe()

    async def run() -> None:
        await listen()
        os.write(writing, b".")
        await asyncio.Event().wait()

    def work() -> int:
        asyncio.run(run())
        return 0

    pid = fork(work)
    os.close(writing)
    ready = os.read(reading, 1)
    os.close(reading)
    assert ready, "a relay cannot listen"
    return pid


def _pass(block: bytes) -> None:
    """Let bytes pass."""


async def _both_ways(
    near: tuple[StreamReader, StreamWriter], far: tuple[StreamReader, StreamWriter], sent: Callable[[bytes], None],
    heard: Callable[[bytes], None],
) -> None:  # fmt: skip
    """Carry bytes both ways until either end closes; each block is looked at before it is passed on."""
    await asyncio.gather(_carry(near[0], far[1], sent), _carry(far[0], near[1], heard), return_exceptions=True)


async def _carry(reader: StreamReader, writer: StreamWriter, look: Callable[[bytes], None]) -> None:
    try:
        while block := await reader.read(_BLOCK):
            look(block)
            writer.write(block)
            await writer.drain()
    finally:
        writer.close()
