"""The schemas themselves, that they are checked in, and that all of them are met by what storyc writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests
from jsonschema import Draft202012Validator

from storyboard.profiles import hosts
from storyboard.records import as_text
from storyboard.records.hosts import HostRecord
from storyboard.records.schemas import kinds, schema, text
from tests.cli.paying import project
from tests.cli.stories import BAD, GOOD
from tests.diff.repository import commit, git
from tests.helpers import ROOT
from tests.schemas.validating import hold, validator

PLACE = ROOT / "docs" / "schemas"


@pytest.mark.parametrize("name", kinds())
def test_it_is_a_schema_and_is_checked_in(name: str, update: bool) -> None:
    Draft202012Validator.check_schema(schema(name))
    place = PLACE / f"{name}.json"
    if update:
        place.write_text(text(name), encoding="utf-8", newline="\n")
    assert place.read_text(encoding="utf-8") == text(name), "run `make docs`"


NEWER = {"host": 2, "lock": 2, "profile": 2}


def test_nothing_else_is_checked_in() -> None:
    assert sorted(path.name for path in PLACE.iterdir()) == sorted(f"{name}.json" for name in kinds())


@pytest.mark.parametrize("name", kinds())
def test_it_says_what_it_is_of(name: str) -> None:
    found = schema(name)
    tag = f"storyc.{name}/{NEWER.get(name, 1)}"
    assert found["title"] == tag
    assert found["$id"] == f"urn:storyc:schema:{name}"
    assert len(found["description"]) > 10
    for part in _objects(found["$defs"]):
        # Of a lock, each other name is a clip.
        assert part["additionalProperties"] is False or part["title"] == "Lock", part["title"]
        assert part["description"], part["title"]
    roots = [part for part in (found, *found["$defs"].values()) if "schema" in part.get("properties", {})]
    tags = {tag for part in roots for tag in part["properties"]["schema"]["enum"]}
    # What the Python API gives back holds records that commands print.
    assert tags == {tag} or {tag} < tags <= {f"storyc.{known}/{NEWER.get(known, 1)}" for known in kinds()}


def test_a_lock_has_blocks_alone() -> None:
    block: dict[str, Any] = dict.fromkeys("story title variant profile provider".split(), "")
    block |= {
        "request_sha256": "0" * 64,
        "file_sha256": "f" * 64,
        "clip": 1,
        "take": 1,
        "seed": 1,
        "request_id": None,
        "price_usd": 0.625,
        "state": "done",
        "ledger": "",
        "sent": None,
    }
    good = {"schema": "storyc.lock/2", "a.story 001": block}
    assert validator("lock").is_valid(good)
    running = block | {"state": "running", "price_usd": None, "file_sha256": None, "sent": "2026-03-01T12:00:00Z"}
    assert validator("lock").is_valid(good | {"b.story 001": running})
    assert not validator("lock").is_valid({"a.story 001": block})
    assert not validator("lock").is_valid(good | {"b.story 001": block | {"more": 1}})
    assert not validator("lock").is_valid(good | {"more": 1})


def _objects(parts: dict[str, Any]) -> list[dict[str, Any]]:
    return [part for part in parts.values() if part.get("type") == "object"]


def test_what_does_not_fit_is_seen() -> None:
    good = {"schema": "storyc.ledger-sum/1", "attempts": 0, "held_usd": 0, "spent_usd": 0, "states": {}}
    good |= {"by": [], "groups": []}
    assert hold(json.dumps(good)) == "ledger-sum"
    for change in ({"more": 1}, {"attempts": "0"}, {"spent_usd": -1}, {"states": {"void": {}}}):
        assert not validator("ledger-sum").is_valid(good | change)
        with pytest.raises(AssertionError, match=r"storyc\.ledger-sum/1 at"):
            hold(json.dumps(good | change))
    assert not validator("ledger-sum").is_valid({key: value for key, value in good.items() if key != "attempts"})
    with pytest.raises(AssertionError, match="is not what its record writes"):
        hold(json.dumps(dict(reversed(good.items()))))
    assert hold("[]") is None
    assert hold('{"version": "2.1.0"}') is None


def test_every_schema_is_met(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One project's life: free and paid builds, a refused one, and each command that prints JSON."""
    met: set[str | None] = set()
    with project(tmp_path, monkeypatch, capsys, story=GOOD) as it:

        def call(*words: str, code: int = 0) -> str:
            assert it.call(*words) == code, it.err
            met.add(hold(it.out))
            return it.out

        (tmp_path / "other.story").write_text(GOOD.replace("2-5s", "2-10s"))
        (tmp_path / "bad.story").write_text(BAD)
        json_ = ("--format", "json")
        for words in (["render", "a.story"], ["export", "a.story"], ["diff", "--files", "a.story", "other.story"]):
            call(*words, *json_)
        call("plan", "a.story", *json_)
        call("check", "bad.story", *json_, code=1)
        git(tmp_path, "init", "-q")
        commit(tmp_path)
        assert it.call("ci", "review", "-o", "review", "a.story") == 0, it.err
        call("models", *json_)
        call("models", "--fit", "a.story", *json_)
        compared = json.loads(call("compare", "a.story", *json_))
        met |= {hold(json.dumps(loss)) for row in compared for loss in row["losses"]}
        call("explain", *json_)
        call("doctor", *json_)
        it.call("build", "bad.story", "--report", "bad.json", "--draft")
        it.call("build", "a.story", "--report", "free.json", "--draft")
        call("verify", "a.story", *json_)
        assert it.build("--yes", "--report", "report.json", "--events", "events.jsonl") == 0, it.err
        call("plan", "a.story", *json_)
        assert it.call("plan", "a.story", "-o", "saved.json") == 0
        assert "selection" in json.loads((tmp_path / "saved.json").read_text())
        rows = json.loads(call("ledger", "list", *json_))
        call("ledger", "show", rows[0]["id"], *json_)
        call("receipt", "a.story", *json_)
        call("ledger", "list", "--sum", *json_)
        call("fleet", "status", *json_)
        call("ledger", "reconcile", "--from", rows[0]["created"][:10], "--to", rows[-1]["created"][:10], *json_)
        met.add(hold(requests.get(it.host.url + "/emulator/book", timeout=20).text))
        it.call("plan", "a.story", "-o", "saved.json")
        met |= set(map(hold, (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()))
        left = [*tmp_path.rglob("*.json"), *tmp_path.rglob("*.lock")]
        met |= {hold(path.read_text(encoding="utf-8")) for path in left}
        met.add(hold((tmp_path / "storyc.lock").read_text(encoding="utf-8")))
    from storyboard.cli.emulate import _first_line
    from storyboard.records.emulate import Emulate

    met.add(hold(_first_line(Emulate(url="http://127.0.0.1:9", port=9, key="", env={"A": "b"}))))
    for shipped in hosts.shipped():
        met.add(hold(as_text(HostRecord(**msgspec.structs.asdict(hosts.host(shipped))))))
    # What the Python API alone gives back is met in tests/api.
    assert met - {None} == {name for name, (kind, *_) in kinds().items() if not kind.MET.endswith("in Python")}
