"""Each way in which a send without an answer is found, over the same host: by its list, our name, a repeat, or none."""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest

from storyboard.cli import exits, run
from storyboard.emulate import Server
from storyboard.production.purchase import offer
from storyboard.profiles import hosts
from storyboard.system import hostfiles
from tests.cli.paying import QUICK
from tests.cli.test_hosts_as_data import book, build, emulated, root, tell

__all__ = ["root"]  # the fixture of a project with keys of all hosts

Way = Literal["asks", "replays", "none"]
Captured = pytest.CaptureFixture[str]
MODEL = "kling-v3@kling"
_OWN = """own:
  at: external_task_id
  asks: true
"""
_KEY = """own:
  header: X-Idempotency
  life: 86400
"""
_REPLAYS = "  repeat: replay\n  evidence: host\n"
_UNKNOWN = "  repeat: unknown\n  evidence: unverified\n"
_FAILURES = "failures:\n  billed: unknown\n  evidence: unverified\n"
_FREE = "failures:\n  billed: no\n  evidence: host\n"


def told(way: Way) -> str:
    """Kling's data, with another way of finding what was sent, and as if it said that a failure costs nothing."""
    text = hostfiles.shipped()["kling"]
    assert _FAILURES in text
    text = text.replace(_FAILURES, _FREE)
    assert _OWN in text
    assert _UNKNOWN in text
    if way == "asks":
        return text
    begin, end = text.index(_OWN), text.index("\nanswers:\n")
    if way == "none":
        return text[:begin] + text[end:]
    return text.replace(_OWN, _KEY).replace(_UNKNOWN, _REPLAYS)


@pytest.fixture
def finding(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Way], None]]:
    """A function that gives Kling another way."""

    def give(way: Way) -> None:
        texts = tuple((hostfiles.shipped() | {"kling": told(way)}).items())
        monkeypatch.setattr(hostfiles, "_shipped", lambda: texts)
        hosts._shipped.cache_clear()

    yield give
    monkeypatch.undo()
    hosts._shipped.cache_clear()


def jobs(server: Server) -> list[dict[str, Any]]:
    return book(server)["jobs"]


def attempts(capsys: Captured) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert run(["ledger", "list", "--rehearsal", "--format", "json"]) == exits.DONE
    return json.loads(capsys.readouterr().out)


CASES = [
    ("asks", "repeat=refuse", 1),
    ("asks", "repeat=return", 1),
    ("asks", "repeat=again", 1),
    # It is sent once more, under its name, and what comes is what had come the first time.
    ("replays", "repeat=return", 2),
]


@pytest.mark.parametrize(("way", "fault", "sends"), CASES)
def test_a_send_without_an_answer_is_found(
    way: Way, fault: str, sends: int, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured,
    finding: Callable[[Way], None],
) -> None:  # fmt: skip
    finding(way)
    with emulated(MODEL, monkeypatch, fault, "cut-after-billing") as server:
        assert build(MODEL) == exits.DONE, capsys.readouterr().err
        assert build(MODEL) == exits.DONE
        assert (len(jobs(server)), book(server)["submits"]) == (1, sends)
    assert [row["state"] for row in attempts(capsys)] == ["published"]


@pytest.mark.parametrize(("way", "fault", "sends"), [*CASES, ("none", "", 2)])
def test_books_that_are_lost_pay_once_where_the_host_can_be_asked(
    way: Way, fault: str, sends: int, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured,
    finding: Callable[[Way], None],
) -> None:  # fmt: skip
    finding(way)
    with emulated(MODEL, monkeypatch, *filter(None, [fault])) as server:
        assert build(MODEL) == exits.DONE
        shutil.rmtree(root / ".storyc")
        shutil.rmtree(root / "build")
        capsys.readouterr()
        assert build(MODEL) == exits.DONE
        err = capsys.readouterr().err
        assert ("is found at the host: paid for on" in err) == (way == "asks")
        assert ("is bought again" in err) == (way != "asks")
        assert (len(jobs(server)), book(server)["submits"]) == (2 if way == "none" else 1, sends)


