"""`storyc report merge`."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from storyboard.cli import exits, run
from storyboard.report.production.merge import KNOWN

Captured = pytest.CaptureFixture[str]


def clip(index: int, state: str, price: float = 0, id: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "story": "a.story", "clip": {"index": index, "title": "", "slug": "clip"}, "variant": "", "take": 1,
        "state": state, "price_usd": price, "seed": 7, "request_sha256": f"{index:064}", "seconds": 5, "reason": "",
        "request_id": id, "path": None, **more,
    }  # fmt: skip


def film(state: str, path: str | None = None) -> dict[str, Any]:
    return {"story": "a.story", "variant": "", "state": state, "reason": "", "path": path, "seconds": 10}


def report(name: str, clips: list[dict[str, Any]], films: list[dict[str, Any]] | None = None, **more: Any) -> str:
    record = {"schema": "storyc.build/1", "clips": clips, "films": films or [], "stories": [], "total_usd": 0, **more}
    Path(name).write_text(json.dumps(record))
    return name


def merged(capsys: Captured, *files: str) -> dict[str, Any]:
    assert run(["report", "merge", *files]) == 0
    return json.loads(capsys.readouterr().out)


def test_one_report_merged_is_itself(folder: Path, capsys: Captured) -> None:
    assert run(["build", "--draft", "--report", "a.json", "--quiet", "good.story", "bad.story"]) == exits.STORY_ERRORS
    capsys.readouterr()
    assert run(["report", "merge", "a.json", "a.json"]) == 0
    assert capsys.readouterr().out == (folder / "a.json").read_text()
    before = (folder / "a.json").stat()
    assert run(["report", "merge", "--quiet", "a.json", "-o", "a.json"]) == 0
    assert (folder / "a.json").stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize(("better", "worse"), list(pairwise(KNOWN[:6])))
def test_of_two_the_one_that_knows_more_is_right(folder: Path, capsys: Captured, better: str, worse: str) -> None:
    one, other = report("1.json", [clip(1, better)]), report("2.json", [clip(1, worse)])
    assert [row["state"] for row in merged(capsys, one, other)["clips"]] == [better]
    assert [row["state"] for row in merged(capsys, other, one)["clips"]] == [better]


def test_money_is_counted_once_a_job(folder: Path, capsys: Captured) -> None:
    one = report("1.json", [clip(1, "done", 0.625, "a"), clip(2, "cached", 1.25, "b")])
    two = report("2.json", [clip(1, "cached", 0.625, "a"), clip(2, "done", 1.25, "b"), clip(3, "failed", 0.1)])
    # The same clip bought by two runs that did not know of each other was paid for twice.
    three = report("3.json", [clip(1, "done", 0.625, "c")])
    whole = merged(capsys, one, two, three, one)
    assert [(row["clip"]["index"], row["state"]) for row in whole["clips"]] == [(1, "done"), (2, "done"), (3, "failed")]
    assert whole["total_usd"] == 0.625 + 1.25 + 0.625


def test_a_film_that_one_share_joined_is_not_lacking(folder: Path, capsys: Captured) -> None:
    one = report(
        "1.json", [], [film("lacking")], stories=[{"story": "b.story", "state": "failed", "reason": "it has errors"}]
    )
    two = report(
        "2.json",
        [],
        [film("done", "build/a.mp4")],
        stories=[{"story": "b.story", "state": "failed", "reason": "it has errors"}],
    )
    whole = merged(capsys, one, two)
    assert [row["state"] for row in whole["films"]] == ["done"]
    assert len(whole["stories"]) == 1
    assert [row["state"] for row in merged(capsys, one, one)["films"]] == ["lacking"]


def test_junit_has_a_case_for_each(folder: Path, capsys: Captured) -> None:
    story = {"story": "b.story", "state": "failed", "reason": "it has errors"}
    one = report("1.json", [clip(1, "done"), clip(2, "failed", reason="a <b>")], [film("lacking")], stories=[story])
    assert run(["report", "merge", "--format", "junit", one]) == 0
    root = ET.fromstring(capsys.readouterr().out)
    cases = {(suite.get("name"), case.get("name")): [each.tag for each in case] for suite in root for case in suite}
    assert cases == {
        ("b.story", "check"): ["failure"], ("a.story", "clip 1: clip"): [], ("a.story", "clip 2: clip"): ["failure"],
        ("a.story", "film"): ["skipped"],
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "", "nonsense", "[]", "[" * 100_000, '{"schema": "storyc.plan/1"}', '{"schema": "storyc.build/1"}', "\xff",
        '{"schema": "storyc.build/1", "clips": [], "films": [], "stories": [], "total_usd": -1}',
        '{"schema": "storyc.build/1", "clips": [], "films": [], "stories": [], "total_usd": 1e999}',
    ],
)  # fmt: skip
def test_what_is_no_report_is_said_and_nothing_is_written(folder: Path, capsys: Captured, text: str) -> None:
    (folder / "no.json").write_bytes(text.encode("latin-1"))
    good = report("1.json", [])
    assert run(["report", "merge", good, "no.json", "nowhere.json", "-o", "out.json"]) == exits.USAGE
    err = capsys.readouterr().err
    assert "error: `no.json` is no report of a build: " in err
    assert "error: `nowhere.json` cannot be read: " in err
    assert not (folder / "out.json").exists()


def test_no_clip_stands_for_another_of_its_name(folder: Path, capsys: Captured) -> None:
    # A run over several projects names a story of each by its path there; and words may change between two runs.
    other = {"request_sha256": "f" * 64}
    one = report(
        "1.json",
        [clip(1, "done", 0.5, "a"), clip(1, "failed"), clip(1, "failed", **other)],
        [film("done", "build/a.mp4"), film("lacking"), film("done", "build/a.mp4"), film("failed")],
    )
    two = report("2.json", [clip(1, "done", 0.5, "a")], [film("done", "build/a.mp4")])
    for files in ((one,), (one, two), (two, one)):
        whole = merged(capsys, *files)
        assert sorted(row["state"] for row in whole["clips"]) == ["done", "failed", "failed"]
        assert sorted(row["state"] for row in whole["films"]) == ["done", "done", "failed", "lacking"]
        assert whole["total_usd"] == 0.5
