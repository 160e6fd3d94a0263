"""Uploads: files that come as data URLs and get an address."""

from __future__ import annotations

import base64
import binascii
from typing import Any, cast

from storyboard.emulate.checks import decoded
from storyboard.emulate.host import Emulator
from storyboard.emulate.reading import ok
from storyboard.emulate.records import EmulatedAnswer, ReceivedCall, refusal
from storyboard.patterns import lazy

_HEAD = lazy(r"data:([a-z]{1,20}/[a-z0-9.+-]{1,60});base64,")
SUFFIXES = {
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/wave": "wav",
    "audio/mpeg": "mp3",
    "audio/mp3": "mp3",
    "video/mp4": "mp4",
    "image/png": "png",
    "image/jpeg": "jpg",
}
MOST = 16  # files in one call


def upload(host: Emulator, call: ReceivedCall, base: str) -> EmulatedAnswer:
    """The addresses of the files in `data_urls`, under both names that the host's own texts have for them."""
    body = decoded(call)
    if isinstance(body, EmulatedAnswer):
        return body
    given: Any = cast(dict[str, Any], body).get("data_urls") if isinstance(body, dict) else None
    if not isinstance(given, list) or not 1 <= len(cast(list[Any], given)) <= MOST:
        return refusal(400, f"data_urls must be a list of 1 to {MOST} data URLs")
    files: list[tuple[str, bytes]] = []
    for item in cast(list[Any], given):
        head = _HEAD.match(item) if isinstance(item, str) else None
        if head is None or head[1] not in SUFFIXES:
            return refusal(400, f"data_urls: `{str(item)[:40]}` is no data URL of a kind that is stored")
        try:
            files.append((SUFFIXES[head[1]], base64.b64decode(item[head.end() :], validate=True)))
        except (binascii.Error, ValueError):
            return refusal(400, "data_urls: the base64 cannot be read")
    urls: list[str] = []
    for suffix, data in files:
        name = f"upload-{host.book.upload()}.{suffix}"
        host.clips.keep(name, data)
        urls.append(f"{base}/files/{name}")
    return ok({"urls": urls, "file_urls": urls})