@pytest.mark.parametrize("fault", ["repeat=refuse", "repeat=return"])
def test_a_machine_that_does_not_look_gets_the_clip_that_is_there(
    fault: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    words = ["build", "a.story", "--model", MODEL, "--provider", "kling", "--yes", "--max-cost", "5", "--no-look"]
    tell(MODEL)
    with emulated(MODEL, monkeypatch, fault) as server:
        assert run(words) == exits.DONE
        shutil.rmtree(root / ".storyc")
        shutil.rmtree(root / "build")
        assert run(words) == exits.DONE, capsys.readouterr().err
        assert (len(jobs(server)), book(server)["submits"]) == (1, 2)


@pytest.mark.parametrize("way", ["asks", "replays"])
def test_what_has_failed_is_sent_under_the_next_name(
    way: Way, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, finding: Callable[[Way], None]
) -> None:
    finding(way)
    fault = "repeat=refuse" if way == "asks" else "repeat=return"
    (root / "script.yaml").write_text("- failed\n")
    with emulated(MODEL, monkeypatch, fault, "failed:1") as server:
        assert build(MODEL) == exits.GENERATION_FAILED
        assert build(MODEL) == exits.GENERATION_FAILED
        assert len({job["request_id"] for job in jobs(server)}) == 2
        # Other books try the names that are taken, and pay for none of them.
        shutil.rmtree(root / ".storyc")
        if way == "asks":
            assert build(MODEL) == exits.GENERATION_FAILED
            assert len(jobs(server)) == 3


def test_what_cannot_be_asked_is_unknown_and_listed(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, finding: Callable[[Way], None]
) -> None:
    finding("none")
    with emulated(MODEL, monkeypatch, "cut-after-billing") as server:
        tell(MODEL)
        assert run(["plan", "a.story", "--model", MODEL]) == exits.DONE
        said = "`kling` cannot be asked what it has made: a send whose answer is lost stays unknown"
        assert said in capsys.readouterr().err
        assert build(MODEL) == exits.OUTCOME_UNKNOWN
        assert build(MODEL) == exits.OUTCOME_UNKNOWN
        assert (len(jobs(server)), book(server)["submits"]) == (1, 1)
    assert [row["state"] for row in attempts(capsys)] == ["unknown"]


@pytest.mark.parametrize("flag", ["--lost", "--not-billed"])
@pytest.mark.parametrize("way", ["asks", "replays"])
def test_who_settles_by_hand_learns_what_can_be_asked_for_nothing(
    way: Way, flag: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, finding: Callable[[Way], None]
) -> None:
    finding(way)
    monkeypatch.setattr(offer, "Polling", functools.partial(QUICK, looks=()))
    with emulated(MODEL, monkeypatch, "cut-after-billing") as server:
        assert build(MODEL) == exits.OUTCOME_UNKNOWN
        (row,) = attempts(capsys)
        settled = run(["ledger", "resolve", row["id"], flag, "--rehearsal"])
        err = capsys.readouterr().err
        assert (settled == exits.DONE) == (way == "replays"), err
        # Nothing is sent once more but by a build, which somebody has agreed to.
        assert book(server)["submits"] == 1
        if way == "asks":
            assert build(MODEL) == exits.DONE
            assert len(jobs(server)) == 1


def test_a_replay_that_is_not_documented_is_none(finding: Callable[[Way], None]) -> None:
    finding("replays")
    assert hosts.replays(hosts.host("kling")) == 86_400
    text = hostfiles.shipped()["kling"].replace(_REPLAYS, _REPLAYS.replace("evidence: host", "evidence: third-party"))
    assert hosts.replays(hosts.read(text)) == 0


def test_a_name_is_sent_once_more_only_for_as_long_as_it_is_known(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured, finding: Callable[[Way], None]
) -> None:
    finding("replays")
    texts = hostfiles.shipped()
    late = texts | {"kling": texts["kling"].replace("life: 86400", "life: 500")}
    monkeypatch.setattr(hostfiles, "_shipped", lambda: tuple(late.items()))
    hosts._shipped.cache_clear()
    with emulated(MODEL, monkeypatch, "repeat=return", "cut-after-billing") as server:
        assert build(MODEL) == exits.OUTCOME_UNKNOWN
        assert book(server)["submits"] == 1
    assert "too long ago for the host to know it by its name" in capsys.readouterr().err


def test_nothing_is_sent_once_more_before_somebody_agrees(
    root: Path, monkeypatch: pytest.MonkeyPatch, finding: Callable[[Way], None]
) -> None:
    finding("replays")
    monkeypatch.setattr(offer, "Polling", functools.partial(QUICK, looks=()))
    with emulated(MODEL, monkeypatch, "repeat=return", "cut-after-billing") as server:
        assert build(MODEL) == exits.OUTCOME_UNKNOWN
        (root / "b.story").write_text((root / "a.story").read_text().replace("vendor", "cook"))
        words = ["build", "a.story", "b.story", "--model", MODEL, "--provider", "kling", "--max-cost", "0.01"]
        assert run(words) == exits.CAP
        assert book(server)["submits"] == 1
