"""Addresses, money, waits and rows, as hosts may write them."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from storyboard.production.purchase.likeness import alike
from storyboard.providers import (
    COMPLETED,
    FAILED,
    Accepted,
    Delivered,
    Finished,
    Gone,
    HostRefused,
    Job,
    Lost,
    Running,
    Trouble,
)
from storyboard.providers.address import checked_base
from storyboard.providers.protocols.jobs import open_provider
from storyboard.providers.protocols.jobs.answers import address, hider, micro, wait
from tests.emulate.hosting import BODY, KEY, MODEL, hosting
from tests.providers.protocols.jobs.parts import File, Sent, Speaker, limited, opened, said, speaking

TODAY = date(2026, 11, 20)
MOMENT = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("https://example.com", "https://example.com"),
        (" https://example.com/api/ ", "https://example.com/api"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://[::1]:80/", "http://[::1]:80"),
        ("http://localhost:1", "http://localhost:1"),
    ],
)
def test_an_address_that_the_environment_may_name(text: str, base: str) -> None:
    assert checked_base(text) == base


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com",
        "ftp://example.com",
        "http://example.com",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://127.0.0.1@example.com",
        "http://10.0.0.1",
        "https://",
        "https://a:b@example.com",
        "https://@example.com",
        "https://example.com?a",
        "https://example.com?",
        "https://example.com#a",
        "https://example.com:99999",
        "https://example.com:0",
        "https://exa mple.com",
        "https://example.com\\@evil",
        "https://[::1",
        "https://ex\u0430mple.com",
        "https://" + "a" * 100_000,
    ],
)
def test_an_address_that_it_may_not(text: str) -> None:
    with pytest.raises(ValueError, match=r"address|http"):
        checked_base(text)


@pytest.mark.parametrize(
    ("url", "base"),
    [
        ("http://127.0.0.1:9/a", "https://example.com"),
        ("http://example.com/a", "http://127.0.0.1:9"),
        ("https://a@127.0.0.1:9/a", "http://127.0.0.1:9"),
        ("file:///etc/passwd", "http://127.0.0.1:9"),
        ("", "http://127.0.0.1:9"),
        ("https://", "http://127.0.0.1:9"),
    ],
)
def test_a_clip_that_is_not_fetched(url: str, base: str) -> None:
    assert opened(base).fetch(url, File()).why.startswith("the clip")


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (0.625, 625_000),
        ("0.625", 625_000),
        (2, 2_000_000),
        (0, 0),
        (1.8750004, 1_875_000),
        (0.1 + 0.2, 300_000),
        (-1, None),
        ("-0.1", None),
        (True, None),
        (None, None),
        ("", None),
        ("a", None),
        ("NaN", None),
        ("Infinity", None),
        ("1e999999", None),
        ("9" * 5000, None),
        (1e30, None),
        ([], None),
    ],
)
def test_dollars(value: Any, found: int | None) -> None:
    assert micro(value) == found


class Head:
    """An answer of which only the headers are asked for."""

    def __init__(self, **headers: str) -> None:
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


DATE = "Sun, 22 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"x_rate_limit_reset_at_utc": "2026-11-22T12:00:30Z", "date": DATE}, 30),
        ({"x_rate_limit_reset_at_utc": "2026-11-22 12:00:30", "date": DATE}, 30),
        ({"x_rate_limit_reset_at_utc": "2026-11-22T13:00:30+01:00", "date": DATE}, 30),
        ({"x_rate_limit_reset_at_utc": "2030-01-01T00:00:00Z", "date": DATE}, 300),
        ({"x_rate_limit_reset_at_utc": "2000-01-01T00:00:00Z", "date": DATE}, 1),
        ({"x_rate_limit_reset_at_utc": "soon", "date": DATE}, None),
        ({"retry_after": "7"}, 7),
        ({"retry_after": "99999"}, 300),
        ({"retry_after": "Sun, 22 Nov 2026 12:00:09 GMT", "date": DATE}, 9),
        ({"retry_after": "-3"}, None),
        ({"retry_after": "Sun, 22 Nov 99999999999999999999 12:00:09 GMT"}, None),
        (
            {
                "x_rate_limit_reset_at_utc": "2000-01-01T00:00:00Z",
                "date": "Sun, 99999999999999999999 Nov 2026 12:00:00",
            },
            1,
        ),
    ],
)
def test_the_seconds_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert wait(Head(**headers)) == seconds  # type: ignore[arg-type]


def test_without_a_date_the_clock_here_counts() -> None:
    reset = (datetime.now(UTC) + timedelta(seconds=50)).isoformat()
    assert 40 < (wait(Head(x_rate_limit_reset_at_utc=reset)) or 0) <= 50  # type: ignore[arg-type]


def test_words_of_a_host_are_made_safe() -> None:
    hide = hider("top-secret")
    assert hide("a\x1b[31m\nb  TOP-SECRET c") == "a [31m b *** c"
    assert hide(f"{KEY}") == "SG_" + "*" * 16
    assert len(hide("x" * 100_000)) == 200
    # Hidden before it is cut, so that no part of a key is left at the end.
    assert "SG_0" not in hide("x" * 189 + " " + KEY)


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("https://a/b", "https://a/b"),
        (["https://a/b", "https://c"], "https://a/b"),
        ({"video": {"url": ["https://a/b"]}}, "https://a/b"),
        ({"video_url": "https://a/b"}, "https://a/b"),
        ({"image": "https://a/b"}, None),
        ("javascript:x", None),
        (None, None),
        ([[[[[["https://a"]]]]]], None),
    ],
)
def test_where_an_output_says_that_the_clip_is(value: Any, url: str | None) -> None:
    assert address(value) == url


def test_v1_in_json() -> None:
    with hosting() as host:
        provider = opened(host.url, "v2")
        url = provider.ask(Sent(provider).outcome.request_id).url
        clip = host.get(url).content
    video = said(200, clip, type="video/mp4")
    for body, headers, outcome in (
        ({"request_id": "a", "output": "x"}, (), Accepted("a")),
        ({"output": "x"}, ("X-Request-Id: b",), Accepted("b")),
        ({"error": "x"}, ("X-Request-Id: b",), Accepted("b")),
        ({"request_id": "../a"}, (), None),
        ({"output": 7}, (), None),
        ({"video_url": "file:///etc/passwd"}, (), None),
    ):
        with speaking(said(200, body, *headers)) as host:
            sent = Sent(opened(host.url, "v1"))
            assert sent.outcome == outcome if outcome else isinstance(sent.outcome, Lost), sent.outcome
            assert sent.told == ([(outcome.request_id, 0)] if outcome else [])
    # Without a name the address is the only hold on what was billed, and is used at once.
    with speaking(video) as store, speaking(said(200, {"video": [store.url]}, "X-Cost: 0.625")) as host:
        sent = Sent(opened(host.url, "v1"))
        assert sent.outcome == Delivered(None, 625_000)
        assert sent.into.path.read_bytes() == clip
    with speaking(video) as host:
        assert Sent(opened(host.url, "v1")).outcome == Delivered(None, None)
    for spoilt in (
        clip[:-9],
        clip[8:],
        b"",
        clip.replace(b"ftyp", b"free", 1),
        clip.replace(b"moov", b"free"),
        b"<html>",
    ):
        with speaking(said(200, spoilt, type="application/octet-stream")) as host:
            sent = Sent(opened(host.url, "v1"))
            assert isinstance(sent.outcome, Lost)
            assert sent.into.size == 0
        with speaking(said(200, spoilt, "X-Request-Id: a", type="video/mp4")) as host:
            assert Sent(opened(host.url, "v1")).outcome == Accepted("a")


DONE = {"request_id": "a", "status": "COMPLETED"}
ROW = {"request_id": "a", "model_status": "COMPLETED", "generation_url": "https://x/y", "credits_deduction": 0.625}


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ([said(200, DONE), said(200, DONE | {"output": ["https://x/y"]})], Finished("https://x/y", None)),
        ([said(200, DONE), said(200, DONE | {"output": None}), said(200, ROW)], Finished("https://x/y", 625_000)),
        ([said(200, DONE), said(404), said(200, {"data": [ROW]})], Finished("https://x/y", 625_000)),
        ([said(404), said(200, {"data": ROW})], Finished("https://x/y", 625_000)),
        ([said(404), said(200, ROW | {"model_status": "PENDING"})], Running("PENDING")),
        ([said(404), said(200, {"request_id": "a"})], Running("PENDING")),
        ([said(404), said(404)], Gone),
        ([said(404), said(500)], Trouble),
        ([said(404), said(200, ROW | {"request_id": "b"})], Trouble),
        ([said(404), said(200, ROW | {"generation_url": None})], Trouble),
        (
            [said(404), said(200, ROW | {"model_status": "FAILED"})],
            HostRefused("failed", "the host gives no reason", 200, cost=625_000),
        ),
        (
            [said(422, {"request_id": "a", "status": "FAILED", "error": "x", "metrics": {"cost": 0.5}})],
            HostRefused("failed", "x", 422, cost=500_000),
        ),
        ([said(404), said(200, ROW | {"model_status": "FAILED", "credits_deduction": 0})], HostRefused),
        ([said(200, {"request_id": "a", "status": "FAILED", "error": "x"})], HostRefused),
        ([said(422, {"request_id": "a", "status": "FAILED"})], HostRefused),
        ([said(422, {"error": "the id has another form"})], Trouble),
        ([said(422)], Trouble),
        ([said(200, {"request_id": "b", "status": "FAILED"})], Trouble),
        (
            [said(200, {"status": "FAILED\x1b"})],
            Running("FAILED", "the host calls it `FAILED`, which `states` of `segmind` does not have"),
        ),
        ([said(200)], Trouble),
        ([said(401, {"error": "x"})], HostRefused),
        ([said(404), said(401, {"error": "x"})], Trouble),
        ([said(400, {"error": "x"})], Trouble),
        ([said(500, {"error": "x"})], Trouble),
        ([said(503)], Trouble),
        ([said(429, {"error": "x"}, "Retry-After: 5")], Trouble("the host answers 429, too many requests came: x", 5)),
    ],
)
def test_how_a_job_stands(answers: list[bytes], outcome: Any) -> None:
    with speaking(*answers) as host:
        found = opened(host.url).ask("a")
        assert found == outcome if not isinstance(outcome, type) else isinstance(found, outcome), found
        assert len(host.heard) == len(answers)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (said(200, {"credits": 1.5}), 1_500_000),
        (said(200, {"credits": "1.5"}), 1_500_000),
        (said(404, {"error": "No credits found"}), "credits"),
        (said(401), "key"),
        (said(200, {"credits": -1}), None),
        (said(200, b"x"), None),
        (said(500, {"error": "x"}), None),
        (said(429), None),
    ],
)
def test_what_is_left(answer: bytes, found: Any) -> None:
    with speaking(answer) as host:
        left = opened(host.url).balance()
        assert (left.cause if isinstance(left, HostRefused) else None if isinstance(left, Trouble) else left) == found


def test_where_an_upload_went() -> None:
    for body, url in (
        ({"urls": ["https://a/b"]}, "https://a/b"),
        ({"file_urls": ["https://a/b"]}, "https://a/b"),
        ({"urls": "https://a/b"}, "https://a/b"),
    ):
        with speaking(said(200, body)) as host:
            assert opened(host.url).upload(b"RIFF", "wav") == url
            assert host.heard[0].endswith(b'{"data_urls":["data:audio/wav;base64,UklGRg=="]}')
    for answer in (said(200, {"urls": []}), said(500), said(413), b""):
        with speaking(answer) as host:
            assert isinstance(opened(host.url).upload(b"RIFF", "mp3"), Trouble)


def row(name: Any, **more: Any) -> dict[str, Any]:
    return {"request_id": name, "model_status": "COMPLETED", "request_body": BODY} | more


def listed(host: Speaker, first: date = TODAY, last: date = TODAY) -> Any:
    return opened(host.url).history(MODEL, first, last)


@pytest.mark.parametrize("url", ["https://.a.example/b", "https://*.a.example/b", "https://%zz/b", "https://a%00b/c"])
def test_an_address_that_no_request_can_have_is_trouble(url: str) -> None:
    provider = opened("http://127.0.0.1:9", "v1")
    assert provider.fetch(url, File()) == Trouble("the clip's address names no host")
    with speaking(said(200, {"output": url})) as host:
        assert isinstance(Sent(opened(host.url, "v1")).outcome, Lost)


def test_rows_may_be_written_otherwise_or_lack_something() -> None:
    rows = [
        row("a", model_created="2026-11-20T10:00:00.000Z"),
        row(
            "b",
            model_created="yesterday",
            request_body='{"prompt": "A lamp is lit.", "seed": "7"}',
            credits_deduction=1,
        ),
        row("c", model_name="Wan 2.6 T2V", model_created="2026-11-20T10:00:00"),
        row("d", model_name=MODEL + "-turbo"),
        row("e", request_body=BODY | {"seed": 8}),
        row("f", request_body=BODY | {"prompt": "A"}),
        row("f2", request_body=BODY | {"size": "720*1280"}),
        row("f3", request_body=BODY | {"prompt": BODY["prompt"].upper()}),
        row("g", request_body=None),
        row("h", request_body="{"),
        row(None),
        row("../i"),
        row("a", generation_url="https://x/y", credits_deduction=2),
        7,
        {},
    ]
    with speaking(said(200, {"data": rows, "total": len(rows)})) as host:
        jobs = listed(host)
        assert [job.request_id for job in jobs] == ["a", "b", "c", "e", "f", "f2", "f3", "g", "h"]
        assert [job.request_id for job in jobs if alike(job, BODY)] == ["a", "b", "c"]
        assert jobs[0] == Job("a", "COMPLETED", "https://x/y", 2_000_000, at=MOMENT, fields=BODY, route=MODEL)
        assert [job.fields for job in jobs[-2:]] == [{}, {}]
        assert [job.at for job in jobs[1:4]] == [None, MOMENT, None]
    with speaking(said(200, rows)) as host:
        assert len(listed(host)) == 9
    for body in ({"rows": rows}, {"error": "x"}, "x", {"data": "x"}):
        with speaking(said(200, body)) as host:
            assert isinstance(listed(host), Trouble)


def test_pages_may_be_shorter_than_asked_for() -> None:
    pages = [[row("a"), row("b")], [row("c")], []]
    with speaking(*(said(200, {"data": page}) for page in pages)) as host:
        assert len(listed(host)) == 3
        assert len(host.heard) == 3
    with speaking(*(said(200, {"data": page, "total": 3}) for page in pages)) as host:
        assert len(listed(host)) == 3
        assert len(host.heard) == 2
    with speaking(said(200, {"data": [row("a")]})) as host:
        assert len(listed(host)) == 1  # the host does not turn pages
        assert len(host.heard) == 2


def test_jobs_that_begin_while_pages_are_read_hide_no_others() -> None:
    # Two new ones push all that was on the first page to the second.
    pages = [([row("b"), row("a")], 3), ([row("b"), row("a")], 5), ([row("z")], 5)]
    with speaking(*(said(200, {"data": page, "total": total}) for page, total in pages)) as host:
        assert [job.request_id for job in listed(host)] == ["b", "a", "z"]


def test_a_page_of_long_prompts_is_read() -> None:
    page = [row(f"j{number}", request_body=BODY | {"prompt": "灯" * 100}) for number in range(20)]
    with speaking(said(200, {"data": page, "total": 20})) as host:
        provider = opened(host.url, json_bytes=1_500)
        assert len(provider.history(MODEL, TODAY, TODAY)) == 20
        assert isinstance(opened(host.url, json_bytes=500).history(MODEL, TODAY, TODAY), Trouble)


def test_a_history_without_an_end() -> None:
    endless = [said(200, {"data": [row(f"j{number}")]}) for number in range(210)]
    with speaking(*endless) as host:
        assert listed(host) == Trouble("the host's history has more than 200 pages of this model")
        assert len(host.heard) == 200


def test_a_key_that_is_refused_is_said_of_the_history_too() -> None:
    with speaking(said(401)) as host:
        assert listed(host).cause == "key"


@pytest.mark.parametrize("days", [100, 60, 31, 30, 1, 0])
def test_windows_are_as_long_as_the_host_takes_and_leave_no_day_out(days: int) -> None:
    begun = TODAY - timedelta(days=days)
    with speaking(said(200, {"data": []})) as host:
        assert listed(host, begun) == ()
        asked = [parse_qs(urlsplit(heard.split()[1].decode()).query) for heard in host.heard]
    windows = [tuple(date.fromisoformat(query[name][0]) for name in ("from_date", "to_date")) for query in asked]
    assert all(timedelta(0) <= last - first <= timedelta(days=30) for first, last in windows)
    assert all(before[1] == after[0] for before, after in itertools.pairwise(windows))
    assert (windows[0][0], windows[-1][1]) == (begun, TODAY)


def test_a_request_that_cannot_be_told_from_others() -> None:
    assert not alike(Job("a", "COMPLETED", fields={"prompt": "a"}), {"prompt": "a"})
    assert not alike(Job("a", "COMPLETED", fields={"prompt": "a", "seed": 1}), {"prompt": "a"})


def test_the_hosts_clock_runs_on_after_its_answer() -> None:
    with speaking(said(200, {"credits": 1}, "Date: Sun, 06 Nov 1994 08:49:37 GMT")) as host:
        provider = opened(host.url)
        assert provider.moment() is None
        provider.balance()
        time.sleep(0.05)
        passed = provider.moment() - datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)
        assert 0.05 <= passed.total_seconds() < 10


def test_the_network_is_not_imported_before_it_is_used() -> None:
    code = "import sys, storyboard.providers.registry, storyboard.providers.protocols.jobs; print('requests' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_history_in_the_words_of_its_host_is_read_by_the_hosts_data() -> None:
    known = limited()
    states = msgspec.structs.replace(known.states, done=("ready",), failed=("off",))
    host_data = msgspec.structs.replace(known, states=states)
    rows = [row("a", model_status="ready"), row("b", model_status="off"), row("c", model_status="at it")]
    with speaking(said(200, rows)) as host:
        jobs = open_provider(host_data, KEY, base=host.url).history(MODEL, TODAY, TODAY)
        assert isinstance(jobs, tuple)
        assert [job.state for job in jobs] == [COMPLETED, FAILED, "at it"]
