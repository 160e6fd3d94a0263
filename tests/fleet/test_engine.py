"""DBOS as the fleet runs it: no pickle is read, nothing of the environment counts, and nothing listens."""

from __future__ import annotations

import base64
import os
import pickle
import socket
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from storyboard.fleet import FleetError, engine
from storyboard.fleet.engine import STALE, Engine
from storyboard.ledger.records import HostPlace

OWNER = "abcdefghij"
WAIT = 180.0


class Planted:
    """What runs code where it is unpickled."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.target,)


@pytest.fixture
def done() -> list[Any]:
    return []


@pytest.fixture
def begun(tmp_path: Path, done: list[Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An engine on SQLite, whose work is noted."""
    monkeypatch.setattr(socket.socket, "listen", None)  # nothing of it serves anybody
    monkeypatch.setenv("DBOS__CLOUD", "true")
    monkeypatch.setenv("DBOS__VMID", "local")

    def send(ids: Sequence[str]) -> list[tuple[str, float]]:
        done.append(list(ids))
        return [(id, 0.01) for id in ids]

    def bring(id: str, number: int) -> float | None:
        done.append((id, number))
        return 0.01 if number < 2 else None

    made = Engine(tmp_path, OWNER, "0123", HostPlace("h"), send=send, bring=bring, say=done.append, jobs=2, pause=0.02)
    made.launch()
    yield made
    made.close(0)


def idle(folder: Path) -> Engine:
    """An engine that has nothing to do."""
    return Engine(
        folder, OWNER, "0123", HostPlace("h"), send=lambda ids: [], bring=lambda id, number: None, say=print, jobs=1
    )  # fmt: skip


def test_workers_of_two_hosts_share_the_tables(begun: Engine, tmp_path: Path, done: list[Any]) -> None:
    begun.send(["a"], "1")
    until(lambda: ["a"] in done)
    begun.close(0)
    other = Engine(
        tmp_path, "klmnopqrst", "0123", HostPlace("other"), send=lambda ids: done.append(list(ids)) or [],
        bring=lambda id, number: None, say=done.append, jobs=1, pause=0.02,
    )  # fmt: skip
    try:
        other.launch()
        other.send(["b"], "1")
        until(lambda: ["b"] in done)
        assert [item.attempts for item in other.open()] in ([("b",)], [])
    finally:
        other.close(0)


def until(state: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT
    while not state():
        assert time.monotonic() < end
        time.sleep(0.02)


def rows(folder: Path, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "fleet.db", timeout=WAIT)) as db, db:
        return db.execute(statement, values).fetchall()


def test_what_is_sent_is_asked_for_until_it_is_there_and_once_for_each_turn(
    begun: Engine, done: list[Any], tmp_path: Path
) -> None:
    begun.send(["a", "b"], "1")
    begun.send(["a", "b"], "1")
    wanted = [["a", "b"], ("a", 1), ("a", 2), ("b", 1), ("b", 2)]
    until(lambda: len(done) >= len(wanted))
    until(lambda: not begun.open())
    assert sorted(done, key=str) == sorted(wanted, key=str)
    stored = rows(tmp_path, "SELECT executor_id, application_version, serialization FROM workflow_status")
    assert set(stored) == {(OWNER, begun.version, "portable_json")}
    assert not [name for name in os.environ if name.startswith("DBOS_")]


