"""The pages of a host's list of jobs: how the next one is named, and which one is the last."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from storyboard.profiles.hosts import Host, Listing, host
from storyboard.providers.protocols.jobs import open_provider
from tests.emulate.hosting import KEY
from tests.providers.protocols.jobs.parts import said, speaking

DAY = date(2026, 11, 26)


def listing(**changes: Any) -> Host:
    fal = host("fal")
    assert isinstance(fal.listing, Listing)
    return msgspec.structs.replace(fal, listing=msgspec.structs.replace(fal.listing, **changes))


def count(data: Host, url: str) -> int:
    jobs = open_provider(data, KEY, base=url).history("x/y", DAY, DAY)
    assert isinstance(jobs, tuple)
    return len(jobs)


def page(id: str, day: int, following: str | None) -> bytes:
    row = {"request_id": id, "status": "COMPLETED", "started_at": f"2026-11-{day}T10:00:00Z"}
    return said(200, {"items": [row], "next_cursor": following})


@pytest.mark.parametrize(
    "following", ["b=c", "https://elsewhere.example/v1/list?limit=5&cursor=b%3Dc", "http://127.0.0.1:1/?cursor=b%3Dc"]
)
def test_the_next_page_is_asked_for_at_the_hosts_own_address_by_what_names_it(following: str) -> None:
    with speaking(page("a-1", 26, following), page("a-2", 26, None)) as server:
        assert count(listing(), server.url) == 2
        assert [b"cursor=b%3Dc" in call for call in server.heard] == [False, True]


@pytest.mark.parametrize("following", ["https://elsewhere.example/list", "https://[/?x", ""])
def test_what_names_no_page_is_the_end(following: str) -> None:
    with speaking(page("a-1", 26, following)) as server:
        assert count(listing(), server.url) == 1


@pytest.mark.parametrize(("newest_first", "pages"), [(True, 2), (False, 3)])
def test_a_page_from_before_the_first_day_is_the_last_where_the_newest_comes_first(
    newest_first: bool, pages: int
) -> None:
    with speaking(page("a-3", 26, "b"), page("a-2", 25, "c"), page("a-1", 24, None)) as server:
        assert count(listing(newest_first=newest_first), server.url) == pages
        assert len(server.heard) == pages
