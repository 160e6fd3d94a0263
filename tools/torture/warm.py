"""A warm process that forks: hosts with a book, builds with an end of our choosing, and what is known of them."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import io
import json
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Generator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from storyboard import cli
from storyboard.emulate import EmulatorSettings, Server, emulator, media, start
from storyboard.production import build
from storyboard.production.files import lock
from storyboard.production.purchase import driver, offer
from storyboard.production.purchase.records import Polling
from storyboard.profiles import hosts

PRICE = 625_000  # micro-dollars of a clip of the story
STORY = """---
model: wan-2.6-t2v@segmind
size: 1280*720
---
Rain on a tin roof. Photoreal, cold light.
# The roof
Shot 1 [0-5s] Drops run together and fall.
"""
SECOND = """# The gutter
Shot 1 [0-5s] Water turns the corner and is gone.
"""
CLIPS = 2
_FOOTAGE = (
    media.Footage("1280x720", 5000, 30),
    media.Footage("1280x720", 1000, 30),
    media.Footage("320x240", 5000, 30),
    media.Footage("1280x720", 5000, 30, sound=""),
    media.Footage("1280x720", 5000, 30, sound="silence"),
)
FAST = Polling(first=0.01, growth=1.5, most=0.1, patience=8.0, again=0.01, apart=0.0, looks=(0.01, 0.05))
_ROOM = 1 << 20
_LONGEST = 60.0  # seconds that a build may take before it counts as hanging


class Host(msgspec.Struct, frozen=True):
    """An emulator in a process of its own."""

    url: str
    pid: int

    def book(self, key: str | None = None) -> dict[str, Any]:
        """The emulator's book, of one key where it is given, once nothing runs any more."""
        from http.client import HTTPConnection

        port = int(self.url.rpartition(":")[2])
        query = "" if key is None else f"?key={hashlib.sha256(key.encode()).hexdigest()}"
        while True:
            with contextlib.closing(HTTPConnection("127.0.0.1", port, timeout=60)) as line:
                line.request("GET", f"/emulator/book{query}")
                book: dict[str, Any] = json.loads(line.getresponse().read())
            if not any(job["state"] in ("QUEUED", "PROCESSING") for job in book["jobs"]):
                return book
            time.sleep(0.02)


class Root(msgspec.Struct, frozen=True):
    """The folder of one run and the key by which the host's book knows it."""

    path: Path
    key: str
    url: str
    protocol: str

    @property
    def books(self) -> Path:
        """The folder of its ledger, store and lock file."""
        return self.path / ".storyc/rehearsal"

    @property
    def clips(self) -> Path:
        """The folder of its clips."""
        return self.path / "build/_rehearsal/wet"

    @property
    def said(self) -> str:
        """What all its builds have said on stderr."""
        return "".join(map(_read, self._texts))

    @property
    def last(self) -> str:
        """What the last of them has said."""
        return _read(self._texts[-1])

    @property
    def _texts(self) -> list[Path]:
        return sorted(self.path.parent.glob("*.said"))


def _read(said: Path) -> str:
    return said.read_text(errors="replace")


def new_root(folder: Path, name: str, url: str, protocol: str, clips: int = CLIPS) -> Root:
    """A project with the story, whose cap has room for exactly its clips."""
    place = folder / name
    path = place / "project"
    path.mkdir(parents=True, exist_ok=True)
    cap = f"{clips * PRICE / 1e6:.4f}"
    (path / "storyc.toml").write_text(f'[caps]\nmonth = {cap}\n[host.segmind]\nprotocol = "{protocol}"\n')
    (path / "wet.story").write_text(STORY + SECOND * (clips > 1))
    return Root(path, f"SG_{hashlib.sha256(str(place).encode()).hexdigest()[:16]}", url, protocol)


def warm() -> None:
    """Import and compile all that a build needs, so that no fork has to, and make the host's clip once."""
    import tempfile

    hasten()
    with tempfile.TemporaryDirectory(prefix="storyc-torture-") as made:

        def make() -> int:
            for number, footage in enumerate(_FOOTAGE):
                clip = Path(made) / f"{number}.mp4"
                clip.write_bytes(media._make(clip.with_suffix(".part.mp4"), footage))  # pyright: ignore[reportPrivateUsage]
            return 0

        # In a fork: the encoder's threads must not be in the process that forks on.
        assert ended(fork(make)) == 0
        data = {footage: (Path(made) / f"{number}.mp4").read_bytes() for number, footage in enumerate(_FOOTAGE)}

        real = media._make  # pyright: ignore[reportPrivateUsage]

        def made_before(out: Path, footage: media.Footage) -> bytes:
            return data.get(footage) or real(out, footage)

        setattr(media, "_make", made_before)  # noqa: B010
        imported = Path(made) / "imported"

        def build_once(root: Root) -> int:
            code = run_build(root)
            # Some are only names of what was built into others.
            imported.write_text(
                "\n".join(name for name, module in sys.modules.items() if getattr(module, "__spec__", None))
            )
            return code

        with hosting() as host:
            root = new_root(Path(made), "warm", host.url, "v2")
            assert ended(fork(partial(build_once, root))) == 0, root.said
            # Whatever a build imports, the decoder above all, forks have from now on.
            for name in imported.read_text().split():
                import_module(name)
            for name in hosts.names():
                hosts.host(name)
            # A plan compiles the story in this very process.
            os.chdir(root.path)
            said = io.StringIO()
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                code = cli.run(["plan", "wet.story"])
            os.chdir("/")
            assert code == 0, said.getvalue()
    # What no fork looks through for garbage, no fork copies.
    gc.collect()
    gc.freeze()


