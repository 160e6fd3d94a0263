"""Every fault that a client can meet, over real HTTP: what comes back, and what was billed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from storyboard.emulate.faults import KINDS, parse
from storyboard.film.mp4 import boxes
from storyboard.production.purchase.likeness import alike
from storyboard.profiles.hosts import host as host_data
from storyboard.providers import (
    Accepted,
    Delivered,
    Fetched,
    Finished,
    Gone,
    HostRefused,
    Lost,
    NotSent,
    Running,
    Trouble,
)
from storyboard.providers.protocols.jobs import open_provider
from tests.emulate.hosting import BODY, KEY, MODEL, Client, hosting, later
from tests.providers.protocols.jobs.parts import File, Sent, opened

SMALL = {"clip_bytes": 1_000_000}
# The fault, what v1 and v2 make of it, and the cause of a refusal.
TABLE: list[tuple[str, type, type, str]] = [
    ("cut-before-billing", Lost, Lost, ""),
    ("cut-after-billing", Lost, Lost, ""),
    ("slow=0.05", Delivered, Accepted, ""),
    ("pause=0.05", Delivered, Accepted, ""),
    ("truncate", Accepted, Accepted, ""),
    ("truncate=length", Accepted, Accepted, ""),
    ("truncate=answer", Accepted, Lost, ""),
    ("wrong-type", Accepted, Accepted, ""),
    ("wrong-type=answer", Accepted, Lost, ""),
    ("huge=3", Accepted, Accepted, ""),
    ("gzip-bomb=3", Accepted, Accepted, ""),
    ("redirect=http://127.0.0.1:9/x", Lost, Lost, ""),
    ("html-405", HostRefused, HostRefused, "request"),
    ("403", HostRefused, HostRefused, "key"),
    ("502", Lost, Lost, ""),
    ("502-billed", Lost, Lost, ""),
    ("503", Lost, Lost, ""),
    ("503-json=3", HostRefused, HostRefused, "busy"),
    ("504", Lost, Lost, ""),
    ("504-billed", Lost, Lost, ""),
    ("500-html", Lost, Lost, ""),
    ("500-json", HostRefused, HostRefused, "server"),
    ("429=3", HostRefused, HostRefused, "busy"),
    ("406-credits", HostRefused, HostRefused, "credits"),
    ("406-spend", HostRefused, HostRefused, "credits"),
    ("410", HostRefused, HostRefused, "withdrawn"),
    ("short", Delivered, Accepted, ""),
    ("size", Delivered, Accepted, ""),
    ("silent", Delivered, Accepted, ""),
    ("junk", Delivered, Accepted, ""),
    ("no-content-type", Delivered, Accepted, ""),
    ("file-redirect", Delivered, Accepted, ""),
    ("cost=2", Delivered, Accepted, ""),
    ("no-cost", Delivered, Accepted, ""),
    ("clock=90", Delivered, Accepted, ""),
    ("failed-with-cost", Lost, Accepted, ""),
    ("failed", HostRefused, Accepted, "server"),
    ("expired", Delivered, Accepted, ""),
    ("history-late=1", Delivered, Accepted, ""),
    ("history-empty", Delivered, Accepted, ""),
    ("history-twice", Delivered, Accepted, ""),
    ("history-500", Delivered, Accepted, ""),
    ("older-job=9", Delivered, Accepted, ""),
    ("history-lag=1", Delivered, Accepted, ""),
    ("history-pages=2", Delivered, Accepted, ""),
    ("history-rows=20", Delivered, Accepted, ""),
]
CASES = [(row[0], version, row[number], row[3]) for row in TABLE for number, version in ((1, "v1"), (2, "v2"))]


def test_no_fault_is_left_out() -> None:
    # What a host does with a name of ours, and its own odd answers, are tried at the hosts that have them.
    elsewhere = {"repeat", "answer"}
    assert {row[0].partition("=")[0] for row in TABLE} == set(KINDS) - elsewhere


@pytest.mark.parametrize(("fault", "version", "outcome", "cause"), CASES, ids=lambda each: str(each)[:20])
def test_submit(fault: str, version: str, outcome: type, cause: str) -> None:
    with hosting(fault) as host:
        sent = Sent(opened(host.url, version, **SMALL))
        found = sent.outcome
        assert type(found) is outcome, found
        assert sent.asked == 1
        book = host.book()
        assert book["submits"] == 1
        charges = len(book["charges"])
        if isinstance(found, HostRefused):
            assert (found.cause, charges) == (cause, 0)
            assert (found.wait is not None) == (cause == "busy")
        if isinstance(found, Accepted | Delivered):
            assert sent.told == [(found.request_id, 0)]
            assert found.request_id == book["jobs"][0]["request_id"]
        else:
            assert sent.told == []
        assert boxes(sent.into.path)[1] if isinstance(found, Delivered) else sent.into.size == 0


@pytest.mark.parametrize("version", ["v1", "v2"])
@pytest.mark.parametrize(
    "fault",
    ["slow=0.05", "pause=0.05", "truncate", "truncate=length", "wrong-type", "huge=3", "gzip-bomb=3", "expired"],
)
def test_what_was_billed_is_had_in_the_end(version: str, fault: str) -> None:
    with hosting(fault) as host:
        provider = opened(host.url, version, **SMALL)
        sent = Sent(provider)
        if not isinstance(sent.outcome, Delivered):
            found = provider.ask(sent.outcome.request_id)
            assert isinstance(found, Finished)
            assert found.cost == 625_000
            tries = [provider.fetch(found.url, sent.into) for _ in range(2)]
            assert isinstance(tries[1], Fetched)
            if version == "v2" and fault.partition("=")[0] in ("truncate", "wrong-type", "huge", "gzip-bomb"):
                assert isinstance(tries[0], Trouble)
        names, whole = boxes(sent.into.path)
        assert whole
        assert {b"ftyp", b"moov", b"mdat"} <= set(names)
        assert host.charges() == 1


def test_the_words_say_what_happened() -> None:
    said: dict[str, str] = {}
    for fault in ("504-billed", "406-credits", "406-spend", "html-405", "500-json", "redirect=http://127.0.0.1:9/x"):
        with hosting(fault) as host:
            said[fault.partition("=")[0]] = Sent(opened(host.url, "v2")).outcome.why
    assert said == {
        "504-billed": "the host answers 504, a gateway waited too long",
        "406-credits": "the host answers 406, the credits do not suffice: Insufficient credits: the balance is 0 USD, "
        "0.625 USD are needed",
        "406-spend": "the host answers 406, the team's spend limit is reached: Team spend limit reached: 0 USD are "
        "left, 0.625 USD are needed",
        "html-405": "the host answers 405, the address does not take this call",
        "500-json": "the host answers 500, the host failed: Internal server error: a parameter could not be used",
        "redirect": "the host answers 307, which points elsewhere and was not followed",
    }


def test_the_wait_of_429() -> None:
    with hosting("429=3") as host:
        assert 1 <= Sent(opened(host.url)).outcome.wait <= 4
    with hosting("429=100000") as host:
        assert Sent(opened(host.url)).outcome.wait == 300


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_what_the_host_refuses_by_itself(version: str) -> None:
    with hosting(withdrawn=("wan-2.6-t2v",)) as host:
        assert Sent(opened(host.url, version)).outcome.cause == "withdrawn"
    with hosting(credits=1) as host:
        assert Sent(opened(host.url, version)).outcome.cause == "credits"
    with hosting(spend_limit=1) as host:
        assert Sent(opened(host.url, version)).outcome.cause == "credits"
    with hosting(key="SG_" + "f" * 16) as host:
        provider = opened(host.url, version)
        assert Sent(provider).outcome.cause == "key"
        assert provider.balance().cause == "key"
        assert provider.upload(b"RIFF", "wav").cause == "key"
        assert provider.ask("0" * 32).cause == "key"
    with hosting(rate=1) as host:
        provider = opened(host.url, version)
        assert [type(Sent(provider).outcome).__name__ for _ in "12"][1] == "HostRefused"
    with hosting() as host:
        assert Sent(opened(host.url, version), duration=7).outcome.cause == "request"
        assert Sent(opened(host.url, version), prompt=7).outcome.cause == "request"
        assert Sent(opened(host.url, version), model="wan-9").outcome.cause == "request"


def test_a_v2_that_is_not_there_is_remembered() -> None:
    with hosting(script=()) as host:
        provider = opened(host.url)
        first, second = Sent(provider, model="wan-9"), Sent(provider, model="wan-9")
        assert (first.outcome.cause, second.outcome.cause) == ("request", "request")
        paths = [each["path"] for each in host.book()["requests"]]
        assert paths == ["/v2/wan-9", "/v1/wan-9", "/v1/wan-9"]
        assert (first.asked, second.asked) == (2, 1)  # before each first byte
        assert isinstance(Sent(provider).outcome, Accepted)  # another model is asked by v2
    with hosting("html-405:2") as host:
        provider = opened(host.url)
        assert isinstance(Sent(provider).outcome, Accepted)
        sent = Sent(provider)
        assert isinstance(sent.outcome, Delivered)
        assert (sent.asked, host.charges()) == (2, 2)
        assert Sent(provider).outcome.cause == "request"


def test_where_the_other_way_is_lost_nothing_is_known() -> None:
    with hosting(script=((parse("html-405"),), (parse("504-billed"),))) as host:
        sent = Sent(opened(host.url))
        assert isinstance(sent.outcome, Lost)
        assert (sent.asked, host.charges()) == (2, 1)


def test_the_other_way_is_not_gone_once_nothing_may_be_sent() -> None:
    with hosting("html-405") as host:
        sent = Sent(opened(host.url), go=(True, False))
        assert sent.outcome == NotSent("the send was called off")
        assert (sent.asked, host.book()["submits"]) == (2, 1)


def test_a_way_that_the_host_lacks_is_no_way() -> None:
    known = host_data("segmind")
    bare = msgspec.structs.replace(known, routes=msgspec.structs.replace(known.routes, v1=""))
    with pytest.raises(ValueError, match="does not speak v1, it speaks v2"):
        open_provider(bare, KEY, protocol="v1")
    with hosting("html-405") as host:
        assert Sent(open_provider(bare, KEY, base=host.url)).outcome.cause == "request"
        assert host.book()["submits"] == 1


def test_how_a_job_stands() -> None:
    with hosting(seconds=600.0) as host:
        provider = opened(host.url, "v2")
        name = Sent(provider).outcome.request_id
        assert provider.ask(name) in (Running("QUEUED"), Running("PROCESSING"))
        host.finish()
        assert isinstance(provider.ask(name), Finished)
        assert provider.ask("0" * 32) == Gone("the host's records and its history do not have the job")
        assert isinstance(provider.ask("../credits"), Gone)
    with hosting("failed") as host:
        provider = opened(host.url, "v2")
        name = Sent(provider).outcome.request_id
        found = provider.ask(name)
        assert (found.cause, found.status) == ("failed", 422)
        assert "returned no video" in found.why
    with hosting("expired", "failed") as host:
        provider = opened(host.url, "v2")
        assert provider.ask(Sent(provider).outcome.request_id).cause == "failed"
    with hosting("expired", "history-empty") as host:
        provider = opened(host.url, "v2")
        assert isinstance(provider.ask(Sent(provider).outcome.request_id), Gone)


def test_a_clip_that_is_deleted() -> None:
    with hosting(keep_file=0) as host:
        provider = opened(host.url, "v2")
        found = provider.ask(Sent(provider).outcome.request_id)
        assert isinstance(provider.fetch(found.url, File()), Gone)


def find(host: Client, **fields: Any) -> Any:
    today = datetime.now(UTC).date()
    jobs = opened(host.url).history(MODEL, today, today)
    if isinstance(jobs, Trouble):
        return jobs
    return tuple(job for job in jobs if alike(job, BODY | fields))


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_lost_answer_is_found(version: str) -> None:
    with hosting("cut-after-billing") as host:
        sent = [Sent(opened(host.url, version), seed=seed).outcome for seed in (1, 2, 2)]
        assert all(isinstance(each, Lost) for each in sent)
        jobs = {each["request_id"]: each["seed"] for each in host.book()["jobs"]}
        assert [jobs[job.request_id] for job in find(host, seed=1)] == [1]
        assert [jobs[job.request_id] for job in find(host, seed=2)] == [2, 2]
        assert find(host, seed=3) == ()
        assert find(host, seed=1, prompt="Another.") == ()
        one = find(host, seed=1)[0]
        assert (one.state, one.cost) == ("COMPLETED", 625_000)
        assert isinstance(opened(host.url).fetch(one.url, File()), Fetched)
        assert host.charges() == 3


def test_the_history_has_its_own_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    with hosting("history-twice") as host:
        Sent(opened(host.url))
        assert len(find(host)) == 1
    with hosting("history-empty") as host:
        Sent(opened(host.url))
        assert find(host) == ()
    with monkeypatch.context() as clock, hosting("history-late=600") as host:
        Sent(opened(host.url))
        assert find(host) == ()
        later(clock, 600)
        assert len(find(host)) == 1
    with hosting("history-500") as host:
        Sent(opened(host.url))
        assert isinstance(find(host), Trouble)
        assert len(find(host)) == 1
    with hosting("failed") as host:
        Sent(opened(host.url))
        assert (find(host)[0].state, find(host)[0].cost) == ("FAILED", 0)


def test_the_history_is_read_to_its_end() -> None:
    with hosting() as host:
        provider = opened(host.url, "v2")
        for _ in range(101):
            Sent(provider)
        assert len(find(host)) == 101


def test_what_is_free() -> None:
    with hosting() as host:
        provider = opened(host.url)
        assert provider.balance() == 100_000_000
        for kind in ("wav", "mp3"):
            url = provider.upload(b"RIFF\x00\xff", kind)
            assert url.endswith(kind)
            assert host.get(url).content == b"RIFF\x00\xff"


def test_json_in_place_of_a_clip() -> None:
    with hosting(v1_json=True) as host:
        provider = opened(host.url, "v1")
        sent = Sent(provider)
        assert isinstance(sent.outcome, Accepted)
        assert sent.told == [(sent.outcome.request_id, 0)]
        assert isinstance(provider.fetch(provider.ask(sent.outcome.request_id).url, sent.into), Fetched)
