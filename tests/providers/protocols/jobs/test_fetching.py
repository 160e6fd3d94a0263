"""Where a clip may come from, and by what it is known."""

from __future__ import annotations

import pytest

from storyboard.providers import Delivered, Fetched, Trouble
from storyboard.providers.address import reachable
from tests.emulate.hosting import KEY
from tests.providers.protocols.jobs.parts import File, Sent, nowhere, opened, said, speaking

# The boxes of a film, without any picture in them.
FILM = b"".join((8 + len(body)).to_bytes(4, "big") + name + body for name, body in (
    (b"ftyp", b"isom"), (b"moov", b""), (b"mdat", b"pictures"),
))  # fmt: skip


def test_a_fetch_follows_one_redirect_and_takes_no_key_along() -> None:
    with speaking(said(200, FILM, type="text/plain")) as store:
        with speaking(said(302, b"", f"Location: {store.url}/signed")) as host:
            into = File()
            assert opened(host.url).fetch(host.url + "/a.mp4", into) == Fetched(len(FILM))
            assert into.path.read_bytes() == FILM
        assert len(store.heard) == 1
        assert KEY.encode() not in b"".join([*host.heard, *store.heard])


def test_a_second_redirect_is_not_followed_to_a_film_either() -> None:
    with (
        speaking(said(200, FILM, type="text/plain")) as last,
        speaking(said(302, b"", f"Location: {last.url}/b")) as store,
        speaking(said(302, b"", f"Location: {store.url}/a")) as host,
    ):
        result = opened(host.url).fetch(host.url + "/a.mp4", File())
        assert isinstance(result, Trouble)
        assert "and that leads on" in result.why
        assert last.heard == []


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("/again", "leads to another one, and that leads on"),
        ("http://10.0.0.1:9/a.mp4", "`http` and not https"),
        ("https://10.0.0.1:9/a.mp4", "leads to a network that is not asked"),
        ("https://169.254.169.254/a.mp4", "leads to a network that is not asked"),
        ("https://[::ffff:10.0.0.1]/a.mp4", "leads to a network that is not asked"),
        ("https://[::1", "leads to one that cannot be read"),
        ("file:///etc/passwd", "no address that can be read"),
        ("https://a:b@127.0.0.1/a.mp4", "holds a user"),
    ],
)
def test_a_redirect_that_a_fetch_does_not_follow(to: str, why: str) -> None:
    with speaking(said(302, b"", f"Location: {to}")) as host:
        result = opened(host.url).fetch(host.url + "/a.mp4", File())
        assert isinstance(result, Trouble)
        assert why in result.why
        assert result.lasting


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::ffff:127.0.0.1]"])
def test_a_clip_of_a_real_host_never_comes_from_an_inner_network(name: str) -> None:
    with speaking(said(200, FILM, type="video/mp4")) as inner:
        url = f"https://{name}:{inner.url.rpartition(':')[2]}/a.mp4"
        result = opened("https://api.example.com").fetch(url, File())
        assert result == Trouble("the clip's address leads to a network that is not asked", lasting=True)
        assert inner.heard == []


@pytest.mark.parametrize(
    ("address", "public", "here"),
    [
        ("8.8.8.8", True, False),
        ("2606:4700::1", True, False),
        ("::ffff:8.8.8.8", True, False),
        ("127.0.0.1", False, True),
        ("::1", False, True),
        ("::ffff:127.0.0.1", False, True),
        ("10.1.2.3", False, False),
        ("172.16.0.1", False, False),
        ("192.168.1.1", False, False),
        ("169.254.169.254", False, False),
        ("100.64.0.1", False, False),
        ("0.0.0.0", False, False),
        ("224.0.0.1", False, False),
        ("fe80::1%eth0", False, False),
        ("fd00::1", False, False),
        ("64:ff9b::a00:1", False, False),
        ("2002:a00:1::1", False, False),
        ("::a00:1", False, False),
        ("a name", False, False),
    ],
)
def test_the_addresses_that_a_clip_may_come_from(address: str, public: bool, here: bool) -> None:
    assert (reachable(address, rehearsal=False), reachable(address, rehearsal=True)) == (public, here)


@pytest.mark.parametrize("kind", ["text/plain", "text/html", "", "application/octet-stream"])
def test_a_clip_is_known_by_its_bytes_whatever_it_is_called(kind: str) -> None:
    named = said(200, FILM, "X-Request-Id: abc", type=kind)
    with speaking(named if kind else named.replace(b"Content-Type: \r\n", b"")) as host:
        assert opened(host.url).fetch(host.url + "/a.mp4", File()) == Fetched(len(FILM))
        assert Sent(opened(host.url, "v1")).outcome == Delivered("abc", None)
    with speaking(said(200, b"<html>no film</html>", type="video/mp4")) as host:
        result = opened(host.url).fetch(host.url + "/a.mp4", File())
        assert result == Trouble("what came is no MP4 file", lasting=True)


@pytest.mark.parametrize(
    ("status", "lasting"), [(400, True), (401, True), (416, True), (408, False), (429, False), (503, False)]
)
def test_a_refusal_of_a_clip_that_time_mends(status: int, lasting: bool) -> None:
    with speaking(said(status)) as host:
        result = opened(host.url).fetch(host.url + "/a.mp4", File())
        assert isinstance(result, Trouble)
        assert result.lasting == lasting
    assert opened(nowhere()).fetch(nowhere(), File()) == Trouble("`127.0.0.1` takes no connection")
