"""A machine of its own network: `python -m tools.team.namespace`, in a namespace that has no way out.

All it reaches of the world are sockets in the file system, by a relay on its own loopback. What it shall do comes as
lines of JSON, and so do its answers.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import sys
from functools import partial
from pathlib import Path
from typing import Literal

import msgspec

from tools import defences
from tools.team.relays import outward
from tools.torture.warm import Root, ended, fork, hasten, run_words

_LONGEST = 300.0  # seconds of a command
_SET_FLAGS, _UP = 0x8914, 0x41  # SIOCSIFFLAGS; IFF_UP and IFF_RUNNING


class Setup(msgspec.Struct, frozen=True):
    """What a machine is given: the project, what is known of the host, the environment, and where each port leads."""

    root: str
    key: str
    url: str
    environment: dict[str, str]
    ways: dict[int, str]
    frees: bool = False  # whether it takes what a dead process was sending for not sent


class Order(msgspec.Struct, frozen=True):
    """Something to do: to open the relay, to wait until it is cut, to begin a command, or to wait for its end.

    The relay is cut once the host has answered the submit number `cut_at`, of which the machine hears nothing more.
    """

    do: Literal["open", "cut", "begin", "end"]
    cut_at: int = 0
    words: tuple[str, ...] = ()


class Done(msgspec.Struct, frozen=True):
    """That an order is carried out: the exit code of a command, and what it has said."""

    code: int = 0
    out: str = ""
    said: str = ""


def main() -> None:
    """Carry out orders until there are no more."""
    lines = iter(sys.stdin.buffer.readline, b"")
    setup = msgspec.json.decode(next(lines), type=Setup)
    root = Root(Path(setup.root), setup.key, setup.url, "v2")
    os.environ.update(setup.environment)
    _up()
    hasten()
    relay = command = 0
    for line in lines:
        order, done = msgspec.json.decode(line, type=Order), Done()
        if order.do == "open":
            relay = outward(setup.ways, order.cut_at)
        elif order.do == "cut":
            ended(relay, _LONGEST)
        elif order.do == "begin":
            prepare = defences.freed if setup.frees else None
            command = fork(partial(run_words, root, list(order.words), prepare))
        else:
            code = ended(command, _LONGEST)
            done = Done(code, max(root.path.parent.glob("*.out")).read_text(), root.last)
        sys.stdout.buffer.write(msgspec.json.encode(done) + b"\n")
        sys.stdout.flush()


def _up() -> None:
    """Begin to have a loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        fcntl.ioctl(line, _SET_FLAGS, struct.pack("16sh14x", b"lo", _UP))


if __name__ == "__main__":
    main()
