"""Calls of a server's API: no redirect is followed, no answer is read without a limit, no token goes elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

import msgspec
import requests

from storyboard import __version__
from storyboard.forge import ForgeTrouble

_MOST_JSON = 16 << 20
_MOST_PAGES = 50
_PER_PAGE = 100
_TIMEOUT = (10, 60)
_CHUNK = 1 << 16
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_JSON = "application/json"

_T = TypeVar("_T")


class CallRefused(ForgeTrouble):
    """The server refused a call; `status` is that of HTTP."""

    def __init__(self, text: str, status: int) -> None:
        super().__init__(text)
        self.status = status


class Api:
    """The API of a server below an address, spoken to with some headers, one of which has the token."""

    def __init__(self, base: str, headers: Mapping[str, str]) -> None:
        self._base, self._headers = base, headers

    def get(self, path: str, kind: type[_T], **query: str | int) -> _T:
        """What stands at a path."""
        return self._answer("GET", path, kind, query)

    def pages(self, path: str, kind: type[_T], **query: str | int) -> Iterator[_T]:
        """All of a list, page by page."""
        for page in range(1, _MOST_PAGES + 1):
            rows = self.get(path, list[kind], per_page=_PER_PAGE, page=page, **query)
            yield from rows
            if len(rows) < _PER_PAGE:
                return

    def send(self, method: str, path: str, body: Mapping[str, Any], kind: type[_T]) -> _T:
        """What answers a call with JSON."""
        return self._answer(method, path, kind, {}, msgspec.json.encode(body), _JSON)

    def put(self, method: str, path: str, body: bytes, form: str, kind: type[_T]) -> _T:
        """What answers a call with bytes of a form, as `image/png`."""
        return self._answer(method, path, kind, {}, body, form)

    def download(self, path: str, most: int) -> bytes:
        """At most so many bytes of a path, or of where it redirects to, which is asked without the token."""
        with self._call("GET", path, {}) as answer:
            if answer.status_code == 200:
                return _bounded(answer, most, path)
            if answer.status_code not in (302, 307):
                raise _refusal(answer, "GET", path)
            target = answer.headers.get("Location", "")
        if not is_safe(target):
            raise ForgeTrouble(f"for `{path}` the server sends to an address that is not https")
        with _asked("GET", target, {}, None, path) as answer:
            if answer.status_code != 200:
                raise _refusal(answer, "GET", path)
            return _bounded(answer, most, path)

    def _answer(
        self, method: str, path: str, kind: type[_T], query: Mapping[str, str | int], body: bytes | None = None,
        form: str = "",
    ) -> _T:  # fmt: skip
        with self._call(method, path, query, body, form) as answer:
            if answer.status_code not in (200, 201):
                raise _refusal(answer, method, path)
            data = _bounded(answer, _MOST_JSON, path)
        try:
            return msgspec.json.decode(data, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise ForgeTrouble(f"the answer for `{path}` is not as documented: {error}") from error

    def _call(
        self, method: str, path: str, query: Mapping[str, str | int], body: bytes | None = None, form: str = ""
    ) -> requests.Response:
        url = f"{self._base}/{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {**self._headers, **({"Content-Type": form} if form else {})}
        return _asked(method, url, headers, body, path)


def _asked(method: str, url: str, headers: Mapping[str, str], body: bytes | None, path: str) -> requests.Response:
    """The answer with its body unread."""

    def nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request  # else requests would take a name from a .netrc

    headers = {"User-Agent": f"storyc/{__version__}", **headers}
    try:
        return requests.request(
            method, url, headers=headers, data=body, stream=True, timeout=_TIMEOUT, allow_redirects=False, auth=nobody
        )
    except requests.RequestException as error:
        raise ForgeTrouble(f"there is no answer for `{path}`: {type(error).__name__}") from error


def _bounded(answer: requests.Response, most: int, path: str) -> bytes:
    data = bytearray()
    try:
        for part in answer.iter_content(_CHUNK):
            data += part
            if len(data) > most:
                raise ForgeTrouble(f"the answer for `{path}` is larger than {most >> 20} MB")
    except requests.RequestException as error:
        raise ForgeTrouble(f"the answer for `{path}` broke off: {type(error).__name__}") from error
    return bytes(data)


class _Complaint(msgspec.Struct, frozen=True):
    message: str


def _refusal(answer: requests.Response, method: str, path: str) -> CallRefused:
    try:
        said = msgspec.json.decode(_bounded(answer, 1 << 20, path), type=_Complaint).message
    except (ForgeTrouble, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        said = answer.reason
    return CallRefused(
        f"the server answers {answer.status_code} to {method} `{path}`: {said[:200]}", answer.status_code
    )


def variable(environment: Mapping[str, str], name: str) -> str:
    """The value of a variable of the job. Raises ForgeTrouble."""
    value = environment.get(name, "")
    if not value:
        raise ForgeTrouble(
            f"{name} is not set: this is for a job of GitHub Actions or GitLab, whose `env` has the token"
        )
    return value


def address(environment: Mapping[str, str], name: str, usual: str = "") -> str:
    """The address that a variable holds. Raises ForgeTrouble where a token may not go there."""
    value = (environment.get(name) or usual).rstrip("/")
    if not is_safe(value):
        raise ForgeTrouble(f"{name} is `{value}`, which is not https")
    return value


def is_safe(url: str) -> bool:
    """Whether an address is https, or on this machine."""
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    except ValueError:
        return False
