"""Addresses of ledgers and stores: a path, a `file:` URL, or a URL of another scheme."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

# A single letter is a drive.
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(?://|(?=/))")


def parted(address: Path | str) -> tuple[str, Path | str]:
    """The scheme of an address, and its path where that is `file`, else the address as it is."""
    url = _URL.match(address) if isinstance(address, str) else None
    if url is None:
        return "file", Path(address)
    if url[1].lower() != "file":
        return url[1].lower().replace("+", "_").replace("-", "_").replace(".", "_"), address
    # It brings all of HTTP and TLS with it.
    from urllib.request import url2pathname

    parts = urlsplit(str(address))
    return "file", Path(url2pathname(parts.path) if not parts.netloc else unquote(f"//{parts.netloc}{parts.path}"))
