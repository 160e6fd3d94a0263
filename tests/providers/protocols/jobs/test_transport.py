"""What a host may do to a connection, and what is known of a request that came to nothing."""

from __future__ import annotations

import socket
import threading
import time
import tracemalloc
from typing import Any

import pytest

from storyboard.providers import Accepted, Delivered, Fetched, HostRefused, Lost, NotSent, Running, Trouble
from storyboard.providers.protocols.jobs import open_provider
from tests.emulate.hosting import KEY, hosting
from tests.providers.protocols.jobs.parts import File, Sent, limited, nowhere, opened, said, speaking

BOTH = pytest.mark.parametrize("version", ["v1", "v2"])
OK = b"HTTP/1.1 200 OK\r\n"


@BOTH
def test_nothing_is_sent_where_nobody_listens(version: str) -> None:
    sent = Sent(opened(nowhere(), version))
    assert sent.outcome == NotSent("`127.0.0.1` takes no connection")
    assert (sent.asked, sent.told) == (0, [])


@BOTH
def test_nothing_is_sent_without_tls(version: str) -> None:
    with speaking(said(200, {"request_id": "a"})) as plain:
        sent = Sent(opened(plain.url.replace("http:", "https:"), version))
        assert isinstance(sent.outcome, NotSent)
        assert "no safe connection to `127.0.0.1`" in sent.outcome.why
        assert sent.asked == 0
        assert KEY.encode() not in b"".join(plain.heard)


def test_a_handshake_that_never_ends_is_ended() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        sent = Sent(opened(url, "v2", submit=0.2))
        assert isinstance(sent.outcome, NotSent)
        assert sent.asked == 0


@BOTH
def test_a_send_that_is_called_off(version: str) -> None:
    with hosting() as host:
        sent = Sent(opened(host.url, version), go=False)
        assert sent.outcome == NotSent("the send was called off")
        assert sent.asked == 1
        assert host.book()["requests_seen"] == 0


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt(), ValueError("x")])
def test_what_sending_raises_is_not_taken_for_the_network(error: BaseException) -> None:
    def sending() -> bool:
        raise error

    with hosting() as host:
        with pytest.raises(type(error)) as caught:
            opened(host.url).submit("m", {}, File(), sending=sending, accepted=print)
        assert caught.value is error
        assert host.book()["requests_seen"] == 0


@BOTH
@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 2",
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"a" * 70_000,
        b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 200 + b"\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        OK + b"Content-Length: 10\r\n\r\n{",
        said(200),
        said(200, b"\xff"),
        said(200, {"request_id": "../x"}),
        said(200, {"request_id": ""}),
        said(200, {"request_id": 7}),
        said(200, {"error": "no"}),
        said(200, b"[" * 5_000),
        said(200, ["a"]),
        said(200, b'{"request_id": "a"}', "Content-Encoding: gzip"),
        said(200, b"{" + b" " * 1_100_000 + b"}"),
        said(201, {"request_id": "a"}),
        said(202, {"request_id": "a"}),
        said(204),
        said(299, {"request_id": "a"}),
        said(301, b"", "Location: /v2/x"),
        said(302, b"", "Location: /v2/x"),
        said(308, b"", "Location: /v2/x"),
        said(408, {"error": "late"}),
        said(418, {"error": "tea"}),
        said(499),
        said(500),
        said(500, {"detail": "no envelope"}),
        said(500, {"error": {"message": "no envelope"}}),
        said(500, b'{"error": "packed"}', "Content-Encoding: gzip"),
        said(502, {"error": "in the envelope"}),
        said(503),
        said(503, {"error": "Service unavailable, try again later"}),
        said(503, b"<p>The request was not started</p>", "Retry-After: 1"),
        said(504, {"error": "in the envelope"}),
        said(520),
        said(599),
        said(999),
    ],
    ids=lambda each: each[:60].decode("latin-1").replace("\r\n", " "),
)
def test_what_is_not_known_is_lost(version: str, answer: bytes) -> None:
    with speaking(answer) as host:
        sent = Sent(opened(host.url, version))
        assert isinstance(sent.outcome, Lost), sent.outcome
        assert (sent.asked, len(host.heard), sent.told) == (1, 1, [])


@BOTH
@pytest.mark.parametrize(
    ("status", "text", "cause"),
    [
        (400, "x", "request"),
        (401, "x", "key"),
        (403, "x", "key"),
        (404, "x", "request"),
        (405, "x", "request"),
        (406, "Missing Content-Type", "request"),
        (406, "the prompt names credits that roll", "request"),
        (406, "INSUFFICIENT CREDITS", "credits"),
        (406, "Your team's spend limit", "credits"),
        (410, "x", "withdrawn"),
        (422, "x", "failed"),
        (429, "x", "busy"),
        (500, "x", "server"),
        (503, "No worker is free, the request was NOT STARTED", "busy"),
        (503, "Overloaded: it has not been queued", "busy"),
    ],
)
def test_what_is_documented_as_not_billed(version: str, status: int, text: str, cause: str) -> None:
    with speaking(said(status, {"error": text})) as host:
        found = Sent(opened(host.url, version)).outcome
        assert (type(found), found.cause, found.status, len(host.heard)) == (HostRefused, cause, status, 1)
        assert found.why.endswith(f": {text}")


