"""The host may not fetch from this address.

The host fetches `audio` from the address that the story names. So it must be `https`, hold no user name or password
(they would stand in the story, the lock and the log), and must not lead into a private network: `localhost`, an
address such as 10.0.0.1, or a name that only exists inside one. The host could not reach those, or would reach its own.

Bad:

    audio: http://localhost:8000/rain.mp3
    Shot 1 [0-5s] Rain on a tin roof.

Good:

    audio: https://example.com/rain.mp3
    Shot 1 [0-5s] Rain on a tin roof.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from storyboard.compiler.rules import Facts
from storyboard.compiler.rules._audio import is_address, settings
from storyboard.diagnostics import Finding, Level
from storyboard.patterns import lazy

CODE = "SB411"
LEVEL = Level.ERROR
SINCE = "0.1.0"
SETTINGS = ("audio",)

# Names that are given inside a network only: RFC 6761, 6762, 8375, and what routers and clouds use.
_INSIDE = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "home.arpa", "localdomain", "onion")
_NUMERIC = lazy(r"(?:0[xX][0-9A-Fa-f]*+|[0-9]++)(?:\.(?:0[xX][0-9A-Fa-f]*+|[0-9]++)){0,3}+")
_UNSEEN = lazy(r"[\x00-\x20\x7f\\]")


def check_story(facts: Facts) -> Iterator[Finding]:
    """The addresses that are not https, name a user, or lead into a private network."""
    for setting in settings(facts.story):
        if is_address(setting.value):
            wrong = _wrong(setting.value)
            if wrong is not None:
                yield Finding(f"`audio` is {wrong[0]}", setting.span, wrong[1])


def _wrong(address: str) -> tuple[str, str] | None:
    from urllib.parse import urlsplit

    publish = "put the file on a public https server, or into the project"
    if _UNSEEN.search(address):
        return "an address with a blank or a `\\` in it, which servers read in different ways", "write blanks as `%20`"
    try:
        parts = urlsplit(address)
        host, user, _ = parts.hostname, parts.username, parts.port
    except ValueError:
        return "an address whose host cannot be read", "write it as `https://host/path`"
    if parts.scheme.lower() != "https":
        shown = f"an address with `{parts.scheme}:`" if parts.scheme else "an address without `https:`"
        return f"{shown}, the host fetches only `https:`", "use an https address" if parts.netloc else publish
    if user is not None or "@" in parts.netloc:
        return (
            "an address with a user in it, which everybody who reads the story sees",
            "take out what stands before `@`",
        )
    if not host:
        return "an address without a host", "write it as `https://host/path`"
    if _private(host):
        return f"an address at `{host[:60]}`, which is no public host", publish
    return None


def _private(host: str) -> bool:
    """Whether a host is an address that is not public, or a name that only a private network knows."""
    import ipaddress

    # Full-width digits and dots are folded as a resolver does it.
    name = unicodedata.normalize("NFKC", host).lower().replace("\u3002", ".").rstrip(".")
    if "%" in name:
        return True
    numbers = _numbers(name)
    try:
        address = ipaddress.ip_address(numbers if numbers is not None else name)
    except ValueError:
        last = name.rpartition(".")[2]
        if numbers is not None or "." not in name or last.isdigit():
            return True
        return any(name == end or name.endswith("." + end) for end in _INSIDE)
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return not inner.is_global or inner.is_multicast
    return not address.is_global or address.is_multicast


def _numbers(name: str) -> int | None:
    """The IPv4 address that a host of numbers means, in the short, octal and hexadecimal forms that resolvers take.

    None where the host is no such number; -1, which is no address, where one of its parts is too large.
    """
    if len(name) > 60 or not _NUMERIC.fullmatch(name):
        return None
    try:
        values = [
            int(part, 16)
            if part[:2] == "0x" and part[2:]
            else int(part, 8)
            if part[0] == "0" and part[1:]
            else int(part)
            for part in name.split(".")
        ]
    except ValueError:
        return -1
    *heads, last = values
    if any(value > 255 for value in heads) or last >= 256 ** (4 - len(heads)):
        return -1
    whole = last
    for place, value in enumerate(heads):
        whole += value << 8 * (3 - place)
    return whole