def test_a_pickle_that_was_planted_runs_nothing_and_holds_up_nobody(
    begun: Engine, done: list[Any], tmp_path: Path
) -> None:
    target = tmp_path / "code-has-run"
    text = base64.b64encode(pickle.dumps({"args": (Planted(target),), "kwargs": {}})).decode()
    begun.send(["a"], "1")
    until(lambda: ("a", 2) in done and not begun.open())
    columns = [row[1] for row in rows(tmp_path, "PRAGMA table_info(workflow_status)")]
    others = ", ".join(name for name in columns if name not in ("workflow_uuid", "inputs", "serialization", "status"))
    for name in ("send", "bring"):
        rows(
            tmp_path,
            f"INSERT INTO workflow_status (workflow_uuid, inputs, serialization, status, {others})"
            f" SELECT 'planted-' || ?, ?, 'py_pickle', 'ENQUEUED', {others} FROM workflow_status WHERE name = ? LIMIT 1",
            name, text, name,
        )  # fmt: skip
    assert [item.attempts for item in begun.open() if item.id.startswith("planted")] in ([(), ()], [()], [])
    begun.send(["b"], "1")
    until(lambda: ("b", 2) in done)
    until(lambda: not rows(tmp_path, "SELECT 1 FROM workflow_status WHERE status = 'ENQUEUED'"))
    assert not target.exists()
    assert done.count(["a"]) == 1


def test_work_goes_on_where_its_queues_were_deleted(begun: Engine, done: list[Any], tmp_path: Path) -> None:
    begun.send(["a"], "1")
    until(lambda: ("a", 2) in done and not begun.open())
    assert len(rows(tmp_path, "DELETE FROM queues RETURNING 1")) >= 2
    threads = [thread for thread in threading.enumerate() if thread.name.startswith(f"queue-worker-{begun.name}")]
    until(lambda: not any(thread.is_alive() for thread in threads))
    begun.listen()
    begun.send(["b"], "1")
    until(lambda: ("b", 2) in done)


def test_what_nobody_will_ever_do_counts_as_no_appointment(begun: Engine, done: list[Any], tmp_path: Path) -> None:
    def planted(id: str, **columns: object) -> None:
        names = [row[1] for row in rows(tmp_path, "PRAGMA table_info(workflow_status)")]
        wanted = {"workflow_uuid": id, "status": "ENQUEUED", "completed_at": None, **columns}
        kept = ", ".join(name for name in names if name not in wanted)
        rows(
            tmp_path,
            f"INSERT INTO workflow_status ({', '.join(wanted)}, {kept}) SELECT {', '.join('?' * len(wanted))}, {kept}"
            " FROM workflow_status WHERE name = 'send' LIMIT 1",
            *wanted.values(),
        )

    begun.send(["a"], "1")
    until(lambda: ("a", 2) in done and not begun.open())
    long_ago = int((time.time() - 10 * STALE) * 1000)
    planted("of-another-version", application_version="storyc-fleet-0")
    # What the server has given to a worker who never heard of it.
    planted("lost-answer", status="PENDING", created_at=long_ago)
    planted("of-another-name", name="other", status="PENDING")
    assert begun.open() == []
    planted("at-work", status="PENDING")
    assert [item.id for item in begun.open()] == ["at-work"]
    planted("damaged", status="PENDING", authenticated_roles="no JSON")
    with pytest.raises(begun.errors, match=r"a row of it cannot be read .*; drop `fleet.db`, which holds nothing"):
        begun.open()
    rows(tmp_path, "UPDATE workflow_status SET authenticated_roles = NULL")
    begun.tidy(datetime.now(UTC).isoformat(), lambda queue: True)
    assert rows(tmp_path, "SELECT 1 FROM workflow_status") == []


def test_a_version_of_dbos_that_reads_pickles_all_the_same_is_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    serialization = engine.import_module("dbos._serialization")
    monkeypatch.setattr(serialization, "deserialize_value", lambda text, *_: pickle.loads(base64.b64decode(text)))
    with pytest.raises(FleetError, match="reads pickles"):
        idle(tmp_path)


def test_a_version_of_dbos_that_reads_its_rows_elsewhere_is_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "dbos._serialization", None)
    with pytest.raises(FleetError, match="this version of DBOS is not known to be safe"):
        idle(tmp_path)


def test_a_worker_without_the_extra_says_how_it_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda name: None)
    with pytest.raises(FleetError, match=r"`storyc fleet run` needs the extra `fleet`: .* dbos"):
        idle(tmp_path)