def test_the_first_error_of_a_body_that_never_ends() -> None:
    with speaking() as host:
        host.says = [host.dribble(b"HTTP/1.1 403 X\r\n\r\n", 0.02)]
        found = Sent(opened(host.url, "v2", submit=0.3)).outcome
        assert (found.cause, found.why) == ("key", "the host answers 403, the account may not use this model")


@BOTH
def test_a_head_that_drips_is_ended_by_the_deadline(version: str) -> None:
    with speaking() as host:
        host.says = [host.dribble(OK + b"X-A: ", 0.02)]
        found = Sent(opened(host.url, version, timeout=0.3, submit=0.3)).outcome
        assert found == Lost("there was no whole answer within 0.3 s")
        assert opened(host.url, question=0.2).ask("a") == Trouble("there was no whole answer within 0.2 s")


def test_a_body_that_drips_or_stops() -> None:
    with speaking() as host:
        begun = b"Content-Type: video/mp4\r\nX-Request-Id: abc\r\n\r\n\0\0\0\x20ftypisom"
        drips = host.dribble(OK + begun, 0.02)
        host.says = [drips]
        slow = opened(host.url, "v1", rate=1000, rate_window=0.2)
        assert slow.fetch(host.url, File()).why == "the answer comes with less than 1,000 bytes a second"
        late = opened(host.url, "v1", download=0.2, timeout=0.2)
        assert late.fetch(host.url, File()).why == "there was no whole answer within 0.2 s"
        # Billed and named: it can be fetched.
        assert Sent(late).outcome == Accepted("abc")


def test_a_pause_is_survived_and_silence_is_not() -> None:
    with hosting("pause=0.2") as host:
        provider = opened(host.url, "v2", silence=5)
        url = provider.ask(Sent(provider).outcome.request_id).url
        assert isinstance(provider.fetch(url, File()), Fetched)
    with hosting("pause=9") as host:
        provider = opened(host.url, "v2", silence=0.1)
        url = provider.ask(Sent(provider).outcome.request_id).url
        into = File()
        assert provider.fetch(url, into).why == "the host was silent for too long"
        assert into.size == 0
        assert isinstance(provider.fetch(url, into), Fetched)


def test_a_clip_that_is_too_large_is_left_and_never_held_in_memory() -> None:
    with hosting("huge=12") as host:
        provider = opened(host.url, "v2", clip_bytes=6_000_000)
        url, into = provider.ask(Sent(provider).outcome.request_id).url, File()
        tracemalloc.start()
        try:
            found = provider.fetch(url, into)
            assert tracemalloc.get_traced_memory()[1] < 2_500_000
        finally:
            tracemalloc.stop()
        assert found == Trouble("the answer has more than 6,000,000 bytes", lasting=True)
        assert into.size == 0
    with speaking(OK + b"Content-Type: video/mp4\r\nContent-Length: 999999999999\r\n\r\n") as liar:
        assert "512,000,000" in opened(liar.url).fetch(liar.url, File()).why


@BOTH
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_takes_neither_key_nor_body_elsewhere(version: str, status: int) -> None:
    with speaking(said(200, {"request_id": "stolen"})) as thief:
        with speaking(said(status, b"", f"Location: {thief.url}/v2/x")) as host:
            provider = opened(host.url, version)
            assert isinstance(Sent(provider).outcome, Lost)
            assert isinstance(provider.ask("a"), Trouble)
            assert isinstance(provider.balance(), Trouble)
            assert isinstance(provider.upload(b"", "wav"), Trouble)
        assert thief.heard == []


def test_a_fetch_carries_no_key() -> None:
    with speaking(said(404)) as store:
        opened(nowhere()).fetch(store.url + "/a.mp4?signature=1", File())
        assert store.heard[0].startswith(b"GET /a.mp4?signature=1 HTTP/1.1")
        assert KEY.encode() not in store.heard[0]
        assert b"\r\nAccept-Encoding: identity\r\n" in store.heard[0]
        assert "holds the key" in opened(nowhere()).fetch(f"{store.url}/{KEY.lower()}", File()).why
        assert len(store.heard) == 1


def test_what_a_request_looks_like() -> None:
    with speaking(said(200, {"request_id": "a"})) as host:
        Sent(opened(host.url, "v2"), model="odd/../model?")
        head, _, body = host.heard[0].partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        assert lines[0] == "POST /v2/odd%2F..%2Fmodel%3F HTTP/1.1"
        assert {f"x-api-key: {KEY}", "Content-Type: application/json", "Connection: close"} <= set(lines)
        assert [line for line in lines if line.startswith("User-Agent: storyc/")]
        assert b'"seed":7' in body


