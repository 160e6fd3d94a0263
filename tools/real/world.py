"""A network of its own in which the host's real names are this machine's, with a certificate that its clients trust.

Nothing can leave it: it has no interface but `lo`. What the emulator answers there is wrapped in TLS at port 443 of an
address that counts as public, so that storyc speaks to it as it does to the host: no variable names an address, the
lock file is the project's own, and clips are fetched over https from a name that must resolve to no inner network.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import select
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from storyboard.profiles import hosts
from tools.hosting import host

HOST = "segmind"
ADDRESS = "45.45.45.45"  # any public one: here it is another name of `lo`
PORT = 18080
OURS, STRANGE = "ours", "strange"  # certificates: the one that is trusted, and another for the same names
_PLAIN = f"http://127.0.0.1:{PORT}".encode()
_FILES = "cdn.clips.test"
# As long as the address that the emulator knows of itself, so that no length of a body changes.
_SAFE = f"https://{_FILES}".encode()
_INSIDE = "STORYC_REAL_INSIDE"
_BLOCK = 1 << 16


def lacking() -> str:
    """Why such a network cannot be had here, empty where it can."""
    programs = [name for name in ("unshare", "ip", "mount", "openssl") if shutil.which(name) is None]
    if programs:
        return f"it needs {', '.join(programs)}"
    made = subprocess.run(["unshare", "--net", "--mount", "true"], capture_output=True, check=False)
    return "" if made.returncode == 0 else "it needs the right to make a network namespace, which root has"


def enter(words: Sequence[str]) -> None:
    """Become this program again in a network and mounts of its own; returns at once where it is there already."""
    if _INSIDE in os.environ:
        return
    os.environ[_INSIDE] = "1"
    os.execvp("unshare", ["unshare", "--net", "--mount", sys.executable, *words])


def furnish(folder: Path, pythons: Sequence[str] = ()) -> None:
    """Give the network its names, its address and its certificate, which these programs trust from now on.

    The folder holds the certificates. Raises SystemExit where the network has a way out.
    """
    if [name for _, name in socket.if_nameindex()] != ["lo"]:
        raise SystemExit("this network has more than `lo`: nothing is played in it")
    _run("ip", "link", "set", "lo", "up")
    _run("ip", "addr", "add", f"{ADDRESS}/32", "dev", "lo")
    resolve(folder, ADDRESS)
    _run("mount", "--bind", str(folder / "hosts"), "/etc/hosts")
    for name, names in ((OURS, [*_names(), _FILES]), (STRANGE, _names())):
        _certify(folder, name, names)
    for python in (sys.executable, *pythons):
        where = subprocess.run(
            [python, "-c", "import certifi; print(certifi.where())"], capture_output=True, text=True, check=True
        )
        _run("mount", "--bind", str(folder / f"{OURS}.pem"), where.stdout.strip())


def resolve(folder: Path, files: str) -> None:
    """Have the host's names lead to this machine, and the one of its clips to an address."""
    with (folder / "hosts").open("w", encoding="utf-8") as stream:
        stream.write(f"127.0.0.1 localhost\n{ADDRESS} {' '.join(_names())}\n{files} {_FILES}\n")


@contextlib.contextmanager
def tls(folder: Path, name: str = OURS) -> Generator[None]:
    """Speak TLS at the host's address with a certificate, and hand on what is said to the emulator."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    with socket.create_server((ADDRESS, 443), backlog=128) as listening:
        threading.Thread(target=_accept, args=(listening, context), daemon=True).start()
        try:
            yield
        finally:
            listening.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def emulator(*words: str) -> Generator[str]:
    """The key of an emulator that runs until the block ends."""
    with host("--host", HOST, "--port", str(PORT), *words) as told:
        yield told["key"]


def book() -> dict[str, Any]:
    """What the emulator has billed and was asked."""
    with urlopen(f"http://127.0.0.1:{PORT}/emulator/book", timeout=20) as answer:
        book: dict[str, Any] = json.load(answer)
        return book


def _certify(folder: Path, name: str, names: Sequence[str]) -> None:
    """Write a certificate for these names, and its key, into a folder."""
    _run(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=storyc",
        "-keyout", str(folder / f"{name}.key"), "-out", str(folder / f"{name}.pem"),
        "-addext", f"subjectAltName={','.join(f'DNS:{own}' for own in names)}",
    )  # fmt: skip


def _names() -> list[str]:
    bases = hosts.host(HOST).bases
    return sorted({urlsplit(base).hostname or "" for base in (bases.api, bases.history, bases.upload)})


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


def _accept(listening: socket.socket, context: ssl.SSLContext) -> None:
    with contextlib.suppress(OSError):
        while True:
            plain, _ = listening.accept()
            threading.Thread(target=_relay, args=(plain, context), daemon=True).start()


def _relay(plain: socket.socket, context: ssl.SSLContext) -> None:
    """Hand on one connection both ways until the host ends it, which it does after each answer."""
    with (
        contextlib.suppress(OSError),
        plain,
        context.wrap_socket(plain, server_side=True) as client,
        socket.create_connection(("127.0.0.1", PORT)) as host,
    ):
        host.sendall(_head(client))
        held = b""
        # One thread for both ways: two must not use one TLS connection at once.
        while True:
            ready = [client] if client.pending() else select.select([client, host], [], [])[0]
            if client in ready:
                asked = client.recv(_BLOCK)
                if not asked:
                    return
                host.sendall(asked)
            if host in ready:
                said = host.recv(_BLOCK)
                sent, held = _readdressed(held + said) if said else (held, b"")
                client.sendall(sent)
                if not said:
                    return


def _head(client: ssl.SSLSocket) -> bytes:
    """What a client has sent as far as the end of its head, which names the emulator as that calls itself."""
    head = b""
    while b"\r\n\r\n" not in head and (block := client.recv(_BLOCK)):
        head += block
    return re.sub(rb"(?i)(\r\nHost: *)[^\r]*", rb"\g<1>" + _PLAIN.removeprefix(b"http://"), head, count=1)


def _readdressed(said: bytes) -> tuple[bytes, bytes]:
    """What is sent on, with the address of clips as clients know it, and an end that may be the beginning of one."""
    said = said.replace(_PLAIN, _SAFE)
    end = next((size for size in range(len(_PLAIN) - 1, 0, -1) if said.endswith(_PLAIN[:size])), 0)
    return said[: len(said) - end], said[len(said) - end :]
