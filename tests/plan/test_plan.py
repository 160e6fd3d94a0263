"""How requests stand in real books, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storyboard.compiler.pipeline import Options, compile_story
from storyboard.compiler.request import Request
from storyboard.config import Config
from storyboard.ledger import Ledger, Reserved, open_ledger
from storyboard.production import plan
from storyboard.source import MemoryFiles
from tests.plan.buying import NO_CAPS, bought

STORY = """---
title: Lamps
takes: 2
---

# One
Shot 1 [0-2s] A hand.
Shot 2 [2-5s] A face.

# Two
Shot 1 [0-10s] A street.
"""
FILES = MemoryFiles({"lamps.story": STORY.encode()})


def compiled(text: str = STORY) -> tuple[Request, ...]:
    made = compile_story(MemoryFiles({"lamps.story": text.encode()}), "lamps.story", Config(), Options())
    assert made.requests, made.diagnostics
    return made.requests


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    books = open_ledger(tmp_path)
    yield books
    books.close()


def rows(requests: tuple[Request, ...], ledger: Ledger | None) -> tuple[plan.PlanRow, ...]:
    return plan.rows(requests, plan.lengths(requests), ledger, files=FILES)


def states(requests: tuple[Request, ...], ledger: Ledger | None) -> list[str]:
    return [row.state for row in rows(requests, ledger)]


def test_without_books_all_is_new_and_has_its_length_and_price() -> None:
    requests = compiled()
    made = rows(requests, None)
    assert [(row.state, row.seconds, row.attempt) for row in made] == [
        ("new", 5, None),
        ("new", 5, None),
        ("new", 10, None),
        ("new", 10, None),
    ]
    assert plan.total(made) == 2 * 625_000 + 2 * 1_250_000
    assert plan.typical(made, None, FILES) == 187


@pytest.mark.parametrize(
    ("upto", "state"),
    [
        ("reserved", "running"),
        ("sending", "running"),
        ("accepted", "running"),
        ("stored", "cached"),
        ("recorded", "cached"),
        ("published", "cached"),
    ],
)
def test_what_a_living_owner_has_begun(ledger: Ledger, upto: str, state: str) -> None:
    requests = compiled()
    id = bought(ledger, requests[0], upto)
    made = rows(requests, ledger)
    assert [row.state for row in made] == [state, "new", "new", "new"]
    assert made[0].attempt is not None
    assert made[0].attempt.id == id
    assert plan.total(made) == 625_000 + 2 * 1_250_000


@pytest.mark.parametrize(
    ("upto", "state"),
    [("reserved", "new"), ("sending", "unknown"), ("accepted", "running"), ("published", "cached")],
)
def test_what_a_dead_owner_left(tmp_path: Path, upto: str, state: str) -> None:
    requests = compiled()
    gone = open_ledger(tmp_path)
    bought(gone, requests[0], upto)
    gone.close()
    books = open_ledger(tmp_path)
    first = rows(requests, books)[0]
    books.close()
    assert first.state == state
    assert (first.attempt is None) == (state == "new")


def test_unknown_stays_unknown_and_is_not_bought(ledger: Ledger) -> None:
    requests = compiled()
    ledger.unknown(bought(ledger, requests[0], "sending"), "no answer")
    made = rows(requests[:1], ledger)
    assert ([row.state for row in made], plan.total(made)) == (["unknown"], 0)


def test_void_is_as_if_it_had_never_been(ledger: Ledger) -> None:
    requests = compiled()
    ledger.void(bought(ledger, requests[0], "sending"), "refused")
    assert states(requests[:1], ledger) == ["new"]


def test_a_clip_that_was_bought_otherwise_is_changed(ledger: Ledger) -> None:
    before = compiled()
    bought(ledger, before[0])
    after = compiled(STORY.replace("A hand.", "Two hands."))
    assert states(after, ledger) == ["changed", "new", "new", "new"]
    assert states(before, ledger) == ["cached", "new", "new", "new"]
    assert plan.total(rows(after[:1], ledger)) == 625_000


def test_a_request_that_two_clips_share_is_bought_once(ledger: Ledger) -> None:
    one = compiled()[0]
    twin = msgspec.structs.replace(one, variant="tall")
    made = rows((one, twin), ledger)
    assert ([row.state for row in made], plan.total(made)) == (["new", "new"], 625_000)
    bought(ledger, one)
    assert states((one, twin), ledger) == ["cached", "cached"]


def test_the_time_is_that_of_past_calls_where_there_are_some(ledger: Ledger) -> None:
    requests = compiled()
    bought(ledger, requests[0])
    made = rows(requests, ledger)
    assert plan.typical(made, ledger, FILES) == 100.0
    assert plan.typical(made[:1], ledger, FILES) is None


def test_the_record_has_the_documented_form(ledger: Ledger) -> None:
    requests = compiled()
    bought(ledger, requests[0])
    record: dict[str, Any] = msgspec.json.decode(
        msgspec.json.encode(plan.record([plan.ProjectPlan(rows(requests, ledger), FILES)]))
    )
    assert record["schema"] == "storyc.plan/1"
    assert record["total_usd"] == 3.125
    assert list(record["clips"][0]) == [
        *("story", "clip", "variant", "take", "state", "price_usd", "cost_known", "seed", "request_sha256", "seconds")
    ]
    assert record["clips"][3] == {
        "story": "lamps.story",
        "clip": {"index": 2, "title": "Two", "slug": "two"},
        "variant": "",
        "take": 2,
        "state": "new",
        "price_usd": 1.25,
        "cost_known": True,
        "seed": requests[3].fields["seed"],
        "request_sha256": requests[3].sha256,
        "seconds": 10,
    }


def test_what_the_host_has_charged_counts_until_the_price_has_reached_it(ledger: Ledger) -> None:
    requests = compiled()
    done = ledger.reserve(requests[0], 5, NO_CAPS)
    assert isinstance(done, Reserved)
    id = done.attempt.id
    ledger.begin_send(id)
    ledger.accepted(id, "job-1")
    ledger.stored(id, "ab" * 32, 3)
    ledger.recorded(id, 700_000, 1.0)
    made = rows(requests, ledger)
    # The same size and length; another length has another price.
    assert [(row.state, row.seconds, row.request.price) for row in made] == [
        ("cached", 5, 625_000),
        ("new", 5, 700_000),
        *[("new", row.seconds, row.seconds * 125_000) for row in made[2:]],
    ]
    assert made[1].overrun is not None
    assert made[1].overrun.id == id
    dearer = tuple(msgspec.structs.replace(request, price=800_000) for request in requests)
    assert [row.request.price for row in rows(dearer, ledger)] == [800_000] * len(dearer)
