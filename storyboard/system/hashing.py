"""SHA-256 of what most runs hash a few times: OpenSSL, which `hashlib` loads, takes longer than those hashes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import count
from typing import Any

# So many hashes of a request cost more by Python's own code than OpenSSL does that is loaded for them.
_FEW = 200
_turns = count()


def sha256(data: bytes) -> str:
    """The SHA-256 of some bytes in hex."""
    own = _own() if next(_turns) < _FEW else None
    if own is not None:
        return own(data).hexdigest()
    import hashlib

    return hashlib.sha256(data).hexdigest()


@cache
def _own() -> Callable[[bytes], Any] | None:
    """Python's own function, None where this Python has none under the names that are known."""
    try:
        from _sha2 import sha256  # pyright: ignore  # Python 3.12 and newer
    except ImportError:
        try:
            from _sha256 import sha256  # pyright: ignore
        except ImportError:
            return None
    return sha256  # pyright: ignore
