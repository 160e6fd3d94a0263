"""The fleet by its commands: what is submitted is bought once, by whichever worker, and fetched by whoever wants it."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from storyboard import profiles
from storyboard.cli import exits, run
from storyboard.fleet import worker
from storyboard.fleet.worker import Beat
from storyboard.ledger import LedgerTrouble, allow
from storyboard.ledger.books import Books
from storyboard.ledger.opening import FILE
from storyboard.ledger.records import FLEET
from storyboard.profiles import shipped
from tests.cli.paying import TWO, Project, project
from tests.ledger.test_postgresql import as_user
from tools import postgres

QUICK = Beat(look=0.05, again=0.2, stuck=0.5, pause=0.05)
WAIT = 180.0


@pytest.fixture
def it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Project]:  # fmt: skip
    with project(tmp_path, monkeypatch, capsys, protocol="v2") as made:
        yield made


@contextmanager
def working(monkeypatch: pytest.MonkeyPatch, *words: str) -> Iterator[list[int]]:
    """A worker in this process until the block ends; its exit code then."""
    stop, codes = threading.Event(), list[int]()
    work = worker.Worker.work
    monkeypatch.setattr("storyboard.fleet.worker.BEAT", QUICK)
    monkeypatch.setattr(worker.Worker, "work", lambda self, _: work(self, stop))
    monkeypatch.setattr("storyboard.fleet.purchasing.Purchaser.wait", lambda *_: 0.05)
    thread = threading.Thread(target=lambda: codes.append(run(["fleet", "run", "--provider", "segmind", *words])))
    thread.start()
    try:
        yield codes
    finally:
        stop.set()
        thread.join(WAIT)


def until(done: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)


def submitted(it: Project, *more: str) -> str:
    """The digest of a plan of all, which is submitted."""
    assert it.call("plan", "a.story", "-o", "plan.json") == exits.DONE
    assert it.call("fleet", "submit", "--plan", "plan.json", "--provider", "segmind", "--yes", *more) == exits.DONE, (
        it.err
    )
    digest: str = json.loads((it.root / "plan.json").read_text())["digest"]
    return digest


def test_a_plan_is_submitted_worked_off_and_collected(it: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = submitted(it)
    assert it.submits() == 0
    assert it.call("fleet", "status") == exits.DONE
    assert digest[:12] in it.out
    assert "2 waiting" in it.out
    with working(monkeypatch) as codes:
        until(lambda: it.states() == ["recorded", "recorded"])
    assert codes == [exits.DONE]
    assert it.charges() == it.submits() == 2
    assert it.call("fleet", "status", "--format", "json") == exits.DONE
    [plan] = json.loads(it.out)["plans"]
    assert (plan["plan"], plan["clips"], plan["spent_usd"]) == (digest, {"here": 2}, 1.25)
    assert it.call("collect", "a.story") == exits.DONE, it.err
    assert it.out == "build/a.mp4\n"
    assert it.call("ledger", "audit") == exits.DONE
    assert it.charges() == 2


def test_nothing_is_submitted_without_consent_nor_for_a_profile_that_a_worker_does_not_have(it: Project) -> None:
    assert it.call("plan", "a.story", "-o", "plan.json") == exits.DONE
    words = ("fleet", "submit", "--plan", "plan.json", "--provider", "segmind")
    assert it.call(*words) == exits.USAGE
    assert "there is no terminal to ask on" in it.err
    assert it.call("fleet", "submit", "--plan", "plan.json", "--provider", "animatic", "--yes") == exits.USAGE
    assert "the fleet buys from a host that is paid" in it.err
    (it.root / "a.story").write_text(TWO.replace("lamp", "lantern"))
    assert it.call(*words, "--yes") == exits.OUT_OF_DATE
    assert "would be another request than the one that was planned" in it.err
    own = shipped("wan-2.6-t2v@segmind")
    assert own is not None
    (it.root / "profiles").mkdir()
    source = Path(profiles.__file__).with_name("wan-2.6-t2v@segmind.yaml").read_text()
    (it.root / "profiles" / "wan-2.6-t2v@segmind.yaml").write_text(source.replace("typical: ", "typical: 1"))
    assert it.call("plan", "a.story", "-o", "plan.json") == exits.DONE
    assert it.call(*words, "--yes") == exits.USAGE, it.err
    assert "is this project's own, and a worker of the fleet has no project" in it.err
    assert it.attempts() == []


@pytest.mark.parametrize("gone", [True, False])
def test_a_plan_whose_stories_are_gone_submits_nothing(it: Project, gone: bool) -> None:
    assert it.call("plan", "a.story", "-o", "plan.json") == exits.DONE
    if gone:
        (it.root / "a.story").rename(it.root / "b.story")
    else:
        plan = it.root / "plan.json"
        saved = json.loads(plan.read_text())
        saved["selection"]["stories"] = []
        plan.write_text(json.dumps(saved))
    assert it.call("fleet", "submit", "--plan", "plan.json", "--provider", "segmind", "--yes") == exits.USAGE
    assert f"can be submitted: {'its stories are not in this project' if gone else 'it names no story'}" in it.err
    assert it.attempts() == []


def test_what_is_cancelled_is_not_sent_and_its_price_is_free(it: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    digest = submitted(it)
    one, other = it.attempts()
    assert it.call("fleet", "cancel", one.id[:7]) == exits.DONE
    assert it.err.endswith("took back 1 clip, 0.625 USD\n")
    assert it.call("ledger", "resolve", one.id, "--lost") == exits.USAGE
    assert "still runs" not in it.err
    assert it.call("fleet", "cancel", "nothing") == exits.USAGE
    assert "no plan or attempt of the fleet begins with `nothing`" in it.err
    with working(monkeypatch):
        until(lambda: it.states() == ["void", "recorded"])
    assert it.charges() == 1
    assert it.call("fleet", "cancel", digest) == exits.DONE
    assert it.err.endswith("took back 0 clips, 0 USD; already sent, and fetched all the same: 1 clip\n")
    assert it.call("fleet", "status") == exits.DONE
    assert "1 here, 1 over" in it.out
    assert "1 clip over: cancelled before it was sent" in it.out
    assert it.call("ledger", "audit") == exits.DONE
    assert other.id in {attempt.id for attempt in it.attempts() if attempt.state == "recorded"}


def test_what_cannot_be_read_is_told_beside_the_plans(it: Project) -> None:
    submitted(it)
    with closing(sqlite3.connect(next(it.root.rglob(FILE)))) as db, db:
        db.execute("UPDATE attempt SET created = 'yesterday' WHERE number = 1")
    assert it.call("fleet", "status") == exits.USAGE
    assert "1 waiting" in it.out
    assert "error: the ledger is damaged: attempt `" in it.err


def test_a_build_leaves_what_waits_to_the_fleet(it: Project) -> None:
    submitted(it)
    assert it.build("--yes", "--no-wait") == exits.NOT_FINISHED
    assert "clip 1: it waits for the fleet" in it.err
    [id, _] = [attempt.id for attempt in it.attempts()]
    assert it.call("ledger", "resolve", id, "--lost") == exits.USAGE
    assert f"waits for the fleet, and was not sent: `storyc fleet cancel {id}` takes it back" in it.err
    assert it.submits() == 0
    assert it.call("fleet", "submit", "--plan", "plan.json", "--provider", "segmind", "--yes") == exits.DONE
    assert "nothing is to be bought" in it.err
    assert [attempt.owner for attempt in it.attempts()] == [FLEET, FLEET]


def test_nobody_waits_for_what_waits_for_the_fleet(it: Project) -> None:
    submitted(it)
    assert it.build("--yes") == exits.NOT_FINISHED
    assert "clip 1: it waits for the fleet" in it.err
    assert it.call("collect", "a.story") == exits.NOT_FINISHED
    assert it.err == "2 clips of this ledger not sent yet: see `storyc fleet status`\n"
    assert it.submits() == 0


def test_what_was_submitted_before_the_ledger_failed_is_said(it: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = Books.submit, list[object]()

    def submit(*given: Any) -> object:
        calls.append(given)
        if len(calls) > 1:
            raise LedgerTrouble("the ledger is away")
        return real(*given)

    monkeypatch.setattr(Books, "submit", submit)
    assert it.call("plan", "a.story", "-o", "plan.json") == exits.DONE
    assert it.call("fleet", "submit", "--plan", "plan.json", "--provider", "segmind", "--yes") == exits.USAGE
    assert "submitted 1 clip for 0.625 USD as plan" in it.err
    assert "error: the ledger is away" in it.err


def test_a_plan_that_is_no_file_is_refused(it: Project) -> None:
    os.mkfifo(it.root / "pipe")
    assert it.call("fleet", "submit", "--plan", "pipe", "--provider", "segmind", "--yes") == exits.USAGE
    assert "`pipe` cannot be read: it is no regular file" in it.err


def test_the_balance_has_to_suffice_for_what_waits_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with project(tmp_path, monkeypatch, capsys, protocol="v2", credits=2_400_000) as it:
        submitted(it)
        (it.root / "a.story").write_text(TWO.replace("A lamp", "A candle"))
        assert it.call("plan", "a.story", "-o", "plan.json") == exits.DONE
        assert it.call("fleet", "submit", "--plan", "plan.json", "--provider", "segmind", "--yes") == exits.CAP
        assert "holds 2.4 USD, and 1.25 are needed, and 1.25 for clips that wait to be sent" in it.err
        assert it.call("fleet", "cancel", it.attempts()[0].id) == exits.DONE
        assert it.call("fleet", "submit", "--plan", "plan.json", "--provider", "segmind", "--yes") == exits.DONE


def test_what_a_busy_host_refuses_waits_again_and_what_it_would_refuse_again_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with project(tmp_path, monkeypatch, capsys, "429=0:2", "500-json:3", protocol="v2") as it:
        submitted(it)
        with working(monkeypatch):
            until(lambda: all(attempt.state in ("recorded", "void") for attempt in it.attempts()))
        assert sorted(set(it.states())) == ["recorded", "void"]
        assert it.call("fleet", "status", "--format", "json") == exits.DONE
        [plan] = json.loads(it.out)["plans"]
        assert sum(plan["clips"].values()) == 2
        assert plan["held_usd"] == 0
        assert it.charges() == plan["clips"]["here"]
        assert it.call("ledger", "audit") == exits.DONE


@pytest.mark.skipif(bool(postgres.missing()), reason=postgres.missing() or "there is PostgreSQL")
def test_a_worker_needs_the_role_that_sends_and_a_schema_of_its_own(
    it: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address = postgres.SCHEMAS.books(tmp_path)
    name, user = address.rpartition("%3D")[2], as_user(address, "send")
    postgres.asked("DROP SCHEMA IF EXISTS dbos CASCADE", f"GRANT CREATE ON DATABASE postgres TO {name}_send")
    try:
        monkeypatch.setenv("STORYC_STORE", str(tmp_path / "clips"))
        monkeypatch.setenv("STORYC_LEDGER", address)
        submitted(it)
        monkeypatch.setenv("STORYC_LEDGER", user)
        with working(monkeypatch) as codes:
            until(lambda: bool(codes) or (it.call("fleet", "status") == exits.DONE and "2 here" in it.out))
        assert codes == [exits.DONE]
        assert it.charges() == 2
        monkeypatch.setenv("STORYC_LEDGER", as_user(address, "collect"))
        with working(monkeypatch) as codes:
            until(lambda: bool(codes))
        assert codes == [exits.USAGE]
        assert f"lets user `{name}_collect` buy nothing: who buys has the role `storyc_send`" in capsys.readouterr().err
        owner = "SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'dbos'"
        assert postgres.asked(owner) == [(f"{name}_send",)]
        with pytest.raises(LedgerTrouble, match="role `storyc_caps`"):
            allow(user, {"month": 1}, {})
        assert it.call("collect", "a.story") == exits.DONE, it.err
        assert it.charges() == 2
    finally:
        postgres.asked("DROP SCHEMA IF EXISTS dbos CASCADE", f"REVOKE CREATE ON DATABASE postgres FROM {name}_send")
        postgres.SCHEMAS.release()


@pytest.mark.skipif(bool(postgres.missing()), reason=postgres.missing() or "there is PostgreSQL")
def test_a_worker_that_may_make_no_schema_says_what_to_grant_and_ends(
    it: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = postgres.SCHEMAS.books(tmp_path)
    try:
        monkeypatch.setenv("STORYC_STORE", str(tmp_path / "clips"))
        monkeypatch.setenv("STORYC_LEDGER", as_user(address, "send"))
        with working(monkeypatch) as codes:
            until(lambda: bool(codes))
        assert codes == [exits.USAGE]
        assert "have the database's owner run `GRANT CREATE ON DATABASE" in it.capsys.readouterr().err
    finally:
        postgres.SCHEMAS.release()
