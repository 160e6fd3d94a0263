"""Addresses of ledgers and stores: a path, a `file:` URL, or a URL of another scheme."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from storyboard.patterns import lazy
from storyboard.system.modules import modules

# A single letter is a drive.
_URL = lazy(r"([A-Za-z][A-Za-z0-9+.-]+):(?://|(?=/))")


def parted(address: Path | str) -> tuple[str, Path | str]:
    """The scheme of an address, and its path where that is `file`, else the address as it is."""
    url = _URL.match(address) if isinstance(address, str) else None
    if url is None:
        return "file", Path(address)
    if url[1].lower() != "file":
        return url[1].lower().replace("+", "_").replace("-", "_").replace(".", "_"), address
    # It brings all of HTTP and TLS with it.
    from urllib.parse import unquote, urlsplit
    from urllib.request import url2pathname

    parts = urlsplit(str(address))
    return "file", Path(url2pathname(parts.path) if not parts.netloc else unquote(f"//{parts.netloc}{parts.path}"))


def shown(address: Path | str) -> str:
    """An address as it may be shown: without a user, a password, and the parameters in which one may stand, too."""
    if isinstance(address, Path) or "://" not in address:
        return str(address)
    scheme, _, rest = address.partition("://")
    place, _, more = rest.partition("?")
    # An `@` behind the first `?` may end a password that has one.
    return f"{scheme}://{'…' if '@' in more else place.rpartition('@')[2]}"


def is_loopback(host: str) -> bool:
    """Whether a name or a number of a host, as it is written, is this machine's own."""
    from ipaddress import ip_address

    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def keeper(package: Any, address: Path | str, trouble: Callable[[str], Exception], what: str) -> tuple[Any, Path | str]:
    """The module of a package that keeps what lies at an address, `at_SCHEME`, found by scan, and its place there.

    `what` names it in the `trouble` that is raised where no module knows the scheme.
    """
    scheme, place = parted(address)
    known = [name[3:] for name in modules(package.__path__) if name[:3] == "at_"]
    if scheme not in known:
        forms = ", ".join(f"`{name}:`" for name in known)
        raise trouble(
            f"no {what} is kept at `{scheme}:`: set STORYC_{what.upper()} to a path or to an address of {forms}"
        )
    return import_module(f"{package.__name__}.at_{scheme}"), place