def test_the_key_is_never_sent_to_an_address_that_is_not_the_hosts() -> None:
    from storyboard.providers.protocols.jobs.transport import HttpRequest, Wire

    wire = Wire(limited(), KEY, proxies=False)
    with (
        pytest.raises(ValueError, match="another host"),
        wire.exchange(HttpRequest("GET", "https://api.segmind.com.evil/", 1)),
    ):
        pass


def test_the_environment_has_no_say(monkeypatch: pytest.MonkeyPatch) -> None:
    with speaking(said(200, {"credits": 1})) as proxy, hosting() as host:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("no_proxy", "")
        assert opened(host.url).balance() == 100_000_000
        assert isinstance(opened("https://127.0.0.1:1").balance(), Trouble)
        assert proxy.heard == []


def test_a_proxy_that_is_wanted_hears_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    with speaking(b"HTTP/1.1 403 No\r\n\r\n") as proxy:
        monkeypatch.setenv("https_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "")
        provider = open_provider(limited(), KEY, proxies=True)
        sent = Sent(provider)
        assert isinstance(sent.outcome, NotSent)
        assert sent.asked == 0
        assert proxy.heard[0].startswith(b"CONNECT api.segmind.com:443 ")
        assert KEY.encode() not in b"".join(proxy.heard)
        monkeypatch.setenv("https_proxy", proxy.url.replace("http:", "socks5:"))
        assert Sent(provider).outcome == NotSent("a SOCKS proxy is not taken")
        assert len(proxy.heard) == 1


@pytest.mark.parametrize("how", ["v1", "v2", "ask", "fetch"])
def test_abort_from_another_thread(how: str) -> None:
    with speaking() as host:
        host.says = [lambda made: made.recv(1) and None]
        provider = opened(host.url, how if how in ("v1", "v2") else "auto")
        found: list[Any] = []
        calls = {"ask": lambda: provider.ask("a"), "fetch": lambda: provider.fetch(host.url, File())}
        call = calls.get(how, lambda: Sent(provider).outcome)
        thread = threading.Thread(target=lambda: found.append(call()))
        thread.start()
        while not host.heard:
            time.sleep(0.005)
        provider.abort()
        thread.join(60)
        assert found == [(Trouble if how in calls else Lost)("storyc was told to stop")]
        assert Sent(provider).outcome == NotSent("storyc was told to stop")
        assert len(host.heard) == 1


def test_an_abort_in_the_middle_of_a_clip_that_has_no_length() -> None:
    with hosting("truncate") as host, speaking() as slow:
        clip = host.get(opened(host.url).ask(Sent(opened(host.url, "v2")).outcome.request_id).url).content
        assert clip[4:8] == b"ftyp"

        def say(made: socket.socket) -> None:
            made.sendall(OK + b"Content-Type: video/mp4\r\n\r\n" + clip)
            slow.closing.wait(9)

        slow.says = [say]
        provider, into, found = opened(slow.url), File(), list[Any]()
        thread = threading.Thread(target=lambda: found.append(provider.fetch(slow.url, into)))
        thread.start()
        while not into.size:
            time.sleep(0.005)
        provider.abort()
        thread.join(60)
        assert found == [Trouble("storyc was told to stop")]
        assert into.size == 0


def test_threads_share_a_provider() -> None:
    with hosting(seconds=0.1) as host:
        provider = opened(host.url, "v1")
        found: list[Any] = []
        threads = [
            threading.Thread(target=lambda seed=seed: found.append(Sent(provider, seed=seed).outcome))
            for seed in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert {type(each) for each in found} == {Delivered}
        assert len({each.request_id for each in found}) == 8


@BOTH
def test_no_words_of_the_host_show_the_key(version: str) -> None:
    for status in (200, 400, 401, 403, 404, 406, 410, 418, 422, 429, 500, 504):
        body = {"error": f"key {KEY.lower()}", "error_description": KEY, "status": f"x{KEY}", "metrics": KEY}
        answer = said(status, body, f"X-Echo: {KEY}", type=f"text/{KEY}")
        with speaking(answer) as host:
            provider = opened(host.url, version)
            found = [
                Sent(provider).outcome,
                provider.ask("a"),
                provider.balance(),
                provider.upload(b"", "wav"),
                provider.fetch(host.url, File()),
                provider,
            ]
            assert KEY.lower() not in repr(found).lower()
            assert KEY[3:] not in repr(found)
            assert not any(isinstance(each, Running) and KEY[3:] in each.word for each in found)


def test_a_key_that_no_header_may_carry() -> None:
    for key in ("", "a b", "a\nb", "ключ"):
        with pytest.raises(ValueError, match="no header may carry"):
            open_provider(limited(), key)
