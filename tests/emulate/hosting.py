"""A host on loopback, and the calls that a client makes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import pytest
import requests

from storyboard.emulate import EmulatorSettings, Server, book, emulator, reading, start
from storyboard.emulate.faults import parse
from storyboard.source import Files
from tests.conftest import CANARY

KEY = CANARY
OTHER = "SG_" + "f" * 16
MODEL = "wan-2.6-t2v"
BODY: dict[str, Any] = {
    "prompt": "A lamp is lit.",
    "size": "1280*720",
    "duration": 5,
    "seed": 7,
    "multi_shots": False,
    "enable_prompt_expansion": True,
    "negative_prompt": "",
}


class Client:
    """A client of one server."""

    def __init__(self, server: Server, key: str = KEY) -> None:
        self.server, self.url, self.key = server, server.url, key

    def call(self, method: str, path: str, **more: Any) -> requests.Response:
        """A request with the key, redirects off."""
        headers = {"x-api-key": self.key, **more.pop("headers", {})}
        url = path if path.startswith("http") else self.url + path
        return requests.request(method, url, headers=headers, allow_redirects=False, timeout=20, **more)

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.call("GET", path, **more)

    def submit(self, version: str = "v2", model: str = MODEL, **fields: Any) -> requests.Response:
        return self.call("POST", f"/{version}/{model}", json=BODY | fields)

    def wait(self, id: str) -> requests.Response:
        """The result of a job once it has ended."""
        for _ in range(400):
            answer = self.get(f"/v2/requests/{id}/status")
            if answer.json()["status"] in ("COMPLETED", "FAILED"):
                return self.get(f"/v2/requests/{id}")
            time.sleep(0.01)
        raise AssertionError("the job does not end")

    def history(self, **query: Any) -> list[dict[str, Any]]:
        answer = self.get("/inference-request/request-history", params=query)
        assert answer.status_code == 200, answer.text
        rows: list[dict[str, Any]] = answer.json()["data"]
        return rows

    def book(self) -> dict[str, Any]:
        record: dict[str, Any] = requests.get(self.url + "/emulator/book", timeout=20).json()
        return record

    def charges(self) -> int:
        return len(self.book()["charges"])

    def finish(self, seconds: float = 0.0) -> None:
        """Let each generation that runs be done in so many seconds, and each that begins from now on be done at once."""
        kept = self.server.host.book
        kept.settings = msgspec.structs.replace(kept.settings, seconds=0.0)
        for job in kept.jobs():
            msgspec.structs.force_setattr(job, "due", min(job.due, book.now() + seconds))


def later(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let so many seconds go by at the host: what runs there is finished, and what is old is deleted."""
    for module in (book, reading):
        monkeypatch.setattr(module, "now", lambda: time.monotonic() + seconds)


@contextmanager
def hosting(*faults: str, files: Files | None = None, **settings: Any) -> Iterator[Client]:
    """A client of a host with these faults, which has the models of files too; a generation takes no time."""
    given = msgspec.structs.replace(EmulatorSettings(seconds=0.0), faults=tuple(map(parse, faults)), **settings)
    server = start(emulator(given, files, lambda line: None))
    try:
        yield Client(server)
    finally:
        server.close()
