"""A server of buckets for tests, which speaks as much of S3 as a store asks for, and fails as it is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

KEY, SECRET = "AKIDOFATESTBUCKETS", "made-up-secret-of-a-bucket"
BUCKET = "clips"
_PAGE = "<ListBucketResult><Name>clips</Name>{}<IsTruncated>false</IsTruncated></ListBucketResult>"
_ITEM = "<Contents><Key>{}</Key><LastModified>2026-11-30T00:00:00.000Z</LastModified><Size>{}</Size></Contents>"

# The status and the code that answer a request, its method and path given; None where nothing is wrong.
Fault = Callable[[str, str], tuple[int, str] | None]


class Bucket:
    """The objects of one bucket by their names, and each request as its method and path, in order."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.asked: list[tuple[str, str]] = []
        self.fault: Fault = lambda method, path: None
        self.cuts = 0  # how many answers end in the middle of their bytes
        self.parts: dict[int, bytes] = {}
        self.endpoint = ""


class _Answering(BaseHTTPRequestHandler):
    bucket: Bucket
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        name, given = unquote(parts.path).partition(f"/{BUCKET}")[2].lstrip("/"), parse_qs(parts.query, True)
        data = self.rfile.read(int(self.headers.get("content-length") or 0))
        it = self.bucket
        it.asked.append((self.command, name))
        if (fault := it.fault(self.command, unquote(parts.path))) is not None:
            self._say(fault[0], f"<Error><Code>{fault[1]}</Code></Error>".encode())
        elif self.command == "POST" and "uploads" in given:
            self._say(200, b"<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>")
        elif self.command == "POST":
            it.objects[name] = b"".join(it.parts[number] for number in sorted(it.parts))
            self._say(200, b"<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>")
        elif self.command == "PUT" and "partNumber" in given:
            it.parts[int(given["partNumber"][0])] = data
            self._say(200)
        elif self.command == "PUT":
            it.objects[name] = data
            self._say(200)
        elif "list-type" in given:
            names = [key for key in sorted(it.objects) if key.startswith(given.get("prefix", [""])[0])]
            self._say(200, _PAGE.format("".join(_ITEM.format(key, len(it.objects[key])) for key in names)).encode())
        elif name not in it.objects:
            self._say(404, b"<Error><Code>NoSuchKey</Code></Error>")
        else:
            self._send(it.objects[name])

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _answer

    def _send(self, whole: bytes) -> None:
        asked = self.headers.get("range", "").removeprefix("bytes=")
        if not asked:
            self._say(200, whole)
            return
        first, last = map(int, asked.split("-"))
        part = whole[first : last + 1]
        if self.bucket.cuts:
            self.bucket.cuts -= 1
            self._say(206, part, {"Content-Range": f"bytes {first}-{last}/{len(whole)}"}, len(part) // 2)
            self.close_connection = True
        else:
            self._say(206, part, {"Content-Range": f"bytes {first}-{last}/{len(whole)}"})

    def _say(self, status: int, body: bytes = b"", more: dict[str, str] | None = None, sent: int | None = None) -> None:
        self.send_response(status)
        headers = {"Content-Length": str(len(body)), "ETag": '"e"', "Last-Modified": "Mon, 30 Nov 2026 00:00:00 GMT"}
        for name, value in (headers | (more or {})).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            with suppress(OSError):
                self.wfile.write(body[:sent])


@contextmanager
def serving(monkeypatch: pytest.MonkeyPatch) -> Generator[Bucket]:
    """A bucket at the endpoint that the environment names, with the key for it there."""
    bucket = Bucket()
    handler: Any = type("Answering", (_Answering,), {"bucket": bucket})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    bucket.endpoint = f"http://127.0.0.1:{server.server_port}"
    for name in ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ENDPOINT_URL", bucket.endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    try:
        yield bucket
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
