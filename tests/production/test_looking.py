"""What jobs of a host's history mean for a request: which is taken up, and which is in the way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from storyboard.ledger.records import PriorLook
from storyboard.production.plan.lineage import Origins
from storyboard.production.purchase.alike import Index
from storyboard.production.purchase.history import candidates, days_around
from storyboard.production.purchase.looking import Sighting, sighting
from storyboard.providers import Job
from tests.ledger.making import request
from tests.production.test_steps import attempt
from tests.steps import linear

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DELETED = NOW - timedelta(days=7)
REQUEST = request(1)
HIDDEN = {"prompt": REQUEST.fields["prompt"], "seed": str(REQUEST.fields["seed"])}


def job(name: str, days: float = 1.0, state: str = "COMPLETED", **more: Any) -> Job:
    """A job of the request that was begun so many days ago."""
    return Job(name, state, at=NOW - timedelta(days=days), **{"fields": REQUEST.fields, **more})


def seen(*jobs: Job, owned: tuple[str, ...] = (), chosen: tuple[str, ...] = (), **more: Any) -> Sighting:
    wanted = msgspec.structs.replace(REQUEST, **more)
    return sighting(wanted, Index(jobs).alike(wanted), frozenset(owned), DELETED, chosen)


@pytest.mark.parametrize(
    ("jobs", "taken"),
    [
        ([], None),
        ([job("a")], "a"),
        ([job("a", 2), job("b", 1), job("c", 3)], "b"),
        ([job("a", 1, "PROCESSING")], "a"),
        ([job("a", 1, "PROCESSING"), job("b", 2)], "b"),  # what is finished can be had at once
        ([job("a", 1, "FAILED")], None),
        ([job("a", 1, "FAILED"), job("b", 2)], "b"),
        ([job("a", 8)], None),
        ([job("a", 8, "PROCESSING")], "a"),
        ([msgspec.structs.replace(job("a"), at=None), job("b", 6)], "b"),
        ([job("a", fields=HIDDEN)], "a"),  # a derived seed stands for the whole request
        ([job("a", fields=HIDDEN | {"seed": 8})], None),
        ([job("a", fields=HIDDEN | {"prompt": "A"})], None),
        ([job("a", fields={})], None),
    ],
)
def test_what_is_taken_up(jobs: list[Job], taken: str | None) -> None:
    sight = seen(*jobs)
    assert (sight.job.request_id if sight.job is not None else None) == taken
    assert sight.doubtful == ()


def test_what_somebody_here_has_is_seen_and_not_taken() -> None:
    sight = seen(job("a"), job("b", 2, "FAILED"), owned=("a",))
    assert (sight.job, sight.seen) == (None, ("a", "b"))


def test_what_was_there_before_a_send_is_not_its_own_whatever_the_clocks_say() -> None:
    """The clock of a history may be ahead of the one that answers a send."""
    sent = attempt(
        "unknown", request=msgspec.json.encode(REQUEST.fields).decode(), sent=NOW, look=PriorLook(NOW, ("a",))
    )
    jobs = [job("a", -1, "FAILED"), job("b", -1), job("c", 1)]
    assert [own.request_id for own in candidates(jobs, sent, Origins())] == ["b"]


def test_the_job_of_an_old_send_is_looked_for_on_its_own_days_and_not_up_to_today() -> None:
    """All that an account has made since would be more pages than are read, and the send could never be settled."""
    then = NOW - timedelta(days=30)
    sent = attempt("unknown", sent=then, look=PriorLook(then))
    assert days_around(sent) == (date(2026, 10, 20), date(2026, 10, 22))


def test_the_others_are_named_and_so_is_what_is_gone() -> None:
    sight = seen(job("a", 2), job("b", 1), job("c", 1, "PROCESSING"), job("d", 8))
    assert [other.request_id for other in sight.others] == ["c", "a"]
    assert [other.request_id for other in sight.gone] == ["d"]


def test_a_chosen_seed_stands_with_all_that_would_be_sent() -> None:
    for fields in (REQUEST.fields, {**REQUEST.fields, "size": "720*1280"}, HIDDEN):  # both fields, and more than those
        assert seen(job("a", fields=fields), seed_set=True).job is not None


def test_a_chosen_seed_and_a_hidden_size_are_in_doubt_unless_somebody_knows() -> None:
    wanted = {"seed_set": True, "fields": {**REQUEST.fields, "size": "720*1280"}}
    sight = seen(job("a"), job("b", 2), **wanted)
    assert (sight.job, [other.request_id for other in sight.doubtful]) == (None, ["a", "b"])
    sight = seen(job("a"), job("b", 2), chosen=("b",), **wanted)
    assert sight.job is not None
    assert (sight.job.request_id, sight.doubtful) == ("b", ())


def test_a_job_that_is_known_by_its_prompt_alone_is_in_doubt_unless_it_shows_all_that_would_be_sent() -> None:
    by_prompt = ("prompt",)
    whole = seen(job("a", echoes=by_prompt))
    assert whole.job is not None
    part = {key: value for key, value in REQUEST.fields.items() if key != "seed"}
    sight = seen(job("a", fields=part, echoes=by_prompt))
    assert (sight.job, [other.request_id for other in sight.doubtful]) == (None, ["a"])
    assert seen(job("a", fields=part, echoes=by_prompt), chosen=("a",)).job is not None


def test_a_long_history_is_gone_through_once() -> None:
    def work(size: int) -> None:
        wanted = [request(number) for number in range(size)]
        jobs = Index([Job(f"j{number}", "COMPLETED", at=NOW, fields=item.fields) for number, item in enumerate(wanted)])
        assert all(sighting(item, jobs.alike(item), frozenset(), DELETED).job for item in wanted)

    assert linear(work, 50)
