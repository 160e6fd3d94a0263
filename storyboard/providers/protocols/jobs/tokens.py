"""Tokens in place of a key: JSON Web Tokens (RFC 7519), signed with a secret by HS256."""

from __future__ import annotations

import base64
import hashlib
import hmac

import msgspec

from storyboard.profiles.hosts import KeyPair


def token(key: str, pair: KeyPair, now: int) -> str:
    """A token of a key, `ACCESS SECRET`, that holds from this moment on for as long as the host's data says."""
    access, _, secret = key.partition(" ")
    claims = {"iss": access, "exp": now + pair.seconds, "nbf": now - pair.skew}
    signed = b".".join(_part(msgspec.json.encode(part)) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    mark = _part(hmac.new(secret.encode(), signed, hashlib.sha256).digest())
    return b".".join((signed, mark)).decode("ascii")


def _part(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
