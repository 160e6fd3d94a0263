"""Pipes, sockets, devices and folders in the place of files that storyc reads or writes, and folders that take none:
each is said before anything is sent, and nothing waits for ever."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import exits
from tests.cli.paying import Project, project

Make = Callable[..., AbstractContextManager[Project]]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Make:
    def made(*faults: str, **more: Any) -> AbstractContextManager[Project]:
        return project(tmp_path, monkeypatch, capsys, *faults, **more)

    return made


@pytest.fixture(autouse=True)
def end() -> Iterator[None]:
    """An end for whoever waits for a pipe."""

    def over(*_: object) -> None:
        raise TimeoutError("somebody waits for a pipe")

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def put(path: Path, kind: str) -> None:
    """Lay something else in the place of a file."""
    path.unlink(missing_ok=True)
    match kind:
        case "a folder":
            path.mkdir()
        case "a pipe":
            os.mkfifo(path)
        case "a socket":
            with socket.socket(socket.AF_UNIX) as server:
                server.bind(os.path.relpath(path))
        case _:
            path.symlink_to("/dev/zero")


@pytest.mark.parametrize("kind", ["a folder", "a pipe", "a socket", "a device"])
def test_a_lock_file_that_is_none_is_said_and_waits_for_nobody(make: Make, kind: str) -> None:
    with make(protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        put(it.root / "storyc.lock", kind)
        for words in (
            ("plan", "a.story"), ("build", "a.story", "--provider", "segmind", "--yes"), ("ledger", "forget", "x"),
        ):  # fmt: skip
            assert it.call(*words) == exits.USAGE
            assert f"`storyc.lock` is {kind} and no file" in it.err
        assert it.submits() == 1


@pytest.mark.parametrize("kind", ["a folder", "a pipe", "a socket"])
@pytest.mark.parametrize("name", ["files.json", "files.log", "seen.json", "lock", "lockfile.lock"])
def test_a_file_of_ours_that_is_none_is_said_before_anything_is_sent(make: Make, name: str, kind: str) -> None:
    with make(protocol="v2") as it:
        (it.root / ".storyc").mkdir()
        put(it.root / ".storyc" / name, kind)
        for words in ((), ("--provider", "segmind", "--yes")):
            assert it.call("build", "a.story", "--draft", *words) == exits.USAGE
            assert f"`.storyc/{name}` is {kind} and no file: move it away" in it.err
        assert it.submits() == 0


@pytest.mark.parametrize("folder", [".", ".storyc"])
def test_a_folder_that_takes_no_file_is_said_before_anything_is_sent(
    make: Make, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    chattr = shutil.which("chattr")
    monkeypatch.setenv("STORYC_STORE", "books")
    with make(protocol="v2") as it:
        assert it.build("--yes", "--only", "1") == exits.DONE, it.err
        # Whoever may write everywhere may not here either.
        if chattr is None or subprocess.call([chattr, "+i", folder], cwd=it.root, stderr=subprocess.DEVNULL):
            pytest.skip("no folder can be made immutable here")
        try:
            assert it.build("--yes") == exits.USAGE
            name = "storyc.lock" if folder == "." else ".storyc/files.json"
            assert f"`{name}` cannot be written: Operation not permitted: it must be written once clips" in it.err
            assert it.submits() == 1
        finally:
            subprocess.run([chattr, "-i", folder], cwd=it.root, check=True)
        assert it.build("--yes") == exits.DONE, it.err
        assert it.charges() == 2
