"""`storyc ledger reconcile`: the history of a real host on loopback beside real books."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storyboard.cli import exits
from storyboard.ledger import HostPlace, open_ledger
from storyboard.ledger.opening import FILE
from tests.cli.paying import Project, project, today
from tests.ledger.making import brought, request


def when() -> tuple[str, ...]:
    """The options that name this day."""
    return "--from", today(), "--to", today()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Project]:
    """A project whose two clips were bought."""
    with project(tmp_path, monkeypatch, capsys) as bought:
        assert bought.build("--yes") == exits.DONE, bought.err
        yield bought


def reconciled(here: Project, code: int) -> dict[str, Any]:
    assert here.call("ledger", "reconcile", *when(), "--format", "json") == code, here.err
    result: dict[str, Any] = json.loads(here.out)
    return result


def test_books_that_agree(here: Project) -> None:
    before = (here.charges(), here.states())
    result = reconciled(here, exits.DONE)
    assert (result["unknown"], result["not_billed"], result["otherwise"]) == ([], [], [])
    assert result["billed_usd"] == result["counted_usd"] > 0
    assert result["days"] == {today(): {"billed_usd": result["billed_usd"], "counted_usd": result["billed_usd"]}}
    assert list(result["stories"]) == ["a.story"]
    # Without a warning: the history goes back further than to this day.
    assert (
        here.err
        == f"ok: {result['billed_usd']} USD billed by `segmind`, {result['billed_usd']} USD in the ledger for it\n"
    )
    assert before == (here.charges(), here.states())


def test_a_missing_day_is_named_by_its_option(here: Project) -> None:
    assert here.call("ledger", "reconcile", "--to", today()) == exits.USAGE
    assert here.err.splitlines()[-1].startswith("error: --from is missing")


def test_what_is_in_no_ledger(here: Project) -> None:
    shutil.rmtree(here.root / ".storyc" / "owners")
    (here.root / ".storyc" / FILE).unlink()
    for path in (here.root / ".storyc").glob(f"{FILE}-*"):
        path.unlink()
    result = reconciled(here, exits.STORY_ERRORS)
    assert len(result["unknown"]) == 2
    assert all(job["prompt"] and job["at"] and job["cost_usd"] > 0 for job in result["unknown"])
    assert (result["counted_usd"], list(result["stories"])) == (0, [""])
    assert here.call("ledger", "reconcile", *when()) == exits.STORY_ERRORS
    assert here.out.startswith("billed and in no ledger:\n")
    assert result["unknown"][0]["request_id"] in here.out
    assert "(in no ledger)" in here.out
    assert "2 differences: " in here.err
    assert here.call("ledger", "reconcile", *when(), "--format", "csv") == exits.STORY_ERRORS
    rows = list(csv.DictReader(io.StringIO(here.out)))
    assert [row["finding"] for row in rows] == ["in no ledger"] * 2


def test_what_was_not_billed_and_what_was_billed_otherwise(here: Project) -> None:
    with closing(sqlite3.connect(here.root / ".storyc" / FILE, isolation_level=None)) as db:
        first, second = (id for (id,) in db.execute("SELECT id FROM attempt ORDER BY number"))
        db.execute("UPDATE attempt SET request_id = 'of-another' WHERE id = ?", (first,))
        db.execute("UPDATE attempt SET spent = spent + 1000000 WHERE id = ?", (second,))
    result = reconciled(here, exits.STORY_ERRORS)
    assert [row["id"] for row in result["not_billed"]] == [first]
    assert [row["id"] for row in result["otherwise"]] == [second]
    assert result["otherwise"][0]["counted_usd"] == result["otherwise"][0]["billed_usd"] + 1
    assert len(result["unknown"]) == 1
    assert here.call("ledger", "reconcile", *when()) == exits.STORY_ERRORS
    assert "in the ledger and not billed:\n" in here.out
    assert "billed otherwise than priced or counted:\n" in here.out


def test_what_other_books_have_paid_for_is_no_sum_of_these(here: Project) -> None:
    shutil.rmtree(here.root / ".storyc")
    shutil.rmtree(here.root / "build")
    assert here.build() == exits.DONE, here.err
    result = reconciled(here, exits.STORY_ERRORS)
    assert [row["counted_usd"] for row in result["otherwise"]] == [0, 0]
    assert (result["counted_usd"], len(result["unknown"])) == (0, 0)
    assert result["billed_usd"] == sum(row["billed_usd"] for row in result["otherwise"]) > 0
    assert here.err.startswith("2 differences: ")


def test_a_job_is_of_one_day_in_both_sums(here: Project) -> None:
    with closing(sqlite3.connect(here.root / ".storyc" / FILE, isolation_level=None)) as db:
        db.execute("UPDATE attempt SET sent = '2026-01-01T23:59:59.9+00:00' WHERE number = 1")
    result = reconciled(here, exits.DONE)
    assert result["billed_usd"] == result["counted_usd"] > 0
    assert list(result["days"]) == [today()]


def test_what_the_ledger_counts_at_another_host_is_named_and_in_no_sum(here: Project) -> None:
    asked = reconciled(here, exits.DONE)
    assert asked["unasked_usd"] == {}
    with closing(open_ledger(here.root / ".storyc", place=HostPlace("fal.run"))) as ledger:
        elsewhere = msgspec.structs.replace(request(price=500_000), profile="wan-2.6@fal")
        brought(ledger, elsewhere, "published")
    result = reconciled(here, exits.DONE)
    assert result["unasked_usd"] == {"fal": 0.5}
    assert (result["counted_usd"], result["days"]) == (asked["counted_usd"], asked["days"])
    assert "`fal` was not asked, for which the ledger counts 0.5 USD in that time: `--host fal` asks it" in here.err


def test_what_the_host_does_not_tell_is_no_difference_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with project(tmp_path, monkeypatch, capsys, "no-cost") as it:
        assert it.build("--yes") == exits.DONE, it.err
        result = reconciled(it, exits.DONE)
        counted, untold = result["counted_usd"], result["untold_usd"]
        assert (result["billed_usd"], untold) == (0, counted)
        assert (
            f"ok: 0 USD billed by `segmind`, {counted} USD in the ledger for it, {untold} of them for jobs of which the "
            "host tells no cost" in it.err
        )


def test_another_day_is_another_invoice(here: Project) -> None:
    assert here.call("ledger", "reconcile", "--from", "2026-01-01", "--to", "2026-01-02", "--format", "json") == 0
    result = json.loads(here.out)
    assert (result["billed_usd"], result["counted_usd"], result["days"]) == (0, 0, {})
    assert "`segmind` keeps clips for 7 days: older jobs may not be in its history" in here.err
    assert here.call("ledger", "reconcile", "--from", today(), "--to", "2026-01-02") == exits.USAGE


def test_a_host_that_does_not_answer(here: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEGMIND_API_KEY")
    assert here.call("ledger", "reconcile", *when()) == exits.KEY
    monkeypatch.setenv("SEGMIND_API_KEY", "SG_0000000000000000")
    monkeypatch.setenv("STORYC_SEGMIND_BASE_URL", "http://127.0.0.1:9")
    assert here.call("ledger", "reconcile", *when()) == exits.GENERATION_FAILED
    assert "the host's history cannot be asked" in here.err
