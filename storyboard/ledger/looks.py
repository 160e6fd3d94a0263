"""What was known of a request before it was sent."""

from __future__ import annotations

from datetime import datetime

import msgspec


class PriorLook(msgspec.Struct, frozen=True):
    """What was known before a send: the jobs that the host's history had of the same request, by their names.

    No job that was begun before `since`, by the host's clock, is the send's own. A seed that was `derived` from the
    whole request tells its job from all others. `own` is our name for the send, at a host that takes one, and `route`
    where it was sent: a host that answers the same send as before takes it for another one anywhere else. `key` tells
    the key that it was sent with from most others.
    """

    since: datetime
    seen: tuple[str, ...] = ()
    derived: int | None = None
    own: str = ""
    route: str = ""
    key: str = ""
