"""GitHub's API, as far as a pipeline needs it: every answer is bounded, and the token goes to the API alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import msgspec
import requests

from storyboard import __version__
from storyboard.forge import ForgeTrouble
from storyboard.forge.answers import Complaint
from storyboard.patterns import lazy

_REPOSITORY = lazy(r"[\w.-]+/[\w.-]+")
_MOST_JSON = 16 << 20
_MOST_PAGES = 50
_PER_PAGE = 100
_TIMEOUT = (10, 60)
_CHUNK = 1 << 16
_LOOPBACK = ("127.0.0.1", "::1", "localhost")

_T = TypeVar("_T")


class CallRefused(ForgeTrouble):
    """GitHub refused a call; `status` is that of HTTP."""

    def __init__(self, text: str, status: int) -> None:
        super().__init__(text)
        self.status = status


class GitHub:
    """One repository at GitHub, which a job's variables name, spoken to with the job's token."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.repository = _variable(environment, "GITHUB_REPOSITORY")
        if not _REPOSITORY.fullmatch(self.repository):
            raise ForgeTrouble(f"GITHUB_REPOSITORY is `{self.repository}`, and not OWNER/NAME")
        self._api = _address(environment, "GITHUB_API_URL", "https://api.github.com")
        self._server = _address(environment, "GITHUB_SERVER_URL", "https://github.com")
        self._token = _variable(environment, "GITHUB_TOKEN")

    def get(self, path: str, kind: type[_T], **query: str | int) -> _T:
        """What stands at a path below the repository's own."""
        return self._answer("GET", path, kind, query, None)

    def pages(self, path: str, kind: type[_T], **query: str | int) -> Iterator[_T]:
        """All of a list, page by page."""
        for page in range(1, _MOST_PAGES + 1):
            rows = self.get(path, list[kind], per_page=_PER_PAGE, page=page, **query)
            yield from rows
            if len(rows) < _PER_PAGE:
                return

    def send(self, method: str, path: str, body: Mapping[str, Any], kind: type[_T]) -> _T:
        """What answers a POST or a PATCH."""
        return self._answer(method, path, kind, {}, body)

    def download(self, path: str, most: int) -> bytes:
        """The bytes that a path leads to by one redirect, which is followed without the token; at most so many."""
        with self._call("GET", path, {}, None) as answer:
            if answer.status_code not in (302, 307):
                raise _refusal(answer, "GET", path)
            target = answer.headers.get("Location", "")
        if not _is_safe(target):
            raise ForgeTrouble(f"for `{path}` GitHub sends to an address that is not https")
        with _asked("GET", target, {}, None, path) as answer:
            if answer.status_code != 200:
                raise _refusal(answer, "GET", path)
            return _bounded(answer, most, path)

    def page(self, path: str) -> str:
        """The address of a page of the repository for people."""
        return f"{self._server}/{self.repository}/{quote(path)}"

    def _answer(
        self, method: str, path: str, kind: type[_T], query: Mapping[str, str | int], body: Mapping[str, Any] | None
    ) -> _T:
        with self._call(method, path, query, body) as answer:
            if answer.status_code not in (200, 201):
                raise _refusal(answer, method, path)
            data = _bounded(answer, _MOST_JSON, path)
        try:
            return msgspec.json.decode(data, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise ForgeTrouble(f"GitHub's answer for `{path}` is not as documented: {error}") from error

    def _call(
        self, method: str, path: str, query: Mapping[str, str | int], body: Mapping[str, Any] | None
    ) -> requests.Response:
        url = f"{self._api}/repos/{self.repository}/{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self._token}",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        return _asked(method, url, headers, None if body is None else msgspec.json.encode(body), path)


def _asked(method: str, url: str, headers: Mapping[str, str], body: bytes | None, path: str) -> requests.Response:
    """The answer with its body unread; no redirect is followed."""

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


def _refusal(answer: requests.Response, method: str, path: str) -> CallRefused:
    try:
        said = msgspec.json.decode(_bounded(answer, 1 << 20, path), type=Complaint).message
    except (ForgeTrouble, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        said = answer.reason
    return CallRefused(f"GitHub answers {answer.status_code} to {method} `{path}`: {said[:200]}", answer.status_code)


def _variable(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise ForgeTrouble(f"{name} is not set: this is for a job of GitHub Actions, whose `env` has the token")
    return value


def _address(environment: Mapping[str, str], name: str, usual: str) -> str:
    address = (environment.get(name) or usual).rstrip("/")
    if not _is_safe(address):
        raise ForgeTrouble(f"{name} is `{address}`, which is not https")
    return address


def _is_safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    except ValueError:
        return False
