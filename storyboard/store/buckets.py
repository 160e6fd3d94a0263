"""Buckets by their addresses: what an address may not say, whose keys open them, and what is said when they fail."""

from __future__ import annotations

import hashlib
import os
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from storyboard.patterns import lazy
from storyboard.store.files import FileStore
from storyboard.store.objects import ObjectStore
from storyboard.store.records import Store, StoreTrouble
from storyboard.system.addresses import is_loopback, shown
from storyboard.system.extras import lacking
from storyboard.system.secrets import mask

# A request of some megabytes, and how long it is repeated while a server is away or at a loss.
_CLIENT: dict[str, Any] = {"connect_timeout": "10s", "timeout": "60s", "user_agent": "storyc"}
_RETRIES: dict[str, Any] = {
    "max_retries": 6,
    "retry_timeout": timedelta(seconds=60),
    "backoff": {"init_backoff": timedelta(seconds=0.2), "max_backoff": timedelta(seconds=5), "base": 2},
}
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT", "AZURE_STORAGE_ENDPOINT", "AZURE_ENDPOINT")
# Without one of these a machine's own address is asked for a role, which on most machines nobody answers.
_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
         "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_METADATA_ENDPOINT")  # fmt: skip
# What a server's words hold, and what that means.
_WORDS = (
    (("NoSuchBucket", "status code: 404", "not found"), "there is no such bucket"),
    (("RequestTimeTooSkewed",), "the clock of this machine is wrong"),
    (("ExpiredToken", "InvalidToken", "TokenRefreshRequired"), "its token has run out"),
    (("InvalidAccessKeyId", "SignatureDoesNotMatch", "status code: 401"), "its key is wrong"),
    (
        ("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraint", "status code: 30",
         "without LOCATION"),
        "its bucket lies in another region, or elsewhere: set AWS_REGION, or AWS_ENDPOINT_URL",
    ),
    (("status code: 403",), "its key does not allow that"),
    (("SlowDown", "status code: 429", "status code: 503"), "its server is overloaded"),
    (("status code: 5",), "its server fails: its log says why"),
    (("timed out", "Timeout"), "its server does not answer in time"),
    (("error sending request", "HTTP error"), "its server cannot be reached, or the connection was cut"),
)  # fmt: skip
_QUERY = lazy(r"\?\S*")
_LONGEST = 200


def open_bucket(address: str) -> Store:
    """The store in the bucket of an address as `s3://BUCKET/FOLDER`. Raises StoreTrouble."""
    name = shown(address)
    parts = urlsplit(address)
    if not parts.netloc or "@" in parts.netloc or ":" in parts.netloc or parts.query or parts.fragment:
        raise StoreTrouble(
            f"the store `{name}` is no address as `{parts.scheme}://BUCKET/FOLDER`: a key, a region and an endpoint "
            "are variables of the environment"
        )
    endpoints = {variable: urlsplit(os.environ.get(variable, "")) for variable in _ENDPOINTS}
    for variable, endpoint in endpoints.items():
        if endpoint.scheme not in ("", "https") and not is_loopback(endpoint.hostname or ""):
            raise StoreTrouble(f"the store `{name}` is not on this machine, and {variable} names no `https:` address")
    if parts.scheme == "s3" and not any(os.environ.get(variable) for variable in _KEYS):
        raise StoreTrouble(
            f"the store `{name}` has no key: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; or what names a role, "
            f"{', '.join(_KEYS[1:-1])}, or for the role of a machine {_KEYS[-1]}"
        )
    try:
        obstore: Any = import_module("obstore.store")
    except ImportError as error:
        raise StoreTrouble(lacking("team", f"a store at `{parts.scheme}:` needs")) from error
    plain = any(endpoint.scheme == "http" for endpoint in endpoints.values())
    address = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
    try:
        bucket = obstore.from_url(address, client_options=_CLIENT | {"allow_http": plain}, retry_config=_RETRIES)
    except Exception as error:  # obstore's own, and ValueError
        raise StoreTrouble(f"the store `{name}` cannot be used: {_words(error)}") from error
    return ObjectStore(name, bucket, FileStore(_copies(address), "", lambda owner: True), _words)


def _words(error: Exception) -> str:
    """Why a bucket has failed, in words of ours where there are any."""
    text = str(error)
    for marks, meaning in _WORDS:
        if any(mark in text for mark in marks):
            return meaning
    # A key that is cut in two is not known any more.
    return mask(_QUERY.sub("", text.partition("\n")[0]))[:_LONGEST]


def _copies(address: str) -> Path:
    """The folder of this user's copies of what lies at an address. Raises StoreTrouble."""
    caches = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    try:
        above = Path(caches) if os.path.isabs(caches) else Path.home() / ".cache"
    except RuntimeError as error:
        raise StoreTrouble("copies of clips have no place: set XDG_CACHE_HOME to a folder") from error
    return above / "storyc" / "clips" / hashlib.sha256(address.encode()).hexdigest()[:16]
