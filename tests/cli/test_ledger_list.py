"""`storyc ledger list`: which attempts are meant, their sums, what is not over, and CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from storyboard.cli import exits, run
from storyboard.ledger import HostPlace, open_ledger
from storyboard.system import secrets
from tests.ledger.making import Clock, brought, request

Captured = pytest.CaptureFixture[str]
PLACE = HostPlace("api.segmind.com")


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose ledger has a clip of November, one of December, and one whose outcome is not known."""
    monkeypatch.chdir(tmp_path)
    for name in ("SEGMIND_API_KEY", "STORYC_SEGMIND_BASE_URL", "STORYC_STORE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(secrets, "_live", ())
    (tmp_path / "storyc.toml").write_text("")
    clock = Clock()
    with closing(open_ledger(tmp_path / ".storyc", "run1", place=PLACE, now=clock)) as ledger:
        brought(ledger, request(1), "published")
        clock.pass_(days=1)
        brought(ledger, request(2, variant="night"), "published", cost=300)
    with closing(open_ledger(tmp_path / ".storyc", "run2", place=PLACE, now=clock)) as ledger:
        clock.pass_(days=1)
        brought(ledger, request(3), "unknown")
    return tmp_path


@pytest.fixture
def recent(project: Path) -> Iterator[str]:
    """An attempt that was sent two days ago."""
    clock = Clock()
    clock.at = datetime.now(UTC) - timedelta(days=2, hours=1)
    with closing(open_ledger(project / ".storyc", "run3", place=PLACE, now=clock)) as ledger:
        yield brought(ledger, request(4), "accepted")


def call(capsys: Captured, *words: str, code: int = 0) -> str:
    capsys.readouterr()
    assert run(["ledger", "list", *words]) == code
    return capsys.readouterr().out


def clips(capsys: Captured, *words: str) -> list[int]:
    return [row["clip"]["index"] for row in json.loads(call(capsys, "--format", "json", *words))]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ((), [1, 2, 3]),
        (("--until", "2026-11-30"), [1]),
        (("--until", "2026-11-30T22:00"), []),
        (("--until", "2026-12-01"), [1, 2]),
        (("--since", "2026-12-01"), [2, 3]),
        (("--since", "2026-12-01", "--until", "2026-12-01"), [2]),
        (("--unsettled",), [3]),
        (("lamp.story", "--since", "2026-12-02"), [3]),
        (("lamp", "--unsettled"), []),
    ],
)
def test_what_is_meant(capsys: Captured, words: tuple[str, ...], meant: list[int]) -> None:
    assert clips(capsys, *words) == meant


@pytest.mark.parametrize("words", [("other.story",), ("--until", "2026-11-01"), ("other.story", "--sum")])
def test_a_filter_that_matches_nothing_says_so(capsys: Captured, words: tuple[str, ...]) -> None:
    assert run(["ledger", "list", *words]) == 0
    assert capsys.readouterr().err == "no attempt matches; the ledger has 3 attempts\n"


def test_a_folder_is_no_beginning_of_a_name(project: Path, capsys: Captured) -> None:
    with closing(open_ledger(project / ".storyc", place=PLACE)) as ledger:
        for number, story in enumerate(("a/x.story", "a-b/x.story", "a.story", "a0.story")):
            brought(ledger, msgspec.structs.replace(request(10 + number), story=story), "published")
    assert clips(capsys, "a") == [10]
    assert clips(capsys, "a-b/x.story") == [11]


def test_dates_that_are_none_or_contradict(capsys: Captured) -> None:
    call(capsys, "--until", "soon", code=exits.USAGE)
    call(capsys, "--until", "9999-12-31", code=exits.USAGE)  # the day after is none
    call(capsys, "--since", "2026-12-02", "--until", "2026-12-01", code=exits.USAGE)
    call(capsys, "--by", "story,colour", code=exits.USAGE)


@pytest.mark.parametrize(
    ("by", "lines"),
    [
        ("day", [["2026-11-30", "1", "0", "0.0001"], ["2026-12-01", "1", "0", "0.0003"], ["2026-12-02", "1", "0.0001", "0"]]),
        ("month", [["2026-11", "1", "0", "0.0001"], ["2026-12", "2", "0.0001", "0.0003"]]),
        ("run", [["run1", "2", "0", "0.0004"], ["run2", "1", "0.0001", "0"]]),
        ("model", [["wan-2.6-t2v@segmind", "3", "0.0001", "0.0004"]]),
        ("variant", [["2", "0.0001", "0.0001"], ["night", "1", "0", "0.0003"]]),
        ("month,story", [["lamp.story", "2026-11", "1", "0", "0.0001"], ["lamp.story", "2026-12", "2", "0.0001", "0.0003"]]),
    ],
)  # fmt: skip
def test_sums(capsys: Captured, by: str, lines: list[list[str]]) -> None:
    rows = [line.split() for line in call(capsys, "--by", by).splitlines()]
    assert rows[0][-3:] == ["attempts", "held", "spent"]
    assert rows[1:-1] == lines
    assert rows[-1] == ["all", "3", "0.0001", "0.0004"]
    sums = json.loads(call(capsys, "--by", by, "--format", "json"))
    assert [[*group["values"].values(), str(group["attempts"])] for group in sums["groups"]] == [
        [*([""] if by == "variant" and len(line) == 3 else []), *line[:-2]] for line in lines
    ]
    assert sums["states"]["unknown"]["attempts"] == 1
    head, *table = csv.reader(io.StringIO(call(capsys, "--by", by, "--format", "csv")))
    assert head == [*sorted(by.split(","), reverse=True), "attempts", "held_usd", "spent_usd"]
    assert len(table) == len(lines)


def test_what_is_not_over_has_an_age_and_an_end(capsys: Captured, recent: str) -> None:
    head, old, new = call(capsys, "--unsettled").splitlines()
    assert "age" in head.split()
    assert "host deletes" in head
    assert "is gone" in old or "in " in old
    assert new.startswith(recent)
    assert " 2 d  " in new
    assert "in 4 d" in new
    row = json.loads(call(capsys, "--unsettled", "--format", "json"))[-1]
    assert (row["id"], row["host_deletes"] > row["created"]) == (recent, True)
    assert "host deletes" not in call(capsys)


def test_a_cell_is_no_formula(project: Path, capsys: Captured) -> None:
    with closing(open_ledger(project / ".storyc", place=PLACE)) as ledger:
        for number, start in enumerate(("=", "+", "-", "@", " =", "\t=")):
            id = brought(ledger, request(20 + number), "sending")
            ledger.unknown(id, f'{start}HYPERLINK("http://example.com","x"),\n1')
    notes = [row["note"] for row in csv.DictReader(io.StringIO(call(capsys, "--format", "csv", "--unsettled")))]
    assert len(notes) == 7
    assert all(note.startswith("'") for note in notes[1:])
    assert not any("\n" in note for note in notes)
