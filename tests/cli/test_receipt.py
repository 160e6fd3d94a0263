"""`storyc receipt`: what was paid for, and whether a receipt agrees with itself, a file and a ledger."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from storyboard.ledger import chain
from storyboard.production.receipts.making import fixed
from storyboard.records import decoded
from storyboard.records.receipt import Receipt
from tests.cli import paying
from tests.cli.paying import Project

Json = dict[str, Any]
QUERY = "?token=SECRET-TOKEN&x=1#part"
STORY = paying.TWO.replace("# The lamp\n", f"# The lamp\naudio: https://sounds.example.org/rain.mp3{QUERY}\n")


@pytest.fixture
def bought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Project]:  # fmt: skip
    """A project that has bought two clips, one of them with a sound at an address with a query."""
    with paying.project(tmp_path, monkeypatch, capsys, story=STORY) as project:
        assert project.build("--yes") == 0
        yield project


def written(project: Project, name: str = "r.json") -> Json:
    assert project.call("receipt", "a.story", "--format", "json", "-o", name) == 0
    result: Json = json.loads((project.root / name).read_text())
    return result


def test_a_receipt_says_what_was_ordered_what_came_and_what_it_cost(bought: Project) -> None:
    receipt = written(bought)
    first, second = receipt["clips"]
    attempts = {attempt.id: attempt for attempt in bought.attempts()}
    attempt = attempts[first["attempt"]]
    assert (first["request_sha256"], first["sha256"], first["request_id"]) == (
        attempt.op,
        attempt.sha256,
        attempt.request_id,
    )
    assert (first["price_usd"], first["cost_usd"], first["cost_known"]) == (0.625, 0.625, True)
    assert first["consent"]["how"] == "--yes"
    assert first["ordered"] == {"seconds": 5, "size": "1280x720", "fps": 30, "sound": True}
    assert first["measured"] is not None
    assert [event["after"] for event in first["events"]][-3:] == ["stored", "recorded", "published"]
    assert receipt["signature"] is None
    # An address lets whoever reads it fetch what is behind it.
    assert second["request"]["audio"] == "https://sounds.example.org/rain.mp3"
    assert (first["whole"], second["whole"]) == (True, False)
    assert "SECRET" not in json.dumps(receipt)


def test_a_receipt_is_a_page_for_people_too_and_says_that_nobody_signed_it(bought: Project) -> None:
    assert bought.call("receipt", "a.story", "--only", "1") == 0
    assert bought.out.startswith("a.story, clip 1, The match, take 1\n  request   wan-2.6-t2v@segmind, SHA-256 ")
    assert "The lamp" not in bought.out
    assert "0.625 USD charged\n" in bought.out
    assert bought.out.endswith(
        "\n1 clip, 0.625 USD. It bears no signature: it shows that it agrees with itself, not who wrote it.\n"
    )
    (bought.root / "b.story").write_text(paying.TWO)
    assert bought.call("receipt", "b.story") == 0
    assert (bought.out, bought.err) == ("", "note: nothing of these stories was paid for\n")
    assert bought.call("receipt", "b.story", "--format", "json", "-o", "b.json") == 0
    assert bought.call("receipt", "--verify", "b.json") == 0
    assert (bought.out, bought.err) == ("", "note: nothing was checked, since `b.json` is the receipt of no clip\n")


def test_a_receipt_tells_clips_from_generations_and_sums_them(bought: Project) -> None:
    (bought.root / "a.story").write_text("---\ntakes: 2\n---\n" + STORY)
    assert bought.build("--yes", "--only", "1") == 0
    assert bought.call("receipt", "a.story") == 0
    assert "\n3 generations of 2 clips, 1.875 USD. It bears no signature" in bought.out


def test_it_is_checked_with_its_ledger_and_without_one(
    bought: Project, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(bought)
    clips = [str(path) for path in sorted(bought.root.glob("build/a/*.mp4")) if "animatic" not in path.name]
    assert bought.call("receipt", "--verify", "r.json", "--clip", clips[0], "--clip", clips[1]) == 0
    assert "ok: consistent, compared with a ledger (2 of 2): 2 clips." in bought.err
    assert "note: a.story, clip 2, The lamp, take 1: not computed, the hash of its request" in bought.err
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "storyc.toml").write_text("")
    monkeypatch.chdir(elsewhere)
    file = str(bought.root / "r.json")
    assert bought.call("receipt", "--verify", file) == 0
    assert "ok: consistent, not compared with a ledger: 2 clips. It bears no signature" in bought.err
    assert bought.call("receipt", "--verify", file, "--clip", file) == 1
    assert "is no clip of this receipt" in bought.err


def put(*path: Any, value: Any) -> Callable[[Json], None]:
    """A change of one value of the first clip."""

    def change(receipt: Json) -> None:
        place = receipt["clips"][0]
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = value

    return change


def without_event(receipt: Json) -> None:
    del receipt["clips"][0]["events"][1]


CHANGES: dict[str, Callable[[Json], None]] = {
    "its request has another hash": put("request", "prompt", value="Another prompt."),
    "what it is has another hash than the root of its chain": put("story", value="b.story"),
    "its host is not that of its profile": put("host", value="another"),
    "its chain is broken at event 2": without_event,
    "its chain is broken at event 3": put("events", 2, "note", value="another job"),
    "its chain names another file": put("sha256", value="0" * 64),
    "its chain names another job": put("request_id", value="another"),
    "its chain names another price or cost": put("cost_usd", value=0.5),
    "it has no events": put("events", value=[]),
}


def test_whatever_is_changed_in_a_receipt_is_named(
    bought: Project, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = json.dumps(written(bought))
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    for phrase, change in CHANGES.items():
        receipt = json.loads(right)
        change(receipt)
        Path("c.json").write_text(json.dumps(receipt))
        assert bought.call("receipt", "--verify", "c.json") == 1, phrase
        assert f"take 1: {phrase}\n" in bought.out, (phrase, bought.out)


def test_a_ledger_that_says_otherwise_is_a_difference(bought: Project) -> None:
    receipt = written(bought)
    first = receipt["clips"][0]
    first["consent"]["who"] = "somebody else"
    (bought.root / "c.json").write_text(json.dumps(receipt))
    assert bought.call("receipt", "--verify", "c.json") == 1
    assert bought.out == "a.story, clip 1, The match, take 1: its `consent` is another in the ledger\n"
    # Whoever can write a receipt can write one that agrees with itself; the ledger tells.
    forged = json.dumps(receipt).replace(first["attempt"], "f" * len(first["attempt"]))
    clip = decoded(forged.encode(), Receipt).clips[0]
    previous = chain.root(fixed(clip, clip.events[0].price))
    receipt = json.loads(forged)
    receipt["clips"][0]["root"] = previous
    for event in receipt["clips"][0]["events"]:
        values = [event[key] for key in ("number", "before", "after", "at", "note", "price", "held", "spent")]
        previous = event["hash"] = chain.link(previous, clip.attempt, *values)
    (bought.root / "c.json").write_text(json.dumps(receipt))
    assert bought.call("receipt", "--verify", "c.json") == 1
    assert bought.out == "a.story, clip 1, The match, take 1: the ledger has no such attempt with a clip\n"
    (bought.root / ".storyc").rename(bought.root / "gone")
    assert bought.call("receipt", "--verify", "c.json") == 0
    assert "not compared with a ledger" in bought.err


def test_a_ledger_tells_what_no_hash_does_where_something_was_left_out(bought: Project) -> None:
    right = json.dumps(written(bought))
    assert json.loads(right)["clips"][1]["whole"] is False
    for name, value in (("story", "b.story"), ("take", 2), ("seed", 1), ("seconds", 99), ("rehearsal", True)):
        receipt = json.loads(right)
        was, receipt["clips"][1][name] = receipt["clips"][1][name], value
        assert was != value
        (bought.root / "c.json").write_text(json.dumps(receipt))
        assert bought.call("receipt", "--verify", "c.json") == 1, name
        assert f": its `{name}` is another in the ledger\n" in bought.out


def test_what_is_no_receipt_is_a_mistake_of_usage(bought: Project) -> None:
    (bought.root / "x.json").write_text('{"schema": "storyc.plan/1"}')
    (bought.root / "y.json").write_text("[" * 100_000)
    for words, why in (
        (["--verify", "x.json"], "`x.json` is no receipt: its schema is `storyc.plan/1`"),
        (["--verify", "y.json"], "`y.json` is no receipt"),
        (["--verify", "none.json"], "`none.json` cannot be read"),
        (["--verify", "r.json", "a.story"], "stands beside it"),
        (["a.story", "--clip", "a.mp4"], "`--clip` goes with `--verify`"),
        ([], "PATH is missing"),
    ):
        assert bought.call("receipt", *words) == 2, words
        assert why in bought.err
