"""The same over TLS, with a certificate that is made for the test."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storyboard.providers import Accepted, Lost, NotSent
from tests.emulate.hosting import KEY
from tests.providers.protocols.jobs.parts import Sent, Speaker, opened, said

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl makes the certificate")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that holds a key and a certificate of this machine."""
    folder = tmp_path_factory.mktemp("tls")
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
    more = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"]
    subprocess.run([str(OPENSSL), *words.split(), *more], cwd=folder, check=True, capture_output=True)
    (folder / "both.pem").write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    return folder / "both.pem"


class Safe(Speaker):
    """A speaker behind TLS."""

    def __init__(self, certificate: Path, *says: Any) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        super().__init__(says)
        self.url = self.url.replace("http:", "https:")

    def _answer(self, made: socket.socket) -> None:
        try:
            safe = self._context.wrap_socket(made, server_side=True)
        except OSError:
            made.close()
            return
        super()._answer(safe)


@pytest.fixture
def safe(certificate: Path) -> Iterator[Safe]:
    speaker = Safe(certificate, said(200, {"request_id": "a"}))
    yield speaker
    speaker.close()


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the certificate believed."""
    import requests.adapters

    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(certificate))
    if hasattr(requests.adapters, "_preloaded_ssl_context"):
        monkeypatch.setattr(requests.adapters, "_preloaded_ssl_context", ssl.create_default_context(cafile=certificate))


def test_a_certificate_that_nobody_vouches_for(safe: Safe) -> None:
    sent = Sent(opened(safe.url, "v2"))
    assert sent.outcome == NotSent("no safe connection to `127.0.0.1`: certificate verify failed")
    assert (sent.asked, safe.heard) == (0, [])


@pytest.mark.usefixtures("trusted")
def test_a_submit(safe: Safe) -> None:
    sent = Sent(opened(safe.url, "v2"))
    assert sent.outcome == Accepted("a")
    assert sent.asked == 1
    assert KEY.encode() in safe.heard[0]


@pytest.mark.usefixtures("trusted")
def test_a_send_that_is_called_off(safe: Safe) -> None:
    sent = Sent(opened(safe.url, "v2"), go=False)
    assert sent.outcome == NotSent("the send was called off")
    assert (sent.asked, b"".join(safe.heard)) == (1, b"")


@pytest.mark.usefixtures("trusted")
def test_an_end_from_outside(safe: Safe) -> None:
    safe.says = [lambda made: made.recv(1) and None]
    # The wait for a piece of an answer ends in the same instant as the time for all of it: a busy machine says either.
    assert Sent(opened(safe.url, "v2", submit=0.3)).outcome in (
        Lost("there was no whole answer within 0.3 s"),
        Lost("`127.0.0.1` was silent for too long"),
    )
    provider, found = opened(safe.url, "v1"), list[Any]()
    thread = threading.Thread(target=lambda: found.append(Sent(provider).outcome))
    thread.start()
    while len(safe.heard) < 2:
        time.sleep(0.005)
    provider.abort()
    thread.join(5)
    assert found == [Lost("storyc was told to stop")]
