"""`build --events FILE`: a line of JSON for each change of state, as it comes."""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import exits
from storyboard.ledger import HostPlace, open_ledger
from storyboard.production.records import Step
from storyboard.records import decoded
from storyboard.records.build import BuildEvent
from storyboard.report.production.events import EventFile, trace_of
from storyboard.system import secrets
from tests.cli.paying import project
from tests.ledger.making import Clock, brought, request


def events(path: Path) -> list[dict[str, Any]]:
    lines = path.read_bytes().splitlines()
    for line in lines:
        decoded(line, BuildEvent)
    return [json.loads(line) for line in lines]


def test_each_change_of_state_is_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with project(tmp_path, monkeypatch, capsys) as here:
        assert here.build("--yes", "--events", "log.jsonl") == exits.DONE, here.err
        lines = events(tmp_path / "log.jsonl")
        paid = [line for line in lines if line["take"] and line["clip"] == 1]
        assert paid[0]["state"] == "sending"
        assert paid[-1]["state"] == "done"
        assert (paid[-1]["price_usd"] > 0, paid[-1]["path"]) == (True, "build/a/01-the-match.mp4")
        assert {paid[-1]["attempt"]} == {attempt.id for attempt in here.attempts() if attempt.clip == 1}
        assert lines[-1]["clip"] == 0  # the film
        assert here.build("--yes", "--events", "log.jsonl") == exits.DONE
        more = events(tmp_path / "log.jsonl")
        assert more[: len(lines)] == lines
        assert {line["state"] for line in more[len(lines) :]} <= {"kept", "drawing", "done"}


def test_no_key_is_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_live", ())
    secrets.conceal("a-key-of-unusual-form")
    file = EventFile(str(tmp_path / "log.jsonl"), pytest.fail)
    with ExitStack() as stack:
        file.open(stack)
        file.tell(Step("failed", "a.story", reason="the host does not know a-key-of-unusual-form"), tmp_path)
        (line,) = events(tmp_path / "log.jsonl")  # it is there before the build ends
    assert line["reason"].startswith("the host does not know ")
    assert "unusual" not in line["reason"]


def test_a_file_that_cannot_be_written_stops_before_anything_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with project(tmp_path, monkeypatch, capsys) as here:
        assert here.build("--yes", "--events", "nowhere/log.jsonl") == exits.USAGE
        assert "`--events nowhere/log.jsonl` cannot be written" in here.err
        assert here.calls() == 0


def test_a_file_of_somebody_else_gets_no_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with project(tmp_path, monkeypatch, capsys) as here:
        story = (tmp_path / "a.story").read_bytes()
        assert here.build("--yes", "--events", "a.story") == exits.USAGE
        assert "`--events a.story` holds something else than events: name another file" in here.err
        assert (here.calls(), (tmp_path / "a.story").read_bytes()) == (0, story)
        # One of ours goes on, and one that is empty begins.
        (tmp_path / "log.jsonl").touch()
        for _ in range(2):
            assert here.build("--yes", "--events", "log.jsonl") == exits.DONE, here.err
        assert events(tmp_path / "log.jsonl")[-1]["state"] == "kept"


def test_doctor_tells_the_age_of_what_is_not_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with project(tmp_path, monkeypatch, capsys) as here:
        clock = Clock()
        clock.at = datetime.now(UTC) - timedelta(days=5, hours=1)
        ledger = open_ledger(tmp_path / ".storyc", place=HostPlace("127.0.0.1"), now=clock)
        brought(ledger, request(), "accepted")
        here.call("doctor", "--format", "json")
        (check,) = [check for check in json.loads(here.out)["checks"] if check["name"] == "ledger"]
        assert check["state"] == "warning"
        assert "1 not fetched, the oldest sent 5 d ago; the host deletes it in 1 d" in check["found"]
        clock.pass_(days=-5)
        ledger.close()


@pytest.mark.parametrize(
    ("named", "trace"),
    [
        ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", ("0af7651916cd43dd8448eb211c80319c", "01")),
        ("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00-more", ("0af7651916cd43dd8448eb211c80319c", "00")),
        ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more", None),
        ("00-00000000000000000000000000000000-b7ad6b7169203331-01", None),
        ("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", None),
        ("", None),
    ],
)
def test_a_line_names_the_trace_that_the_environment_names(
    tmp_path: Path, named: str, trace: tuple[str, str] | None
) -> None:
    file = EventFile(str(tmp_path / "log.jsonl"), pytest.fail, trace_of({"TRACEPARENT": named}))
    with ExitStack() as stack:
        file.open(stack)
        file.tell(Step("done", "a.story", clip=1), tmp_path)
    (line,) = events(tmp_path / "log.jsonl")
    assert (line.get("trace_id"), line.get("trace_flags")) == (trace or (None, None))
    assert line.get("span_id") == (trace and "b7ad6b7169203331")
