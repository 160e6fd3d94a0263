"""Addresses: the one that the environment may name for the host, and those that answers name."""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv6Address, IPv6Network
from urllib.parse import SplitResult, urlsplit

_LONGEST = 4096
_PORTS = {"http": 80, "https": 443}
_SELF = IPv6Address("::1")
# Addresses whose last 32 bits are one of version 4: the old compatible ones, and those of a translator (RFC 6052).
_OF_VERSION_4 = tuple(map(IPv6Network, ("::/96", "64:ff9b::/96", "64:ff9b:1::/48")))


def checked_base(text: str) -> str:
    """The address of a host without a slash at its end. Raises ValueError with what disagrees.

    It is https, or http on loopback, and holds no user, query or fragment: where the key goes is plain to see.
    """
    parts = _split(text.strip())
    if parts is None or parts.scheme not in _PORTS:
        raise ValueError(f"`{_shown(text)}` is no address with https")
    if parts.username is not None or parts.password is not None:
        raise ValueError("the address holds a user or a password, which belong elsewhere")
    if parts.query or parts.fragment or text.strip()[-1] in "?#":
        raise ValueError(f"`{_shown(text)}` goes on after its path")
    if parts.scheme == "http" and not loopback(parts):
        raise ValueError(f"`{_shown(text)}` is http, which only an address of this machine may be")
    return text.strip().rstrip("/")


def plain(base: str) -> bool:
    """Whether a host lies on this machine and speaks http."""
    parts = urlsplit(base)
    return parts.scheme == "http" and loopback(parts)


def on_this_machine(base: str) -> bool:
    """Whether a host lies on this machine, so that all it does is a rehearsal."""
    return loopback(urlsplit(base))


def reachable(address: str, *, rehearsal: bool) -> bool:
    """Whether a clip may come from a network address: from public ones, and in a rehearsal from this machine alone.

    What an answer names may lie in the network of whoever runs storyc, where it is nobody's business to ask.
    """
    try:
        place = _inner(ipaddress.ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    return place.is_loopback if rehearsal else place.is_global and not place.is_multicast


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The address of version 4 that one of version 6 stands for, else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address != _SELF and any(address in network for network in _OF_VERSION_4):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo is not None else address)


def fetchable(url: str, here: bool) -> str:
    """Why a clip is not fetched from an address, empty where it is; `here` allows http on this machine."""
    parts = _split(url)
    if parts is None:
        return "the clip has no address that can be read"
    if parts.username is not None or parts.password is not None:
        return "the clip's address holds a user"
    if parts.scheme != "https" and not (here and plain(url)):
        return f"the clip's address is `{parts.scheme[:10]}` and not https"
    return ""


def loopback(parts: SplitResult) -> bool:
    """Whether an address is one of this machine: 127.0.0.0/8, ::1, or localhost."""
    name = parts.hostname or ""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def origin(url: str) -> tuple[str, str, int]:
    """The scheme, host and port of an address, by which one host is told from another."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)


def _split(text: str) -> SplitResult | None:
    """The parts of an address that has a host, None where it has none or a letter that no address has."""
    if len(text) > _LONGEST or not text.isascii() or not text.isprintable() or " " in text or "\\" in text:
        return None
    try:
        parts = urlsplit(text)
        return parts if parts.hostname and (parts.port is None or parts.port) else None
    except ValueError:
        return None


def _shown(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text.strip()[:80])
