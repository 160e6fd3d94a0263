"""Paid builds as processes: interrupted, killed, paused, and two at once; what was paid for is never paid for again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from storyboard.cli import exits
from storyboard.ledger import read_ledger
from tests.cli.paying import TWO
from tests.emulate.hosting import KEY, Client, hosting

PAYING = ("--provider", "segmind", "--yes", "--draft")
_WAIT = 60.0
_GENERATION = 600.0  # no test takes so long: a generation ends when the test says so


class Builder:
    """A build that runs in a process of its own."""

    def __init__(self, root: Path, host: Client, protocol: str, *words: str) -> None:
        """A run of `words`, a build where there are none."""
        environ = {
            **os.environ,
            "SEGMIND_API_KEY": KEY,
            "STORYC_SEGMIND_BASE_URL": host.url,
            "STORYC_HOST_SEGMIND_PROTOCOL": protocol,
        }
        self.said = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed at the end of the build
        self.process = subprocess.Popen(
            [sys.executable, "-m", "storyboard", *(words or ("build", "a.story", *PAYING))],
            cwd=root, env=environ, stdout=subprocess.DEVNULL, stderr=self.said, text=True,
            # Whoever runs the tests may have told their children to ignore Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
        )  # fmt: skip

    def end(self) -> tuple[int, str]:
        """The exit code and what was said."""
        self.process.wait(timeout=60)
        with self.said:
            err = self._heard()
        assert "Traceback" not in err
        assert KEY not in err
        return self.process.returncode, err

    def until_said(self, words: str) -> None:
        """Wait until the build says these words."""
        until = time.monotonic() + _WAIT
        while words not in self._heard():
            assert time.monotonic() < until, self._heard()
            time.sleep(0.02)

    def _heard(self) -> str:
        # The process writes to the end of the same open file: reading must not move it.
        size = os.fstat(self.said.fileno()).st_size
        return os.pread(self.said.fileno(), size, 0).decode()


class Place:
    """A project and its host, where what is generated is done when the test says so."""

    def __init__(self, root: Path, host: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.host = root, host
        self._generated = threading.Event()
        # So long an answer to a blocking send waits for its clip.
        monkeypatch.setattr(host.server.host.closing, "wait", lambda seconds: not self._generated.wait(seconds))

    def generate(self) -> None:
        """Let the host be done with all that runs there."""
        self.host.finish()
        self._generated.set()

    def states(self) -> list[str]:
        ledger = read_ledger(self.root / ".storyc/rehearsal")
        if ledger is None:
            return []
        try:
            return sorted(attempt.state for attempt in ledger.attempts())
        finally:
            ledger.close()

    def until(self, *states: str) -> None:
        """Wait until the attempts are in these states, and the host has as many jobs."""
        until = time.monotonic() + _WAIT
        # An attempt is `sending` before a byte of it is on its way.
        while self.states() != sorted(states) or len(self.host.book()["jobs"]) < len(states):
            assert time.monotonic() < until, (self.states(), self.host.book()["jobs"])
            time.sleep(0.02)

    def start(self, protocol: str = "v2") -> Builder:
        return Builder(self.root, self.host, protocol)

    def finish(self) -> str:
        """Build again until it is done: all clips are there, each paid for once."""
        self.generate()
        code, err = self.start().end()
        assert code == exits.DONE, err
        assert self.states().count("published") == 2
        assert self.host.charges() == 2
        assert (self.root / "build/_rehearsal/a.mp4").exists()
        return err


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    (tmp_path / "storyc.toml").write_text("")
    (tmp_path / "a.story").write_text(TWO)
    with hosting(seconds=_GENERATION) as host:
        yield Place(tmp_path, host, monkeypatch)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, exits.INTERRUPTED), (signal.SIGTERM, exits.TERMINATED), (signal.SIGKILL, -9)]
)
def test_what_the_host_has_accepted_is_fetched_by_the_next_run(place: Place, number: int, code: int) -> None:
    builder = place.start()
    place.until("accepted", "accepted")
    builder.process.send_signal(number)
    found, err = builder.end()
    assert found == code
    if code > 0:
        assert "run the same command again" in err
        assert "left   `a.story` clip 1: the host makes it as" in err
    place.finish()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_blocking_send_that_is_cut_off_is_found_in_the_history(place: Place, number: int) -> None:
    builder = place.start("v1")
    place.until("sending", "sending")
    builder.process.send_signal(number)
    # The interrupted one has seven seconds for it.
    place.generate()
    code, _ = builder.end()
    assert code == (exits.INTERRUPTED if number == signal.SIGINT else -9)
    place.finish()


def test_two_builds_at_once_buy_each_clip_once(place: Place) -> None:
    first, second = place.start(), place.start()
    place.until("accepted", "accepted")
    place.generate()
    ends = [first.end(), second.end()]
    assert [code for code, _ in ends] == [exits.DONE, exits.DONE], ends
    assert place.host.charges() == 2
    assert place.states() == ["published", "published"]


def test_a_paused_build_is_waited_for_and_never_overtaken(place: Place) -> None:
    first = place.start()
    place.until("accepted", "accepted")
    first.process.send_signal(signal.SIGSTOP)
    try:
        second = place.start()
        second.until_said("another storyc is at it")
        assert second.process.poll() is None
        assert len(place.host.history()) == 2
    finally:
        first.process.send_signal(signal.SIGCONT)
    place.generate()
    assert first.end()[0] == exits.DONE
    assert second.end()[0] == exits.DONE
    assert place.host.charges() == 2
