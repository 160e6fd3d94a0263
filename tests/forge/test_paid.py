"""A paid build by a plan that somebody approved by its digest, with a ledger that outlives the runner."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storyboard.cli import exits
from tests.cli import paying
from tests.cli.paying import Project
from tests.forge.stub import Stub

LEDGER = "storyc-ledger"


@pytest.fixture
def it(
    tmp_path: Path, github: Stub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Project]:
    """A project on a runner, whose host is one of the network."""
    root = tmp_path / "films"
    root.mkdir()
    monkeypatch.setenv("CI", "true")
    with paying.project(root, monkeypatch, capsys) as project:
        yield project


def buy(it: Project, *more: str) -> int:
    return it.call("build", "--plan", "plan.json", "--provider", "segmind", "--draft", *more)


def digest(it: Project) -> str:
    assert it.call("plan", "-q", "-o", "plan.json", "a.story") == 0
    return str(json.loads((it.root / "plan.json").read_text())["digest"])


def approved(comment: str, *, state: str = "approved", place: str = "paid") -> dict[str, object]:
    return {"state": state, "comment": comment, "environments": [{"name": place}], "user": {"login": "ida"}}


def test_an_approval_names_the_digest(it: Project, github: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    own = digest(it)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(it.root / "summary.md"))
    assert it.call("ci", "approval", "--ask", "plan.json") == 0
    assert it.out == (it.root / "summary.md").read_text()
    assert f"`paid`:\n\n```\n{own}\n```\n" in it.out
    assert "### Paid build: 1.25 USD\n\n2 generations at 127.0.0.1.\n" in it.out
    assert it.call("ci", "approval", "plan.json") == exits.OUT_OF_DATE
    assert "nobody has approved this run" in it.err
    for wrong in (
        approved("yes"), approved(own[:-1]), approved(own + "0"), approved("0" * 64),
        approved(own, state="rejected"), approved(own, place="staging"),
    ):  # fmt: skip
        github.approvals = [wrong]
        assert it.call("ci", "approval", "plan.json") == exits.OUT_OF_DATE
    github.approvals = [approved("fine"), approved(f"ok, {own.upper()}.")]
    assert it.call("ci", "approval", "plan.json") == 0
    assert it.err == f"ida has approved the plan {own}\n"
    assert it.call("ci", "approval", "--environment", "staging", "plan.json") == exits.OUT_OF_DATE


def test_a_digest_is_confirmed_where_no_server_keeps_approvals(it: Project, github: Stub) -> None:
    own = digest(it)
    assert it.call("ci", "approval", "--digest", own, "plan.json") == 0
    for wrong in ("", own[:-1], "0" * 64):
        assert it.call("ci", "approval", "--digest", wrong, "plan.json") == exits.OUT_OF_DATE
    # What was changed has another digest, whatever it says.
    path = it.root / "plan.json"
    path.write_text(path.read_text().replace('"take": 1', '"take": 2'))
    assert it.call("ci", "approval", "--digest", own, "plan.json") == exits.OUT_OF_DATE
    assert "was changed since it was saved" in it.err
    assert github.calls == []


def test_the_ledger_outlives_the_runner_and_nothing_is_bought_twice(it: Project, github: Stub) -> None:
    assert it.call("ci", "ledger", "restore") == 0
    assert "holds no ledger yet" in it.err
    digest(it)
    assert buy(it) == exits.USAGE  # a ledger that nobody began
    assert buy(it, "--new-store") == 0
    assert it.call("ci", "ledger", "save") == 0
    assert github.names(LEDGER) == ["ledger.db"]
    assert it.submits() == 2
    # Another runner: no store, no ledger, and the lock file that was committed.
    shutil.rmtree(it.root / ".storyc")
    shutil.rmtree(it.root / "build")
    assert it.call("ci", "ledger", "restore") == 0
    assert "restored the ledger of the branch" in it.err
    assert it.call("plan", "--format", "json", "a.story") == 0
    assert json.loads(it.out)["total_usd"] == 0
    assert it.call("build", "a.story", "--provider", "segmind", "--draft", "--locked") == 0, it.err
    assert it.call("ci", "ledger", "save") == 0
    assert it.submits() == 2
    assert github.git("rev-list", "--count", LEDGER) == "2"
    assert it.call("ci", "ledger", "restore") == exits.USAGE
    assert "there is a ledger" in it.err


def test_a_ledger_never_takes_the_place_of_one_that_came_meanwhile(it: Project, github: Stub) -> None:
    assert it.call("ci", "ledger", "save") == exits.USAGE
    assert "was not restored by this run" in it.err
    assert it.call("ci", "ledger", "restore") == 0
    assert it.call("ci", "ledger", "save") == 0
    assert it.err == "there is no ledger to save\n"
    digest(it)
    assert buy(it, "--new-store") == 0
    blob = github.git("hash-object", "-w", "--stdin", data=b"another")
    tree = github.git("mktree", data=f"100644 blob {blob}\tledger.db\n".encode())
    other = github.git("commit-tree", tree, "-m", "another run")
    github.git("update-ref", f"refs/heads/{LEDGER}", other)
    assert it.call("ci", "ledger", "save") == exits.USAGE
    assert "has changed since this run began" in it.err
    assert github.git("rev-parse", LEDGER) == other


def test_what_a_killed_build_has_left_beside_the_ledger_is_saved_in_it(it: Project, github: Stub) -> None:
    assert it.call("ci", "ledger", "restore") == 0
    digest(it)
    assert buy(it, "--new-store") == 0
    home, copy = it.root / ".storyc", it.root.parent / "killed"
    copy.mkdir()
    with closing(sqlite3.connect(home / "ledger.db")) as db:
        db.execute("UPDATE attempt SET created = created")
        db.commit()
        for name in ("ledger.db", "ledger.db-wal"):
            shutil.copy(home / name, copy / name)
    assert (copy / "ledger.db-wal").stat().st_size
    shutil.copytree(copy, home, dirs_exist_ok=True)
    assert it.call("ci", "ledger", "save") == 0, it.err
    assert not (home / "ledger.db-wal").exists()
    assert github.show(LEDGER, "ledger.db") == (home / "ledger.db").read_bytes()


def test_no_part_of_a_ledger_comes_from_the_checkout(it: Project, github: Stub) -> None:
    home = it.root / ".storyc"
    for name in ("ledger.db", "ledger.db-wal"):
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        (home / name).write_bytes(b"what a pull request has brought")
        assert it.call("ci", "ledger", "restore") == exits.USAGE
        assert f"already, or a part of one: `{name}`" in it.err


def test_a_ledger_elsewhere_needs_no_branch(it: Project, github: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORYC_STORE", str(it.root.parent / "books"))
    for what in ("restore", "save"):
        assert it.call("ci", "ledger", what) == 0
        assert "and is kept there" in it.err
    assert github.calls == []
