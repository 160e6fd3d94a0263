"""What all tests share."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from storyboard.production import pool

# A test that has a machine to itself one day and shares it the next must not fail by the clock.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# The files of tests lie in memory where it has room for them: a build syncs each of its steps, and there are thousands.
MEMORY = Path("/dev/shm")
if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 4 << 30:
    os.environ["TMPDIR"], tempfile.tempdir = str(MEMORY), None

# What the tests start keeps its records there, and not among those of whoever runs them.
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp(prefix="storyc-tests-")
atexit.register(shutil.rmtree, os.environ["XDG_CACHE_HOME"], ignore_errors=True)

# Hundreds of processes import the package: where none may keep its bytecode, each of them compiles it all anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# In a build of a test's own process a worker is forked from one that has imported all that it needs, which takes a
# twentieth of the time. How workers start otherwise is tried by tests/production and by each build in another process.
if hasattr(os, "fork"):
    pool._START = "forkserver"
    multiprocessing.set_forkserver_preload(["storyboard.film.animatic", "storyboard.film.join", "av", "PIL.Image"])


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update` rewrites expectations; the diff of the repository is then the review."""
    parser.addoption("--update", action="store_true", help="write what came out as what is expected")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether expectations are to be rewritten."""
    return bool(request.config.getoption("--update"))


# ---- nothing leaves the machine, and no key is left behind -----------------------------------------------------------

# The key of the whole suite: what is run without another one runs with this, and it must never be seen again.
CANARY = "SG_" + "ca9a51b12d5eedc0"
_PIECE = 1 << 20


@pytest.fixture(autouse=True)
def _on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse each connection to another machine, and put the canary where a key belongs."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and str(address[0]) not in (
            "127.0.0.1",
            "::1",
            "localhost",
        ):
            raise AssertionError(f"a test connects to {address[0]}")
        connect(self, address)

    # What a server sets for all it runs is no part of a test.
    for name in (
        "CI",
        "GITHUB_ACTIONS",
        "GITHUB_STEP_SUMMARY",
        *(name for name in os.environ if name.startswith("STORYC_")),
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setenv("SEGMIND_API_KEY", CANARY)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Fail loudly where a test has printed the canary."""
    said = "".join((report.capstdout, report.capstderr, report.caplog, report.longreprtext))
    if CANARY in said:
        pytest.exit(f"{report.nodeid} has printed the key", returncode=3)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Look for the canary in every file that the tests of this process have left."""
    factory: Any = getattr(session.config, "_tmp_path_factory", None)
    base = factory.getbasetemp() if factory is not None and factory._basetemp is not None else None
    held = [str(path) for path in _files(base) if _holds_canary(path)] if base is not None else []
    if held:
        sys.stderr.write(f"\nthe key is in {len(held)} files: {', '.join(held[:5])}\n")
        session.exitstatus = 3
    elif base is not None and base.is_relative_to(MEMORY) and session.exitstatus == 0:
        shutil.rmtree(base, ignore_errors=True)


def _files(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (Path(place, name) for name in names)


def _holds_canary(path: Path) -> bool:
    wanted, tail = CANARY.encode(), b""
    if path.is_symlink() or not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            while piece := stream.read(_PIECE):
                if wanted in tail + piece:
                    return True
                tail = piece[-len(wanted) :]
    except PermissionError:
        return False
    return False
