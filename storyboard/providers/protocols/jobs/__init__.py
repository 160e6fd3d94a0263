"""A host's protocol: a submit that names a job (v2) or blocks until the clip is there (v1), questions, a history.

Routes and words are the host's data; a call that a host does not have is not made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storyboard.profiles.hosts import Host, replays
from storyboard.providers import Abilities

if TYPE_CHECKING:
    from storyboard.providers import Provider

__all__ = ["abilities", "open_provider"]


def abilities(host: Host) -> Abilities:
    """What a host can do, by its data."""
    routes = host.routes
    return Abilities(
        costs=host.abilities.costs,
        history=bool(routes.history),
        balance=bool(routes.credits),
        quotes=bool(routes.quote),
        upload=bool(routes.upload),
        own=host.own is not None and host.own.asks,
        bears=host.own is not None,
        replays=replays(host),
    )


def open_provider(
    host: Host,
    key: str,
    *,
    base: str | None = None,
    protocol: str = "auto",
    timeout: float | None = None,
    proxies: bool = False,
) -> Provider:
    """The provider for a host's data and a key; `timeout` are the seconds of a blocking call, the host's without one.

    `protocol` is one of the host's ways, or `auto`. With `base` all routes go to that address. Raises ValueError for an
    address, a key or a way that cannot be used.
    """
    from storyboard.providers.protocols.jobs.provider import Jobs

    return Jobs(host, key, base=base, protocol=protocol, timeout=timeout, proxies=proxies)
