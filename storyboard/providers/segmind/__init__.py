"""Segmind: clips for money, by its blocking calls (v1) or its jobs (v2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyboard.profiles.hosts import Host
from storyboard.providers.segmind.address import checked_base

if TYPE_CHECKING:
    from storyboard.providers import Provider
    from storyboard.providers.segmind.provider import Protocol

__all__ = ["checked_base", "open_provider"]


def open_provider(
    host: Host,
    key: str,
    *,
    base: str | None = None,
    protocol: Protocol = "auto",
    timeout: float | None = None,
    proxies: bool = False,
) -> Provider:
    """The provider for a host's data and a key; `timeout` are the seconds of a blocking call, the host's without one.

    With `base` all routes go to that address. Raises ValueError for an address or a key that cannot be used.
    """
    from storyboard.providers.segmind.provider import Segmind

    return Segmind(host, key, base=base, protocol=protocol, timeout=timeout, proxies=proxies)
