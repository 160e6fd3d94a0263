"""One project whose stories name models of two hosts, from the plan to the bill, against two emulators at once."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import exits, run
from storyboard.emulate import Server
from tests.cli.paying import today
from tests.cli.test_hosts_as_data import KEYS, book, emulated, root

__all__ = ["root"]  # the fixture of a project with keys of all hosts

Captured = pytest.CaptureFixture[str]
FAL, KLING = "kling-v3@fal", "kling-v3@kling"
STORY = "---\nmodel: {model}\n---\nA night market.\nShot 1 [0-3s] A vendor {what}.\nShot 2 [3-5s] Steam rises.\n"
PAYING = ["--yes", "--max-cost", "9", "--draft"]


class Series:
    """The project, its two hosts and what commands have said."""

    def __init__(self, root: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self._capsys, self._monkeypatch = root, capsys, monkeypatch
        self.out = self.err = ""
        for name, model, what in (("a", FAL, "lights a lamp"), ("b", KLING, "pours tea"), ("c", FAL, "counts coins")):
            (root / f"{name}.story").write_text(STORY.format(model=model, what=what))

    def call(self, *words: str) -> int:
        """The exit code of a command, whose words are kept."""
        self._capsys.readouterr()
        code = run(list(words))
        self.out, self.err = self._capsys.readouterr()
        assert "Traceback" not in self.err
        assert not any(key in self.out + self.err for key in KEYS.values())
        return code

    def buy(self, host: str, *stories: str) -> int:
        """Build stories at a host."""
        trusted = ["--trust-prices", FAL] if host == "fal" else []
        return self.call("build", *(f"{name}.story" for name in stories), "--provider", host, *PAYING, *trusted)

    def hosts(self, stack: ExitStack, *faults: str) -> dict[str, Server]:
        """Both hosts, until the stack ends."""
        return {
            name: stack.enter_context(emulated(model, self._monkeypatch, *faults))
            for name, model in (("fal", FAL), ("kling", KLING))
        }

    def attempts(self) -> list[dict[str, Any]]:
        assert self.call("ledger", "list", "--rehearsal", "--format", "json") == exits.DONE
        return json.loads(self.out)


@pytest.fixture
def series(root: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> Series:
    return Series(root, capsys, monkeypatch)


def charged(servers: dict[str, Server]) -> dict[str, int]:
    return {name: len(book(server)["charges"]) for name, server in servers.items()}


def test_the_whole_way(series: Series) -> None:
    with ExitStack() as stack:
        servers = series.hosts(stack)
        assert series.call("plan", ".", "--format", "json") == exits.DONE, series.err
        planned = json.loads(series.out)
        assert [(clip["story"], clip["state"]) for clip in planned["clips"]] == [
            ("a.story", "new"), ("b.story", "new"), ("c.story", "new"),
        ]  # fmt: skip
        assert series.call("build", ".", "--provider", "fal", *PAYING, "--trust-prices", FAL) == exits.USAGE
        assert "`b.story` is made for `kling-v3@kling`, which `fal` does not have" in series.err
        assert "with `--provider kling`" in series.err
        assert charged(servers) == {"fal": 0, "kling": 0}
        assert series.buy("fal", "a") == exits.DONE, series.err
        assert series.buy("kling", "b") == exits.DONE, series.err
        assert charged(servers) == {"fal": 1, "kling": 1}
        assert series.call("plan", ".", "--format", "json") == exits.DONE, series.err
        assert [clip["state"] for clip in json.loads(series.out)["clips"]] == ["cached", "cached", "new"]
        lock = (series.root / ".storyc/rehearsal/storyc.lock").read_text()
        assert {'"fal"', '"kling"'} <= {word.strip(",") for word in lock.split()}
        assert sorted((row["story"], row["state"]) for row in series.attempts()) == [
            ("a.story", "published"),
            ("b.story", "published"),
        ]
        assert series.call("ledger", "audit", "--rehearsal") == exits.DONE, series.err
        window = ["--rehearsal", "--from", today(), "--to", today(), "--format", "json"]
        series.call("ledger", "reconcile", "--host", "fal", *window)
        bill = json.loads(series.out)
        # The job of the other host is no question of this one's bill.
        assert (len(bill["unknown"]), len(bill["not_billed"])) == (0, 0)
        assert series.call("ledger", "reconcile", "--host", "kling", *window) == exits.USAGE
        assert "`kling` has no history that could be asked" in series.err


def test_caps_count_over_both(series: Series) -> None:
    (series.root / "storyc.toml").write_text("[caps]\nmonth = 1.5\n")
    with ExitStack() as stack:
        servers = series.hosts(stack)
        assert series.buy("fal", "a") == exits.DONE, series.err
        assert series.buy("kling", "b") == exits.DONE, series.err
        spent = sum(row["spent_usd"] for row in series.attempts())
        assert 0.75 < spent <= 1.5
        assert series.buy("fal", "c") == exits.CAP
        assert charged(servers) == {"fal": 1, "kling": 1}


def test_a_lost_answer_is_asked_for_at_its_own_host(series: Series) -> None:
    with ExitStack() as stack:
        servers = series.hosts(stack, "cut-after-billing")
        assert series.buy("kling", "b") == exits.DONE, series.err
        assert series.buy("fal", "a", "c") == exits.DONE, series.err
        assert charged(servers) == {"fal": 2, "kling": 1}
        assert {name: book(server)["submits"] for name, server in servers.items()} == {"fal": 2, "kling": 1}


def test_one_run_over_projects_of_two_hosts_shares_a_ledger(series: Series, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, host in (("a", "fal"), ("b", "kling")):
        (series.root / host).mkdir()
        (series.root / host / "storyc.toml").write_text(f'provider = "{host}"\n')
        (series.root / f"{name}.story").rename(series.root / host / f"{name}.story")
    monkeypatch.setenv("STORYC_STORE", str(series.root / "books"))
    with ExitStack() as stack:
        servers = series.hosts(stack)
        words = ["build", "fal", "kling", "--draft", "--trust-prices", FAL]
        assert series.call(*words, "--max-cost", "1") == exits.CAP
        assert charged(servers) == {"fal": 0, "kling": 0}
        assert series.call(*words, "--max-cost", "9", "--report", "report.json") == exits.DONE, series.err
        assert charged(servers) == {"fal": 1, "kling": 1}
        total = json.loads((series.root / "report.json").read_text())["total_usd"]
        assert total == pytest.approx(sum(row["spent_usd"] for row in series.attempts()))
        for name, server in servers.items():
            assert all(call["with_key"] for call in book(server)["requests"] if call["submit"]), name