def hasten() -> None:
    """Let builds of this process draw nothing, and wait for hosts and locks for the shortest time."""
    setattr(build, "build", _without_pictures(build.build))  # noqa: B010
    setattr(offer, "Polling", _fast)  # noqa: B010
    setattr(lock, "_PAUSE", 0.005)  # noqa: B010
    # Where files are in memory it takes long to have room for the largest clip, and ours are small.
    setattr(driver, "ROOM", _ROOM)  # noqa: B010


def _without_pictures(real: Callable[..., Any]) -> Callable[..., Any]:
    """`build.build` that never draws nor joins: pictures cost time and no money."""

    def built(*given: Any, **more: Any) -> Any:
        return real(*given, **{**more, "pictures": False})

    return built


def _fast(lead: float, kept: float, patience: float) -> Polling:
    return FAST


def fork(work: Callable[[], int]) -> int:
    """The process that does the work and ends with its exit code; a mistake is told on stderr and ends with 99."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 99
    try:
        # Whoever stops a sitting lets what is under way come to its end.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        try:
            code = work()
        except KeyboardInterrupt:
            code = cli.exits.INTERRUPTED
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def ended(pid: int, longest: float = _LONGEST) -> int:
    """The exit code of a process, the negated signal that ended it; -99 where it hung and was killed here."""
    until = time.monotonic() + longest
    pause = 0.001
    while time.monotonic() < until:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(pause)
        pause = min(pause * 1.3, 0.02)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return -99


def paused(pid: int) -> bool:
    """Whether a process stopped itself; False where it ended, which `ended` cannot be asked any more then."""
    _, status = os.waitpid(pid, os.WUNTRACED)
    return os.WIFSTOPPED(status)


def run_build(root: Root, *more: str, prepare: Callable[[], None] | None = None) -> int:
    """Run the command line in this process, which is a fork, as a shell would in the project's folder."""
    words = ["build", "--provider", "segmind", "--yes", "--jobs", "4", *more, "wet.story"]
    return run_words(root, words, prepare)


def run_words(root: Root, words: list[str], prepare: Callable[[], None] | None = None) -> int:
    """Run any command in this process; what it says goes to a file beside the project."""
    number = len(list(root.path.parent.glob("*.said")))
    stem = root.path.parent / f"{number:03}-{os.getpid()}"
    for name, descriptor in (("out", 1), ("said", 2)):
        handle = os.open(f"{stem}.{name}", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        os.dup2(handle, descriptor)
        os.close(handle)
    os.chdir(root.path)
    os.environ.update(STORYC_SEGMIND_BASE_URL=root.url, SEGMIND_API_KEY=root.key, STORYC_TRACEBACK="1")
    os.environ.pop("CI", None)
    if prepare is not None:
        prepare()
    return cli.run(words)


@contextlib.contextmanager
def hosting(*faults: str, once: bool = False, **settings: Any) -> Generator[Host]:
    """A host in a process of its own; with `once` the faults meet the first submit only."""
    from storyboard.emulate.faults import parse

    parsed = tuple(map(parse, faults))
    given = msgspec.structs.replace(EmulatorSettings(seconds=0.02, credits=10**12), **settings)
    given = msgspec.structs.replace(given, script=(parsed,)) if once else msgspec.structs.replace(given, faults=parsed)
    ours, theirs = socket.socketpair()

    def serve() -> int:
        ours.close()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        server: Server = start(emulator(given, None, lambda line: None))
        theirs.sendall(f"{server.url}\n".encode())
        theirs.recv(1)  # until whoever asked for it ends, however that is
        server.close()
        return 0

    pid = fork(serve)
    theirs.close()
    try:
        url = ours.makefile().readline().strip()
        assert url, "the host did not start"
        yield Host(url, pid)
    finally:
        # Forks may hold our end too, so that its closing alone is not noticed.
        with contextlib.suppress(OSError):
            ours.sendall(b".")
        ours.close()
        ended(pid)
