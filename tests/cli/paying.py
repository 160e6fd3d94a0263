"""A project that is built against a host on loopback, and what its tests look at afterwards."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import run
from storyboard.ledger import Attempt, read_ledger
from storyboard.production.purchase import offer
from storyboard.production.purchase.records import Polling
from storyboard.providers import registry
from storyboard.source import DiskFiles
from tests.emulate.hosting import KEY, Client, hosting

TWO = (
    "# The match\nA lamp is lit in the rain.\nShot 1 [0-2s] A hand strikes a match.\nShot 2 [2-5s] A face in its light.\n"
    "\n# The lamp\nA lamp burns in the rain.\nShot 1 [0-5s] The flame leans with the wind.\n"
)
QUICK = functools.partial(Polling, lead=0.0, first=0.01, most=0.05, again=0.01, apart=0.0, looks=(0.01, 0.02, 0.05))


def today() -> str:
    """The day while a test runs: the tests begin before midnight and end after it."""
    return f"{datetime.now(UTC):%Y-%m-%d}"


class Project:
    """A folder with a story, and a host that its builds reach."""

    def __init__(self, root: Path, host: Client, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self.host, self.capsys = root, host, capsys
        self.out = self.err = ""

    def call(self, *arguments: str) -> int:
        """The exit code of a command; what it printed is in `out` and `err`."""
        self.capsys.readouterr()
        code = run(list(arguments))
        self.out, self.err = self.capsys.readouterr()
        assert "Traceback" not in self.err
        return code

    def build(self, *more: str, paths: tuple[str, ...] = ("a.story",)) -> int:
        return self.call("build", *paths, "--provider", "segmind", "--draft", *more)

    def submits(self) -> int:
        """How many submits have reached the host."""
        return sum(request["submit"] is not None for request in self.host.book()["requests"])

    def calls(self) -> int:
        """How many calls with a key have reached the host."""
        return sum(request["with_key"] for request in self.host.book()["requests"])

    def charges(self) -> int:
        return self.host.charges()

    def attempts(self) -> list[Attempt]:
        ledger = read_ledger(self.root / ".storyc")
        if ledger is None:
            return []
        try:
            return list(ledger.attempts())
        finally:
            ledger.close()

    def states(self) -> list[str]:
        return [attempt.state for attempt in self.attempts()]

    def built(self) -> list[str]:
        """The videos that lie in `build`."""
        return sorted(path.relative_to(self.root / "build").as_posix() for path in self.root.rglob("build/**/*.mp4"))

    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.root / "report.json").read_text())
        return found


@contextmanager
def project(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *faults: str, story: str = TWO,
    protocol: str = "v1", profiles: Mapping[str, str] = {}, rehearses: bool = False, **settings: Any,
) -> Iterator[Project]:  # fmt: skip
    """A project with one story whose host has these faults; a generation takes no time. `profiles` are its own.

    Unless it `rehearses`, its books are those of real money: the host counts as one somewhere in the network.
    """
    for name, text in profiles.items():
        (root / "profiles").mkdir(exist_ok=True)
        (root / "profiles" / f"{name}.yaml").write_text(text)
    (root / "storyc.toml").write_text("")
    (root / "a.story").write_text(story)
    monkeypatch.chdir(root)
    monkeypatch.setattr(offer, "Polling", QUICK)
    monkeypatch.setenv("SEGMIND_API_KEY", KEY)
    monkeypatch.setenv("STORYC_HOST_SEGMIND_PROTOCOL", protocol)
    if not rehearses:
        monkeypatch.setattr(registry, "loopback", lambda parts: False)
    with hosting(*faults, files=DiskFiles(root) if profiles else None, **settings) as host:
        monkeypatch.setenv("STORYC_SEGMIND_BASE_URL", host.url)
        yield Project(root, host, capsys)
